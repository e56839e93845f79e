"""The face of the facilitator's pages: Latin and the signs of our own texts, in the place of the whole one.

`benchmarks/screen_fonts.py` makes the file and what stands in `letters.css`: 52 KB instead of 170. A browser fetches
the whole face where somebody writes in Greek or Cyrillic, or with a sign that the small one has not got.
"""

from pathlib import Path

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from across.web.compression import ASK_EACH_TIME, FOR_GOOD

LETTERS = Path(__file__).parent / "letters.woff2"
# The whole face under the same name, for the letters that the small one has not got.
OTHER_LETTERS = Path(__file__).parent / "letters.css"
STREAMLITS = "/static/media/SourceSansVF-Upright."
WHOLE = f"{STREAMLITS}whole.woff2"


class FewerLetters:
    """Sends our file to whoever asks for Streamlit's face, which is in `folder`; the rest goes on to the app.

    Raises ValueError where the face is not there.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        found = sorted(folder.glob(f"**{STREAMLITS}*.woff2"))
        if len(found) != 1:
            raise ValueError(f"{folder} has {len(found)} faces named {STREAMLITS}")
        [self._whole] = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"].startswith(STREAMLITS)
        answer: ASGIApp = self.app
        if asked and scope["path"] == WHOLE:
            answer = FileResponse(self._whole, headers={"Cache-Control": ASK_EACH_TIME}, media_type="font/woff2")
        elif asked:
            answer = FileResponse(LETTERS, headers={"Cache-Control": FOR_GOOD}, media_type="font/woff2")
        await answer(scope, receive, send)
