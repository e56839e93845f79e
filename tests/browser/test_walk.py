"""One whole workshop, really run: a projected screen and three phones at once, from the start to the PDF."""

import csv
import io
import json
from pathlib import Path

import pytest
from people import a_plan
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader
from screens import (
    answer_dimension,
    facilitate,
    go_to,
    in_a_dialog,
    join,
    open_projector,
    pressed,
    start_workshop,
    started_at,
    step_on,
)

from content.reader import own

CONTENT = own()
POINTS = CONTENT.choices.scale.points
DONT_KNOW = CONTENT.choices.scale.dont_know
NOTES = ["We meet over lunch every week", "**Not bold** <b>x</b>", "Trust takes three years"]


def download(page: Page, label: str, folder: Path) -> bytes:
    in_a_dialog(page)
    with page.expect_download() as waiting:
        pressed(page.get_by_role("button", name=label))
    waiting.value.save_as(folder / "download")
    return (folder / "download").read_bytes()


def text_of(document: bytes) -> str:
    """The text of a PDF, with single spaces."""
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages).split())


def test_a_whole_workshop_from_the_first_word_to_the_pdf(server, browser, tmp_path):
    screen = open_projector(browser, server.address)
    code = start_workshop(screen)
    expect(screen.get_by_role("img", name="QR code to join")).to_be_visible()

    phones = [join(browser, server.address, code) for _ in range(3)]
    expect(screen.get_by_text("3 joined", exact=True)).to_be_visible()

    screen.get_by_role("button", name="Next").click()
    expect(screen.get_by_role("heading", name="Question 1")).to_be_visible()
    for phone, note in zip(phones, NOTES, strict=True):
        expect(phone.get_by_text(CONTENT.questions.questions[0].text)).to_be_visible()
        phone.get_by_label("Your note").fill(note)
        phone.get_by_role("button", name="Send note").click()
        expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
        expect(screen.get_by_text(note, exact=True)).to_be_visible()
    screen.get_by_label("Group note").press_sequentially("We listen first.")
    expect(screen.get_by_text("Saved", exact=True)).to_be_visible()

    go_to(screen, "Questionnaire")
    screen.get_by_role("button", name="Open scoring").click()
    # person 1 agrees throughout, person 2 strongly agrees, person 3 disagrees and does not know about compassion
    choices = [POINTS[3], POINTS[4], POINTS[1]]
    for number, (phone, choice) in enumerate(zip(phones, choices, strict=True)):
        for place, dimension in enumerate(CONTENT.questionnaire.dimensions, start=1):
            expect(phone.get_by_role("heading", name=dimension.name)).to_be_visible()
            points = [DONT_KNOW] * 2 if (number, dimension.id) == (2, "compassion") else [choice] * 2
            answer_dimension(phone, points)
            expect(phone.get_by_text(f"{2 * place} of 18 answered")).to_be_visible()
            phone.get_by_role("button", name="Finish" if place == 9 else "Next dimension").click()
        expect(screen.get_by_text(f"{number + 1} of 3 finished", exact=True)).to_be_visible()
    screen.get_by_role("button", name="Close scoring", exact=True).click()
    expect(phones[0].get_by_text("Scoring is closed").first).to_be_visible()

    go_to(screen, "Results")
    expect(screen.get_by_role("button", name="Reveal results")).to_be_visible()
    assert screen.get_by_role("table").count() == 0
    screen.get_by_role("button", name="Reveal results").click()
    expect(screen.locator(".js-plotly-plot")).to_be_visible()
    rows = screen.get_by_role("table").get_by_role("row")
    # (4 + 5 + 2) / 3 = 3.67 for eight dimensions; compassion rests on two people and stays hidden
    expect(rows.filter(has_text="3.7")).to_have_count(8)
    expect(rows.filter(has_text="Compassion")).to_contain_text("withheld")

    go_to(screen, "Actions")
    screen.get_by_label("What will change?").fill("Start a monthly lunch")
    screen.get_by_role("button", name="Add action").click()
    expect(screen.get_by_text("Start a monthly lunch", exact=True)).to_be_visible()
    expect(screen.get_by_label("What will change?")).to_have_value("")

    go_to(screen, "Close")
    expect(screen.get_by_text("Start a monthly lunch", exact=True)).to_be_visible()
    screen.get_by_role("button", name="Downloads").click()
    report = text_of(download(screen, "Download report (PDF)", tmp_path))
    for said in ["Winter pressures", "Eastside", "We listen first.", "Start a monthly lunch", *NOTES]:
        assert said in report
    assert "3.7" in report
    assert "This tool is copyrighted (Michael West and AffinaOD)." in report

    scores = list(csv.reader(io.StringIO(download(screen, "Download scores (CSV)", tmp_path).decode("utf-8-sig"))))
    assert any("Shared vision and values" in row for row in scores)
    saved = json.loads(download(screen, "Download workshop (JSON)", tmp_path))
    assert sorted(note["body"] for note in saved["notes"]) == sorted(NOTES)

    key = next(cookie["value"] for cookie in screen.context.cookies() if cookie["name"] == "across_facilitator")
    tokens = [cookie["value"] for phone in phones for cookie in phone.context.cookies() if len(cookie["value"]) > 20]
    assert len(tokens) == 3
    assert not [secret for secret in (key, *tokens) if secret in server.log + screen.content()]


