"""Signing in by Streamlit: what it is told of the provider, and what stands around its own addresses for that."""

import hashlib
import hmac
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from across.settings import Settings
from across.web.cookies import is_encrypted
from across.web.guard import is_from_here
from across.web.headers import NOTHING_HERE
from across.web.start_page import SIGNED_IN

SIGN_IN, SIGN_OUT = "/auth/login", "/auth/logout"
FROM_ELSEWHERE = "This did not come from the server's own page. Go to the start page and try again."


def for_streamlit(settings: Settings) -> dict[str, Any] | None:
    """What Streamlit's `secrets.toml` would hold: nothing of it is written down. None where nobody signs in.

    Its cookies are signed with what only this server and the provider can make of their secret, the same in every
    process and after every start; with another secret, everybody signs in anew.
    """
    rules = settings.sign_in
    if rules is None:
        return None
    return {
        "auth": {
            "redirect_uri": f"{settings.public_url}{SIGNED_IN}",
            "cookie_secret": hmac.new(rules.secret.encode(), b"Across Boundaries cookies", hashlib.sha256).hexdigest(),
            "client_id": rules.client,
            "client_secret": rules.secret,
            "server_metadata_url": rules.provider,
        }
    }


class SigningIn:
    """Shuts Streamlit's addresses for signing in where nobody does, and to other websites where people do.

    Its cookies are kept from http where https is used, as ours are, and its answers are kept by no cache.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].rstrip("/") not in (SIGN_IN, SIGN_OUT, SIGNED_IN):
            await self.app(scope, receive, send)
            return
        settings = self._settings()
        if settings.sign_in is None:
            await PlainTextResponse(NOTHING_HERE, HTTPStatus.NOT_FOUND)(scope, receive, send)
        elif scope["path"] != SIGNED_IN and not is_from_here(Headers(scope=scope), settings.public_url):
            await PlainTextResponse(FROM_ELSEWHERE, HTTPStatus.FORBIDDEN)(scope, receive, send)
        else:
            await self.app(scope, receive, _guarded(send, encrypted=is_encrypted(Request(scope), settings)))


def _guarded(send: Send, *, encrypted: bool) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [
                (name, _secured(value) if encrypted and name.lower() == b"set-cookie" else value)
                for name, value in message.get("headers", ())
            ]
            kept = [header for header in headers if header[0].lower() != b"cache-control"]
            message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
        await send(message)

    return send_guarded


def _secured(cookie: bytes) -> bytes:
    flags = [flag.strip().lower() for flag in cookie.split(b";")]
    return cookie if b"secure" in flags else cookie + b"; Secure"
