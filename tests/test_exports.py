"""What must never leave the server is in no export, whichever way it is made."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from people import a_plan, answer_all, notes_of
from pypdf import PdfReader
from reports import MADE_AT, note, report, results, text_of, uneven

from across.archive.writing import json_file
from across.documents.report_pdf import report_pdf
from across.documents.spreadsheets import scores_csv, scores_excel
from across.documents.word_document import word_document
from across.room.application import Application
from across.workshop.report import Report

WITHHELD_MEAN = ("4.25", "4.3 ", "4.3<", ">4.3")


def _pdf(value: Report) -> str:
    document = report_pdf(value, MADE_AT)
    about = PdfReader(io.BytesIO(document)).root_object["/Metadata"].get_object().get_data().decode()
    return text_of(document) + about + document.decode("latin-1")


def _docx(value: Report) -> str:
    return _unzipped(word_document(value, MADE_AT))


def _xlsx(value: Report) -> str:
    return _unzipped(scores_excel(value))


def _unzipped(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


EXPORTS: dict[str, Callable[[Report], str]] = {
    "pdf": _pdf,
    "docx": _docx,
    "csv": lambda value: scores_csv(value).decode("utf-8-sig"),
    "xlsx": _xlsx,
    "json": lambda value: json_file(value).decode(),
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_export_of_a_real_workshop_holds_no_key_token_code_id_or_hidden_note(
    sqlite_application: Application, kind: str
) -> None:
    _, key = sqlite_application.start(a_plan())
    room = sqlite_application.facilitator(key)
    room.open_scoring()
    tokens = [answer_all(room, 1 + position % 5) for position in range(6)]
    tokens[0].send_note("a" * 32, "question-1", "Please forget this.", None)
    tokens[1].send_note("b" * 32, "question-1", "Keep this.", None)
    ids = {note.body: note.id for note in notes_of(room, "question-1")}
    room.hide_note(ids["Please forget this."], hidden=True)
    room.close_scoring()
    room.reveal()
    exported = EXPORTS[kind](room.report())

    for secret in (
        key,
        room.code,
        *(sender.token for sender in tokens),
        *ids.values(),
        "Please forget this.",
        "forget",
    ):
        assert secret not in exported
    assert ("Keep this." in exported) == (kind in ("pdf", "docx", "json"))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_export_does_not_keep_the_order_in_which_notes_came(kind: str) -> None:
    said = [note("Alder"), note("Beech"), note("Chestnut")]
    exported = [EXPORTS[kind](report(notes=tuple(order))) for order in (said, said[::-1])]

    assert [order.index("Alder") < order.index("Beech") < order.index("Chestnut") for order in exported] == [True, True]


@pytest.mark.parametrize("kind", EXPORTS)
def test_export_withholds_a_small_group_even_where_a_profile_comes_in_whole(kind: str) -> None:
    careless = replace(report(found=results(uneven(few=""))), results=replace(results(None), profile=uneven()))
    exported = EXPORTS[kind](careless)

    assert [number in exported for number in WITHHELD_MEAN] == [False] * len(WITHHELD_MEAN)


@pytest.mark.parametrize("kind", EXPORTS)
def test_export_says_nothing_of_who_answered_what_or_when(kind: str) -> None:
    exported = EXPORTS[kind](report(found=results(uneven())))

    assert [word in exported for word in ("person-", "SECRETCODE", "777123", "respondent_id")] == [False] * 4