def test_stranger_who_opens_a_page_of_a_fresh_server_is_sent_to_the_start(own_server, browser):
    for step in ("results", "welcome", "question-1", "score-together"):
        page = open_projector(browser, f"{own_server.address}/{step}")

        expect(page.get_by_role("heading", name="Across Boundaries")).to_be_visible()
        expect(page.get_by_text("This page belongs to a workshop")).to_be_visible()
        assert page.get_by_role("link", name="Results").count() == 0
        page.context.close()


def test_facilitator_reopens_elsewhere_and_no_key_stays_in_the_address(server, browser, tmp_path):
    screen = open_projector(browser, server.address)
    start_workshop(screen)
    go_to(screen, "Question 2")
    go_to(screen, "Welcome")
    screen.get_by_role("button", name="Set up").click()
    link = download(screen, "Save facilitator link", tmp_path).decode().split("Facilitator link: ")[1].split()[0]
    in_a_dialog(screen)
    pressed(screen.get_by_role("dialog").get_by_role("button", name="Close", exact=True))
    go_to(screen, "Question 3")
    path, key = link.split("/facilitate#")

    elsewhere = open_projector(browser, f"{server.address}/facilitate#{key}")

    expect(elsewhere.get_by_role("heading", name="Question 3")).to_be_visible()
    expect(elsewhere).to_have_url(f"{server.address}/question-3")
    assert path.startswith("http")
    assert key not in server.log
    step_on(elsewhere, "Question 4")
    expect(screen.get_by_role("heading", name="Question 4")).to_be_visible()


def test_two_screens_follow_each_other_while_phones_answer(server, browser, application):
    code, key = application.start(a_plan())
    first, second = [facilitate(browser, server.address, key, "welcome") for _ in range(2)]
    presenting = first.context.new_page()
    presenting.goto(f"{server.address}/present")
    go_to(first, "Questionnaire")
    first.get_by_role("button", name="Open scoring").click()
    phones = [join(browser, server.address, code) for _ in range(2)]

    steps = ["Results", "Question 1", "Questionnaire", "Actions", "Question 5", "Questionnaire", "Close", "Welcome"]
    for number, step in enumerate(steps):
        (first, second)[number % 2].get_by_role("link", name=step, exact=True).click()
        for page in (first, second, presenting):
            expect(page.get_by_role("heading", name=step, exact=True, level=1)).to_be_visible()
        if step == "Questionnaire":
            for phone in phones:
                phone.locator("fieldset:visible input[type=radio]").nth(number).check()
            expect(first.get_by_text("finished 0, answering 2, not started 0")).to_be_visible()


def test_group_note_goes_to_the_workshop_it_was_typed_in(server, browser):
    first = open_projector(browser, server.address)
    start_workshop(first, name="First")
    go_to(first, "Question 1")
    second = first.context.new_page()
    second.goto(server.address)
    start_workshop(second, name="Second")
    go_to(second, "Question 1")

    first.get_by_label("Group note").fill("A secret of the first")

    expect(first.get_by_text("Another workshop has been opened in this browser meanwhile")).to_be_visible()
    second.reload()
    expect(second.get_by_label("Group note")).to_have_value("")


