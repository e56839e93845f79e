"""The participants' routes on a port of their own, and a phone that asks them over real HTTP."""

import gzip
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from people import migrated_sqlite
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.settings import Settings
from across.web.participant.routes import routes
from across.workshop.steps import full_agenda
from across.workshop.values import Plan

JSON_WANTED = {"Accept": "application/json"}
ITEM = "trust-1"


@dataclass
class Server:
    """The application and where it answers."""

    application: Application
    port: int


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.text)


@dataclass
class Phone:
    """A browser without JavaScript: keeps cookies, follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method, path, form=None, headers=None) -> Answer:
        connection = self.connection()
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | (headers or {})
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, None if form is None else urlencode(form), sent)
            got = connection.getresponse()
            body = got.read()
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if got.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(got.status, got.headers, body.decode())

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path, **headers) -> Answer:
        return self.ask("GET", path, headers=headers)

    def send(self, path, headers=None, **form) -> Answer:
        """As the script sends."""
        return self.ask("POST", path, form, JSON_WANTED | (headers or {}))

    def tap(self, point, tap, item=ITEM, **more) -> Answer:
        return self.send("/take-part/response", item=item, point=point, tap=tap, **more)

    def joined(self, code) -> "Phone":
        assert self.get(f"/join/{code}").status == 303
        assert self.get("/take-part").status == 200
        return self


@contextmanager
def served(application: Application) -> Iterator[Server]:
    """The phones' routes of this application on a port of their own, compressed as Streamlit compresses them."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        compressed = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
        app = Starlette(routes=routes(lambda: application), middleware=[compressed])
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not running.started:
                time.sleep(0.01)
            yield Server(application, listener.getsockname()[1])
        finally:
            running.should_exit = True
            thread.join()
            application.store.close()


@contextmanager
def served_in(folder: Path) -> Iterator[Server]:
    """The phones' routes of an application of their own, whose SQLite file stands in this folder."""
    settings = Settings(migrated_sqlite(folder), public_url=None, retention_days=90, port=0)
    with served(open_application(settings)) as running:
        yield running


def start(
    application: Application, *, asks_sector: bool = True, name: str = "Discharge, together", **more
) -> Facilitator:
    """A new workshop, as its facilitator has it."""
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    today = datetime.now(UTC).date()
    _code, key = application.start(Plan(name, "Northfield Partnership", today, minutes, 5, asks_sector, **more))
    return application.facilitator(key)
