"""A document of ours as a page: one template with its style in it, no script, and headers that let nothing else in."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from across.guidance.document import Document

TEMPLATES = Path(__file__).parent / "templates"
PAGE, STYLE = "document.html", "document.css"
HEADERS = {"Cache-Control": "no-cache", "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"}


def written(shown: Document, pdf: str = "") -> Response:
    """The page of a document, with the address of the same as a PDF where there is one."""
    page = _templates().get_template(PAGE).render(document=shown, pdf=pdf)
    return HTMLResponse(page, headers=HEADERS | {"Content-Security-Policy": _policy()})


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _policy() -> str:
    """What lets the page's own style in, as it stands there, with the mark, and nothing else."""
    style = _templates().get_template(STYLE).render().encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
