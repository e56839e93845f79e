"""Paper for the room: everything of the questionnaire on two pages, every question with room to write."""

import io
import itertools
from functools import cache

import pikepdf
import pypdfium2
import pytest
import segno
from pypdf import PdfReader
from reading import headings, read_out
from reports import CONTENT, MADE_AT, joined, text_of

from across.documents.blank_forms import FormDetails, discussion_sheet_pdf, qr_runs, questionnaire_pdf
from across.documents.edition import Paper
from content.shape import Content

ADDRESS = "http://192.168.178.24:8501/join/K7QM3X"
PAPERS = {"a4": (595.3, 841.9), "us-letter": (612.0, 792.0)}
ITEMS = CONTENT.questionnaire.items
SCALE = CONTENT.choices.scale


@cache
def form(paper: Paper = "a4", *, asks_sector: bool = True, address: str = ADDRESS, name: str = "Winter") -> bytes:
    return questionnaire_pdf(CONTENT, address, MADE_AT, FormDetails(name, asks_sector, 7, paper))


@cache
def sheet(paper: Paper = "a4") -> bytes:
    return discussion_sheet_pdf(CONTENT, ADDRESS, MADE_AT, FormDetails("Winter", paper=paper))


def sizes(document: bytes) -> set[tuple[float, float]]:
    return {tuple(round(length, 1) for length in page.get_size()) for page in pypdfium2.PdfDocument(document)}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["", "Leading together " * 11, "W" * 200])
def test_questionnaire_fits_on_two_pages_of_either_paper(paper: Paper, name: str) -> None:
    document = form(paper, name=name)

    assert len(PdfReader(io.BytesIO(document)).pages) == 2
    assert sizes(document) == {PAPERS[paper]}


def test_questionnaire_asks_every_item_under_its_dimension_with_its_labelled_points() -> None:
    texts = [tag.text for tag in read_out(form()) if tag.tag in ("H2", "P")]
    start, numbers = texts.index(CONTENT.questionnaire.dimensions[0].name), iter(range(1, len(ITEMS) + 1))

    expected = []
    for dimension in CONTENT.questionnaire.dimensions:
        expected.append(dimension.name)
        for item in dimension.items:
            expected += [f"{next(numbers)}. {item.text}", *SCALE.points, SCALE.dont_know]
    assert texts[start : start + len(expected)] == expected


def test_questionnaire_says_whose_it_is_what_the_scale_is_and_how_answers_are_treated() -> None:
    text, questionnaire = text_of(form()), CONTENT.questionnaire

    for phrase in (
        questionnaire.introduction,
        f"{questionnaire.copyright} {questionnaire.information} {questionnaire.link}",
        SCALE.note,
    ):
        assert phrase in text
    assert "put no name on this form" in text
    assert "Nothing of a dimension is shown before 7 people have answered all of it." in text
    assert "Those who come later are added 3 or more at a time." in text
    assert "counts only when all of it is answered. “Don't know / does not apply” is an answer, too." in text
    assert "not a diagnosis" in text
    assert all(questionnaire.copyright in page.extract_text() for page in PdfReader(io.BytesIO(form())).pages)


def test_questionnaire_asks_for_the_sector_where_the_workshop_does() -> None:
    asked, not_asked = text_of(form()), text_of(form(asks_sector=False))

    assert [sector.name in asked for sector in CONTENT.choices.sectors] == [True] * len(CONTENT.choices.sectors)
    assert "Which sector do you work in?" in asked
    assert "Which sector do you work in?" not in not_asked


def test_questionnaire_has_a_box_for_every_choice_large_enough_for_a_pen() -> None:
    boxes = []
    for page in pypdfium2.PdfDocument(form()):
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = thing.get_bounds()
            wide, high = (right - left) * 25.4 / 72, (top - bottom) * 25.4 / 72
            boxes += [(wide, high)] if abs(wide - high) < 0.1 and 4.5 < wide < 6 else []

    assert len(boxes) == len(ITEMS) * (len(SCALE.points) + 1) + len(CONTENT.choices.sectors)
    assert min(min(box) for box in boxes) >= 5


SCALES = {
    "ours": SCALE.points,
    "seven": [
        "Disagree completely",
        "Disagree strongly",
        "Disagree somewhat",
        "Neither agree nor disagree",
        "Agree somewhat",
        "Agree strongly",
        "Agree completely",
    ],
    "eleven": [
        "Not at all like us",
        "Hardly",
        "Very rarely",
        "Rarely",
        "Now and then",
        "Sometimes, sometimes not",
        "More often than not",
        "Often",
        "Very often",
        "Nearly always",
        "Completely like us",
    ],
    "numbers": [str(number) for number in range(11)],
    "one long word": ["Unwahrscheinlichkeitsrechnung"] * 7,
    "a long sentence": ["I could not disagree more with what is written in this statement", "Agree"],
}


def with_scale(points: list[str]) -> Content:
    scale = SCALE.model_copy(update={"points": tuple(points)})
    return CONTENT.model_copy(update={"choices": CONTENT.choices.model_copy(update={"scale": scale})})


