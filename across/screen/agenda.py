"""Planning the agenda: which steps, how many minutes for each, and how long that is in all."""

import streamlit as st

from across.workshop.steps import MOST_MINUTES, Step, full_agenda, is_always
from content.shape import Content

MINUTES_IN_AN_HOUR = 60


def steps_and_minutes(content: Content) -> dict[str, int]:
    """Let the facilitator choose steps and minutes; returns the minutes of those chosen, by step."""
    st.text("Welcome and Close are always there. Untick a step to leave it out.")
    chosen = {step.id: _row(step, content) for step in full_agenda(content)}
    minutes = {step: minutes for step, minutes in chosen.items() if minutes is not None}
    st.text(f"In all: {in_words(sum(minutes.values()))}")
    return minutes


def in_words(minutes: int) -> str:
    """A length of time.

    >>> in_words(45), in_words(60), in_words(121)
    ('45 minutes', '1 hour', '2 hours 1 minute')
    """
    hours, left = divmod(minutes, MINUTES_IN_AN_HOUR)
    named = [(hours, "hour"), (left, "minute")]
    parts = [f"{number} {name}{'' if number == 1 else 's'}" for number, name in named if number]
    return " ".join(parts) or "no time"


def _row(step: Step, content: Content) -> int | None:
    """One step with its topic: its minutes, or None where it is left out."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        takes = st.checkbox(step.title, value=True, disabled=is_always(step.id), key=f"takes-{step.id}")
        st.text(content.topic(step.id))
        minutes = st.number_input(
            f"Minutes for {step.title}",
            0,
            MOST_MINUTES,
            step.minutes,
            key=f"plans-{step.id}",
            label_visibility="collapsed",
            width=170,
        )
    return int(minutes) if takes else None
