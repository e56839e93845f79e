"""What the projected picture is drawn from, asked for as its facilitator's browser does."""

from http_requests import Answer, as_cookies, as_form, ask, served
from starlette.applications import Starlette

from across.room.application import Application
from across.web.facilitator import routes


def told(application: Application, code: str, key: str) -> Answer:
    """What the stage of this workshop is told now."""
    with served(Starlette(routes=routes.routes(lambda: application))) as port:
        path = f"/stage/state?{as_form({'code': code}).decode()}"
        return ask(port, path, {"Cookie": as_cookies({"across_facilitator": key})})