def boxes_of(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    found = [thing.get_bounds() for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    millimetre = 72 / 25.4
    return [
        (left, bottom, right, top)
        for left, bottom, right, top in found
        if abs((right - left) - (top - bottom)) < 0.3 and 4.5 < (right - left) / millimetre < 6
    ]


def letters_of(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float, str]]:
    text = page.get_textpage()
    letters = [(*text.get_charbox(place), text.get_text_range(place, 1)) for place in range(text.count_chars())]
    # not the title, whose letters are made to run under each other
    return sorted(letter for letter in letters if letter[4].strip() and letter[3] - letter[1] < 10)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("scale", SCALES)
def test_no_label_runs_into_a_box_or_another_label_on_any_scale(scale: str, paper: Paper) -> None:
    document = questionnaire_pdf(
        with_scale(SCALES[scale]), ADDRESS, MADE_AT, FormDetails("Winter", asks_sector=True, paper=paper)
    )
    typed = {*map(str, range(1, len(SCALES[scale]) + 1)), "d", ""}

    number = 0
    for page in pypdfium2.PdfDocument(document):
        letters, boxes = letters_of(page), boxes_of(page)
        number += len(boxes)
        for left, bottom, right, top in boxes:
            near = [a for a in letters if a[2] > left - 2 and a[0] < right and a[3] > bottom and a[1] < top]
            assert "".join(letter[4] for letter in near) in typed
            assert all(letter[0] > left and letter[2] < right for letter in near)
        places = sorted({letter[:4] for letter in letters})  # letters that are drawn as one share their place
        for number_of_it, (_, bottom, right, top) in enumerate(places, start=1):
            for other in itertools.takewhile(lambda other, end=right: other[0] < end - 1, places[number_of_it:]):
                assert other[1] > top - 1 or other[3] < bottom + 1
    assert number == len(ITEMS) * (len(SCALES[scale]) + 1) + len(CONTENT.choices.sectors)


def test_questionnaire_gives_the_address_in_text_beside_its_code() -> None:
    assert ADDRESS in joined(form())
    assert ADDRESS in joined(sheet())
    assert [tag.text for tag in read_out(sheet()) if tag.tag == "Figure"] == [f"QR code to join: {ADDRESS}"]
    assert [tag.text for tag in read_out(form()) if tag.tag == "Figure"] == [f"QR code to join: {ADDRESS}"]


def test_questionnaire_without_an_address_has_no_code() -> None:
    assert [tag for tag in read_out(form(address="")) if tag.tag == "Figure"] == []
    assert "Or answer on your phone" not in text_of(form(address=""))


def test_questionnaires_code_is_that_of_the_address_module_for_module() -> None:
    modules = [list(row) for row in segno.make(ADDRESS, error="m").matrix]
    page, scale = pypdfium2.PdfDocument(form())[0], 6
    left, bottom, right, top = _dark_corner(form())
    picture = page.render(scale=scale).to_pil().convert("L")
    module = (right - left) / len(modules)

    def dark(x: int, y: int) -> int:
        point = (left + (x + 0.5) * module, page.get_height() - top + (y + 0.5) * module)
        return int(picture.getpixel(tuple(int(length * scale) for length in point)) < 128)

    assert abs((right - left) - (top - bottom)) < 0.1
    assert [[dark(x, y) for x in range(len(modules))] for y in range(len(modules))] == modules


def _dark_corner(document: bytes) -> tuple[float, ...]:
    """The box around what is dark of the code, in points."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        tags = [element for element in opened.objects if isinstance(element, pikepdf.Dictionary)]
        figure = next(element for element in tags if element.get("/S") == "/Figure")
        about = figure.A if isinstance(figure.A, pikepdf.Array) else [figure.A]
        return tuple(map(float, next(attributes.BBox for attributes in about if "/BBox" in attributes)))


def test_runs_hold_the_code_with_its_quiet_border() -> None:
    runs = qr_runs(ADDRESS)
    dark = [{x for start, length in row for x in range(start, start + length)} for row in runs]

    expected = [list(row) for row in segno.make(ADDRESS, error="m").matrix_iter(border=4)]
    assert [[int(x in row) for x in range(len(runs))] for row in dark] == expected
    assert runs[0] == runs[3] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_discussion_sheet_holds_the_questions_word_for_word_and_the_five_ways(paper: Paper) -> None:
    texts = [tag.text for tag in read_out(sheet(paper))]

    asked, printed = CONTENT.questions.questions, joined(sheet(paper))
    assert [question.text.replace(" ", "") in printed for question in asked] == [True] * 5
    assert [f"{way.name} ({way.published})" in texts for way in CONTENT.choices.ways.list] == [True] * 5
    assert CONTENT.choices.ways.note in texts
    assert sizes(sheet(paper)) == {PAPERS[paper]}


def test_discussion_sheet_gives_each_question_room_to_write() -> None:
    lines = [
        sum(thing.get_bounds()[2] - thing.get_bounds()[0] > 400 for thing in page.get_objects(max_depth=1))
        for page in pypdfium2.PdfDocument(sheet())
    ]

    assert len(lines) == 3
    assert min(lines) >= 12


@pytest.mark.parametrize("document", [form, sheet])
def test_paper_is_tagged_and_says_its_title_language_and_standards(document) -> None:
    reader = PdfReader(io.BytesIO(document()))
    about = reader.root_object["/Metadata"].get_object().get_data().decode()

    assert reader.root_object["/Lang"] == "en-GB"
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert headings(document())[0] == ("H1", reader.metadata.title)
    assert document.__wrapped__() == document()
