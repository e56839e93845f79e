"""What is asked for while the store does not answer: our words in its place, as a page or as JSON.

What is sent goes by the guard, which does the same and keeps what was typed.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from across.web.participant import reply
from across.web.status import status_of
from across.workshop.errors import InOurWords, StoreFault

# Addresses that a script asks, whatever it says it takes.
OF_SCRIPTS = ("/stage/", "/live/", "/facilitate/group-note")


def unavailable(request: Request, error: Exception) -> Response:
    """Say why it cannot be shown, and that it can be asked for again."""
    why = error if isinstance(error, InOurWords) else StoreFault()
    if reply.wants_json(request):
        return reply.refused(why)
    if request.url.path.startswith(OF_SCRIPTS):
        return JSONResponse({"done": False, "why": str(why)}, status_of(why), {"Cache-Control": "no-store"})
    return reply.sorry(why)
