"""Paper forms: what is typed or pasted is read into answers, or says at which cell it cannot be."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from people import CONTENT, ITEMS, answer_all, answers_of, counts_of, now, results_of, start

from across.uploads.files import tables
from across.uploads.forms_table import Reader
from across.uploads.sheets import LONGEST_CELL, MOST_COLUMNS, Filling
from across.workshop.errors import NotAllowedHere, ScoringFinished, TextMissing
from across.workshop.paper_forms import MOST_FORMS, columns, read_forms
from across.workshop.values import Answers

A_FORM = ["health", *("4" for _ in ITEMS)]
FOURS = dict.fromkeys(ITEMS, 4)


def arranged(table, content):
    """The forms in a table from elsewhere, with our columns."""
    filling = Filling()
    for number, row in enumerate(table, 1):
        filling.add(number, row)
    return Reader(content).understood(filling.sheet()).rows


def as_wide(*rows):
    """Rows with all of our columns."""
    wide = len(columns(CONTENT))
    return [[*row, *[""] * (wide - len(row))] for row in rows]


def cells_of(file):
    """The cells of the first sheet of a file."""
    return [list(row.cells) for row in tables(file)[0].rows]


@pytest.fixture
def room(application):
    return start(application)


def test_each_row_is_a_form_and_empty_rows_are_none():
    forms = read_forms([A_FORM, ["", "  "], ["", "5"]], CONTENT)

    assert forms.wrong == ()
    assert forms.answers == (Answers("health", FOURS), Answers(None, {ITEMS[0]: 5}))


@pytest.mark.parametrize(
    ("text", "point"),
    [("1", 1), (" 5 ", 5), ("4.0", 4), ("agree", 4), ("Strongly disagree", 1), ("d", None), ("?", None),
     ("Don't know / does not apply", None)],
)  # fmt: skip
def test_a_point_is_read_by_its_number_or_its_words(text, point):
    assert read_forms([["", text]], CONTENT).answers == (Answers(None, {ITEMS[0]: point}),)


@pytest.mark.parametrize("text", ["0", "6", "4.5", "yes", "-1", "=1+1", "\uff14", "9" * 500])
def test_a_cell_that_cannot_be_read_is_named_and_says_what_can_be_written(text):
    (wrong,) = read_forms([A_FORM, ["", "3", text]], CONTENT).wrong

    assert (wrong.row, wrong.column) == (1, 2)
    assert "Write 1 to 5" in wrong.why
    assert len(wrong.why) < 200


def test_an_unknown_sector_and_a_form_without_an_answer_are_named():
    wrong = read_forms([["Moon", "3"], ["health"]], CONTENT).wrong

    assert [(cell.row, cell.column) for cell in wrong] == [(0, 0), (1, 1)]
    assert "Health, Social care" in wrong[0].why


@given(st.lists(st.lists(st.text(max_size=12), max_size=25), max_size=6))
def test_any_table_at_all_is_read_or_refused_cell_by_cell(table):
    forms = read_forms(table, CONTENT)

    for form in forms.answers:
        assert set(form.points) <= set(ITEMS)
        assert all(point is None or 1 <= point <= 5 for point in form.points.values())
    assert all(0 <= cell.row < len(table) and 0 <= cell.column <= len(ITEMS) for cell in forms.wrong)


def test_columns_of_a_file_are_found_by_their_names_in_any_order():
    table = [["Item 2", "When", CONTENT.questionnaire.items[0].text.upper()], ["2", "today", "1"]]

    assert arranged(table, CONTENT) == [["", "1", "2", *[""] * (len(ITEMS) - 2)]]


def test_columns_without_names_are_taken_in_order_with_or_without_the_sector():
    points = ["3"] * len(ITEMS)

    assert arranged([points, []], CONTENT) == [["", *points]]
    assert arranged([["health", *points]], CONTENT) == [["health", *points]]


def test_a_title_above_the_forms_and_a_row_of_numbers_are_no_forms():
    points, numbers = ["3"] * len(ITEMS), [str(number) for number in range(1, len(ITEMS) + 1)]
    title = ["Forms of 3 May", *[""] * 5]

    assert arranged([title, [], points], CONTENT) == [["", *points]]
    assert arranged([title, numbers, points], CONTENT) == [["", *points]]
    assert arranged([["Form", *numbers], ["17", *points]], CONTENT) == [["", *points]]
    assert arranged([["sector", *numbers], ["Health", *points]], CONTENT) == [["Health", *points]]


def test_forms_are_counted_without_the_rows_above_them():
    points, numbers = ["3"] * len(ITEMS), [str(number) for number in range(1, len(ITEMS) + 1)]
    above = [["Forms of 3 May"], numbers]

    assert len(arranged([*above, *[points] * MOST_FORMS], CONTENT)) == MOST_FORMS
    for too_many in ([*above, *[points] * (MOST_FORMS + 1)], [points] * (MOST_FORMS + 1)):
        with pytest.raises(ValueError, match=f"more than {MOST_FORMS} forms"):
            arranged(too_many, CONTENT)


def test_a_form_of_one_answer_or_one_wrong_cell_among_others_is_no_title():
    points = ["3"] * len(ITEMS)

    assert arranged([["", "4"], points], CONTENT) == as_wide(["", "", "4"], ["", *points])
    assert arranged([["x", "y"], points], CONTENT) == as_wide(["", "x", "y"], ["", *points])
    assert arranged([["Health", ""], ["", *points]], CONTENT) == as_wide(["Health", ""], ["", *points])


@pytest.mark.parametrize("table", [[], [["", " "]], [["3"] * 30], [["3"]] * 600])
def test_a_file_that_cannot_be_told_apart_is_refused_in_words(table):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        arranged(table, CONTENT)


def test_paper_forms_count_as_people_who_answered_for_themselves(room):
    room.open_scoring()
    for _ in range(3):
        answer_all(room, 4)
    room.enter_forms([Answers("health", FOURS), Answers(None, FOURS)])

    counts = counts_of(room)
    room.reveal()

    assert (counts.joined, counts.finished, counts.on_paper, counts.answered) == (3, 3, 2, 5)
    assert results_of(room).profile.respondents == 5


def test_paper_forms_are_saved_all_or_none(room):
    with pytest.raises(NotAllowedHere):
        room.enter_forms([Answers(None, FOURS), Answers(None, {ITEMS[0]: 9})])
    with pytest.raises(NotAllowedHere):
        room.enter_forms([Answers("moon", FOURS)])
    with pytest.raises(TextMissing):
        room.enter_forms([])

    assert counts_of(room).on_paper == 0


def test_paper_forms_can_be_taken_back_until_results_are_shown(room):
    room.open_scoring()
    answer_all(room, 4)
    room.enter_forms([Answers(None, FOURS)])
    room.remove_forms()

    assert (counts_of(room).on_paper, counts_of(room).finished) == (0, 1)
    room.enter_forms([Answers(None, FOURS)] * 4)
    room.reveal()
    with pytest.raises(NotAllowedHere, match="no longer removed"):
        room.remove_forms()


def test_paper_forms_are_corrected_together_and_count_once(room):
    room.open_scoring()
    kept = room.enter_forms([Answers(None, FOURS)] * 3)
    wrong = room.enter_forms([Answers(None, FOURS), Answers(None, {ITEMS[0]: 1})])

    room.enter_forms([Answers(None, dict.fromkeys(ITEMS, 2))] * 2, instead_of=wrong)

    assert counts_of(room).on_paper == 5
    room.reveal()
    assert results_of(room).profile.dimensions[0].items[0].counts == (0, 2, 0, 3, 0)
    with pytest.raises(NotAllowedHere, match="no longer removed or changed"):
        room.enter_forms([Answers(None, FOURS)], instead_of=kept)
    assert counts_of(room).on_paper == 5


def test_a_correction_that_cannot_be_kept_leaves_the_forms_as_they_were(room):
    names = room.enter_forms([Answers(None, FOURS)] * 2)

    with pytest.raises(NotAllowedHere):
        room.enter_forms([Answers(None, {ITEMS[0]: 9})], instead_of=names)

    assert counts_of(room).on_paper == 2


def test_a_correction_takes_back_nothing_but_paper_forms_of_its_own_workshop(room, application):
    room.open_scoring()
    token = answer_all(room, 3)
    other = start(application)
    elsewhere = other.enter_forms([Answers(None, FOURS)])
    phones = [answer[0] for answer in now(room, lambda reading: reading.answers)]

    room.enter_forms([Answers(None, FOURS)], instead_of=[*elsewhere, *phones])

    assert counts_of(other).on_paper == 1
    assert len(answers_of(token)[0].points) == len(ITEMS)


def test_paper_forms_that_are_sent_again_for_want_of_an_answer_count_once(room):
    wrong = room.enter_forms([Answers(None, FOURS)] * 2)
    corrected = [Answers(None, dict.fromkeys(ITEMS, 2))] * 2

    names = [room.enter_forms(corrected, instead_of=wrong, sent="one press") for _ in range(2)]

    assert names[0] == names[1]
    assert counts_of(room).on_paper == 2
    room.open_scoring()
    for _ in range(3):
        answer_all(room, 4)
    room.reveal()
    assert room.enter_forms(corrected, instead_of=wrong, sent="one press") == names[0]
    room.enter_forms(corrected, sent="another press")
    assert counts_of(room).on_paper == 4


def test_paper_forms_sent_under_the_same_name_elsewhere_are_others(room, application):
    other = start(application)

    names = [here.enter_forms([Answers(None, FOURS)], sent="one press") for here in (room, other)]

    assert names[0] != names[1]
    assert (counts_of(room).on_paper, counts_of(other).on_paper) == (1, 1)


def test_paper_forms_end_with_scoring(room):
    room.finish_scoring()
    with pytest.raises(ScoringFinished):
        room.enter_forms([Answers(None, FOURS)])


def workbook(rows, sheet="xl/worksheets/sheet1.xml", junk=""):
    """A workbook with these rows; `junk` stands in place of the sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    if not junk:
        return made.getvalue()
    changed = io.BytesIO()
    with ZipFile(made) as before, ZipFile(changed, "w", ZIP_DEFLATED) as after:
        for one in before.namelist():
            after.writestr(one, junk if one == sheet else before.read(one))
    return changed.getvalue()


