"""The pages that take the facilitator's key or make it anew: templates with style and script in them, and headers."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

PAGE, ANEW, STYLE, SCRIPT = "open-workshop.html", "new-link.html", "open-workshop.css", "open-workshop.js"


def open_workshop(message: str, status: int = 200, asks_first: str = "") -> Response:
    """The page, with what is to be done or what went wrong.

    With `asks_first`, the name of a workshop that is open already, a link does not open its own before a press.
    """
    shown = _templates().get_template(PAGE).render(message=message, asks_first=asks_first)
    return HTMLResponse(shown, status, _headers())


def made_anew(code: str, name: str) -> Response:
    """The page that says what a new facilitator link means for this workshop, and makes it."""
    return HTMLResponse(_templates().get_template(ANEW).render(code=code, name=name), headers=_headers())


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


@cache
def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src {_source(SCRIPT)}; style-src {_source(STYLE)}; img-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
    }


def _source(name: str) -> str:
    """What allows this text alone, as it stands in the page."""
    digest = hashlib.sha256(_templates().get_template(name).render().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
