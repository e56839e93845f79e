"""Where to talk: what stands out in the scores, each with an open question, and one step to make it an action."""

import streamlit as st

from across.results.talking_points import TalkingPointText, nothing_stands_out, talking_point_texts
from across.screen.deeds import attempted, why_not
from across.screen.navigation import presenting
from across.screen.session import FacilitatorView
from across.workshop.values import ACTION_TITLES, Action, Results


def where_to_talk(view: FacilitatorView, found: Results) -> None:
    """The talking points as cards, two beside each other; three in the presenting window, which nobody scrolls."""
    points = talking_point_texts(found, view.content)
    if nothing := nothing_stands_out(found):
        with st.container(key="in-words"):
            st.text(nothing)
    abreast = 3 if presenting() else 2
    for first in range(0, len(points), abreast):
        row = enumerate(points[first : first + abreast], first)
        for column, (number, point) in zip(st.columns(abreast), row, strict=False):
            with column:
                _card(view, point, number)


def _card(view: FacilitatorView, point: TalkingPointText, number: int) -> None:
    with st.container(border=True, height="stretch", key=f"talk-{number}"):
        st.header(point.title, anchor=False)
        with st.container(key=f"talk-about-{number}"):
            st.text(point.about)
        with st.container(key=f"talk-question-{number}"):
            st.text(point.question)
        st.text(point.numbers)
        if not presenting():
            _make_action(view, point, number)


def _make_action(view: FacilitatorView, point: TalkingPointText, number: int) -> None:
    made, wrong = f"actions made of talking point {number}", f"why talking point {number} made no action"
    times = st.session_state.setdefault(made, 0)
    keys = {name: f"talk-{name}-{number}-{times}" for name in ("what", "who", "when")}

    def add() -> None:
        what, who, by_when = (st.session_state[key] for key in keys.values())
        new = Action("", f"{point.about}: {what.strip()}" if what.strip() else "", who, by_when, None, "", 0)
        # Other keys, so that the fields are empty again and closed.
        st.session_state[made] += int(attempted(lambda: view.facilitator.add_action(new)))
        st.session_state[wrong] = why_not()

    # In place, not in a box of its own: the next Tab is in its first field. A form, so that Enter saves it.
    opened = st.expander("Make it an action", icon=":material/add_task:", key=f"talk-action-{number}-{times}")
    with opened, st.form(f"talk-form-{number}-{times}", border=False):
        if why := st.session_state.pop(wrong, ""):
            st.error(why)
        st.text_input(
            ACTION_TITLES["what"], placeholder="What will be done about it?", max_chars=1000, key=keys["what"]
        )
        left, right = st.columns(2)
        left.text_input(ACTION_TITLES["who"], max_chars=200, key=keys["who"])
        right.text_input(ACTION_TITLES["by_when"], max_chars=200, key=keys["when"])
        st.form_submit_button("Add action", type="primary", key=f"talk-add-{number}-{times}", on_click=add)
    if times:
        st.text("Saved as an action." if times == 1 else f"Saved as {times} actions.")
