"""Answers as other programs write them: 4, 4.00, 4,0, "4 - Agree", "Agree (4)", 4 of 5, or the words alone."""

import re
import unicodedata
from collections.abc import Sequence

from across.workshop.paper_forms import DONT_KNOW
from content.shape import Content

# Beyond the words of a point: its number and what stands around it.
BESIDE = 12
# A program that reckons with fractions may write 4 as 3.9999999999999996.
AS_GOOD_AS_WHOLE = 1e-6
NOT_AN_ANSWER = "d"
LETTERED = 2
ALSO_DONT_KNOW = {"dontknow", "doesnotapply", "notapplicable", "na", "dk"}
_TYPED = str.maketrans({
    **dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u201b\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u20e3"),
    # What says in which direction a text runs.
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
})  # fmt: skip
_EXACT = re.compile(r"\+?0*(\d{1,2})(?:[.,]0{1,10})?(?:e\+?0{1,3})?")
_NEARLY = re.compile(r"\d{1,2}\.\d{6,20}")
# What a spreadsheet shows where it could not reckon, such as #N/A.
_ERROR = re.compile("#[a-z]")
# What stands around a number and says nothing: brackets, quotes, marks of a list or of a kept text, stars.
AROUND = " .,:;()[]{}\"'=*#-\u2605\u2606"
_NUMBER_FIRST = re.compile(r"[(\[]?0*(\d{1,2})[)\]]?(?:\.0+)? ?[-.:=)/,]? ?(\D.*)")
_NUMBER_LAST = re.compile(r"(.*[^\d.,])0*(\d{1,2})[)\]]?")
# A code that a program writes beside the words: [A4] Agree, Agree [A4].
_CODE_BESIDE = re.compile(r"\[[a-z]{1,3}0*(\d{1,2})\] ?(?=\D)|(?<=\D) ?\[[a-z]{1,3}0*(\d{1,2})\]\Z")
_CODE = re.compile(r"([a-z]{1,10})[ _-]?0*(\d{1,2})")


def plain(text: str) -> str:
    """A text as one would type it: usual quotes, hyphens and digits, small letters, single spaces."""
    usual = unicodedata.normalize("NFKC", text.translate(_TYPED)).translate(_TYPED)
    return " ".join(usual.casefold().split())


def letters(text: str) -> str:
    """Nothing but the letters and digits of a text."""
    return "".join(filter(str.isalnum, plain(text)))


class Answers:
    """What can be answered, and how it may be written."""

    def __init__(self, content: Content) -> None:
        scale = content.choices.scale
        self.points = len(scale.points)
        self._words = {letters(label): str(number) for number, label in enumerate(scale.points, 1)}
        parts = [scale.dont_know, *scale.dont_know.split("/")]
        self._dont_know = {letters(part) for part in parts} | ALSO_DONT_KNOW
        self._longest = max(map(len, (*scale.points, scale.dont_know))) + BESIDE
        self._legend = _legend_of(scale.points)
        self._of = re.compile(rf" ?(?:/|of|out of) ?{self.points}(?!\d)")
        self._known: dict[str, str] = {}

    def read(self, cell: str) -> str:
        """The point as its number, or "d" for "Don't know"; empty where the cell is neither."""
        if cell not in self._known:
            self._known[cell] = self._read(cell) if len(cell) <= self._longest else ""
        return self._known[cell]

    def _read(self, cell: str) -> str:
        text = plain(cell).removeprefix("'").strip()
        if text in DONT_KNOW:
            return NOT_AN_ANSWER
        if _ERROR.match(text):
            return ""
        text = _CODE_BESIDE.sub(lambda found: f" ({found[1] or found[2]}) ", self._of.sub("", text, count=1)).strip()
        return self._number(text) or self._labelled(text) or self._label(text)

    def _number(self, text: str) -> str:
        if text.startswith("-"):
            return ""
        bare = text.strip(AROUND)
        if _NEARLY.fullmatch(bare) and abs(float(bare) - round(float(bare))) < AS_GOOD_AS_WHOLE:
            return self.point(str(round(float(bare))))
        found = _EXACT.fullmatch(bare)
        return self.point(found[1]) if found else ""

    def _labelled(self, text: str) -> str:
        """A number with its words; nothing where they are of different points: the scale was turned round."""
        if first := _NUMBER_FIRST.fullmatch(text):
            number, label = first.groups()
        elif last := _NUMBER_LAST.fullmatch(text):
            label, number = last.groups()
        else:
            return ""
        meant = self._label(label)
        return meant if meant in (self.point(number), NOT_AN_ANSWER) else ""

    def _label(self, text: str) -> str:
        found = letters(text)
        return self._words.get(found) or (NOT_AN_ANSWER if found in self._dont_know else "")

    def is_lettered(self, cell: str) -> bool:
        """Whether a cell is a letter or two that stand for no answer of ours, such as A or SA."""
        return len(cell) <= LETTERED and cell.isalpha() and not self.read(cell)

    def turned(self, text: str) -> str:
        """What a text says of the scale otherwise than ours, such as "1 = strongly agree"; empty where nothing."""
        for found in self._legend.finditer(plain(text)):
            number, label = found["first"] or found["last"], found["after"] or found["before"]
            if self._words[letters(label)] != self.point(number):
                return found[0].strip()
        return ""

    def point(self, number: str) -> str:
        """A point by its number; empty where there is none."""
        return str(int(number)) if 1 <= int(number) <= self.points else ""


def _legend_of(points: Sequence[str]) -> re.Pattern[str]:
    """What finds a number with the words of a point behind or before it, in a text as `plain` gives it."""
    words = "|".join(re.escape(plain(point)) for point in sorted(points, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?P<first>\d{{1,2}}) ?[=:)-] ?(?P<after>{words})(?![a-z])"
        rf"|(?<![a-z])(?P<before>{words}) ?[=:(-] ?(?P<last>\d{{1,2}})(?![\d.,])"
    )


def code(cell: str) -> tuple[str, str]:
    """The letters and the number of a code such as "A4" that a program keeps for an answer; empty where it is none."""
    found = _CODE.fullmatch(plain(cell)) if len(cell) <= BESIDE else None
    return (found[1], found[2]) if found else ("", "")
