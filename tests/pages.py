"""The projected screen of somebody with a key, drawn without a browser, and what is written on it."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

TOP = Path(__file__).parent.parent
MAIN = TOP / "across" / "screen" / "main.py"
PICTURE = "across_boundaries_stage"


def screen(key: str = "", page: str = "") -> AppTest:
    """The screen of somebody with this key, at this page."""
    run = AppTest.from_file(str(MAIN), default_timeout=120)
    if key:
        run.session_state["facilitator key"] = key
    run.run()
    if page:
        run.switch_page(str(TOP / page)).run()
    assert not run.exception
    return run


def texts(run: AppTest) -> str:
    """Everything that is written on a screen."""
    parts = [*run.title, *run.header, *run.subheader, *run.text, *run.markdown, *run.error, *run.info, *run.success]
    return "\n".join(str(part.value) for part in parts)


def press(run: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    [button] = [button for button in run.button if button.label == label]
    return button.click().run()


def picture(run: AppTest) -> dict[str, str]:
    """What the picture over this page is told of it."""
    [mounted] = [part.proto for part in run.get("bidi_component") if part.proto.component_name == PICTURE]
    return json.loads(mounted.json)