def test_a_workbook_is_read_as_texts():
    assert cells_of(workbook([["Item 1", "Item 2"], [4, None], ["d", 5]])) == [
        ["Item 1", "Item 2"],
        ["4"],
        ["d", "5"],
    ]


def test_a_small_workbook_of_one_long_text_in_every_cell_stays_small():
    """Excel keeps a text once, however many cells show it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    row = "<row>" + '<c t="s"><v>0</v></c>' * 300 + "</row>"
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{row * 20}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{"x" * 1_000_000}</t></si></sst>',
    }
    made = io.BytesIO()
    with ZipFile(io.BytesIO(workbook([[1]]))) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if name == "[Content_Types].xml":
                shared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>'
                text = text.replace("</Types>", f"{shared}</Types>")
            if name == "xl/_rels/workbook.xml.rels":
                shared = f'<Relationship Id="rId99" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
                text = text.replace("</Relationships>", f"{shared}</Relationships>")
            after.writestr(name, parts.get(name, text))
        after.writestr("xl/sharedStrings.xml", parts["xl/sharedStrings.xml"])

    rows = cells_of(made.getvalue())

    assert len(made.getvalue()) < 30_000
    assert [len(row) for row in rows] == [MOST_COLUMNS] * 20
    assert {len(cell) for row in rows for cell in row} == {LONGEST_CELL}


@pytest.mark.parametrize("junk", ["no sheet at all", "<worksheet>" + " " * 5_000_000])
def test_a_damaged_or_monstrous_workbook_is_refused_in_plain_words(junk):
    with pytest.raises(ValueError, match=r"This (file cannot be read|workbook is too large)"):
        cells_of(workbook([[1]], junk=junk))


def test_something_that_is_no_workbook_is_refused_in_plain_words():
    with pytest.raises(ValueError, match="cannot be read as a spreadsheet"):
        cells_of(b"PK no zip")
