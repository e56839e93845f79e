"""Plain HTTP for tests: a server of some routes in this process, and requests as a browser would never send them."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import uvicorn
from starlette.types import ASGIApp

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.body)

    @property
    def cookies(self) -> list[str]:
        """The lines that set cookies, as they came."""
        return self.headers.get_all("Set-Cookie", [])


@contextmanager
def served(app: ASGIApp, **settings: object) -> Iterator[int]:
    """This app on a port of its own, with these settings of uvicorn's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, **settings))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not running.started:
                time.sleep(0.01)
            yield listener.getsockname()[1]
        finally:
            running.should_exit = True
            thread.join()


def ask(
    port: int,
    path: str,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    *,
    method: str = "GET",
    body: bytes | Iterable[bytes] | None = None,
) -> Answer:
    """Send one request; a body in pieces goes without its length. Headers may repeat, and say anything at all."""
    lines = list(headers.items() if isinstance(headers, Mapping) else headers)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        told = {name.lower() for name, _ in lines}
        connection.putrequest(method, path, skip_host="host" in told, skip_accept_encoding="accept-encoding" in told)
        if isinstance(body, bytes):
            connection.putheader("Content-Length", str(len(body)))
        elif body is not None:
            connection.putheader("Transfer-Encoding", "chunked")
        for name, value in lines:
            connection.putheader(name, value)
        connection.endheaders(body, encode_chunked=not isinstance(body, bytes) and body is not None)
        got = connection.getresponse()
        return Answer(got.status, got.headers, got.read())
    finally:
        connection.close()


def as_form(fields: Mapping[str, object]) -> bytes:
    """Fields as a plain HTML form sends them."""
    return urlencode(fields).encode()


def as_cookies(cookies: Mapping[str, str]) -> str:
    """The header that brings these cookies."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def bulletin(answer: http.client.HTTPResponse) -> dict[str, object]:
    """The next that a stream tells."""
    while not (line := answer.readline()).startswith(b"data:"):
        assert line
    return json.loads(line.removeprefix(b"data:"))
