"""Read a content folder; say file, line and what to do where something is wrong in it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from content.shape import Choices, Content, Questionnaire, Questions, Rehearsal, Resources

FOLDER = Path(__file__).parent
Shape = TypeVar("Shape", bound=BaseModel)


class ContentError(Exception):
    """A content file cannot be used: says which file, which line and what to do."""


def read(folder: Path = FOLDER) -> Content:
    """Read and check the five files of a content folder.

    Raises ContentError, naming file and line, for a file that is missing, is not YAML or
    does not have the shape of `content.shape`.
    """
    return Content(
        questions=_read_file(folder / "questions.yaml", Questions),
        questionnaire=_read_file(folder / "questionnaire.yaml", Questionnaire),
        resources=_read_file(folder / "resources.yaml", Resources),
        choices=_read_file(folder / "choices.yaml", Choices),
        rehearsal=_read_file(folder / "rehearsal.yaml", Rehearsal),
    )


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
