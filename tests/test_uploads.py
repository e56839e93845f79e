"""Files that people upload are read in a process of its own: bounded, refused in plain words, and killed when over."""

import io
import json
import os
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from zipfile import ZipFile

import pytest
from people import CONTENT
from spreadsheets import FORMS as SIX_FORMS
from spreadsheets import HEADS, as_csv, as_workbook, understood

from across import processes
from across.archive.bounds import (
    DEEPEST,
    LONGEST_LIST,
    MOST_DIGITS,
    MOST_NAMES,
    NoSuchJson,
    TooMuchInIt,
    must_be_bounded,
)
from across.archive.pieces import IN_A_PIECE, from_pieces, in_pieces
from across.archive.reading import read_saved
from across.uploads import forms_file, process, saved_file
from across.uploads.forms import find_forms, found
from across.uploads.limits import MEGABYTE, Limits
from across.uploads.process import MEGABYTES, FileNotRead, TooBusy, TookTooMuch, TooLarge, Turns, read
from across.uploads.saved import open_whole, tell, told
from across.uploads.sheets import MOST_COLUMNS, NotRead
from across.uploads.workbook_parts import MOST_ELEMENTS
from across.uploads.workbooks import LONGEST_NAME, MOST_FILES, MOST_SHEETS, MOST_UNPACKED
from across.workshop.errors import WorkshopError
from benchmarks import attack_files
from benchmarks.attack_files import of_sheet, saved_with, sheet, workbook

CONTENTS = {CONTENT.version: CONTENT}
OF_FORMS = {"content": CONTENT.model_dump(mode="json"), "asks_sector": True}
OF_SAVED = {"contents": {CONTENT.version: CONTENT.model_dump(mode="json")}, "whole": False}
A_FILE = Path(__file__).parent / "data" / "saved_workshops" / "second_time.json"
# Only the clock of a test that is meant to run out is short: the machine may be busy.
PATIENT = Limits(seconds=300, core_seconds=120)
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows holds the clock alone")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone holds the memory")


# What a file can say

REFUSED = {
    "CSV: 206 bytes of quotes": "3 columns, and there are 18 items",
    "CSV: a kilobyte of quotes": "3 columns, and there are 18 items",
    "CSV: two megabytes of quotes": "cannot be read as a spreadsheet",
    "CSV: two megabytes of delimiters": "No answer in this file can be read",
    "CSV: two megabytes of empty lines": "nothing in this file",
    "CSV: two megabytes in one cell": "cannot be read as a spreadsheet",
    "CSV: half a million rows": "2 columns, and there are 18 items",
    "CSV: names nearly the items'": "A second table begins in row 2",
    "CSV: two thousand marks on one letter": "No answer in this file can be read",
    "CSV: one letter that unfolds to eighteen": "No answer in this file can be read",
    "CSV: cells that are all different": "say nothing of the items",
    "XLSX: a million empty cells": "workbook is too large",
    "XLSX: empty shared texts": "workbook is too large",
    "XLSX: empty styles": "1 column, and there are 18 items",
    "XLSX: merged cells": "nothing in this file",
    "XLSX: defined names": "nothing in this file",
    "XLSX: a thousand sheets": "workbook is too large",
    "XLSX: the last row and column": "nothing in this file",
    "XLSX: four megabytes in one cell": "1 column, and there are 18 items",
    "XLSX: one text in every cell": "say nothing of the items",
    "XLSX: unpacks to a hundred megabytes": "workbook is too large",
    "XLSX: declares less than it holds": "cannot be read as a spreadsheet",
    "XLSX: fifteen thousand files": "workbook is too large",
    "XLSX: names of files without end": "cannot be read as a spreadsheet",
    "XLSX: another way of packing": "cannot be read as a spreadsheet",
    "XLSX: nested a million deep": "cannot be read as a spreadsheet",
    "XLSX: attributes without end": "nothing in this file",
    "XLSX: a billion laughs": "cannot be read as a spreadsheet",
    "XLSX: a text from elsewhere": "cannot be read as a spreadsheet",
    "XLSX: a row with a number without end": "cannot be read as a spreadsheet",
    "JSON: 600 KB of empty actions": "holds too many entries",
    "JSON: 20 MB of empty actions": "holds too many entries",
    "JSON: as many empty notes as may be": "notes > 1 > question is missing",
    "JSON: 20 MB of numbers": "holds too many entries",
    "JSON: lists in lists": "holds too many entries",
    "JSON: a million levels": "not JSON",
    "JSON: one key a million times": "holds too many entries",
    "JSON: a number of 20 MB": "not JSON",
    "JSON: 20 MB of quotes": "holds too many entries",
    "JSON: 20 MB of quotes in a text": "not JSON",
    "JSON: notes of empty lines": "body has too many lines",
    "JSON: a text of 19 MB": "body is too long",
}


