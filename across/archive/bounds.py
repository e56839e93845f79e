"""How much a file of JSON holds, told in one pass over it before any of it is read: how deep, how many, how long."""

import re

# A workshop of ours is nine deep, its longest list holds the notes, its largest part has fifteen names.
DEEPEST, LONGEST_LIST, MOST_NAMES, MOST_PIECES, MOST_DIGITS = 20, 20_000, 100, 3_000_000, 400
# A text is one piece, whole or cut short: every byte is looked at once.
_PIECE = re.compile(rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]|[-+.0-9eE]{%d,}+' % (MOST_DIGITS + 1))


class TooMuchInIt(Exception):
    """More stands in the file than in any saved workshop."""


class NoSuchJson(Exception):
    """Deeper than any file of ours, or with a number that is none."""


def must_be_bounded(text: bytes) -> None:
    """Raise TooMuchInIt or NoSuchJson where the text goes beyond what any saved workshop holds.

    Whether it is JSON at all is not asked.
    """
    inside = _Inside()
    for number, piece in enumerate(_PIECE.finditer(text)):
        first = text[piece.start()]
        if first != _QUOTE:
            inside.comes(first)
        if number >= MOST_PIECES:
            raise TooMuchInIt


_QUOTE, _COMMA, _OPEN, _OPEN_NAMED = b'",[{'
_CLOSE = b"]}"


class _Inside:
    """The lists and objects that the reader of a text is in: how many entries each has so far, and may have."""

    def __init__(self) -> None:
        self._counts: list[list[int]] = []

    def comes(self, first: int) -> None:
        """The next piece begins with this byte."""
        if first == _COMMA:
            if self._counts:
                self._count()
        elif first in (_OPEN, _OPEN_NAMED):
            self._counts.append([1, LONGEST_LIST if first == _OPEN else MOST_NAMES])
            if len(self._counts) > DEEPEST:
                raise NoSuchJson
        elif first in _CLOSE:
            if self._counts:
                self._counts.pop()
        else:
            raise NoSuchJson

    def _count(self) -> None:
        innermost = self._counts[-1]
        innermost[0] += 1
        if innermost[0] > innermost[1]:
            raise TooMuchInIt
