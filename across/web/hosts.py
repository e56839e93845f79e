"""Whose pages may reach us: the Host must be a name of ours, and only our own pages speak to Streamlit.

A page elsewhere may point its own name at this machine (DNS rebinding): its Host betrays it. Addresses in numbers
need no list, for no name server is asked about them; neither do names that the public name servers never hold.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from across.settings import Settings
from across.web.guard import is_from_here
from across.workshop.errors import StoreFault

# Never given out by public name servers: RFC 6761, 6762, 8375, and what ICANN keeps for private use.
PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".home.arpa")
# Those who watch over a server ask under names of their own, and are told nothing that others may not know.
HEALTH = ("/healthz", "/readyz")
READS = ("GET", "HEAD")
STREAMLIT = "/_stcore/"
# A corrected address is on the big screen at once: phones that come by it wait no longer than this.
LOOK_AGAIN_SECONDS = 2.0
NOT_OURS = (
    "This address is not known to the workshop's server. Open the address on the big screen, or the one in numbers "
    "that the server said at its start. Whoever runs the server: set ACROSS_PUBLIC_URL to the address that people "
    "open, such as https://workshop.example.org, and start it again."
)
FOREIGN = "This did not come from the workshop's own page, so nothing was done. Reload the page and try again."
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


class OurHosts:
    """Refuses requests to a Host that is none of ours.

    `corrected` tells the addresses that facilitators have corrected, and is asked for a name that is not known.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings], corrected: Callable[[], set[str]]) -> None:
        self.app = app
        self._settings = settings
        self._corrected = corrected
        self._known: set[str] = set()
        self._asked_at = -LOOK_AGAIN_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan" or scope["path"] in HEALTH or await self._is_ours(scope):
            await self.app(scope, receive, send)
        else:
            await _refuse(scope, receive, send, NOT_OURS, HTTPStatus.MISDIRECTED_REQUEST)

    async def _is_ours(self, scope: Scope) -> bool:
        name = _name_asked(tuple(value for name, value in scope["headers"] if name == b"host"))
        if not name:
            return False
        return is_private(name) or name in (self._settings().public_host, *await self._corrected_names(name))

    async def _corrected_names(self, name: str) -> set[str]:
        if name not in self._known and monotonic() - self._asked_at >= LOOK_AGAIN_SECONDS:
            self._asked_at = monotonic()
            with suppress(StoreFault):  # what is known stays known while the store does not answer
                addresses = await run_in_threadpool(self._corrected)
                hosts = (address.partition("://")[2].partition("/")[0] for address in addresses)
                self._known = {known for host in hosts if (known := name_in([host]))}
        return self._known


class OnlyOurPages:
    """Keeps foreign pages from Streamlit, which would ask a server elsewhere whether it knows them, and wait.

    What comes from our own page goes on without its Origin: that is settled here. Where people sign in, sockets keep
    that of the public address: Streamlit knows somebody again only there. The routes that change something are left to
    their guard, which says on the page what was not saved.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _is_for_streamlit(scope):
            await self.app(scope, receive, send)
        elif is_from_here(Headers(scope=scope), self._settings().public_url):
            kept = self._kept_origin(scope)
            headers = [(name, value) for name, value in scope["headers"] if name != b"origin" or value == kept]
            await self.app({**scope, "headers": headers}, receive, send)
        else:
            await _refuse(scope, receive, send, FOREIGN, HTTPStatus.FORBIDDEN)

    def _kept_origin(self, scope: Scope) -> bytes | None:
        settings = self._settings()
        signs_in = settings.sign_in and settings.public_url and scope["type"] == "websocket"
        return str(settings.public_url).lower().encode() if signs_in else None


def _is_for_streamlit(scope: Scope) -> bool:
    """Whether Streamlit may see it, and look at its Origin. A link elsewhere that leads to us has none."""
    if scope["type"] != "http":
        return scope["type"] == "websocket"
    if scope["method"] in READS:
        return any(name == b"origin" for name, _ in scope["headers"])
    return scope["method"] == "OPTIONS" or scope["path"].startswith(STREAMLIT)


def name_in(hosts: list[str]) -> str | None:
    """The name or the address that a request was sent to, without the port; None where it is missing or malformed."""
    if len(hosts) != 1 or not (found := _HOST.fullmatch(hosts[0])):
        return None
    return found[1].strip("[]").lower().removesuffix(".")


# Asked at every request, and the same few each time.
@lru_cache(maxsize=64)
def _name_asked(hosts: tuple[bytes, ...]) -> str | None:
    return name_in([host.decode("latin-1") for host in hosts])


@lru_cache(maxsize=64)
def is_private(name: str) -> bool:
    """Whether no page elsewhere can bear this name: an address in numbers, one word, this machine's own name."""
    if "." not in name or name.endswith(PRIVATE_ENDINGS) or name == socket.gethostname().lower():
        return True
    return is_address(name)


def is_address(name: str) -> bool:
    """Whether this is an address in numbers."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str, status: int) -> None:
    answer = WebSocketClose() if scope["type"] == "websocket" else PlainTextResponse(why, status)
    await answer(scope, receive, send)