@pytest.mark.thorough  # its participants take their time, as people would
def test_rehearsal_fills_itself_and_says_so(server, browser):
    screen = open_projector(browser, server.address)
    pressed(screen.get_by_role("button", name="Try it with sample participants"))
    screen.wait_for_url("**/welcome")

    expect(screen.get_by_text("Rehearsal: the participants are made up")).to_be_visible()
    expect(screen.get_by_text("12 joined", exact=True)).to_be_visible()
    go_to(screen, "Question 1")
    expect(screen.get_by_text("Leading when nobody in the room reports to you.")).to_be_visible()


def test_group_note_is_saved_while_it_is_typed_and_survives_a_click_on_next(server, browser, application):
    screen, _ = started_at(browser, server.address, application, "question-1")

    screen.get_by_label("Group note").press_sequentially("Half a sent")
    step_on(screen, "Question 2")
    screen.get_by_role("button", name="Back: Question 1").click()

    expect(screen.get_by_label("Group note")).to_have_value("Half a sent")
    expect(screen.get_by_text("Saved", exact=True)).to_be_visible()


def test_group_note_whose_answer_was_lost_is_saved_over_and_never_somebody_elses(server, browser, application):
    screen, _ = started_at(browser, server.address, application, "question-1")
    area = screen.get_by_label("Group note")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    screen.route("**/facilitate/group-note", lose_the_answer, times=1)
    area.fill("We agree")
    expect(screen.get_by_text("Not saved yet. The connection is down")).to_be_visible()
    area.fill("We agree on more")

    expect(screen.get_by_text("Saved", exact=True)).to_be_visible()
    expect(screen.get_by_text("Somebody else has changed this text meanwhile")).to_have_count(0)
    screen.reload()
    expect(area).to_have_value("We agree on more")


def test_group_note_is_kept_through_a_power_cut(own_server, browser):
    screen = open_projector(browser, own_server.address)
    start_workshop(screen)
    go_to(screen, "Question 1")
    screen.get_by_label("Group note").press_sequentially("Saved before. ")
    expect(screen.get_by_text("Saved", exact=True)).to_be_visible()

    own_server.kill()
    screen.get_by_label("Group note").press_sequentially("Typed while the server was down.")
    expect(screen.get_by_text("Not saved yet.").first).to_be_visible()
    own_server.start()

    expect(screen.get_by_text("Saved", exact=True)).to_be_visible()
    again = screen.context.new_page()
    again.goto(f"{own_server.address}/question-1")
    expect(again.get_by_label("Group note")).to_have_value("Saved before. Typed while the server was down.")


def test_two_screens_typing_the_same_note_lose_neither_text(server, browser, application):
    _, key = application.start(a_plan())
    application.facilitator(key).move_to("question-1")
    first, second = [facilitate(browser, server.address, key, "question-1") for _ in range(2)]
    for screen in (first, second):
        expect(screen.get_by_label("Group note")).to_be_visible()

    first.context.set_offline(True)
    first.get_by_label("Group note").fill("Mine")
    second.get_by_label("Group note").fill("Theirs")
    expect(second.get_by_text("Saved", exact=True)).to_be_visible()
    first.context.set_offline(False)
    expect(first.get_by_text("Choose which to keep")).to_be_visible()

    expect(first.get_by_label("Group note")).to_have_value("Mine")
    expect(first.get_by_text("Theirs", exact=True)).to_be_visible()
    first.get_by_role("button", name="Keep what I wrote").click()
    expect(first.get_by_text("Saved", exact=True)).to_be_visible()
    expect(second.get_by_label("Group note")).to_have_value("Mine")


def test_server_that_is_asked_to_stop_does_so_while_phones_listen(own_server, browser):
    screen = open_projector(browser, own_server.address)
    code = start_workshop(screen)
    join(browser, own_server.address, code)
    expect(screen.get_by_text("1 joined", exact=True)).to_be_visible()

    own_server.process.terminate()

    assert own_server.process.wait(15) is not None
