"""What ends something for good never looks like what keeps it: such a button has a look of its own."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
FOR_GOOD = ("delete", "remove", "forget", "for good")
# These open a question, or a page that asks, and end nothing yet.
ASKS_FIRST = {"Delete workshop", "Remove", "Forget"}


def buttons() -> list[tuple[str, str, dict[str, ast.expr]]]:
    """Every button of a page with a name that is written there: its file, its name, what it is given."""
    files = [path for folder in ("across/screen", "pages") for path in (TOP / folder).rglob("*.py")]
    calls = [(path, node) for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    return [
        (path.name, str(node.args[0].value), {word.arg or "": word.value for word in node.keywords})
        for path, node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr.endswith("button")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]


ENDING = [
    (file, name, given)
    for file, name, given in buttons()
    if name not in ASKS_FIRST and any(word in name.lower() for word in FOR_GOOD)
]


def test_there_are_such_buttons() -> None:
    assert {name for _file, name, _given in ENDING} >= {"Delete for good", "Remove it", "Close scoring for good"}


@pytest.mark.parametrize("given", [given for _, _, given in ENDING], ids=[f"{file}:{name}" for file, name, _ in ENDING])
def test_a_button_that_ends_something_looks_like_it(given: dict[str, ast.expr]) -> None:
    assert "type" not in given
    assert ast.unparse(given["key"]).removeprefix("f").startswith("'danger-")
