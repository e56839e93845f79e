"""The tables of a file, whatever it is called: what it is shows in its first bytes."""

from across.uploads import text_files, workbooks
from across.uploads.sheets import NotRead, Sheet

PACKED, OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"


def tables(body: bytes) -> list[Sheet]:
    """The sheets of a workbook; for a text, its table by each delimiter it may have. Raises NotRead."""
    if body.startswith(OLD_EXCEL):
        raise NotRead(workbooks.LOCKED)
    if body.startswith(PACKED):
        return workbooks.sheets(body)
    return text_files.tables(text_files.text_of(body))
