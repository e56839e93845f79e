"""The addresses of the facilitator's guide, of the same guide as a PDF, and of the accessibility statement."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from across.documents.guide_pdf import guide_pdf
from across.guidance.document import ACCESSIBILITY, GUIDE, document, source
from across.guidance.statement import statement
from across.room.application import Application
from across.web.guidance.page import HEADERS, written
from across.web.status import status_of
from across.workshop.errors import WorkshopError

GUIDE_AT, GUIDE_PDF_AT, ACCESSIBILITY_AT = f"/{GUIDE}", f"/{GUIDE}.pdf", f"/{ACCESSIBILITY}"
TheApplication = Callable[[], Application]


class Printed:
    """The guide as a PDF: made when it is first asked for, once for everybody."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._made = b""

    def pdf(self) -> bytes:
        """The file. Raises ReportError, FontsMissing."""
        with self._turn:
            self._made = self._made or guide_pdf(datetime.now(UTC))
            return self._made


def routes(the_application: TheApplication) -> list[Route]:
    """The pages of what we write; `the_application` is asked at each request who runs this server."""
    return [
        Route(GUIDE_AT, guide, methods=["GET"]),
        Route(GUIDE_PDF_AT, partial(guide_as_pdf, Printed()), methods=["GET"]),
        Route(ACCESSIBILITY_AT, partial(accessibility, the_application), methods=["GET"]),
    ]


def guide(_request: Request) -> Response:
    """The facilitator's guide."""
    return written(document(source(GUIDE)), pdf=GUIDE_PDF_AT)


def guide_as_pdf(printed: Printed, _request: Request) -> Response:
    """The facilitator's guide on two pages, to print."""
    try:
        made = printed.pdf()
    except WorkshopError as error:
        return PlainTextResponse(str(error), status_of(error), HEADERS)
    headers = HEADERS | {"Content-Disposition": f'inline; filename="{GUIDE}.pdf"'}
    return Response(made, headers=headers, media_type="application/pdf")


def accessibility(the_application: TheApplication, _request: Request) -> Response:
    """The accessibility statement of whoever runs this server."""
    settings = the_application().settings
    return written(document(statement(settings.run_by, settings.contact)))
