"""The stage's modules and styles, under an address with their hash: relative imports carry it, and browsers keep them.

One address is always the same, /stage/stage.js: it says where the newest are. None needs a cookie, for none tells
anything of a workshop. What a screen loads first are two files into which the modules are joined (`joined.py`).
"""

import hashlib
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from across.web.compression import ENCODERS, FOR_GOOD, best_encoding
from across.web.facilitator.joined import joined, reached

FOLDER = Path(__file__).parent / "stage"
EARLY, ENTRY = "early.js", "stage.js"
JOINED_EARLY, JOINED_ENTRY = "joined-early.js", "joined-stage.js"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
# Plotly's own script, as its package brings it: too large to be compressed before anybody asks for it.
CHARTS, CHARTS_FILE = "plotly.min.js", Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
ASK_EACH_TIME = "no-cache"
HASH_DIGITS = 16
NOTHING_HERE = "There is nothing at this address."


@dataclass(frozen=True)
class Module:
    """One file as it travels: plain under "", and compressed by the name of the encoding."""

    media_type: str
    bodies: dict[str, bytes]


@dataclass(frozen=True)
class Modules:
    """All files by name, and the hash of all of them: a module is as new as those that it imports."""

    version: str
    by_name: dict[str, Module]
    joined: dict[str, Module]

    @property
    def entry(self) -> str:
        """The module that says where the newest are."""
        return f'export * from "{self.address(JOINED_ENTRY)}";\n'

    def address(self, name: str) -> str:
        """Where a file is found, as it is now."""
        return f"/stage/{self.version}/{name}"


@cache
def modules(folder: Path = FOLDER) -> Modules:
    """Every file of the folder that a browser may ask for, each read and compressed once."""
    files = sorted(path for path in folder.iterdir() if path.suffix in MEDIA_TYPES)
    # Windows may have given every line of a text two signs at its end.
    texts = {path.name: path.read_bytes() if path.suffix == ".woff2" else _lines(path) for path in files}
    digest = hashlib.sha256(plotly.__version__.encode())
    for name, text in texts.items():
        digest.update(f"{name} {len(text)}\n".encode() + text)
    by_name = {name: Module(MEDIA_TYPES[Path(name).suffix], _bodies(text)) for name, text in texts.items()}
    together = _joined({name: text.decode() for name, text in texts.items() if name.endswith(".js")})
    return Modules(digest.hexdigest()[:HASH_DIGITS], by_name, together)


def _lines(path: Path) -> bytes:
    return path.read_text(encoding="utf-8").encode()


def _joined(texts: dict[str, str]) -> dict[str, Module]:
    """The two files that are loaded first: what comes before Streamlit, and the picture, which takes from it."""
    if EARLY not in texts:
        return {}
    before = reached(texts, EARLY)
    files = {
        JOINED_EARLY: joined(texts, EARLY),
        JOINED_ENTRY: joined(texts, ENTRY, elsewhere=before, place=JOINED_EARLY),
    }
    return {name: Module(MEDIA_TYPES[".js"], _bodies(text.encode())) for name, text in files.items()}


class Charts:
    """Plotly's script as it travels, read and compressed once for each encoding, when it is first asked for."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def body(self, encoding: str) -> bytes:
        """It in this encoding, an empty one for none."""
        with self._lock:
            if encoding not in self._bodies:
                text = CHARTS_FILE.read_bytes()
                self._bodies[encoding] = ENCODERS[encoding](text) if encoding else text
            return self._bodies[encoding]


CHART_SCRIPT = Charts()


def _bodies(text: bytes) -> dict[str, bytes]:
    compressed = {name: encode(text) for name, encode in ENCODERS.items()}
    return {"": text} | {name: body for name, body in compressed.items() if len(body) < len(text)}


def newest(request: Request) -> Response:
    """The one address that does not change."""
    known = modules()
    headers = {"ETag": f'"{known.version}"', "Cache-Control": ASK_EACH_TIME, "X-Content-Type-Options": "nosniff"}
    if known.version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(known.entry, headers=headers, media_type=MEDIA_TYPES[".js"])


def module(request: Request) -> Response:
    """A file under the hash of all. Under an older one, which a page may still have, it is as it is now, for once."""
    known, name = modules(), request.path_params["name"]
    found = known.joined.get(name) or known.by_name.get(name)
    if found is None and name != CHARTS:
        return PlainTextResponse(NOTHING_HERE, 404)
    headers = {
        "Cache-Control": FOR_GOOD if request.path_params["version"] == known.version else ASK_EACH_TIME,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    encoding = best_encoding(request.headers.get("accept-encoding", ""))
    if found and encoding not in found.bodies:
        encoding = ""
    if encoding:
        headers["Content-Encoding"] = encoding
    body = found.bodies[encoding] if found else CHART_SCRIPT.body(encoding)
    return Response(body, headers=headers, media_type=found.media_type if found else MEDIA_TYPES[".js"])
