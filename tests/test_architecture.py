"""The law of imports: arrows only down, and from outside only what a folder is for."""

import ast
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent

# folder or file: what of ours it may import; what from outside
LAW = {
    "content": (set(), {"yaml", "pydantic"}),
    "settings": (set(), set()),
    "scoring": ({"content"}, {"pandas", "numpy"}),
    "workshop": ({"content", "scoring"}, set()),
    "store": ({"scoring", "workshop"}, {"sqlalchemy", "alembic"}),
    "report": (
        {"content", "scoring", "workshop"},
        {"plotly", "pydantic", "typst", "openpyxl", "docx", "segno", "pymupdf_fonts", "noto_cjk_sans_otc", "fontTools"},
    ),
    "live": ({"content", "scoring", "settings", "store", "workshop"}, set()),
    "phone": ({"content", "live", "report", "settings", "workshop"}, {"starlette", "jinja2", "anyio"}),
    "ui": ({"content", "live", "report", "settings", "workshop"}, {"openpyxl", "streamlit", "segno"}),
    "pages": ({"content", "live", "report", "scoring", "ui", "workshop"}, {"streamlit"}),
    "screen": ({"live", "ui", "workshop"}, {"streamlit"}),
    "door": ({"live", "workshop"}, {"starlette"}),
    "compressed": (set(), {"pyarrow", "starlette"}),
    "app": ({"compressed", "door", "live", "phone", "settings", "store"}, {"streamlit", "starlette"}),
}
FILES = sorted(
    path
    for name in LAW
    for path in ([TOP / f"{name}.py"] if (TOP / f"{name}.py").exists() else (TOP / name).rglob("*.py"))
)
LONGEST_FUNCTION = 40


def place(path: Path) -> str:
    """The name under which the law knows a file."""
    return path.relative_to(TOP).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The top-level names a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; name the folder"
            names.add((node.module or "").split(".")[0])
    return names


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_file_imports_only_what_its_folder_may(path):
    ours, outside = LAW[place(path)]

    names = imported(path)

    assert names & set(LAW) <= ours | {place(path)}
    assert names - set(LAW) - set(sys.stdlib_module_names) <= outside


def test_the_law_covers_every_folder_with_code():
    exempt = {"tests", "benchmarks", ".venv"}

    found = {place(path) for path in TOP.rglob("*.py") if path.relative_to(TOP).parts[0] not in exempt}

    assert found == set(LAW)


def test_imports_go_round_in_no_circle():
    settled: set[str] = set()

    while free := {name for name, (ours, _) in LAW.items() if name not in settled and ours <= settled}:
        settled |= free

    assert settled == set(LAW)


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=place)
def test_a_folder_begins_with_its_law_and_nothing_else(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert len(tree.body) == 1
    assert ast.get_docstring(tree)


def test_every_function_fits_on_one_screen():
    too_long = [
        f"{path.relative_to(TOP)}:{node.name}"
        for path in FILES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION and "migrations" not in path.parts
    ]

    assert too_long == []


def test_peoples_text_is_never_drawn_as_markup():
    forbidden = ("unsafe_allow_html", "unsafe_allow_javascript", "|safe", "| safe", "Markup(")

    found = [
        str(path)
        for path in [*FILES, *TOP.rglob("phone/templates/*")]
        for word in forbidden
        if word in path.read_text()
    ]

    assert found == []
