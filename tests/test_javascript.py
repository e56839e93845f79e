"""The pages that the JavaScript's unit tests are given have only what the phones' real pages have."""

import re
from pathlib import Path

TOP = Path(__file__).parent.parent
PAGES = TOP / "tests" / "javascript" / "phone_pages.js"
TEMPLATES = TOP / "across" / "web" / "participant" / "templates"
NAMED = re.compile(r"\b(id|class|name|role|aria-[a-z]+|data-[a-z]+)=[\"']([^\"'${]*)")


def named(text: str) -> set[tuple[str, str]]:
    """Ids, classes and names with what does not change of their values; data and states by their attribute alone."""
    found: set[tuple[str, str]] = set()
    for attribute, value in NAMED.findall(text):
        values = value.split() if attribute == "class" else [value]
        found |= {(attribute, "" if attribute.startswith(("data-", "aria-")) else value) for value in values}
    return found


def test_the_pages_of_the_javascript_tests_have_only_what_the_templates_have():
    real = named("\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")))

    assert sorted(named(PAGES.read_text(encoding="utf-8")) - real) == []


def test_what_the_pages_have_is_found():
    found = named(PAGES.read_text(encoding="utf-8"))

    assert {("id", "part"), ("id", "notes"), ("class", "mark"), ("data-revision", ""), ("name", "dimension")} <= found
