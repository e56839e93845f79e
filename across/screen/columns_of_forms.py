"""Which column of a spreadsheet is which item: shown item by item, and chosen by a person where it cannot be told."""

from collections.abc import Iterator

import streamlit as st

from across.uploads.forms import Column, FormsFound, InDoubt
from content.shape import Content

NOWHERE, _SPACE = -1, "\u00a0"
_NOT_IN_IT = "Not in this file: it stays empty on every form"
LONGEST_LINE, LONGEST_NAME = 90, 50


class ColumnsOfForms:
    """The columns of one file; `name` is the file's own among all that are read."""

    def __init__(self, forms: FormsFound, content: Content, name: str, *, asks_sector: bool) -> None:
        self._forms, self._name = forms, name
        self._ours = ["Sector", *(item.text for item in content.questionnaire.items)]
        self._first = 0 if asks_sector else 1
        self._columns = {column.place: column for column in forms.columns}
        self._places = dict(forms.places)
        self._doubts = {doubt.ours: doubt for doubt in forms.doubts}

    def draw_doubts(self) -> None:
        """A field for each item whose column a person must choose."""
        for doubt in self._forms.doubts:
            if doubt.ours >= self._first and not self._all_by_hand:
                self._field(doubt.ours, doubt)

    def draw_others(self, *, expanded: bool) -> None:
        """Which column each of the others is, or a field for all of them where a person wants to choose."""
        with st.expander("Which column is which item", expanded=expanded):
            lines = [self._line(ours) for ours in self._shown() if ours not in self._doubts]
            if not self._all_by_hand:
                half = (len(lines) + 1) // 2
                for column, part in zip(st.columns(2), (lines[:half], lines[half:]), strict=True):
                    column.text("\n".join(part))
            st.toggle("Choose the columns yourself", key=self._key("by-hand"))
            if self._all_by_hand:
                for ours in self._shown():
                    self._field(ours, self._doubts.get(ours))

    @property
    def _all_by_hand(self) -> bool:
        return bool(st.session_state.get(self._key("by-hand")))

    def _shown(self) -> range:
        return range(self._first, len(self._ours))

    def _key(self, what: str) -> str:
        return f"forms-{what}-{self._name}"

    def _called(self, ours: int) -> str:
        return self._ours[0] if not ours else f"{ours}. {self._ours[ours]}"

    def _line(self, ours: int) -> str:
        place = self._places[ours]
        column = self._columns.get(place)
        where = column.where if column else "no column"
        # An arrow and a short name that stay on one line.
        line = f"{_short(self._called(ours))} ←{_SPACE}{where.replace(' ', _SPACE)}"
        name = column.name if column else ""
        return line if name in ("", self._ours[ours]) else f"{line} “{_short(name, LONGEST_NAME)}”"

    def _field(self, ours: int, doubt: InDoubt | None) -> None:
        place = doubt.likely if doubt else self._places[ours]
        options = list(dict.fromkeys([*(doubt.places if doubt else ()), *self._columns, NOWHERE]))
        words, field = st.columns([3, 2], vertical_alignment="bottom")
        words.text(f"{self._called(ours)}\n{doubt.why}" if doubt else self._called(ours))
        field.selectbox(
            f"Column of item {ours}" if ours else "Column of the sector",
            options,
            index=None if doubt and place == NOWHERE else options.index(place),
            format_func=self._option,
            placeholder="Choose a column",
            key=self._key(f"column-{ours}"),
        )

    def _option(self, place: int) -> str:
        if place == NOWHERE:
            return _NOT_IN_IT
        column = self._columns[place]
        return f"{_column_called(column)}: {column.sample}" if column.sample else f"{_column_called(column)}: empty"

    # What was chosen

    def chosen(self) -> dict[int, int]:
        """The column of each of ours, as it stands; those that have not been chosen yet are left out."""
        places = {ours: self._chosen(ours) for ours in range(len(self._ours))}
        return {ours: place for ours, place in places.items() if place is not None}

    def _chosen(self, ours: int) -> int | None:
        key = self._key(f"column-{ours}")
        if (ours in self._doubts or self._all_by_hand) and key in st.session_state:
            place: int | None = st.session_state[key]
            # What is none of the options was not chosen on a page of ours.
            return place if place == NOWHERE or place in self._columns else None
        return self._places[ours]

    def changed(self) -> bool:
        """Whether a person has chosen, or must choose, otherwise than the file was read."""
        return bool(self._doubts) or self.chosen() != self._places

    def not_yet(self) -> str:
        """What has to be chosen first; empty where nothing has."""
        chosen = self.chosen()
        if open_yet := [ours for ours in range(len(self._ours)) if ours not in chosen]:
            return f"Please choose first: {', '.join(map(_shortly, open_yet))}."
        for place, ours in _twice(chosen):
            where = _column_called(self._columns[place])
            return f"Please choose another one: {' and '.join(map(_shortly, ours))} both have {where}."
        return ""


def _shortly(ours: int) -> str:
    return f"the column of item {ours}" if ours else "the column of the sector"


def _twice(chosen: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    """The columns that were chosen more than once, each with what it was chosen for."""
    for place in dict.fromkeys(chosen.values()):
        ours = [number for number, of_it in chosen.items() if of_it == place]
        if place != NOWHERE and len(ours) > 1:
            yield place, ours


def _column_called(column: Column) -> str:
    return f"{column.where} “{_short(column.name, LONGEST_NAME)}”" if column.name else column.where


def _short(text: str, longest: int = LONGEST_LINE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
