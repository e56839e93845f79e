"""A workshop that was downloaded is opened again in another browser."""

import json

from playwright.sync_api import Browser, Page, expect
from screens import go_to, in_a_dialog, open_projector, pressed, start_workshop


def downloaded(page: Page, to: str) -> str:
    """The file of the workshop that this screen shows, saved under the path `to`."""
    go_to(page, "Close")
    page.get_by_role("button", name="Downloads").click()
    in_a_dialog(page)
    with page.expect_download() as download:
        pressed(page.get_by_role("button", name="Download workshop (JSON)"))
    download.value.save_as(to)
    return to


def the_file(page: Page):
    """Where the start page takes a saved workshop."""
    return page.get_by_label("Open a saved workshop").locator("input[type=file]")


def test_a_downloaded_workshop_opens_in_another_browser_and_begins_the_second_time(server, browser: Browser, tmp_path):
    first = open_projector(browser, server.address)
    code = start_workshop(first, name="**Winter** <b>pressures</b>")
    go_to(first, "Actions")
    first.get_by_label("What will change?").fill("Meet monthly")
    first.get_by_role("button", name="Add action").click()
    expect(first.get_by_text("Meet monthly", exact=True)).to_be_visible()
    file = downloaded(first, str(tmp_path / "workshop.json"))

    second = open_projector(browser, server.address)
    the_file(second).set_input_files(file)
    expect(second.get_by_text("**Winter** <b>pressures</b> · Eastside")).to_be_visible()
    expect(second.get_by_text("No notes, 1 action. No results")).to_be_visible()
    pressed(second.get_by_role("button", name="Start the next workshop"))
    expect(second).to_have_url(f"{server.address}/welcome")
    again = second.locator(".welcome .code").inner_text().strip()
    go_to(second, "Actions")

    row = second.get_by_role("article", name="Action 1")
    expect(row).to_contain_text("Meet monthly")
    expect(row).to_contain_text("from ")
    row.hover()
    row.get_by_role("button", name="Change action 1").click()
    in_a_dialog(second)
    second.get_by_role("dialog").get_by_role("radio", name="Done").press(" ")
    pressed(second.get_by_role("dialog").get_by_role("button", name="Save"))
    expect(second.get_by_role("dialog")).to_have_count(0)
    expect(row).to_contain_text(": done")
    assert again != code
    assert json.loads((tmp_path / "workshop.json").read_text(encoding="utf-8"))["actions"][0]["what"] == "Meet monthly"


def test_a_file_that_is_none_is_refused_and_let_go(server, browser: Browser, tmp_path):
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    page = open_projector(browser, server.address)

    the_file(page).set_input_files(tmp_path / "bad.json")

    expect(page.get_by_role("alert").get_by_text("not JSON")).to_be_visible()
    expect(page.get_by_text("bad.json")).to_have_count(0)
