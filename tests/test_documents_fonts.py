"""The report is set in the type of the projected screen, and in other fonts where that has no letter."""

import io

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from reports import MADE_AT, full, note, report

from across.documents import fonts as printed_fonts
from across.documents.fonts import DISPLAY, SCREEN_FACES, TEXT, FontsMissing, available_fonts
from across.documents.report_pdf import report_pdf


@pytest.fixture
def unpacked_again(tmp_path, monkeypatch):
    """An empty cache folder, as on a machine that makes its first report; the known one is asked again afterwards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    printed_fonts.fonts.cache_clear()
    yield tmp_path
    printed_fonts.fonts.cache_clear()


def faces_in(document: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(document)).pages
    return {
        str(face.get_object()["/BaseFont"]).partition("+")[2]
        for page in pages
        for face in page["/Resources"].get("/Font", {}).values()
    }


def test_fonts_of_the_screen_are_unpacked_under_our_own_names(unpacked_again) -> None:
    [folder, _] = available_fonts().folders

    assert folder.is_relative_to(unpacked_again)
    for name in SCREEN_FACES:
        with TTFont(folder / f"{name}.ttf") as font:
            assert font["name"].getDebugName(1) == name
            assert "wght" in {axis.axisTag for axis in font["fvar"].axes}
    assert not list(folder.glob("*.part"))


@pytest.mark.usefixtures("unpacked_again")
def test_fonts_are_written_again_where_a_cleaner_took_one() -> None:
    [folder, _] = available_fonts().folders
    (folder / f"{DISPLAY}.ttf").unlink()

    [again, _] = available_fonts().folders
    assert (again / f"{DISPLAY}.ttf").is_file()


@pytest.mark.usefixtures("unpacked_again")
def test_fonts_missing_from_the_installed_packages_are_said_to_be_missing(monkeypatch) -> None:
    monkeypatch.setitem(SCREEN_FACES, TEXT, "NoSuchFace.*.woff2")

    with pytest.raises(FontsMissing, match=r"requirements\.txt"):
        available_fonts()


def test_pdf_is_set_in_the_type_of_the_screen() -> None:
    found = faces_in(report_pdf(full(), MADE_AT))

    assert any(face.startswith("SourceSans") for face in found)
    assert any(face.startswith("SourceSerif") for face in found)
    assert not any("Libertinus" in face for face in found)


def test_pdf_takes_other_fonts_for_letters_that_the_type_of_the_screen_lacks() -> None:
    found = faces_in(report_pdf(report(notes=(note("\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d"),)), MADE_AT))

    assert any("FiraGO" in face for face in found)
    assert any("CJK" in face for face in found)


def test_widths_of_letters_are_those_of_the_weight_they_are_set_in() -> None:
    advances = available_fonts().advances

    assert 0.75 < advances[ord("W")] < 0.95
    assert advances[ord("i")] < advances[ord("n")] < advances[ord("m")]
