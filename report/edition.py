"""What goes into a copy of the report, and on which paper: chosen before it is made."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["questions", "results", "items", "actions", "resources"]
Paper = Literal["a4", "us-letter"]

PARTS: dict[Part, str] = {
    "questions": "Questions and notes",
    "results": "Results",
    "items": "Answers to each item",
    "actions": "Actions",
    "resources": "Websites and videos",
}
PAPERS: dict[Paper, str] = {"a4": "A4", "us-letter": "US Letter"}
NOTES = "Notes from participants"


@dataclass(frozen=True)
class Edition:
    """Which parts a copy has, whether participants' own notes stand beside the group's, and its paper.

    "items" belongs to the results: without them it is not printed.
    """

    parts: frozenset[Part] = frozenset(PARTS)
    individual_notes: bool = True
    paper: Paper = "a4"


def left_out(edition: Edition) -> list[str]:
    """The names of what a copy does not have, so that its reader knows that there is more."""
    gone = [PARTS[part] for part in PARTS if part not in edition.parts]
    return gone if edition.individual_notes or "questions" not in edition.parts else [*gone, NOTES]
