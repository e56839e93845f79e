"""The icons that are named anywhere, in the place of all 4,309 that Streamlit loads before its first page.

`benchmarks/screen_fonts.py` makes the file: 53 KB instead of 375.
"""

from pathlib import Path

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from across.web.compression import FOR_GOOD

ICONS = Path(__file__).parent / "icons.woff2"
STREAMLITS = "/static/media/MaterialSymbols-Rounded."


class FewerIcons:
    """Sends our file to whoever asks for Streamlit's face of icons; every other request goes on to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"].startswith(STREAMLITS)
        answer: ASGIApp = self.app
        if asked:
            answer = FileResponse(ICONS, headers={"Cache-Control": FOR_GOOD}, media_type="font/woff2")
        await answer(scope, receive, send)
