"""Giving a browser the cookies by which it is known again."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from across.room.cookies import PATH, SAME_SITE, seconds_kept
from across.settings import Settings
from across.workshop.values import Workshop


def give(answer: Response, cookies: dict[str, str], here: Workshop, request: Request, settings: Settings) -> None:
    """Set these cookies until the workshop is deleted, out of reach of scripts, and of http where https is used."""
    # A proxy in front may speak https with the browser and http with us.
    encrypted = request.scope["scheme"] == "https" or (settings.public_url or "").startswith("https://")
    for name, value in cookies.items():
        answer.set_cookie(
            name,
            value,
            max_age=seconds_kept(here, datetime.now(UTC).date()),
            path=PATH,
            secure=encrypted,
            httponly=True,
            samesite=SAME_SITE,
        )
