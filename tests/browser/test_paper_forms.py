"""The grid for paper forms, in a real browser with the keyboard alone."""

import re

import pytest
from people import ITEMS
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotInTime
from screens import opened, pressed, started_at, wait_until
from spreadsheets import FORMS, TEXTS, as_csv

PASTE = """({ into, text, html }) => {
  const cell = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.matches(into)) return one;
      const inside = one.shadowRoot && cell(one.shadowRoot);
      if (inside) return inside;
    }
  };
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  if (html) clipboardData.setData("text/html", html);
  cell(document).dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


GRID, BOX = "tbody input", "textarea"
# Longer than a click takes on what stays; what has gone meanwhile is looked for anew.
SOON_MILLISECONDS = 2000


@pytest.fixture
def screen(server, browser, application):
    """The grid of a new workshop."""
    opened, _ = started_at(browser, server.address, application, "questionnaire")
    opened.get_by_role("button", name="Enter paper forms").click()
    expect(opened.get_by_label("Form 1, item 1:")).to_be_visible()
    return opened


def test_forms_are_typed_without_a_mouse_and_a_wrong_cell_is_shown_until_it_is_right(screen):
    screen.get_by_label("Form 1, item 1:").focus()
    screen.keyboard.type("4" * (len(ITEMS) - 1) + "7")
    screen.get_by_role("button", name="Save forms").press("Enter")
    last = screen.get_by_label(f"Form 1, item {len(ITEMS)}:")

    expect(last).to_have_attribute("aria-invalid", "true")
    expect(last).to_be_focused()
    expect(screen.get_by_text("“7” cannot be read. Write 1 to 5")).to_be_visible()
    screen.keyboard.type("d")
    screen.get_by_role("button", name="Save forms").press("Enter")

    expect(screen.get_by_text("Saved: 1 form")).to_be_visible()
    expect(screen.get_by_text("1 form entered so far.")).to_be_visible()
    expect(screen.get_by_label("Form 1, item 1:")).to_have_value("")


def test_cells_copied_from_a_spreadsheet_are_pasted_and_survive_a_reload(screen):
    rows = "\r\n".join("\t".join(["3"] * len(ITEMS)) for _ in range(5))
    screen.evaluate(PASTE, {"into": GRID, "text": rows})
    expect(screen.get_by_text("5 forms not saved yet")).to_be_visible()

    screen.reload()

    expect(screen.get_by_text("5 forms not saved yet")).to_be_visible()
    pressed(screen.get_by_role("button", name="Save forms"))
    expect(screen.get_by_text("Saved: 5 forms")).to_be_visible()


def test_a_file_is_put_into_the_grid_and_saved_only_when_asked(screen, tmp_path):
    file = tmp_path / "forms.csv"
    file.write_bytes(as_csv([["Item 2", "Item 1", *TEXTS[2:]], ["5", "9", *["4"] * 16], ["4"] * 18], ";"))
    opened(screen, "Take the forms from a spreadsheet")
    screen.locator("input[type=file]").set_input_files(file)

    expect(screen.get_by_label("Form 1, item 2:")).to_have_value("5")
    expect(screen.get_by_label("Form 1, item 1:")).to_have_attribute("aria-invalid", "true")
    expect(screen.get_by_text("Row 2, column B: “9” cannot be read.").first).to_be_visible()
    expect(screen.get_by_text("entered so far")).to_have_count(0)
    screen.get_by_label("Form 1, item 1:").fill("1")
    pressed(screen.get_by_role("button", name="Save forms"))
    expect(screen.get_by_text("Saved: 2 forms")).to_be_visible()


def choose(screen: Page, label: str, column: str) -> None:
    """Choose a column: the list closes where the page scrolls or is drawn anew just then, and is opened again."""
    field, option = screen.get_by_role("combobox", name=label), screen.get_by_role("option", name=column)
    expect(field).to_be_in_viewport(ratio=1)

    def chosen() -> bool:
        if not option.is_visible():
            field.press("ArrowDown")
            return False
        try:
            option.click(timeout=SOON_MILLISECONDS)
        except NotInTime:
            return False
        return True

    wait_until(screen, chosen)
    expect(field).to_have_value(re.compile(column))


def test_columns_that_cannot_be_told_are_chosen_by_a_person_before_anything_is_in_the_grid(screen, tmp_path):
    file = tmp_path / "forms.csv"
    file.write_bytes(as_csv([["sector", TEXTS[0], TEXTS[0], *TEXTS[2:]], *FORMS]))
    opened(screen, "Take the forms from a spreadsheet")
    screen.locator("input[type=file]").set_input_files(file)
    expect(screen.get_by_text("6 forms read from “forms.csv”, not saved yet.")).to_be_in_viewport()

    expect(screen.get_by_label("Form 1, item 3:")).to_have_value("")

    choose(screen, "Column of item 1", "column B")
    choose(screen, "Column of item 2", "column C")
    pressed(screen.get_by_role("button", name="That is right: put them into the grid"))

    for item, point in enumerate(FORMS[5][1:], 1):
        expect(screen.get_by_label(f"Form 6, item {item}:")).to_have_value(point)
    expect(screen.get_by_text("entered so far")).to_have_count(0)
    pressed(screen.get_by_role("button", name="Save forms"))
    expect(screen.get_by_text("Saved: 6 forms")).to_be_visible()


def open_box(screen: Page) -> None:
    """Open what takes a table that was copied."""
    opened(screen, "Take the forms from a spreadsheet")
    expect(screen.get_by_label("Or paste the table here")).to_be_enabled()


@pytest.mark.parametrize("into", [GRID, BOX])
def test_a_table_copied_from_word_goes_where_a_file_would(screen, into):
    broken = [text.replace(" ", "\n", 2) for text in TEXTS]
    text = "\n".join("\t".join(row) for row in [["sector", *broken], *FORMS])
    cells = "".join(f"<td><p>{'</p><p>'.join(text.splitlines())}</p></td>" for text in ["sector", *broken])
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in FORMS)
    if into == BOX:
        open_box(screen)

    screen.evaluate(PASTE, {"into": into, "text": text, "html": f"<table><tr>{cells}</tr>{rows}</table>"})

    expect(screen.get_by_text("6 forms read from the table you pasted, not saved yet.")).to_be_in_viewport()
    expect(screen.get_by_label("Form 6, item 18:")).to_have_value(FORMS[5][18])


def test_a_pasted_table_that_cannot_be_read_says_why_in_sight(screen):
    open_box(screen)
    screen.get_by_label("Or paste the table here").fill("4\n5")

    pressed(screen.get_by_role("button", name="Read the table"))

    expect(screen.get_by_text("This file has 1 column, and there are 18 items.")).to_be_in_viewport()


def test_forms_saved_last_are_corrected_and_survive_a_reload_without_counting_twice(screen):
    screen.get_by_label("Form 1, item 1:").focus()
    screen.keyboard.type("4" * len(ITEMS))
    screen.get_by_role("button", name="Save forms").press("Enter")
    pressed(screen.get_by_role("button", name="Correct the form saved last"))
    expect(screen.get_by_label("Form 1, item 1:")).to_have_value("4")
    screen.get_by_label("Form 1, item 1:").fill("2")

    screen.reload()

    expect(screen.get_by_text("Correcting 1 form")).to_be_visible()
    expect(screen.get_by_label("Form 1, item 1:")).to_have_value("2")
    pressed(screen.get_by_role("button", name="Save forms"))
    expect(screen.get_by_text("Saved: 1 form")).to_be_visible()
    expect(screen.get_by_text("1 form entered so far.")).to_be_visible()


def test_forms_that_are_not_corrected_after_all_stay_as_they_were(screen):
    screen.get_by_label("Form 1, item 1:").focus()
    screen.keyboard.type("4" * len(ITEMS))
    screen.get_by_role("button", name="Save forms").press("Enter")
    pressed(screen.get_by_role("button", name="Correct the form saved last"))

    pressed(screen.get_by_role("button", name="Leave them as they were"))

    expect(screen.get_by_label("Form 1, item 1:")).to_have_value("")
    expect(screen.get_by_role("button", name="Leave them as they were")).to_be_hidden()
    expect(screen.get_by_text("1 form entered so far.")).to_be_visible()
