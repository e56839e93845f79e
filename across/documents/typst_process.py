"""A process of its own that sets one document: an order as JSON comes in, a PDF goes out, or pictures of its pages.

Typst can panic, and what it then prints may quote the document: here that ends this process alone,
and what it printed is thrown away by the one that started it.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any, Literal

import typst

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
NO_FONTS = 3


def main() -> int:
    """Read the order, write what it asks for; a code other than 0 where that fails."""
    order = json.loads(sys.stdin.buffer.read())
    fonts = typst.Fonts(include_system_fonts=False, font_paths=order["fonts"])
    if not {order["display"], *order["families"]} <= set(fonts.families()):
        return NO_FONTS
    sys.stdout.buffer.write(_pictures(order, fonts) if "ppi" in order else b"".join(_set(order, fonts, "pdf")))
    return 0


def _pictures(order: dict[str, Any], fonts: typst.Fonts) -> bytes:
    """The number of pages, then the first of them as PNG, each as base64 in a line of its own."""
    pages = _set(order, fonts, "png")
    return b"\n".join([str(len(pages)).encode(), *map(base64.b64encode, pages[: order["most"]])])


def _set(order: dict[str, Any], fonts: typst.Fonts, form: Literal["pdf", "png"]) -> list[bytes]:
    """The file, or each page of it as a picture."""
    made = typst.compile(
        TEMPLATES / f"{order['template']}.typ",
        root=TEMPLATES,
        font_paths=fonts,
        ignore_system_fonts=True,
        format=form,
        ppi=order.get("ppi"),
        pdf_standards=[*STANDARDS] if form == "pdf" else [],
        sys_inputs={key: json.dumps(order[key]) for key in ("data", "families", "display", "paper", "colours")},
        timestamp=order["timestamp"],
    )
    return made if isinstance(made, list) else [made]


if __name__ == "__main__":
    sys.exit(main())