@pytest.mark.parametrize("name", [*attack_files.FORMS, *attack_files.SAVED])
def test_attack_file_is_bounded_before_anything_is_made_of_it(name):
    forms = name in attack_files.FORMS
    file = (attack_files.FORMS if forms else attack_files.SAVED)[name]()
    reader, order = (forms_file.read, OF_FORMS) if forms else (saved_file.read, OF_SAVED)

    if name not in REFUSED:
        assert list(reader(order, file))
        return
    with pytest.raises(WorkshopError, match=REFUSED[name]) as caught:
        reader(order, file)

    assert ("Nothing was changed." in str(caught.value)) is forms
    assert len(str(caught.value)) < 300


def nested(deep: int) -> bytes:
    return b"[" * deep + b"]" * deep


@pytest.mark.parametrize(
    ("within", "beyond", "error"),
    [
        (nested(DEEPEST), nested(DEEPEST + 1), NoSuchJson),
        (b"[" + b"1," * (LONGEST_LIST - 1) + b"1]", b"[" + b"1," * LONGEST_LIST + b"1]", TooMuchInIt),
        (b"{" + b'"a":1,' * (MOST_NAMES - 1) + b'"a":1}', b"{" + b'"a":1,' * MOST_NAMES + b'"a":1}', TooMuchInIt),
        (b"9" * MOST_DIGITS, b"9" * (MOST_DIGITS + 1), NoSuchJson),
        (b'"' + b"[" * 99 + b'\\"' + b"," * LONGEST_LIST + b'"', b'"\\"",' + nested(DEEPEST + 1), NoSuchJson),
    ],
)
def test_json_is_bounded_exactly_and_texts_do_not_count(within, beyond, error):
    must_be_bounded(within)

    with pytest.raises(error):
        must_be_bounded(beyond)


def padded(name: str, size: int) -> bytes:
    """A workbook of forms whose files unpack to so many bytes."""
    rows = "".join(f"<row>{'<c><v>4</v></c>' * 18}</row>" for _ in range(3))
    least = sum(file.file_size for file in files_of(of_sheet(rows)))
    return workbook({"xl/worksheets/sheet1.xml": sheet(rows), name: "x" * (size - least)})


def files_of(file: bytes):
    return ZipFile(io.BytesIO(file)).infolist()


def with_sheets(number: int) -> bytes:
    named = '<sheet name="a" id="r9"/>' * (number - 1)
    rows = f"<row>{'<c><v>4</v></c>' * 18}</row>"
    return workbook(
        {
            "xl/workbook.xml": f'<workbook><sheets>{named}<sheet name="Forms" id="r1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": sheet(rows),
        }
    )


def with_elements(number: int) -> bytes:
    """A workbook of forms with so many elements in its parts."""
    filled = f"<row>{'<c><v>4</v></c>' * 18}</row>"
    # beside the row: 2 around it, 2 + 3 links with theirs, 3 of the workbook, 1 of its texts
    others = 2 + 37 + 2 + 4 + 3 + 1
    return of_sheet(filled + "<row/>" * (number - others))


ROWS = f"<row>{'<c><v>4</v></c>' * 18}</row>"
EXACT = {
    "bytes unpacked": (lambda beyond: padded("x", MOST_UNPACKED + beyond), "too large"),
    "files": (
        lambda beyond: workbook(
            {"xl/worksheets/sheet1.xml": sheet(ROWS), **{f"x/{n}": "" for n in range(MOST_FILES - 7 + beyond)}}
        ),
        "too large",
    ),
    "a name": (
        lambda beyond: workbook({"xl/worksheets/sheet1.xml": sheet(ROWS), "x" * (LONGEST_NAME + beyond): ""}),
        "cannot be read",
    ),
    "sheets": (lambda beyond: with_sheets(MOST_SHEETS + beyond), "too large"),
    "elements": (lambda beyond: with_elements(MOST_ELEMENTS + beyond), "too large"),
}


