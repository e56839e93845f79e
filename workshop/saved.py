"""A saved workshop as a value, and scores as the plain trees in which a file and the store keep them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.profile import DimensionScore, ItemScore, Profile
from workshop.values import Action, Counts, Earlier, GroupNote, Note, Results

Tree = dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """What the file of a saved workshop holds, checked.

    `minutes` are those planned for each step of its agenda. Notes have no author; notes and actions have no id.
    `results` are the shown aggregates, never single answers: what was withheld is not in them. `earlier` is the
    workshop that this one was itself compared with.
    """

    content_version: str
    name: str
    partnership: str
    held_on: date
    rehearsal: bool
    minutes: dict[str, int]
    smallest_group: int
    asks_sector: bool
    took_part: Counts
    group_notes: tuple[GroupNote, ...]
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    results: Results | None
    earlier: Earlier | None

    @property
    def to_compare(self) -> Earlier | None:
        """Its results as the next workshop is held against them: of individual answers, or else those agreed."""
        if self.results is None:
            return None
        if self.results.profile:
            return Earlier(self.name, self.held_on, self.results.profile)
        return Earlier(self.name, self.held_on, self.results.agreed) if self.results.agreed else None


def results_tree(results: Results) -> Tree:
    """Shown results as a tree, without the earlier workshop they are held against."""
    return {
        "smallest_group": results.smallest_group,
        "individual": profile_tree(results.profile) if results.profile else None,
        "agreed": profile_tree(results.agreed) if results.agreed else None,
    }


def results_of(tree: Tree, earlier: Earlier | None = None) -> Results:
    """The results of a tree, as they were shown."""
    own, agreed = tree["individual"], tree["agreed"]
    return Results(
        profile=profile_of(own) if own else None,
        agreed=profile_of(agreed) if agreed else None,
        smallest_group=tree["smallest_group"],
        earlier=earlier,
    )


def earlier_tree(earlier: Earlier) -> Tree:
    """An earlier workshop as a tree."""
    return {
        "name": earlier.name,
        "held_on": earlier.held_on.isoformat(),
        "profile": profile_tree(earlier.profile),
    }


def earlier_of(tree: Tree) -> Earlier:
    """The earlier workshop of a tree."""
    return Earlier(tree["name"], date.fromisoformat(tree["held_on"]), profile_of(tree["profile"]))


def profile_tree(profile: Profile) -> Tree:
    """A profile as a tree; a withheld dimension keeps its names alone, everything else null or empty."""
    return {
        "respondents": profile.respondents,
        "dimensions": [_dimension_tree(score) for score in profile.dimensions],
    }


def profile_of(tree: Tree) -> Profile:
    """The profile of a tree, number for number."""
    return Profile(tree["respondents"], tuple(_dimension_of(one) for one in tree["dimensions"]))


def _dimension_tree(score: DimensionScore) -> Tree:
    return {
        "dimension": score.dimension,
        "name": score.name,
        "withheld": score.mean is None,
        "n": score.n,
        "mean": score.mean,
        "spread": score.spread,
        "quartiles": score.quartiles,
        "items": [
            {"item": item.item, "n": item.n, "mean": item.mean, "counts": item.counts, "dont_know": item.dont_know}
            for item in score.items
        ],
    }


def _dimension_of(tree: Tree) -> DimensionScore:
    quartiles = tree["quartiles"]
    return DimensionScore(
        dimension=tree["dimension"],
        name=tree["name"],
        n=tree["n"],
        mean=tree["mean"],
        spread=tree["spread"],
        quartiles=None if quartiles is None else tuple(quartiles),
        items=tuple(
            ItemScore(item["item"], item["n"], item["mean"], tuple(item["counts"]), item["dont_know"])
            for item in tree["items"]
        ),
    )
