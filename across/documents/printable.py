"""Texts made fit for print: cleaned, broken where they must, marked with their language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from across.documents.drawable_text import one_line, paragraphs
from across.documents.fonts import Fonts
from content.shape import Content

Data = dict[str, Any]

BODY_WIDTH = 38.0
PRINTED_LANGUAGE = "en-GB"
REGION = 2


@dataclass(frozen=True)
class Printable:
    """Makes texts fit for print in the fonts that are there; `foreign` are the content's own, in another language."""

    fonts: Fonts
    foreign: frozenset[str] = frozenset()
    language: str = PRINTED_LANGUAGE

    def paragraphs(self, text: str, width: float = BODY_WIDTH) -> list[Data]:
        """A text of any length, as paragraphs."""
        return [self._marked(text, paragraph) for paragraph in paragraphs(text, self.fonts, width)]

    def line(self, text: str, width: float = BODY_WIDTH) -> Data:
        """A text of one line."""
        return self._marked(text, one_line(text, self.fonts, width))

    def _marked(self, text: str, printed: Data) -> Data:
        if text not in self.foreign:
            return printed
        language, *more = self.language.split("-")
        region = next((part for part in more if len(part) == REGION and part.isalpha()), None)
        return {**printed, "lang": language, "region": region}


def printable_in(content: Content, fonts: Fonts) -> Printable:
    """What makes texts fit for print and marks the content's own with their language."""
    if content.language == PRINTED_LANGUAGE:
        return Printable(fonts)
    return Printable(fonts, frozenset(_texts(content.model_dump())), content.language)


def _texts(tree: object) -> Iterator[str]:
    """Every text in a tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list | tuple):
        for branch in tree.values() if isinstance(tree, dict) else tree:
            yield from _texts(branch)


def attribution(content: Content, printable: Printable) -> Data:
    """The texts that stand wherever items or scores do: whose the questionnaire is."""
    questionnaire = content.questionnaire
    return {
        "introduction": printable.line(questionnaire.introduction),
        "copyright": printable.line(questionnaire.copyright),
        "information": printable.line(questionnaire.information),
        "link": questionnaire.link,
        "shown": printable.line(questionnaire.link),
        "dimensions": [printable.line(dimension.name) for dimension in questionnaire.dimensions],
    }
