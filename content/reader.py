"""Read content folders; say file, line and what to do where something is wrong in one."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from content.shape import PROPOSALS, About, Choices, Content, Questionnaire, Questions, Rehearsal, Resources

FOLDER = Path(__file__).parent
# What systems and programs leave on sticks, shares and in archives; names that begin with a dot are left out as well.
RUBBISH = frozenset(
    {
        *("__macosx", "@eadir", "#recycle", "#snapshot", "@recycle", "@tmp", "lost+found", "lost.dir", "found.000"),
        *("system volume information", "$recycle.bin", "recycler", "recycled", "__pycache__", "network trash folder"),
        *("temporary items", "@recently-snapshot", "msocache", "config.msi", "windowsimagebackup", "node_modules"),
    }
)
# What Windows finds again on a stick, and what a program keeps while a file is open.
RUBBISH_LIKE = re.compile(r"found\.\d{3}|~.*", re.DOTALL)
Shape = TypeVar("Shape", bound=BaseModel)


class ContentError(Exception):
    """A content file cannot be used: says which file, which line and what to do."""


def read(folder: Path = FOLDER) -> Content:
    """Read and check the six files of a content folder.

    Raises ContentError, naming file and line, for a file that is missing, is not YAML,
    does not have the shape of `content.shape` or names a question that there is not.
    """
    content = Content(
        about=_read_file(folder / "about.yaml", About),
        questions=_read_file(folder / "questions.yaml", Questions),
        questionnaire=_read_file(folder / "questionnaire.yaml", Questionnaire),
        resources=_read_file(folder / "resources.yaml", Resources),
        choices=_read_file(folder / "choices.yaml", Choices),
        rehearsal=_read_file(folder / "rehearsal.yaml", Rehearsal),
    )
    known = {question.id for question in content.questions.questions}
    noted = [note.question for note in content.rehearsal.notes]
    _refuse_unknown(folder / "rehearsal.yaml", "notes", noted, known | {PROPOSALS})
    _refuse_unknown(folder / "choices.yaml", "topics", [topic.question for topic in content.choices.topics], known)
    return content


@cache
def own() -> Content:
    """Our own content, read once in a process: it is a part of the program. Raises ContentError."""
    return read()


def read_all(further: str | None = None) -> tuple[Content, ...]:
    """Our own content, then each folder in the folder `further` (a path), in the order of their names.

    Raises ContentError for a folder that is not there or holds none, for a content that cannot be used, and
    where two have the same version line: a workshop could not tell which is its own.
    """
    ours = own()
    found = {ours.version: (FOLDER, ours)}
    for folder in _folders(further):
        content = read(folder)
        if content.version in found:
            raise ContentError(
                f"{folder}: its ids and versions are those of {found[content.version][0]}. "
                "Give its questionnaire.yaml an id or a version of its own and start again."
            )
        found[content.version] = (folder, content)
    return tuple(content for _, content in found.values())


def left_out(further: str | None) -> tuple[str, ...]:
    """The names of the folders in the folder `further` that hold no content and are not read, in their order."""
    return tuple(folder.name for folder in _inside(Path(further)) if not _is_content(folder)) if further else ()


def _folders(further: str | None) -> list[Path]:
    if not further:
        return []
    path = Path(further)
    if not path.is_dir():
        raise ContentError(f"ACROSS_CONTENT_FOLDER: there is no folder {path}. Correct it, or leave it out.")
    found = [folder for folder in _inside(path) if _is_content(folder)]
    if not found:
        without = f" Left out, without a content: {', '.join(left_out(further))}." if left_out(further) else ""
        raise ContentError(
            f"ACROSS_CONTENT_FOLDER: {path} holds no folder with a content. It is the folder that content folders "
            f"stand in: put each questionnaire into a folder of its own there.{without}"
        )
    return found


def _inside(path: Path) -> list[Path]:
    return sorted(folder for folder in path.iterdir() if folder.is_dir())


def _is_content(folder: Path) -> bool:
    """Whether it is meant as a content: any YAML in it, one folder too deep as well, so that a mistake is said."""
    found = (path.relative_to(folder.parent) for pattern in ("*.y*ml", "*/*.y*ml") for path in folder.glob(pattern))
    return any(not any(map(_is_rubbish, path.parts)) for path in found)


def _is_rubbish(name: str) -> bool:
    small = name.lower()
    return small.startswith(".") or small in RUBBISH or bool(RUBBISH_LIKE.fullmatch(small))


def _refuse_unknown(path: Path, key: str, questions: Sequence[str], known: set[str]) -> None:
    for number, question in enumerate(questions):
        if question not in known:
            loc = (key, number, "question")
            raise ContentError(_where(path, _tree(path), loc, "there is no question with this id in questions.yaml"))


def _read_file(path: Path, shape: type[Shape]) -> Shape:
    tree = _tree(path)
    _refuse_repeated_keys(path, tree)
    try:
        return shape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(_where(path, tree, first["loc"], first["msg"])) from error


def _tree(path: Path) -> yaml.Node:
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError as error:
        raise ContentError(f"{path}: this file is missing; put it back and start again.") from error
    except OSError as error:
        raise ContentError(
            f"{path}: this file cannot be read ({error.strerror}); mend that and start again."
        ) from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: not UTF-8 text; save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"{path}, line {line}: not valid YAML ({error.problem}); mend this line.") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{path}: not valid YAML ({error}); mend the file.") from error
    if not isinstance(tree, yaml.MappingNode):
        raise ContentError(f"{path}, line 1: expected keys and values, such as 'version: 1'.")
    return tree


def _refuse_repeated_keys(path: Path, tree: yaml.Node) -> None:
    for mapping in _mappings(tree):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise ContentError(f"{path}, line {line}: '{key.value}' stands here twice; keep one.")
            seen.add(key.value)


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _mappings(value)


def _where(path: Path, tree: yaml.Node, loc: Sequence[str | int], message: str) -> str:
    node: Any = tree
    for step in loc:
        inner = _child(node, step)
        if inner is None:
            break
        node = inner
    place = " > ".join(str(step + 1) if isinstance(step, int) else step for step in loc)
    what = message.removeprefix("Value error, ")
    return f"{path}, line {node.start_mark.line + 1}, {place or 'the whole file'}: {what}. Mend it and start again."


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return {key.value: value for key, value in node.value}.get(step)
    return None
