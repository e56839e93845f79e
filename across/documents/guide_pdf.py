"""The facilitator's guide on paper: two A4 pages, tagged like every PDF of ours (PDF/UA-1 and PDF/A-2a)."""

from datetime import datetime

from across.documents.fonts import Fonts
from across.documents.printable import Data, Printable
from across.documents.typesetting import seconds, typeset
from across.guidance.document import GUIDE, Block, Document, Line, Piece, document, plain, source

# Page 1 is for before the workshop, page 2 for the room.
SECOND_PAGE = "During the workshop"


def guide_pdf(made_at: datetime) -> bytes:
    """The guide as a PDF of two A4 pages. The same moment gives the same bytes. Raises ReportError, FontsMissing."""
    guide = document(source(GUIDE))
    return typeset("guide", lambda fonts: _data(guide, fonts), "a4", seconds(made_at))


def _data(guide: Document, fonts: Fonts) -> Data:
    printable = Printable(fonts)
    return {"title": printable.line(guide.title), "blocks": [_block(block, printable) for block in guide.blocks]}


def _block(block: Block, printable: Printable) -> Data:
    lines = [_line(line, printable) for line in block.lines]
    turns = block.kind == "heading" and plain(block.lines[0]) == SECOND_PAGE
    return {"kind": block.kind, "level": block.level, "columns": block.columns, "lines": lines, "turns": turns}


def _line(line: Line, printable: Printable) -> list[Data]:
    return [_piece(piece, printable) for piece in line]


def _piece(piece: Piece, printable: Printable) -> Data:
    """A piece with the spaces around it told apart: lines are set without them."""
    return {
        "text": printable.line(piece.text),
        "strong": piece.strong,
        "before": piece.text.startswith(" "),
        "after": piece.text.endswith(" ") and bool(piece.text.strip()),
    }
