"""Small files that once kept the whole server busy, or that are made to: for tests and for benchmarks/uploads.py."""

import io
import json
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

TOP = Path(__file__).resolve().parents[1]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MEGABYTE = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def workbook(parts: dict[str, str] | None = None, packing: int = ZIP_DEFLATED, links: str = "") -> bytes:
    """The least that is a workbook, with these parts in the place of its own or beside them."""
    least = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Forms" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" '
        f'Target="sharedStrings.xml"/><Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/>{links}'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet("<row><c><v>4</v></c></row>"),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
    }
    made = io.BytesIO()
    with ZipFile(made, "w", packing) as packed:
        for name, text in {**least, **(parts or {})}.items():
            packed.writestr(name, text)
    return made.getvalue()


def sheet(rows: str) -> str:
    """A sheet of these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def of_sheet(rows: str) -> bytes:
    """A workbook of a sheet of these rows."""
    return workbook({"xl/worksheets/sheet1.xml": sheet(rows)})


def declares_less() -> bytes:
    """A workbook whose sheet is larger than the archive says."""
    rows = "<row>" + "<c/>" * 1_000_000 + "</row>"
    honest = of_sheet(rows)
    size = len(sheet(rows))
    return honest.replace(struct.pack("<I", size), struct.pack("<I", 1000))


def many_entries() -> bytes:
    """A workbook with as many files as two megabytes can name."""
    return workbook({f"x/{number}": "" for number in range(15_000)}, ZIP_STORED)


FORMS: dict[str, Callable[[], bytes]] = {
    "CSV: 206 bytes of quotes": lambda: b',"a",' + b'"' * 200 + b"x",
    "CSV: a kilobyte of quotes": lambda: b',"a",' + b'"' * 1000 + b"x",
    "CSV: two megabytes of quotes": lambda: b'"' * 2 * MEGABYTE,
    "CSV: two megabytes of delimiters": lambda: b",;\t|" * (MEGABYTE // 2),
    "CSV: two megabytes of empty lines": lambda: b"\r\n" * MEGABYTE,
    "CSV: two megabytes in one cell": lambda: b"4" * 2 * MEGABYTE,
    "CSV: half a million rows": lambda: b"4,5\n" * (MEGABYTE // 2),
    "CSV: names nearly the items'": lambda: near_names(),  # noqa: PLW0108 (defined below)
    "CSV: two thousand marks on one letter": lambda: ("a" + "\u0300\u0323" * 1000 + ",").encode() * 500,
    "CSV: one letter that unfolds to eighteen": lambda: ("\ufdfa" * 2000 + ",").encode() * 300,
    "CSV: cells that are all different": lambda: b"\n".join(
        b",".join(f"{row * column}.{row}".encode() for column in range(190)) for row in range(520)
    ),
    "XLSX: a million empty cells": lambda: of_sheet(("<row>" + "<c/>" * 200 + "</row>") * 4500),
    "XLSX: empty shared texts": lambda: workbook(
        {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"<si/>" * 780_000}</sst>'}
    ),
    "XLSX: empty styles": lambda: workbook(
        {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 180_000}</cellXfs></styleSheet>'}
    ),
    "XLSX: merged cells": lambda: workbook(
        {
            "xl/worksheets/sheet1.xml": sheet("").replace(
                "<sheetData>", '<mergeCell ref="A1:XFD9"/>' * 80_000 + "<sheetData>"
            )
        }
    ),
    "XLSX: defined names": lambda: workbook({"xl/workbook.xml": f"<workbook>{'<definedName/>' * 250_000}</workbook>"}),
    "XLSX: a thousand sheets": lambda: workbook(
        {"xl/workbook.xml": "<workbook>" + '<sheet name="a" id="r1"/>' * 1000 + "</workbook>"}
    ),
    "XLSX: the last row and column": lambda: of_sheet('<row r="1048576"><c r="XFD1048576"><v>4</v></c></row>' * 50_000),
    "XLSX: four megabytes in one cell": lambda: of_sheet(
        f'<row><c t="inlineStr"><is><t>{"x" * 3_900_000}</t></is></c></row>'
    ),
    "XLSX: one text in every cell": lambda: workbook(
        {
            "xl/worksheets/sheet1.xml": sheet(("<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>") * 500),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000_000}</t></si></sst>',
        }
    ),
    "XLSX: unpacks to a hundred megabytes": lambda: of_sheet(" " * 100_000_000),
    "XLSX: declares less than it holds": declares_less,
    "XLSX: fifteen thousand files": many_entries,
    "XLSX: names of files without end": lambda: workbook({f"x/{'y' * 60_000}/{n}": "" for n in range(9)}),
    "XLSX: another way of packing": lambda: workbook(packing=ZIP_LZMA),
    "XLSX: nested a million deep": lambda: of_sheet("<a>" * 900_000),
    "XLSX: attributes without end": lambda: of_sheet("<row " + " ".join(f'a{n}="1"' for n in range(250_000)) + "/>"),
    "XLSX: a billion laughs": lambda: workbook(
        {"xl/worksheets/sheet1.xml": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>'}
    ),
    "XLSX: a text from elsewhere": lambda: workbook(
        {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}
    ),
    "XLSX: a row with a number without end": lambda: of_sheet(f'<row r="{"9" * 1_000_000}"/>'),
}


def near_names() -> bytes:
    """Twelve rows of names that are each nearly an item's."""
    text = (TOP / "content" / "questionnaire.yaml").read_text(encoding="utf-8")
    names = [line.strip() for line in text.splitlines() if line.startswith("          ")]
    rows = [",".join(f'"{names[column % len(names)]} xyz{column}{row}"' for column in range(199)) for row in range(12)]
    return "\n".join([*rows, ",".join(["4"] * 199)]).encode()