@pytest.mark.parametrize("what", EXACT)
def test_workbook_is_bounded_exactly(what):
    make, why = EXACT[what]

    assert understood(make(0)).rows[0] == ["", *["4"] * 18]
    with pytest.raises(NotRead, match=why):
        understood(make(1))


def test_columns_beyond_those_that_are_read_are_said():
    rows = [[*HEADS, *["x"] * (MOST_COLUMNS - len(HEADS))], *SIX_FORMS]

    within, beyond = understood(as_csv(rows)), understood(as_csv([[*rows[0], "y"], *SIX_FORMS]))

    assert within.rows == beyond.rows == SIX_FORMS
    assert ["the file has more" in " ".join(forms.said) for forms in (within, beyond)] == [False, True]


@pytest.mark.parametrize("kind", ["forms", "saved"])
def test_file_is_bounded_before_a_process_begins(kind):
    turns = Turns(0, 0)

    with pytest.raises(TooBusy):
        read(kind, {}, bytes(MEGABYTES[kind] * MEGABYTE), turns=turns)
    with pytest.raises(TooLarge, match=f"larger than {MEGABYTES[kind]} MB.*Nothing was changed"):
        read(kind, {}, bytes(MEGABYTES[kind] * MEGABYTE + 1), turns=turns)


# What a file holds, through its process


def test_forms_come_out_of_the_process_as_they_went_in():
    forms = found(find_forms(as_workbook([HEADS, *SIX_FORMS]), CONTENT, asks_sector=True, limits=PATIENT))

    assert (forms.rows, forms.wrong, forms.asks) == (SIX_FORMS, [], [])
    assert (forms.columns[18].name, forms.places[18], forms.must_be_looked_at) == (
        HEADS[18],
        (18, 18),
        False,
    )


def test_sectors_are_left_out_and_that_is_said_where_they_are_not_asked():
    forms = found(find_forms(as_csv([HEADS, *SIX_FORMS]), CONTENT, asks_sector=False, limits=PATIENT))

    assert {row[0] for row in forms.rows} == {""}
    assert "does not ask for the sector" in forms.said[-1]


def test_saved_workshop_comes_out_of_the_process_as_it_went_in():
    file = A_FILE.read_bytes()
    saved = read_saved(file, CONTENTS)

    few = told(tell(file, CONTENTS, PATIENT))

    assert open_whole(file, CONTENTS, PATIENT) == saved
    assert (few.name, few.held_on, few.notes + few.proposals) == (saved.name, saved.held_on, len(saved.notes))
    assert (few.people, few.compares, few.texts) == (saved.results.profile.respondents, True, ())


def test_texts_of_other_content_are_told_as_many_as_a_page_can_show():
    notes = attack_files.listed(attack_files.note("Still here"), 1000)

    few = told(tell(saved_with(notes=notes, content_version='"garden 1"'), CONTENTS, PATIENT))

    assert len(few.texts) == saved_file.MOST_SHOWN
    assert few.more_texts > 1000 - saved_file.MOST_SHOWN


def test_pieces_of_a_workshop_are_small_and_make_it_whole():
    file = saved_with(notes=attack_files.listed(attack_files.note("We share."), 5 * IN_A_PIECE + 1))
    saved = read_saved(file, CONTENTS)

    pieces = [json.dumps(piece).encode() for piece in in_pieces(saved)]

    assert len(pieces) > 6
    assert from_pieces(pieces) == saved


def test_refusal_comes_out_of_the_process_as_a_sentence():
    with pytest.raises(FileNotRead, match="not JSON, or it is cut short"):
        tell(b"{", CONTENTS, PATIENT)
    with pytest.raises(FileNotRead, match=r"is a PDF .* Nothing was changed\.$"):
        find_forms(b"%PDF-1.7", CONTENT, asks_sector=True, limits=PATIENT)


# What a process may take


