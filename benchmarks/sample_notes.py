"""Sixty notes of mixed length, as a room writes them."""

from dataclasses import dataclass
from pathlib import Path

_WAYS = "VCLMS"


@dataclass(frozen=True)
class Sample:
    """A note: its text, for how many more it is true, the place of its way among the five, its group, and a pin."""

    body: str
    marks: int
    way: int | None
    heading: str
    pinned: bool


def _read(line: str) -> Sample:
    body, marks, way, pin, heading = [*line.split("|"), "", "", "", ""][:5]
    return Sample(body, int(marks or 0), _WAYS.index(way) if way else None, heading, pin == "P")


NOTES = [_read(line) for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()]
