"""A process of its own that sets one document: an order as JSON comes in, a PDF goes out.

Typst can panic, and what it then prints may quote the document: here that ends this process alone,
and what it printed is thrown away by the one that started it.
"""

import json
import sys
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "template"
STANDARDS = ["ua-1", "a-2a"]
NO_FONTS = 3


def main() -> int:
    """Read the order, write the PDF; a code other than 0 where that fails."""
    order = json.loads(sys.stdin.buffer.read())
    fonts = typst.Fonts(include_system_fonts=False, font_paths=order["fonts"])
    if not set(order["families"]) <= set(fonts.families()):
        return NO_FONTS
    sys.stdout.buffer.write(_pdf(order, fonts))
    return 0


def _pdf(order: dict[str, object], fonts: typst.Fonts) -> bytes:
    return typst.compile(
        TEMPLATES / f"{order['template']}.typ",
        root=TEMPLATES,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={key: json.dumps(order[key]) for key in ("data", "families", "paper")},
        timestamp=order["timestamp"],
    )


if __name__ == "__main__":
    sys.exit(main())
