"""A saved workshop as a value, and values as the plain trees in which a file and the store keep them."""

from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from across.workshop.values import Action, Counts, Earlier, GroupNote, Note, Results

Tree = dict[str, Any]
Value = TypeVar("Value")


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


def tree_of(value: Any) -> Tree:  # noqa: ANN401 (any of our values)
    """A value of ours as a tree of what JSON knows: names and values, lists, dates as 2026-11-23."""
    return _plain(asdict(value))


def value_of(kind: type[Value], tree: Tree) -> Value:
    """The value of this type that a tree was made of. Names the tree does not have keep their defaults."""
    kinds = get_type_hints(kind)
    return kind(**{name: _read(kinds[name], one) for name, one in tree.items()})


def _plain(tree: object) -> Any:  # noqa: ANN401 (whatever JSON knows)
    if isinstance(tree, dict):
        return {name: _plain(one) for name, one in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(one) for one in tree]
    return tree.isoformat() if isinstance(tree, date) else tree


def _read(kind: Any, tree: Any) -> Any:  # noqa: ANN401 (whatever the types of our values say)
    if tree is None or kind is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _read(next(one for one in get_args(kind) if one is not NoneType), tree)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        each = repeat(kinds[0], len(tree)) if kinds[-1] is Ellipsis else kinds
        return tuple(_read(one, part) for one, part in zip(each, tree, strict=True))
    if kind is date:
        return date.fromisoformat(tree)
    return value_of(kind, tree) if isinstance(kind, type) and is_dataclass(kind) else tree
