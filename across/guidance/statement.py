"""The accessibility statement of a server: our text, with who runs it and how they are reached."""

import re

from across.guidance.document import ACCESSIBILITY, filled, source

RUN_BY_UNKNOWN = "the organisation that invited you to the workshop"
CONTACT_UNKNOWN = (
    "Whoever runs this server has not given an address here yet. Tell the person who leads the workshop, who can pass "
    "it on."
)
_LINKED = re.compile(r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|https?://[^\s()<>\"]*[^\s()<>\".,;:]")


def statement(run_by: str | None, contact: str | None) -> str:
    """The statement as Markdown. Without who runs the server or how they are reached, it says whom to ask instead."""
    reached = f"Contact: {_LINKED.sub(_link, _plain(contact))}" if contact else CONTACT_UNKNOWN
    return filled(source(ACCESSIBILITY), {"run_by": _plain(run_by or RUN_BY_UNKNOWN), "contact": reached})


def _link(found: re.Match[str]) -> str:
    return f"[{found[0]}]({'mailto:' if found['mail'] else ''}{found[0]})"


def _plain(text: str) -> str:
    """A setting as one line without the signs that our Markdown reads."""
    return " ".join(re.sub(r"[*\[\]{}]", "", text).split())
