"""The stage's modules joined into two files: sixty requests take longer than what they bring.

A module becomes a function that gives what it exports; what it imports are others' results. That holds for modules as
ours are written: names in braces, imported and exported at the beginning of a line, none that changes later, no circle.
"""

import re
from collections.abc import Collection, Mapping

# `from` what, or the names that are exported, or what is declared there.
_IMPORTED = re.compile(r'^import \{([^}]*)\} from "\./([^"]+)";$', re.MULTILINE)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "\./([^"]+)";$', re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_DECLARED = re.compile(r"^export ((?:async )?function|const) (\w+)", re.MULTILINE)
# Within a text of several lines in backticks, neither would be for us to take away: none is joined.
_FOR_READERS = re.compile(r"^\s*//.*\n|^\s+", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class NotJoined(ValueError):
    """A module is written in a way that cannot be joined."""


def reached(texts: Mapping[str, str], entry: str) -> list[str]:
    """The entry and all that it imports, each after those that it imports itself. Raises NotJoined for a circle."""
    order: list[str] = []
    _visit(texts, entry, order, ())
    return order


def _visit(texts: Mapping[str, str], name: str, order: list[str], way: tuple[str, ...]) -> None:
    if name in way:
        raise NotJoined(f"modules that import each other: {' > '.join([*way, name])}")
    if name in order:
        return
    for pattern in (_IMPORTED, _PASSED_ON):
        for _, needed in pattern.findall(texts[name]):
            _visit(texts, needed, order, (*way, name))
    order.append(name)


def joined(texts: Mapping[str, str], entry: str, elsewhere: Collection[str] = (), place: str = "") -> str:
    """One module in the place of the entry and all that it imports, without what is for readers alone.

    Modules that are joined `elsewhere` are taken from the file at that `place`, so that there is one of each. Raises
    NotJoined.
    """
    names = reached(texts, entry)
    taken = [_variable(name) for name in names if name in elsewhere]
    own = [name for name in names if name not in elsewhere]
    parts = [f'import {{ {", ".join(taken)} }} from "./{place}";'] if taken else []
    parts += [f"const {_variable(name)} = (() => {{\n{_as_function(texts[name])}\n}})();" for name in own]
    parts.append(f"export {{ {', '.join(map(_variable, own))} }};")
    if given := _given(texts[entry]):
        parts.append(f"export const {{ {', '.join(given)} }} = {_variable(entry)};")
    return "\n".join(parts)


def _as_function(text: str) -> str:
    given = _given(text)
    text = _FOR_READERS.sub("", text)
    if unended := next((line for line in text.splitlines() if line.count("`") % 2), ""):
        raise NotJoined(f"a text of several lines cannot be joined: {unended}")
    text = _IMPORTED.sub(_taken, text)
    text = _PASSED_ON.sub("", text)
    text = _LISTED.sub("", text)
    text = _DECLARED.sub(r"\1 \2", text)
    if left := _LEFT.search(text):
        raise NotJoined(f"this cannot be joined: {left[0]}")
    return f"{text}\nreturn {{ {', '.join(f'{name}: {what}' for name, what in given.items())} }};"


def _taken(found: re.Match[str]) -> str:
    names = [name.replace(" as ", ": ") for name in _names(found[1])]
    return f"const {{ {', '.join(names)} }} = {_variable(found[2])};"


def _given(text: str) -> dict[str, str]:
    """What a module gives, by name. Raises NotJoined where something has another name outside than inside."""
    given = {name: name for _, name in _DECLARED.findall(text)}
    given |= {name: name for names in _LISTED.findall(text) for name in _names(names)}
    given |= {name: f"{_variable(there)}.{name}" for names, there in _PASSED_ON.findall(text) for name in _names(names)}
    if renamed := [name for name in given if not name.isidentifier()]:
        raise NotJoined(f"given under another name: {', '.join(renamed)}")
    return given


def _names(braced: str) -> list[str]:
    return [name.strip() for name in braced.split(",")]


def _variable(name: str) -> str:
    return f"of_{name.removesuffix('.js')}"
