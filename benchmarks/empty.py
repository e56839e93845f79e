"""An empty Typst document, with the fonts and the standards of the report: what no report can be faster than.

`python benchmarks/empty.py within|alone BEGAN FOLDER...`: set again and again within this process, or each in a
process of its own.
"""

import subprocess
import sys

import typst
from costs import tell

TEXT = b'#set document(title: "Empty", date: datetime(year: 2026, month: 5, day: 13))'
STANDARDS = ["ua-1", "a-2a"]


def main() -> None:
    """Do what the command says."""
    how, began, *folders = sys.argv[1:]
    if how == "once":
        sys.stdout.buffer.write(_empty(folders))
    elif how == "within":
        fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
        tell(lambda: _set(fonts), float(began))
    else:
        command = [sys.executable, __file__, "once", began, *folders]
        tell(lambda: subprocess.run(command, capture_output=True, check=True).stdout, float(began))


def _empty(folders: list[str]) -> bytes:
    return _set(typst.Fonts(include_system_fonts=False, font_paths=folders))


def _set(fonts: typst.Fonts) -> bytes:
    return typst.compile(TEXT, format="pdf", font_paths=fonts, pdf_standards=STANDARDS, ignore_system_fonts=True)


if __name__ == "__main__":
    main()
