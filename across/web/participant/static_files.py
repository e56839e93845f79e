"""The phones' style, script and icon: read once, compressed once, kept by the phone as long as they do not change."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rcssmin
import rjsmin

from across.results.radar_svg import dark_style

FOLDER = Path(__file__).parent / "static"
STYLE, SCRIPT, PICTURE = "text/css", "text/javascript", "image/svg+xml"
MEDIA_TYPES = {
    "phone.css": STYLE,
    "results.css": STYLE,
    "close.css": STYLE,
    "others.css": STYLE,
    "phone.js": SCRIPT,
    "others.js": SCRIPT,
    "unsent.js": SCRIPT,
    "aside.js": SCRIPT,
    "next.js": SCRIPT,
    "icon.svg": PICTURE,
}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
HASH_DIGITS = 8
MINIFIERS = {STYLE: rcssmin.cssmin, SCRIPT: rjsmin.jsmin, PICTURE: str.strip}


@dataclass(frozen=True)
class StaticFile:
    """One file as it travels. `version` is made from its content and stands in its address."""

    plain: bytes
    zipped: bytes
    version: str
    media_type: str


@cache
def static_file(name: str) -> StaticFile:
    """The file of this name. Raises KeyError for any other than our own."""
    media_type = MEDIA_TYPES[name]
    text = (FOLDER / name).read_text("utf-8") + (dark_style() if name == "results.css" else "")
    plain = MINIFIERS[media_type](text).encode()
    version = hashlib.sha256(plain).hexdigest()[:HASH_DIGITS]
    return StaticFile(plain, gzip.compress(plain, 9, mtime=0), version, media_type)


def address(name: str) -> str:
    """Where a page finds the file, with its version."""
    return f"/phone/{name}?v={static_file(name).version}"
