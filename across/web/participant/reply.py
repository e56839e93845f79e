"""How an answer leaves the server: templates, headers that protect the phone, what an error becomes."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from across.web.participant import static_files as files
from across.web.status import TOO_MANY_REQUESTS, status_of
from across.workshop.errors import ContentNotHere, InOurWords, StoreFault, TooManyPhones, TooManyTries
from across.workshop.values import LONGEST_TEXT

TEMPLATES = Path(__file__).parent / "templates"
TRY_AGAIN_SECONDS = 60
# What is refused now and may not be a little later: a phone keeps what it has and sends it again.
PASSING = (ContentNotHere, StoreFault, TooManyPhones, TooManyTries)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# With "no-referrer", browsers would send "Origin: null" with our own forms, and we could not tell them from
# another website's. "same-origin" tells other websites just as little.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def html(template: str, view: dict[str, object], status: int = 200) -> Response:
    """A page, or a part of one, with the headers that every page carries."""
    return Response(_templates().get_template(template).render(view), status, HEADERS, "text/html")


def written(template: str, *given: object) -> str:
    """What the macro `written` of a template makes of what it is given, with every text in it escaped."""
    macro = getattr(_templates().get_template(template).module, "written")  # noqa: B009 (known to the template alone)
    text: str = macro(*given)  # safe markup, which `str` would make unsafe again
    return text


def json(content: dict[str, object], status: int = 200) -> Response:
    """An answer for the script."""
    return _hinted(JSONResponse(content, status, HEADERS), status)


def go_to(address: str) -> Response:
    """Send the browser on to one of our own pages."""
    return RedirectResponse(address, 303, HEADERS)


def refused(error: InOurWords) -> Response:
    """A refusal for the script; `final` is true where sending the same again will not help."""
    return json({"saved": False, "why": str(error), "final": not isinstance(error, PASSING)}, status_of(error))


def sorry(error: InOurWords, template: str = "sorry.html", *, joined: bool = False) -> Response:
    """A page that says what went wrong and what to do; for a phone that has `joined`, a missing workshop is over."""
    status = status_of(error)
    view = {"error": type(error).__name__, "why": str(error), "joined": joined, "passes": isinstance(error, StoreFault)}
    return _hinted(html(template, view, status), status)


def again(request: Request, error: InOurWords, form: Mapping[str, str]) -> Response:
    """A plain form that the store could not take, with all that was in it, to be sent once more."""
    fields = {name: value for name, value in form.items() if name != "text"}
    view = {"why": str(error), "there": request.url.path, "fields": fields, "text": form.get("text", "")}
    return html("again.html", view | {"longest": LONGEST_TEXT}, status_of(error))


def wants_json(request: Request) -> bool:
    """Whether the script asks, and not a plain form."""
    return "application/json" in request.headers.get("accept", "")


def accepts_gzip(request: Request) -> bool:
    """Whether the phone can read compressed answers."""
    return "gzip" in request.headers.get("accept-encoding", "")


def unless_known(request: Request, answer: Response) -> Response:
    """The same answer, named by its content; without the content for a phone that says it has it."""
    # Weak: the same text, which may travel compressed or not.
    name = f'W/"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    if name in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=HEADERS | {"ETag": name, "Vary": "Accept-Encoding"})
    answer.headers["ETag"] = name
    return answer


def _hinted(answer: Response, status: int) -> Response:
    if status == TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return answer


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["file"] = files.address
    found.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    return found