def children() -> set[str]:
    """The processes that any thread of this one has started and that are still there."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            found.update((task / "children").read_text().split())
    return found


@on_linux
def test_process_that_gets_no_time_is_killed_and_the_file_is_not_blamed(caplog, capfd):
    before = children()

    with pytest.raises(TooBusy, match=r"server has too much to do.*Nothing was changed.*in a minute"):
        find_forms(b"A secret word", CONTENT, asks_sector=True, limits=Limits(seconds=0.01))

    assert children() - before == set()
    assert "secret" not in caplog.text + "".join(capfd.readouterr())
    assert "took more than 0.01 seconds" in caplog.text


@on_linux
@on_linux
def test_process_that_needs_too_much_memory_ends_and_nothing_of_the_file_is_logged(caplog, capfd):
    file = attack_files.SAVED["JSON: as large as a true one may be"]()

    with pytest.raises(TookTooMuch):
        tell(file, CONTENTS, Limits(seconds=300, core_seconds=120, megabytes=8))

    assert "share" not in caplog.text + "".join(capfd.readouterr())
    assert "ended with code" in caplog.text


def test_reader_that_fails_says_that_the_file_could_not_be_read(caplog):
    with pytest.raises(FileNotRead, match=r"could not be read just now\. Nothing was changed\.") as caught:
        read("forms", {}, b"A secret word", PATIENT)

    assert type(caught.value) is FileNotRead
    assert "secret" not in caplog.text


def endless(*what: str) -> processes.Ended:
    return processes.run("endless", *what, given=[], seconds=300, environment=os.environ)


@on_posix
def test_seconds_of_a_core_end_a_process():
    assert endless("seconds").code < 0


@on_linux
def test_memory_beyond_the_limit_is_not_given():
    name, number = endless("memory").written.split()

    assert name == b"MemoryError"
    assert int(number) <= 65


@on_posix
def test_no_file_is_written(tmp_path):
    ended = endless("file", str(tmp_path / "file"))

    assert ended.written.startswith(b"OSError")
    assert list(tmp_path.glob("*")) in ([], [tmp_path / "file"])
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0


def test_process_is_told_nothing_that_it_does_not_need(monkeypatch):
    monkeypatch.setenv("ACROSS_DATABASE_URL", "postgresql://somebody:secret@host/name")

    assert not any(name.startswith("ACROSS") for name in process.NEEDED)
    assert found(find_forms(as_csv([HEADS, *SIX_FORMS]), CONTENT, asks_sector=True, limits=PATIENT)).rows == SIX_FORMS


def test_limits_are_those_that_the_documentation_gives():
    assert asdict(process.LIMITS) == {"seconds": 60, "core_seconds": 10, "megabytes": 512}
    assert (process.AT_ONCE, process.MOST_WAITING) == (2, 4)


# So many at once


class Holder(threading.Thread):
    """Somebody who has a turn until told to go."""

    def __init__(self, turns: Turns) -> None:
        super().__init__(daemon=True)
        self.turns, self.has_it, self.goes, self.refused = (
            turns,
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self.start()

    def run(self) -> None:
        try:
            with self.turns.turn(300):
                self.has_it.set()
                self.goes.wait(300)
        except TooBusy:
            self.refused.set()


def test_two_are_read_at_once_a_third_waits_and_nobody_else():
    turns = Turns(2, 1)
    first, second = Holder(turns), Holder(turns)
    assert first.has_it.wait(300)
    assert second.has_it.wait(300)
    third, fourth = Holder(turns), Holder(turns)

    while not (third.refused.is_set() or fourth.refused.is_set()):
        assert not third.has_it.is_set()
        assert not fourth.has_it.is_set()
    waiting = fourth if third.refused.is_set() else third
    first.goes.set()

    assert waiting.has_it.wait(300)
    assert not waiting.refused.is_set()
    for holder in (second, waiting):
        holder.goes.set()


def test_whoever_waits_in_vain_is_told_to_try_again():
    turns = Turns(1, 5)

    with turns.turn(1), pytest.raises(TooBusy, match=r"Other files are being read.*Try again in a minute"):
        read("forms", OF_FORMS, b"4", Limits(seconds=0.01), turns)


def test_turn_is_given_back_after_a_refusal():
    turns = Turns(1, 0)

    for _ in range(2):
        with pytest.raises(FileNotRead, match="1 column"):
            read("forms", OF_FORMS, b"4", PATIENT, turns)
