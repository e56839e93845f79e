"""The page that takes the facilitator's key: its template, its style and script in it, and the headers it carries."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

PAGE, STYLE, SCRIPT = "open-workshop.html", "open-workshop.css", "open-workshop.js"


def open_workshop(message: str, status: int = 200) -> Response:
    """The page, with what is to be done or what went wrong."""
    return HTMLResponse(_templates().get_template(PAGE).render(message=message), status, _headers())


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


@cache
def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src {_source(SCRIPT)}; style-src {_source(STYLE)}; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
    }


def _source(name: str) -> str:
    """What allows this text alone, as it stands in the page."""
    digest = hashlib.sha256(_templates().get_template(name).render().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
