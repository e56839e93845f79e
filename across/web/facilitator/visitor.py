"""Whose workshop a facilitator's page belongs to: the cookie says which one this browser has open."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from across.room.application import Application
from across.room.cookies import FACILITATOR, open_key
from across.room.facilitator import Facilitator
from across.room.reading import FacilitatorReading
from across.workshop.errors import AnotherWorkshop


def facilitator_of(request: Request, application: Application, code: object) -> Facilitator:
    """The facilitator of the cookie, if the page belongs to their workshop: another tab may have opened another one.

    Raises NotYourWorkshop, AnotherWorkshop, ContentNotHere.
    """
    with reading_of(request, application, code) as (facilitator, _):
        return facilitator


@contextmanager
def reading_of(
    request: Request, application: Application, code: object
) -> Iterator[tuple[Facilitator, FacilitatorReading]]:
    """As `facilitator_of`, and one moment of the workshop, in one transaction."""
    with application.facilitator_reading(open_key(request.cookies.get(FACILITATOR))) as (facilitator, reading):
        if facilitator.code != code:
            raise AnotherWorkshop
        yield facilitator, reading
