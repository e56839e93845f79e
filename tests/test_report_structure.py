"""The PDF can be read out, found through and kept: its tags, headings, tables, links and pages."""

import io
import sys
from datetime import timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reports import CONTENT, MADE_AT, full, note, printed, report, text_of

from report.pdf import ReportError, pdf
from report.radar import in_words

# ---------------------------------------------------------------- the PDF's structure


def test_pdf_is_tagged_titled_and_says_its_language_and_standards() -> None:
    reader = PdfReader(io.BytesIO(printed(full())))
    root, about = reader.root_object, reader.root_object["/Metadata"].get_object().get_data().decode()

    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Leading together"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about


def test_pdf_figure_has_the_sentence_as_its_alternative_and_tables_have_headers() -> None:
    reader = PdfReader(io.BytesIO(printed(full())))

    tags = [
        one for one in map(reader.get_object, range(1, len(reader.xref[0]) + 1)) if isinstance(one, DictionaryObject)
    ]
    kinds = [one.get("/S") for one in tags]
    figures = [one for one in tags if one.get("/S") == "/Figure"]
    assert [one["/Alt"] for one in figures] == [in_words(full().results, CONTENT)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/THead") == kinds.count("/Table") == 3


def test_pdf_passes_qpdf() -> None:
    with pikepdf.open(io.BytesIO(printed(full()))) as document:
        assert document.check_pdf_syntax() == []


def test_pdf_of_the_same_moment_has_the_same_bytes_in_any_time_zone() -> None:
    elsewhere = MADE_AT.astimezone(timezone(timedelta(hours=1)))

    assert (
        pdf(full(), MADE_AT) == printed(full()) == pdf(full(), elsewhere) == pdf(full(), MADE_AT.replace(tzinfo=None))
    )


def test_pdf_can_be_made_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert pdf(full(), MADE_AT) == printed(full())


def test_pdf_failure_says_what_to_do_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(ReportError, match="try again") as raised:
        pdf(report(notes=(note("A private word."),)), MADE_AT)
    assert "private" not in caplog.text + str(raised.value) + repr(raised.value.__context__)


def test_pdf_is_set_again_in_plain_letters_where_a_script_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_once = tmp_path / "python"
    fails_once.write_text(
        f'#!/bin/sh\n[ -e {tmp_path}/tried ] && exec {sys.executable} "$@"\ntouch {tmp_path}/tried\nexit 1\n'
    )
    fails_once.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fails_once))

    text = text_of(pdf(report(notes=(note("Dŵr مرحبا"),)), MADE_AT))

    assert "Dŵr [5 Arabic characters]" in text
