"""Whose workshop a facilitator's page belongs to: the cookie says which one this browser has open."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from across.room.application import Application
from across.room.cookies import FACILITATOR
from across.room.facilitator import Facilitator
from across.room.reading import FacilitatorReading
from across.workshop.errors import NotYourWorkshop

ANOTHER_WORKSHOP = (
    "Another workshop has been opened in this browser meanwhile, so nothing was saved here. What you have typed is "
    "kept on this page: open this workshop again with its facilitator link, then go on."
)


def facilitator_of(request: Request, application: Application, code: object) -> Facilitator:
    """The facilitator of the cookie, if the page belongs to their workshop: another tab may have opened another one.

    Raises NotYourWorkshop, ContentNotHere.
    """
    with reading_of(request, application, code) as (facilitator, _):
        return facilitator


@contextmanager
def reading_of(
    request: Request, application: Application, code: object
) -> Iterator[tuple[Facilitator, FacilitatorReading]]:
    """As `facilitator_of`, and one moment of the workshop, in one transaction."""
    with application.facilitator_reading(request.cookies.get(FACILITATOR, "")) as (facilitator, reading):
        if facilitator.code != code:
            raise NotYourWorkshop(ANOTHER_WORKSHOP)
        yield facilitator, reading
