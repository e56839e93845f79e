"""Dates as they are written in British English, the same wherever the server stands."""

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_in_full(day: date) -> str:
    """A date as it is written in British English: 3 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
