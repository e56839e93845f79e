"""What is sent to one of our own routes goes straight there: past the layers that Streamlit's own pages need."""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, ExceptionHandler, Receive, Scope, Send


class StraightToOurRoutes:
    """Finds the route of a POST by its path, and leaves everything else to what comes after.

    A phone taps every few seconds: compressing, Streamlit's sessions and the search through every route cost more
    than keeping the tap. Whoever guards the routes stands before this; `faults` answers what a route refuses.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute], faults: ExceptionHandler) -> None:
        self.app = app
        handlers = {HTTPException: faults}
        self._ours: dict[str, ASGIApp] = {
            route.path: ExceptionMiddleware(route.handle, handlers)
            for route in routes
            if isinstance(route, Route) and "POST" in (route.methods or ()) and not route.param_convertors
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        here = scope["type"] == "http" and scope["method"] == "POST"
        await (self._ours.get(scope["path"], self.app) if here else self.app)(scope, receive, send)
