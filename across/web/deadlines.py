"""A request has so long to come in: whoever sends its head or its body drop by drop must not hold a connection."""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

# A browser sends the head in one go; a phone at the edge of the Wi-Fi may have to send it twice or three times.
HEAD_SECONDS = 15.0
# Cookies of several workshops and of other programs on the same machine come to some kilobytes.
LARGEST_HEAD = 64 * 1024
# The longest note takes 128 kB: 17 kbit/s.
BODY_SECONDS = 60.0


class WithHeadInTime(AutoHTTPProtocol):  # type: ignore[valid-type,misc]
    """uvicorn's protocol, which closes a connection whose request has not begun, or whose head has no end."""

    head_seconds = HEAD_SECONDS
    _timer: asyncio.TimerHandle | None = None
    _came = 0
    _is_socket = False

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came, and see whether a request has begun with it."""
        super().data_received(data)
        self._came += len(data)
        self._look()

    def handle_websocket_upgrade(self, *event: Any) -> None:  # noqa: ANN401 (given by one of uvicorn's two)
        """Leave the connection to the web socket."""
        self._is_socket = True
        super().handle_websocket_upgrade(*event)

    def _look(self) -> None:
        if self._is_socket or not self._waits():
            self._stop()
        elif self._came > LARGEST_HEAD:
            self.transport.close()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self.head_seconds, self._too_late)

    def _waits(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _too_late(self) -> None:
        self._timer = None
        if self._waits():
            self.transport.close()

    def _stop(self) -> None:
        self._came = 0
        if self._timer:
            self._timer.cancel()
            self._timer = None


class BodyInTime:
    """Treats whoever has not sent a whole form in time as gone. Files have a limit of their own."""

    def __init__(self, app: ASGIApp, seconds: float = BODY_SECONDS) -> None:
        self.app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        in_time = scope["type"] == "http" and scope["method"] == "POST"
        await self.app(scope, self._until_late(receive) if in_time else receive, send)

    def _until_late(self, receive: Receive) -> Receive:
        deadline: float | None = asyncio.get_running_loop().time() + self._seconds

        async def receive_in_time() -> Message:
            nonlocal deadline
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            if not message.get("more_body"):
                deadline = None
            return message

        return receive_in_time
