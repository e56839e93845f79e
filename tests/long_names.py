"""A content folder with as many dimensions as one may have, each with a name as long as one may be."""

import shutil
from pathlib import Path

import yaml

from content.reader import FOLDER
from content.shape import MOST_DIMENSIONS

NAMES = (
    "Shared vision and values across health and social care",
    "Clarity about roles and teamworking between organisations",
    "Frequent, positive and unhurried contact with one another",
    "Long-term commitment to the partnership and its people",
    "Constructive management of conflict and disagreement",
    "Mutual support and altruism between partner organisations",
    "Openness about money, risk, mistakes and responsibility",
    "Listening to people who use services and their families",
    "Interorganisational responsibility for safe discharge",
    "Compassion towards colleagues in the other organisations",
    "Equality, diversity and inclusion in shared decisions",
    "Information that is shared early and understood by all",
    "Leadership that is shared, and visible where work is done",
    "Learning together from what went well and what did not",
    "Time and space for reflection in the working week of all",
)


def folder_of_long_names(folder: Path) -> Path:
    """Write the content into a folder of this folder; returns the latter, for ACROSS_CONTENT_FOLDER."""
    into = folder / "contents" / "long"
    into.mkdir(parents=True)
    for file in FOLDER.glob("*.yaml"):
        shutil.copy(file, into)
    questionnaire = yaml.safe_load((into / "questionnaire.yaml").read_text(encoding="utf-8"))
    dimensions = [_dimension(number, name) for number, name in enumerate(NAMES, start=1)]
    questionnaire |= {"id": "long-names", "dimensions": dimensions}
    (into / "questionnaire.yaml").write_text(yaml.safe_dump(questionnaire), encoding="utf-8")
    assert len(dimensions) == MOST_DIMENSIONS
    return into.parent


def _dimension(number: int, name: str) -> dict[str, object]:
    items = [{"id": f"d{number}-{item}", "text": f"Item {item} of dimension {number}."} for item in (1, 2)]
    return {"id": f"d{number}", "name": name, "items": items}
