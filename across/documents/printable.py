"""Texts made fit for print: cleaned, broken where they must, marked with their language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from across.documents.fonts import Fonts
from across.documents.printable_text import line, paragraphs
from content.shape import Content

Data = dict[str, Any]

BODY_WIDTH = 38.0
PRINTED_LANGUAGE = "en-GB"
REGION = 2


@dataclass(frozen=True)
class Press:
    """Sets texts for print in the fonts that are there; `foreign` are the content's own, in another language."""

    fonts: Fonts
    foreign: frozenset[str] = frozenset()
    language: str = PRINTED_LANGUAGE

    def body(self, text: str, width: float = BODY_WIDTH) -> list[Data]:
        """A text of any length, as paragraphs."""
        return [self._marked(text, one) for one in paragraphs(text, self.fonts, width)]

    def line(self, text: str, width: float = BODY_WIDTH) -> Data:
        """A text of one line."""
        return self._marked(text, line(text, self.fonts, width))

    def _marked(self, text: str, printed: Data) -> Data:
        if text not in self.foreign:
            return printed
        language, *more = self.language.split("-")
        region = next((part for part in more if len(part) == REGION and part.isalpha()), None)
        return {**printed, "lang": language, "region": region}


def press_for(content: Content, fonts: Fonts) -> Press:
    """A press that marks the content's own texts with their language."""
    if content.language == PRINTED_LANGUAGE:
        return Press(fonts)
    return Press(fonts, frozenset(_texts(content.model_dump())), content.language)


def _texts(tree: object) -> Iterator[str]:
    """Every text in a tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list | tuple):
        for one in tree.values() if isinstance(tree, dict) else tree:
            yield from _texts(one)


def labelled(content: Content) -> str:
    """The points of the scale with their labels, lowest first."""
    return ", ".join(f"{number} {label}" for number, label in enumerate(content.choices.scale.points, start=1))


def attribution(content: Content, press: Press) -> Data:
    """The words that stand wherever items or scores do."""
    told = content.questionnaire
    return {
        "introduction": press.line(told.introduction),
        "copyright": press.line(told.copyright),
        "information": press.line(told.information),
        "link": told.link,
        "shown": press.line(told.link),
        "points": press.line(labelled(content)),
        "dont_know": press.line(content.choices.scale.dont_know),
        "dimensions": [press.line(dimension.name) for dimension in told.dimensions],
    }
