"""What every part of the file of a saved workshop is made of: how a part holds a value, and its texts and numbers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from across.workshop.values import LARGEST_GROUP, LONGEST_LINE, LONGEST_TEXT, MOST_LINES
from content.shape import MOST_POINTS
from scoring.shown import FLOOR

MOST_PEOPLE = 10_000
LONGEST_NAME = 4000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
SMALL = 1e-6
# What no text that people write has in it; tabs and line ends are theirs.
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def only_text(text: str) -> str:
    """The text; a ValueError where something in it is no text."""
    if NO_TEXT.search(text):
        raise ValueError("holds characters that are no text")
    return text


def _not_too_many_lines(text: str) -> str:
    if len(text.splitlines()) > MOST_LINES:
        raise ValueError("has too many lines")
    return text


def not_blank(text: str) -> str:
    """The text; a ValueError where there is nothing to read in it."""
    if not text.strip():
        raise ValueError("is empty")
    return text


Body = Annotated[
    str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(only_text), AfterValidator(_not_too_many_lines)
]
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE), AfterValidator(only_text)]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(only_text)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Count = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Score = Annotated[float, Field(ge=1, le=MOST_POINTS)]
Spread = Annotated[float, Field(ge=0, le=MOST_POINTS)]
Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
GroupSize = Annotated[int, Field(ge=FLOOR, le=LARGEST_GROUP)]


class Part(BaseModel):
    """A piece of the file: nothing unknown in it, no value of another kind, no number that is none.

    It `holds` a value of this type, but for the fields in `left_out`, which have these values in any file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
    holds: ClassVar[type]
    left_out: ClassVar[Mapping[str, object]] = {}

    def value(self) -> Any:  # noqa: ANN401 (whatever it holds)
        """The value that it holds."""
        return self.holds(**self.kept(), **self.left_out)

    def kept(self, *but: str) -> dict[str, Any]:
        """Its fields but for these, with values in the place of parts."""
        return {name: _value(getattr(self, name)) for name in type(self).model_fields if name not in but}


def _value(kept: Any) -> Any:  # noqa: ANN401 (whatever stands in the file)
    if isinstance(kept, Part):
        return kept.value()
    return tuple(map(_value, kept)) if isinstance(kept, tuple) else kept
