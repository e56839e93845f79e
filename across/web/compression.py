"""Streamlit's scripts and styles as they travel: each compressed once, when it is first asked for.

Streamlit compresses what is made anew for each answer, the participants' pages too (Starlette's GZipMiddleware), and
sends its own files as they are, for compressing them at each request would cost more than it saves. Here Starlette's
StaticFiles serves the same files, and the compressed ones are kept: a few megabytes, as many as Streamlit has files.

Brotli, which Streamlit's own pyarrow brings along, is a tenth smaller than gzip; browsers read it over https and
from their own machine.
"""

import asyncio
import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER, START_PAGE = "/static/", "index.html"
SUFFIXES = (".css", ".js", ".json", ".map", ".svg", ".txt")
SMALLEST_FILE = 1_000
LARGEST_FILE = 8 * 1024 * 1024
AT_ONCE = 2
BROTLI_LEVEL, GZIP_LEVEL = 8, 9  # higher ones of Brotli take ten times as long for a twentieth less
# As Streamlit says: the names of its scripts and styles change with their content, that of its page does not.
FOR_GOOD = "public, immutable, max-age=31536000"
ASK_EACH_TIME = "no-cache"
KEPT_HEADERS = ("content-type", "last-modified", "etag", "cache-control")


def _brotli(plain: bytes) -> bytes:
    return pyarrow.Codec("brotli", compression_level=BROTLI_LEVEL).compress(plain, asbytes=True)


def _gzip(plain: bytes) -> bytes:
    return gzip.compress(plain, GZIP_LEVEL, mtime=0)


ENCODERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}


@dataclass(frozen=True)
class _Made:
    """A compressed file, which may still be in the making, and the version of the file that it is made of."""

    version: str
    making: asyncio.Future[bytes]

    @property
    def failed(self) -> bool:
        """Whether it could not be made."""
        return self.making.done() and self.making.exception() is not None


class CompressedFiles:
    """Sends Streamlit's text files compressed to whoever can read that; every other request goes on to the app."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self._files = StaticFiles(directory=folder, follow_symlink=True)
        self._made: dict[tuple[str, str], _Made] = {}
        self._makers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="compress")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        answer = await self._answer(scope) if _is_text_file(scope) else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        """The file as this browser can read it, or that its copy is good; None for what is not worth compressing."""
        try:
            found = await self._files.get_response(self._files.get_path(scope), scope)
        except HTTPException:
            return None
        headers = Headers(scope=scope)
        encoding = "" if "range" in headers else best_encoding(headers.get("accept-encoding", ""))
        answer: Response = found
        if isinstance(found, FileResponse):
            if not SMALLEST_FILE <= int(found.headers["content-length"]) <= LARGEST_FILE:
                return None
            found.headers["Cache-Control"] = FOR_GOOD
            answer = await self._smaller(found, encoding) if encoding else found
        if encoding:
            # Weak: the same file, not the same bytes. A strong one would let a browser join pieces of both.
            answer.headers["ETag"] = f"W/{found.headers['etag']}"
        answer.headers["Vary"] = "Accept-Encoding"
        return answer

    async def _smaller(self, plain: FileResponse, encoding: str) -> Response:
        """The same answer with the file compressed: made before, or made now for all who ask."""
        wanted, version = (str(plain.path), encoding), plain.headers["etag"]
        made = self._made.get(wanted)
        if made is None or made.version != version or made.failed:
            making = asyncio.get_running_loop().run_in_executor(self._makers, _compress, *wanted)
            self._made[wanted] = made = _Made(version, making)
        headers = {name: plain.headers[name] for name in KEPT_HEADERS} | {"Content-Encoding": encoding}
        return Response(await made.making, headers=headers)


def _is_text_file(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    path = scope["path"]
    return bool(path.startswith(FOLDER) and path.endswith(SUFFIXES))


def best_encoding(accepted: str) -> str:
    """The first of ours that an Accept-Encoding header allows, empty for none; a weight of 0 forbids one."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    others = weights.get("*", "0")
    return next((ours for ours in ENCODERS if weights.get(ours, others).strip("0.")), "")


def _compress(path: str, encoding: str) -> bytes:
    return ENCODERS[encoding](Path(path).read_bytes())
