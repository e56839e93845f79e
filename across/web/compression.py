"""Streamlit's scripts and styles as they travel: compressed once per file, kept in memory within bounds.

Streamlit sends them as they are, for compressing anew at each request would cost more than it saves. Here each
file is compressed when first asked for, away from the event loop, and all who come later get the same bytes.

Brotli, which Streamlit's own pyarrow brings along, is a tenth smaller than gzip; browsers read it over https and
from their own machine. (This file is not called "compression": Python 3.14 has a package of that name.)
"""

import asyncio
import gzip
import posixpath
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakValueDictionary

import pyarrow
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER, START_PAGE = "/static/", "/"
SUFFIXES = (".css", ".js", ".json", ".map", ".svg", ".txt")
SMALLEST_FILE = 1_000
LARGEST_FILE = 8 * 1024 * 1024
MOST_KEPT = 16 * 1024 * 1024
AT_ONCE = 2
PIECE = 64 * 1024
OK, NOT_MODIFIED = 200, 304
BROTLI_LEVEL, GZIP_LEVEL = 8, 9  # higher ones of Brotli take ten times as long for a twentieth less
# With these a browser asks for the file only if it has changed.
_CONDITIONS = {b"if-none-match", b"if-modified-since"}


class Shelf:
    """Compressed files by name, each with the version it was made from. The longest unused leave first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._files: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._bytes = 0

    def get(self, name: str, version: str) -> bytes | None:
        """The file of this name, if it is there in this version."""
        kept_version, zipped = self._files.get(name, ("", None))
        if kept_version != version or zipped is None:
            return None
        self._files.move_to_end(name)
        return zipped

    def put(self, name: str, version: str, zipped: bytes) -> None:
        """Keep a file in place of its other versions."""
        _, before = self._files.pop(name, ("", b""))
        self._files[name] = (version, zipped)
        self._bytes += len(zipped) - len(before)
        while self._bytes > self._most_bytes:
            _, (_, oldest) = self._files.popitem(last=False)
            self._bytes -= len(oldest)


class Compressed:
    """Sends Streamlit's text files compressed to whoever can read that; everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._shelf = Shelf(MOST_KEPT)
        self._makers: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _is_text_file(scope):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        encoding = best_encoding(headers.get("accept-encoding", ""))
        if not encoding or "range" in headers or not await self._sent(scope, send, encoding):
            await self.app(scope, receive, _saying_that_it_varies(send))

    async def _sent(self, scope: Scope, send: Send, encoding: str) -> bool:
        """Send the file compressed, or that the browser's copy is good; False, with nothing sent, if neither fits."""
        start, _ = await _ask(self.app, scope, "HEAD")
        headers = MutableHeaders(raw=list(start["headers"]))
        if not _worth_it(scope["path"], start["status"], headers):
            return False
        body = b""
        if start["status"] == OK:
            body = await self._smaller(scope, headers["etag"], int(headers["content-length"]), encoding)
            if not body:
                return False
            headers["Content-Encoding"] = encoding
            headers["Content-Length"] = str(len(body))
            del headers["Accept-Ranges"]
        # Weak: the same file, not the same bytes. A strong one would let a browser join pieces of both.
        headers["ETag"] = f"W/{headers['etag'].removeprefix('W/')}"
        headers.add_vary_header("Accept-Encoding")
        await send({**start, "headers": headers.raw})
        await _send_body(send, b"" if scope["method"] == "HEAD" else body)
        return True

    async def _smaller(self, scope: Scope, version: str, length: int, encoding: str) -> bytes:
        """The file compressed, from the shelf or made now; empty if it changed while it was read."""
        name = f"{encoding} {posixpath.normpath(scope['path'])}"
        maker = self._makers.setdefault(name, asyncio.Lock())
        async with maker:
            kept = self._shelf.get(name, version)
            if kept is not None:
                return kept
            async with self._places:
                start, plain = await _ask(self.app, scope, "GET")
                if len(plain) != length or Headers(raw=start["headers"]).get("etag") != version:
                    return b""
                smaller = await run_in_threadpool(ENCODERS[encoding], plain)
            self._shelf.put(name, version, smaller)
            return smaller


def _is_text_file(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    path = scope["path"]
    return path == START_PAGE or (path.startswith(FOLDER) and path.endswith(SUFFIXES))


def _brotli(plain: bytes) -> bytes:
    return pyarrow.Codec("brotli", compression_level=BROTLI_LEVEL).compress(plain, asbytes=True)


def _gzip(plain: bytes) -> bytes:
    return gzip.compress(plain, GZIP_LEVEL, mtime=0)


ENCODERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}


def best_encoding(accepted: str) -> str:
    """The first of ours that an Accept-Encoding header allows, empty for none; a weight of 0 forbids one."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    others = weights.get("*", "0")
    return next((ours for ours in ENCODERS if weights.get(ours, others).strip("0.")), "")


def _worth_it(path: str, status: int, headers: Headers) -> bool:
    if "etag" not in headers or "content-encoding" in headers or status not in (OK, NOT_MODIFIED):
        return False
    # Streamlit sends its start page in place of a file that does not exist: no end of names for one page.
    if path != START_PAGE and headers.get("content-type", "").startswith("text/html"):
        return False
    return status == NOT_MODIFIED or SMALLEST_FILE <= int(headers.get("content-length", "0")) <= LARGEST_FILE


async def _ask(app: ASGIApp, scope: Scope, method: str) -> tuple[Message, bytes]:
    """Ask for the file itself, in full; with GET whatever the browser has already."""
    headers = [one for one in scope["headers"] if method == "HEAD" or one[0] not in _CONDITIONS]
    inner = {**scope, "method": method, "headers": headers, "extensions": {}}
    start: Message = {}
    pieces: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            pieces.append(message.get("body", b""))

    await app(inner, _never_leaving, keep)
    return start, b"".join(pieces)


async def _never_leaving() -> Message:
    # The file is read to its end for those who come later, even if the first to ask has gone.
    return await asyncio.get_running_loop().create_future()


def _saying_that_it_varies(send: Send) -> Send:
    async def send_with_vary(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_with_vary


async def _send_body(send: Send, body: bytes) -> None:
    """Send in pieces, each when the one before has left: a slow browser holds up one piece, not the file."""
    for begin in range(0, max(len(body), 1), PIECE):
        more = begin + PIECE < len(body)
        await send({"type": "http.response.body", "body": body[begin : begin + PIECE], "more_body": more})
