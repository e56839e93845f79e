"""Dates as they are written in British English, and where a day ends: the same wherever the server stands."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

# Where a browser does not say where it is.
DEFAULT_ZONE = "Europe/London"

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_in_full(day: date) -> str:
    """A date as it is written in British English: 3 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def zone_of(name: str) -> tzinfo:
    """The time zone of this name, such as Europe/London, which also stands for one that is not known."""
    for known in (name, DEFAULT_ZONE):
        try:
            return ZoneInfo(known)
        except (KeyError, ValueError, OSError):
            continue
    return UTC


def end_of_day(day: date, zone: tzinfo) -> int:
    """The moment at which a day is over there, in seconds since 1970."""
    return int(datetime.combine(day + timedelta(days=1), time(0), zone).timestamp())
