"""Whether web sockets come through: what a page asks to find out, and what is said where a proxy strips them.

The facilitator's pages need one. A network that lets pages through and blocks sockets would leave them empty for good:
the page opens a socket here that says one word, and knows then who is to blame (`watch.js`).
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

log = logging.getLogger("across_boundaries")

TRY, STREAMLITS = "/stage/socket", "/_stcore/stream"
WORD = "open"
NOT_UNDERSTOOD = 1003
NO_SOCKET = "This address is for web sockets. A plain request has arrived: something on the way does not pass them on."
SAID = (
    "A web socket arrived as a plain request, so a facilitator's page stays empty: a proxy before this server does not "
    "pass on Upgrade and Connection (docs/deploy.md), or a company's proxy on the way strips them"
)


class Sockets:
    """Answers who tries whether sockets come through, and says so where one has lost its upgrade on the way.

    A socket that sends text is closed: Streamlit speaks in bytes alone, and would fill the log with its surprise. Of
    bytes, those messages come through that `may_come` says a page of ours sends; others are left out.

    It stands before the limits: where the server holds as many screens as it can, the network is not to blame.
    """

    def __init__(self, app: ASGIApp, may_come: Callable[[bytes], bool]) -> None:
        self.app = app
        self._may_come = may_come

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and scope["path"] == TRY:
            await _say_one_word(WebSocket(scope, receive, send))
        elif scope["type"] == "http" and scope["path"] in (TRY, STREAMLITS):
            log.warning(SAID)
            headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
            await PlainTextResponse(NO_SOCKET, HTTPStatus.UPGRADE_REQUIRED, headers)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, *bytes_alone(receive, send, self._may_come))
        else:
            await self.app(scope, receive, send)


def bytes_alone(receive: Receive, send: Send, may_come: Callable[[bytes], bool]) -> tuple[Receive, Send]:
    """The two ends of a socket that is closed with the first text that comes; whoever serves it sees it leave.

    Of the messages in bytes, it hears of those that may come.
    """
    closed = False

    async def received() -> Message:
        nonlocal closed
        message = await receive()
        while message["type"] == "websocket.receive" and message.get("bytes") is not None:
            if may_come(message["bytes"]):
                return message
            message = await receive()
        if message["type"] != "websocket.receive":
            return message
        closed = True
        await send({"type": "websocket.close", "code": NOT_UNDERSTOOD})
        return {"type": "websocket.disconnect", "code": NOT_UNDERSTOOD}

    async def sent(message: Message) -> None:
        if not closed:
            await send(message)

    return received, sent


async def _say_one_word(socket: WebSocket) -> None:
    """Some proxies let a socket open and then hold back what it says: it must have said something."""
    try:
        await socket.accept()
        await socket.send_text(WORD)
        await socket.close()
    except WebSocketDisconnect:
        log.debug("Whoever tried a socket has gone")
