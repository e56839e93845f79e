"""The law of imports: arrows only down, and from outside only what a folder is for."""

import ast
import re
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent

# package, folder or file: what of ours it may import; what from outside
LAW = {
    "content": (set(), {"yaml", "pydantic"}),
    "scoring": ({"content"}, {"pandas", "numpy"}),
    "across.settings": (set(), set()),
    "across.metrics": (set(), {"prometheus_client"}),
    "across.processes": (set(), set()),
    "across.guidance": (set(), set()),
    "across.workshop": ({"content", "scoring"}, set()),
    "across.store": ({"scoring", "across.metrics", "across.workshop"}, {"sqlalchemy", "alembic", "psycopg"}),
    "across.live": ({"across.workshop"}, set()),
    "across.results": ({"content", "scoring", "across.workshop"}, {"plotly"}),
    "across.room": (
        {
            *("content", "scoring", "across.settings", "across.metrics", "across.workshop", "across.store"),
            *("across.live", "across.results"),
        },
        {"ifaddr"},
    ),
    "across.backup": ({"content", "across.settings", "across.workshop", "across.store", "across.room"}, set()),
    "across.documents": (
        {"content", "scoring", "across.processes", "across.guidance", "across.workshop", "across.results"},
        {"typst", "openpyxl", "docx", "segno", "pyarrow", "pymupdf_fonts", "noto_cjk_sans_otc", "fontTools"},
    ),
    "across.archive": ({"content", "scoring", "across.workshop", "across.results"}, {"pydantic"}),
    "across.uploads": (
        {"content", "across.processes", "across.metrics", "across.workshop", "across.archive"},
        {"pydantic"},
    ),
    "across.web": (
        {
            *("content", "across.settings", "across.guidance", "across.workshop", "across.results", "across.documents"),
            *("across.metrics", "across.live", "across.room"),
        },
        {"prometheus_client", "starlette", "uvicorn", "jinja2", "pyarrow", "plotly", "rcssmin", "rjsmin", "segno"},
    ),
    "across.screen": (
        {
            *("content", "across.workshop", "across.results", "across.documents", "across.archive", "across.uploads"),
            "across.room",
        },
        {"streamlit", "segno"},
    ),
    "pages": (
        {"content", "scoring", "across.workshop", "across.results", "across.room", "across.screen"},
        {"streamlit"},
    ),
    "app": (
        {
            *("across.settings", "across.workshop", "across.store", "across.live", "across.room", "across.web"),
            "across.screen",
        },
        {"streamlit", "starlette"},
    ),
}
TOPS = {name.partition(".")[0] for name in LAW}
FILES = sorted(path for top in TOPS for path in (TOP.glob("app.py") if top == "app" else (TOP / top).rglob("*.py")))
LONGEST_FUNCTION = 40


def part(path: Path) -> str:
    """The name under which the law knows a file."""
    first, *rest = path.relative_to(TOP).with_suffix("").parts
    return f"{first}.{rest[0]}" if first == "across" and rest != ["__init__"] else first


def imported(path: Path) -> set[str]:
    """What a file imports, wherever in it: parts of ours by the law's names, other packages by their first name."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {_named(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; name the folder"
            module = node.module or ""
            names |= (
                {_named(f"{module}.{alias.name}") for alias in node.names} if module == "across" else {_named(module)}
            )
    return names


def _named(module: str) -> str:
    first, _, rest = module.partition(".")
    return f"across.{rest.partition('.')[0]}" if first == "across" else first


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize(
    "path", [path for path in FILES if part(path) in LAW], ids=lambda path: str(path.relative_to(TOP))
)
def test_a_file_imports_only_what_its_folder_may(path):
    ours, outside = LAW[part(path)]

    names = imported(path)

    assert names & set(LAW) <= ours | {part(path)}
    assert names - set(LAW) - set(sys.stdlib_module_names) <= outside


def test_the_law_covers_every_folder_with_code():
    exempt = {"tests", "benchmarks", "deploy", ".venv", "node_modules"}

    found = {part(path) for path in TOP.rglob("*.py") if path.relative_to(TOP).parts[0] not in exempt}

    assert found - {"across"} == set(LAW)


def test_imports_go_round_in_no_circle():
    settled: set[str] = set()

    while free := {name for name, (ours, _) in LAW.items() if name not in settled and ours <= settled}:
        settled |= free

    assert settled == set(LAW)


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=part)
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
        for path in [*FILES, *TOP.rglob("web/*/templates/*")]
        for word in forbidden
        if word in path.read_text()
    ]

    assert found == []


# What Streamlit calls, and what is drawn alone: through deeds.py, which says in our words what could not be done.
SCREEN = [path for path in FILES if part(path) in ("across.screen", "pages") and path.name != "deeds.py"]
ASKS_NOTHING = {"_nothing", "_closed", "_put", "forget"}


def callbacks(path: Path) -> list[tuple[str, ast.expr]]:
    """What Streamlit is given to call, with the name under which; words such as "rerun" are not called."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = [word for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords if word.arg]
    called = [(word.arg, word.value) for word in given if word.arg.startswith("on_")]
    return [(name, value) for name, value in called if not isinstance(value, ast.Constant)]


def attempts(node: ast.AST) -> bool:
    """Whether what is done there goes through `attempt` and its like."""
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return any(isinstance(func, ast.Name) and func.id in ("attempt", "attempted") for func in calls)


def test_whatever_streamlit_calls_is_attempted():
    careful = {node.name for path in SCREEN for node in functions(path) if attempts(node)} | ASKS_NOTHING | {"attempt"}

    careless = [
        f"{path.relative_to(TOP)}: {name}={ast.unparse(value)}"
        for path in SCREEN
        for name, value in callbacks(path)
        if not (attempts(value) or ast.unparse(value).rpartition(".")[2] in careful)
    ]

    assert careless == []


def test_a_part_or_a_dialog_says_in_our_words_what_it_cannot_do():
    plain = [
        path.name for path in SCREEN if {"st.fragment", "st.dialog"} & set(re.findall(r"st\.\w+", path.read_text()))
    ]

    assert plain == []
