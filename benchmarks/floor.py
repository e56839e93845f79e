"""The floor: one bare route of the same web server that keeps a tap in one durable SQLite transaction.

`python benchmarks/floor.py PORT FILE`. The settings of the web server are those that Streamlit gives it; the store
is opened as ours is (WAL, synchronous=FULL); nothing else is done.
"""

import socket
import sqlite3
import sys
import threading
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TABLE = "CREATE TABLE IF NOT EXISTS tap (who TEXT, item TEXT, point INT, tap INT, PRIMARY KEY (who, item))"
KEEP = """INSERT INTO tap VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET point = excluded.point, tap = excluded.tap WHERE excluded.tap > tap.tap"""


class Taps:
    """The store of the floor: one connection, one writer at a time."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._one_writer = threading.Lock()

    def open(self) -> None:
        """Make the table."""
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
            self._connection.execute(statement)

    def keep(self, who: str, item: str, point: str, tap: str) -> None:
        """Keep one tap for good."""
        with self._one_writer:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(KEEP, (who, item, int(point), int(tap)))
            self._connection.execute("COMMIT")

    async def receive(self, request: Request) -> Response:
        """The route."""
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        await run_in_threadpool(self.keep, request.headers["cookie"][-43:], form["item"], form["point"], form["tap"])
        return JSONResponse({"saved": True})


def main() -> None:
    """Serve until told to stop."""
    taps = Taps(sys.argv[2])
    taps.open()
    routes = [
        Route("/take-part/response", taps.receive, methods=["POST"]),
        Route("/healthz", lambda _request: Response("ok")),
    ]
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=2048) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = uvicorn.Config(
            Starlette(routes=routes), ws="websockets-sansio", access_log=False, log_level="warning", use_colors=False
        )
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
