"""The pages that take the facilitator's key or make it anew: templates with style and script in them, and headers."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from across.web.facilitator.qr_code import of_address

PAGE, ANEW, STYLE, SCRIPT = "open-workshop.html", "new-link.html", "open-workshop.css", "open-workshop.js"
LINK = "link.html"


def open_workshop(message: str, status: int = 200, asks_first: str = "", typed: str = "") -> Response:
    """The page, with what is to be done or what went wrong; a key that was `typed` stays in its field.

    With `asks_first`, the name of a workshop that is open already, a link does not open its own before a press.
    """
    shown = _templates().get_template(PAGE).render(message=message, asks_first=asks_first, typed=typed)
    return HTMLResponse(shown, status, _headers())


def made_anew(code: str, name: str) -> Response:
    """The page that says what a new facilitator link means for this workshop, and makes it."""
    return HTMLResponse(_templates().get_template(ANEW).render(code=code, name=name), headers=_headers())


def link_shown(name: str, link: str) -> Response:
    """The page with a facilitator link, folded up: nobody else may see it."""
    qr_code = f"data:image/svg+xml;base64,{base64.b64encode(of_address(link)).decode()}"
    shown = _templates().get_template(LINK).render(name=name, link=link, qr_code=qr_code)
    return HTMLResponse(shown, headers=_headers())


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


@cache
def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src {_source(SCRIPT)}; style-src {_source(STYLE)}; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
    }


def _source(name: str) -> str:
    """What allows this text alone, as it stands in the page."""
    digest = hashlib.sha256(_templates().get_template(name).render().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
