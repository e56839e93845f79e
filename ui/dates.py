"""Dates as they are written in British English."""

from datetime import date


def in_words(day: date) -> str:
    """A date in full: 3 May 2026."""
    return f"{day.day} {day:%B %Y}"
