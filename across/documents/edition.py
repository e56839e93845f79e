"""What goes into a copy of the report, and on which paper: chosen before it is made."""

from across.workshop.values import Edition, Paper, Part

__all__ = ["NOTES", "PAPERS", "PARTS", "Edition", "Paper", "Part", "left_out"]

PARTS: dict[Part, str] = {
    "questions": "Questions and notes",
    "results": "Results",
    "items": "Answers to each item",
    "actions": "Actions",
    "resources": "Websites and videos",
}
PAPERS: dict[Paper, str] = {"a4": "A4", "us-letter": "US Letter"}
NOTES = "Notes from participants"


def left_out(edition: Edition) -> list[str]:
    """The names of what a copy does not have, so that its reader knows that there is more."""
    gone = [PARTS[part] for part in PARTS if part not in edition.parts]
    return gone if edition.individual_notes or "questions" not in edition.parts else [*gone, NOTES]