def saved_with(**changes: str) -> bytes:
    """A saved workshop with these parts changed, each given as JSON."""
    tree = json.loads((TOP / "tests" / "data" / "saved_workshops" / "second_time.json").read_text(encoding="utf-8"))
    marks = {name: f"@{name}@" for name in changes}
    text = json.dumps({**tree, **marks})
    for name, mark in marks.items():
        text = text.replace(f'"{mark}"', changes[name])
    return text.encode()


def listed(entry: str, number: int) -> str:
    """A list of so many of the same."""
    return f"[{','.join([entry] * number)}]"


def note(body: str) -> str:
    """A note as JSON."""
    return json.dumps({"question": "question-1", "body": body, "way": None, "pinned": False, "heading": ""})


SAVED: dict[str, Callable[[], bytes]] = {
    "JSON: 600 KB of empty actions": lambda: saved_with(actions=listed("{}", 200_000)),
    "JSON: 20 MB of empty actions": lambda: saved_with(actions=listed("{}", 6_900_000)),
    "JSON: as many empty notes as may be": lambda: saved_with(notes=listed("{}", 20_000)),
    "JSON: 20 MB of numbers": lambda: saved_with(notes=listed("7", 10_000_000)),
    "JSON: lists in lists": lambda: saved_with(attribution=listed(listed("1", 19_000), 500)),
    "JSON: a million levels": lambda: saved_with(notes="[" * 1_000_000),
    "JSON: one key a million times": lambda: saved_with(attribution="{" + '"a":1,' * 1_000_000 + '"a":1}'),
    "JSON: a number of 20 MB": lambda: saved_with(notes="9" * 20_000_000),
    "JSON: 20 MB of quotes": lambda: b'"' * 20_000_000,
    "JSON: 20 MB of quotes in a text": lambda: b'"' + b'\\"' * 9_999_999 + b"\\",
    "JSON: notes of empty lines": lambda: saved_with(notes=listed(note("\n" * 490), 19_000)),
    "JSON: a text of 19 MB": lambda: saved_with(notes=listed(note("x" * 19_000_000), 1)),
    "JSON: as large as a true one may be": lambda: saved_with(notes=listed(note("We share. " * 93), 19_900)),
}
