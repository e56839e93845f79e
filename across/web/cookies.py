"""Giving a browser the cookies by which it is known again."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from across.room.cookies import PATH, SAME_SITE, seconds_kept
from across.settings import Settings
from across.workshop.values import Workshop


def give(answer: Response, cookies: dict[str, str], here: Workshop, request: Request, settings: Settings) -> None:
    """Set these cookies until the workshop is deleted, out of reach of scripts, and of http where https is used."""
    encrypted = is_encrypted(request, settings)
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


def is_encrypted(request: Request, settings: Settings) -> bool:
    """Whether the browser speaks https, though a proxy in front may speak http with us.

    What a proxy says that nobody told us of is believed here, too: whoever made it up would only lose their own cookie.
    """
    headers = request.headers
    schemes = (
        request.scope["scheme"],
        headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower(),
        urlsplit(settings.public_url or "").scheme,
    )
    return "https" in schemes or headers.get("origin", "").lower().startswith("https://")
