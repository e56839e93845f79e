"""What a screen reader gets from a PDF: its tags in reading order, each with its text and its page."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from pypdfium2 import raw

INLINE = {"/Span", "/Strong", "/Em", "/Link", "/Reference"}
Marks = dict[tuple[int, int], str]


@dataclass(frozen=True)
class TagText:
    """One tag with a text of its own: `within` are the tags around it, `pages` those its text stands on."""

    tag: str
    text: str
    pages: tuple[int, ...]
    within: tuple[str, ...]
    row: int
    lang: str


def read_out(document: bytes) -> list[TagText]:
    """Every tag with a text (or an alternative text), in reading order; what is not tagged is not in it."""
    marks = _marks(document)
    with pikepdf.open(io.BytesIO(document)) as opened:
        pages = {page.objgen: number for number, page in enumerate(opened.pages)}
        return list(_Reader(marks, pages).read(opened.Root.StructTreeRoot.K, (), "", 0))


def rows_read(document: bytes) -> list[list[str]]:
    """The rows of its tables in reading order, each with the texts of its cells."""
    rows: dict[int, list[str]] = {}
    for tag in read_out(document):
        if tag.row:
            rows.setdefault(tag.row, []).append(tag.text)
    return list(rows.values())


def headings(document: bytes) -> list[tuple[str, str]]:
    return [(tag.tag, tag.text) for tag in read_out(document) if tag.tag in ("H1", "H2", "H3", "H4")]


@dataclass
class _Reader:
    marks: Marks
    pages: dict[tuple[int, int], int]
    rows: int = 0

    def read(self, node, within: tuple[str, ...], lang: str, row: int) -> Iterator[TagText]:
        for element in _elements(node):
            tag, spoken = str(element.S), str(element.get("/Lang", lang))
            if tag == "/TR":
                self.rows += 1
                row = self.rows
            own = list(self.own(element))
            text = str(element.get("/Alt", "")) or " ".join("".join(text for text, _, _ in own).split())
            spoken = next((language for _, _, language in own if language), spoken)
            if text:
                pages = tuple(sorted({page for _, page, _ in own}))
                yield TagText(tag.removeprefix("/"), text, pages, within, row, spoken)
            children = [kid for kid in _elements(element.get("/K")) if str(kid.S) not in INLINE]
            yield from self.read(pikepdf.Array(children), (*within, tag.removeprefix("/")), spoken, row)

    def own(self, element) -> Iterator[tuple[str, int, str]]:
        """The texts marked as this tag's, and those of the inline tags in it; each with page and language."""
        page, lang = element.get("/Pg"), str(element.get("/Lang", ""))
        for kid in _kids(element.get("/K")):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None:
                if str(kid.S) in INLINE:
                    yield from self.own(kid)
                continue
            where, mark = (
                (kid.get("/Pg", page), kid.get("/MCID")) if isinstance(kid, pikepdf.Dictionary) else (page, kid)
            )
            if mark is not None and where is not None:
                number = self.pages[where.objgen]
                yield self.marks.get((number, int(mark)), ""), number, lang


def _kids(node) -> list:
    return [] if node is None else list(node) if isinstance(node, pikepdf.Array) else [node]


def _elements(node) -> list:
    return [kid for kid in _kids(node) if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None]


def _marks(document: bytes) -> Marks:
    """The text of each marked piece of each page."""
    found: Marks = {}
    for number, page in enumerate(pypdfium2.PdfDocument(document)):
        texts = page.get_textpage()
        for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            mark = raw.FPDFPageObj_GetMarkedContentID(drawn)
            if mark >= 0:
                found[number, mark] = found.get((number, mark), "") + _text(drawn, texts)
    return found


def _text(drawn, texts) -> str:
    size = raw.FPDFTextObj_GetText(drawn, texts, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(drawn, texts, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0").replace("\u200b", "")
