"""Scores as a radar, and as a table with the same numbers for everyone who reads rather than looks."""

import streamlit as st

from content.shape import Content
from report.radar import radar, table
from workshop.values import Results

TITLES = {"dimension": "Dimension", "mean": "Mean", "spread": "Spread", "n": "Answers", "agreed": "Agreed"}


def draw_radar(results: Results, content: Content, words: str) -> None:
    """The radar, with its shape in words for those who cannot see it."""
    st.plotly_chart(
        radar(results, content, dark=st.context.theme.type == "dark"),
        theme=None,
        key="radar",
        config={"displayModeBar": False, "staticPlot": True},
        alt=words,
    )


def dimension_table(results: Results, content: Content) -> dict[str, list[str]]:
    """The columns of the dimension table. A withheld dimension says why in place of its mean."""
    rows = table(results, content)
    shown = [name for name in TITLES if _has(name, results)]
    return {TITLES[name]: [row["why"] or row[name] if name == "mean" else row[name] for row in rows] for name in shown}


def _has(column: str, results: Results) -> bool:
    if column == "agreed":
        return results.agreed is not None
    return column == "dimension" or results.profile is not None
