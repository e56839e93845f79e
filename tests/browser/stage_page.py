"""A part of the stage on a plain page: its modules as they are, the fonts that Streamlit ships, and a group note."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import streamlit

TOP = Path(__file__).parents[2]
MODULES = TOP / "across" / "web" / "facilitator" / "stage"
PAGE = TOP / "tests" / "stage"
FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
SAMPLES = TOP / "benchmarks" / "sample_notes.txt"
WAYS = {
    "V": "shared-vision-and-values",
    "C": "frequent-positive-contact",
    "L": "long-term-commitment",
    "M": "conflict-management",
    "S": "mutual-support",
    "": "",
}
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


def sample(line: str) -> dict[str, object]:
    """A note as the stage is told it, from a line of the sample: text, marks, way, pin and group."""
    body, marks, way, pinned, heading = [*line.split("|"), "", "", "", ""][:5]
    return {"body": body, "marks": int(marks or 0), "way": WAYS[way], "pinned": bool(pinned), "heading": heading}


NOTES = [sample(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def file_of(path: str) -> Path | None:
    """What an address of the page stands for, or None."""
    if path.startswith("/fonts/"):
        return next(FONTS.glob(path.removeprefix("/fonts/").replace(".woff2", "*.woff2")), None)
    if path.startswith("/stage/"):
        return MODULES / path.removeprefix("/stage/")
    return PAGE / (path.lstrip("/") or "harness.html")


class Handler(BaseHTTPRequestHandler):
    """Files, and one text with a version."""

    note: dict[str, object] = {"body": "", "version": 0}  # noqa: RUF012 - one for the server

    def do_GET(self) -> None:
        found = file_of(self.path.split("?")[0])
        if self.path == "/notes.json":
            self.say(200, NOTES)
        elif found is None or not found.is_file():
            self.answer(404, b"", "text/plain")
        else:
            self.answer(200, found.read_bytes(), KINDS[found.suffix])

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        note = type(self).note
        if sent["version"] != note["version"]:
            self.say(409, {"saved": False, "kept": note})
        else:
            note.update(body=sent["body"], version=sent["version"] + 1)
            self.say(200, {"saved": True, "version": note["version"]})

    def say(self, status: int, body: object) -> None:
        self.answer(status, json.dumps(body).encode(), "application/json")

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The page's address while it is served."""
    handler = type("OneHandler", (Handler,), {"note": {"body": "", "version": 0}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
