"""Make any text fit for print: what the fonts can draw stays, what they cannot is named in brackets."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from across.documents.fonts import Fonts

MOST_MARKS = 4
MOST_NAMES = 8
ZERO_WIDTH_SPACE = "\u200b"
UNSEEN = "[nothing that can be seen]"
JOINERS = "\u200c\u200d"
FLAGS = {"gbeng": "flag of England", "gbsct": "flag of Scotland", "gbwls": "flag of Wales"}
SCRIPTS = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
LANGUAGES = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
}
TONES = ("light", "medium-light", "medium", "medium-dark", "dark")
ENOUGH = 500

# What Word leaves behind where bullets of its fonts Symbol and Wingdings are pasted as text.
WORD_SIGNS = str.maketrans(
    {
        "\uf0b7": "\u2022",  # bullets
        "\uf09f": "\u2022",
        "\uf0a7": "\u25aa",
        "\uf06c": "\u25cf",
        "\uf06e": "\u25a0",
        "\uf0a8": "\u25fb",
        "\uf06f": "\u25a1",
        "\uf071": "\u2751",
        "\uf075": "\u25c6",
        "\uf076": "\u2756",
        "\uf0d8": "\u27a2",  # arrows
        "\uf0df": "\u2190",
        "\uf0e0": "\u2192",
        "\uf0e8": "\u2794",
        "\uf0f0": "\u21e8",
        "\uf0fc": "\u2713",  # ticks and boxes
        "\uf0fb": "\u2717",
        "\uf0fe": "\u2611",
    }
)
_NEW_LINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\u2060-\u2065\u206a-\u206f\ufeff\u200b]")
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]+")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_STYLES = re.compile("[\ufe00-\ufe0f]")
_GAPS = re.compile("l(?:[ln]*l)?|s(?:[sn]*s)?")
_TOKEN = re.compile(r"\S+")


def paragraphs(text: str, fonts: Fonts, width: float) -> list[dict[str, Any]]:
    """A text as paragraphs of lines, each paragraph with its direction and language.

    `width` is the room for one line in ems; longer words get places to break.
    """
    cleaned = breakable(clean(text, fonts), fonts, width)
    pieces = [piece for piece in re.split(r"\n\s*\n", cleaned.strip()) if piece.strip()]
    if text and not pieces:
        pieces = [UNSEEN]
    return [_paragraph(piece.strip("\n").split("\n")) for piece in pieces]


def one_line(text: str, fonts: Fonts, width: float) -> dict[str, Any]:
    """A text as one line, with its direction and language."""
    cleaned = " ".join(breakable(clean(text, fonts), fonts, width).split())
    return _paragraph([cleaned or (UNSEEN if text else "")])


def clean(text: str, fonts: Fonts) -> str:
    """The text in composed form, control characters named, everything in it drawable.

    >>> from across.documents.fonts import fonts
    >>> clean("Good 😀", fonts())
    'Good [grinning face]'
    """
    plain = _plain(text)
    if set(map(ord, plain)) <= _simple(fonts):
        return plain
    clusters = [piece for cluster in _clusters(plain) for piece in (_fitted(cluster, fonts), *_heaped(cluster))]
    kinds = "".join(_kind(cluster, fonts) for cluster in clusters)
    return "".join(_pieces(clusters, kinds))


def undrawable(text: str, fonts: Fonts) -> bool:
    """Whether `clean` has to put names in the place of characters."""
    return bool(_STEERING.search(text)) or any(
        _kind(_fitted(cluster, fonts), fonts) in "ls" for cluster in _clusters(_plain(text))
    )


def visible(text: str) -> str:
    r"""The text for a file that brings no fonts: control, steering and impossible characters named, the rest kept.

    >>> visible("one\r\ntwo\x07")
    'one\ntwo[control character U+0007]'
    """
    kept = _NEW_LINES.sub("\n", text.translate(WORD_SIGNS))
    return _NOT_IN_XML.sub(lambda found: f"[{_named(found[0])}]", _STEERING.sub(_steering, kept))


def direction(text: str) -> str:
    """Say which way a text runs: "rtl" where its first strong character runs from right to left, else "ltr"."""
    strong = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def breakable(text: str, fonts: Fonts, width: float) -> str:
    """The text with places to break in each word that is wider than `width` ems."""
    return _TOKEN.sub(lambda word: _broken(word[0], fonts, width), text)


def _paragraph(lines: list[str]) -> dict[str, Any]:
    whole = "\n".join(lines)
    return {"lines": [line.strip() for line in lines], "dir": direction(whole), "lang": language(whole)}


def language(text: str) -> str:
    """The language a screen reader should take the text for, by the script of most of its letters; else "en"."""
    if text.isascii():
        return "en"
    letters = [char for char in text[:ENOUGH] if char.isalpha()]
    scripts = Counter(unicodedata.name(char, "?").split()[0] for char in letters)
    if scripts["HIRAGANA"] + scripts["KATAKANA"]:
        scripts["HIRAGANA"] += scripts.pop("CJK", 0)
    return LANGUAGES.get(scripts.most_common(1)[0][0], "en") if scripts else "en"


def _plain(text: str) -> str:
    """Composed form; one kind of line end and space; control and steering characters named."""
    text = _SPACES.sub(" ", _NEW_LINES.sub("\n", unicodedata.normalize("NFC", text.translate(WORD_SIGNS))))
    return _STEERING.sub(_steering, _INVISIBLE.sub("", text))


def _steering(found: re.Match[str]) -> str:
    """Characters that steer a terminal or the direction of writing, and would not be seen, by their names."""
    names = [_times(_named(char), sum(1 for _ in run)) for char, run in groupby(found[0])]
    return f"[{', '.join(names)}]" if len(names) <= MOST_NAMES else f"[{len(found[0])} control characters]"


def _simple(fonts: Fonts) -> frozenset[int]:
    """Code points that stand alone in the main face: plain Latin, Greek and Cyrillic, and the line end."""
    return frozenset(range(0x20, 0x2B0)) & fonts.covered[0] | {0x0A, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D}


def _clusters(text: str) -> Iterator[str]:
    """The text in pieces that are drawn as one: a character with its marks, a joined emoji, a flag."""
    cluster = ""
    for char in text:
        if cluster and _extends(cluster, char):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def _extends(cluster: str, char: str) -> bool:
    if cluster == "\n":
        return False
    joined = cluster[-1] == "\u200d" and unicodedata.category(char) == "So"
    flag = len(cluster) == 1 and _is_flag(cluster) and _is_flag(char)
    tag = "\U000e0020" <= char <= "\U000e007f"
    return joined or flag or tag or char in JOINERS or _is_mark(char) or _is_tone(char)


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _fitted(cluster: str, fonts: Fonts) -> str:
    """The cluster in a form the fonts can draw, where there is one; marks heaped on top are counted instead."""
    plain = _STYLES.sub("", cluster) or cluster
    marks = [char for char in plain[1:] if _is_mark(char)]
    if len(marks) > MOST_MARKS:
        plain = plain[0] + "".join(marks[:MOST_MARKS])
    forms = (plain, unicodedata.normalize("NFD", plain), plain.rstrip(JOINERS) or plain)
    return next((form for form in forms if _drawn(form, fonts)), plain)


def _heaped(cluster: str) -> list[str]:
    """How many marks of a cluster are left off, where there are more than a line can hold."""
    more = sum(map(_is_mark, _STYLES.sub("", cluster)[1:])) - MOST_MARKS
    return [f"[{more} more {'mark' if more == 1 else 'marks'}]"] if more > 0 else []


def _drawn(cluster: str, fonts: Fonts) -> bool:
    """Whether one face has every character of it; a mark without a character to stand on is never drawn."""
    if _is_mark(cluster[0]):
        return False
    return cluster == "\n" or any(covered.issuperset(map(ord, cluster)) for covered in fonts.covered)


def _kind(cluster: str, fonts: Fonts) -> str:
    """d: drawn; n: drawn, and only a space or sign between words; l: letter not drawn; s: sign not drawn."""
    kind = unicodedata.category(cluster[0])[0]
    if _drawn(cluster, fonts):
        return "n" if kind in "PZ" else "d"
    known = unicodedata.name(cluster[0], "")
    return "l" if kind in "LNP" and known and not _drawn(cluster[0], fonts) else "s"


def _pieces(clusters: list[str], kinds: str) -> Iterator[str]:
    start = 0
    for gap in _GAPS.finditer(kinds):
        yield from clusters[start : gap.start()]
        yield _notice(clusters[gap.start() : gap.end()], gap[0])
        start = gap.end()
    yield from clusters[start:]


def _notice(clusters: list[str], kinds: str) -> str:
    letters = kinds.count("l")
    if letters:
        return f"[{letters} {_script(clusters)} {'character' if letters == 1 else 'characters'}]"
    runs = [(*pair, sum(1 for _ in run)) for pair, run in groupby(zip(clusters, kinds, strict=True))]
    if sum(kind == "s" for _, kind, _ in runs) > MOST_NAMES:
        return f"[{kinds.count('s')} symbols]"
    return "".join(_name(cluster, times) if kind == "s" else cluster * times for cluster, kind, times in runs)


def _script(clusters: list[str]) -> str:
    """The script of the first letter, in a word a reader knows."""
    letters = (cluster[0] for cluster in clusters if cluster[0].isalnum())
    word = unicodedata.name(next(letters, clusters[0][0])).split()[0]
    return SCRIPTS.get(word, word.capitalize())


def _name(cluster: str, times: int) -> str:
    """What a sign is called, in brackets; its bare character first where only its marks cannot be drawn."""
    tag = "".join(chr(ord(char) - 0xE0000) for char in cluster if "\U000e0061" <= char <= "\U000e007a")
    if _is_flag(cluster[0]) and len(cluster) > 1:
        letters = "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in cluster if _is_flag(char))
        name = f"flag {letters}"
    elif tag:
        name = FLAGS.get(tag, tag)
    else:
        name = ", ".join(_named(char) for char in cluster if char not in JOINERS)
    return f"[{_times(name, times)}]"


def _times(name: str, times: int) -> str:
    return name if times == 1 else f"{name}, {times} times"


def _named(char: str) -> str:
    if _is_tone(char):
        return f"{TONES[ord(char) - 0x1F3FB]} skin tone"
    kind = "control" if unicodedata.category(char) == "Cc" else "unknown"
    return unicodedata.name(char, "").lower() or f"{kind} character U+{ord(char):04X}"


def _broken(word: str, fonts: Fonts, width: float) -> str:
    if _width(word, fonts) <= width:
        return word
    pieces, room = [""], width
    for cluster in _clusters(word):
        wide = _width(cluster, fonts)
        if wide > room and pieces[-1]:
            pieces.append("")
            room = width
        pieces[-1] += cluster
        room -= wide
    return ZERO_WIDTH_SPACE.join(pieces)


def _width(text: str, fonts: Fonts) -> float:
    """Width in ems, a character of another face taken as one em."""
    return sum(fonts.advances.get(ord(char), 1.0) for char in text)
