"""Every page of the facilitator and of participants, light and dark, held against WCAG 2.2 AA by axe-core."""

import random
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from people import ITEMS, a_participant, a_plan, answer
from playwright.sync_api import Page, expect
from screens import facilitate, join, opened, send_note, wait_until
from spreadsheets import FORMS, TEXTS, as_csv

from across.room.application import Application
from across.workshop.values import Action, Look

AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}
STEPS = ("welcome", "question-1", "questionnaire", "results", "actions", "close")
HEADINGS = {"score-together": "Score together", "paper-forms": "Enter paper forms"}
BACKGROUNDS = {"light": "rgb(251, 250, 246)", "dark": "rgb(14, 29, 32)"}
# Colours change where a page stands; charts are drawn for light or dark by the server.
DRAWN_FOR_A_SCHEME = ("results",)
# A page lets no script from elsewhere in, the checker's neither; controls that come and go are measured half-way to
# neither, for without motion they are there or not.
MAY_BE_CHECKED = {"bypass_csp": True, "reduced_motion": "reduce"}
SECTORS = ("health", "social-care")


@pytest.fixture(scope="module")
def revealed(application: Application) -> tuple[str, str]:
    """A workshop with notes, an action and the results of two sectors on every screen; its join code and its key."""
    code, key = application.start(a_plan(asks_sector=True))
    room, chance = application.facilitator(key), random.Random(1)
    room.open_scoring()
    for person in range(16):
        token = a_participant(room)
        token.choose_sector(SECTORS[person % 2])
        token.send_note(f"{person:032x}", "question-1", f"Note {person}", None)
        answer(token, [chance.choice([None, 1, 2, 3, 4, 5]) for _ in ITEMS])
    room.add_action(Action("", "Meet", "Ann", "June", None, "Alone", 0))
    room.reveal()
    return code, key


# A colour that is half-way to another is seen for an instant; one that pulses for ever is what is seen.
NOTHING_FADES = """() => document.getAnimations().every(
    (one) => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity
)"""
# The styles of the picture come one by one.
HAS_ITS_STYLES = "picture => [...picture.getRootNode().querySelectorAll('link')].every((one) => one.sheet)"
# What goes by its own size is drawn anew in the frame after that has changed, and once more with the letters.
LAID_OUT = """async () => {
    await document.fonts.ready;
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
}"""


def violations(page: Page) -> list[str]:
    """What the checker finds, once every colour is as it stays."""
    page.wait_for_function(NOTHING_FADES)
    found = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{page.url}: {violation['id']}, {node['html'][:200]}" for violation in found for node in violation["nodes"]
    ]


def test_pages_of_the_facilitator_have_no_known_barrier(server, browser, application, revealed):
    room = application.facilitator(revealed[1])
    room.say_in_room(1)  # and more have joined, which is a warning
    headings = {planned.id: planned.title for planned in room.workshop().agenda} | HEADINGS
    page = facilitate(browser, server.address, revealed[1], "welcome", **MAY_BE_CHECKED)

    found = []
    for step in (*STEPS, *HEADINGS, "present", "facilitator", ""):
        for scheme, background in BACKGROUNDS.items():
            page.emulate_media(color_scheme=scheme)
            if scheme == "light" or step in DRAWN_FOR_A_SCHEME:
                page.goto(f"{server.address}/{step}")
                # The picture is of the step before until the room has been taken to this one.
                expect(page.get_by_role("heading", level=1).first).to_have_text(headings.get(step, re.compile(".")))
            expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
            is_drawn(page)
            found += violations(page)

    assert found == []


def test_columns_of_a_spreadsheet_are_chosen_without_a_known_barrier(server, browser, application, tmp_path):
    file = tmp_path / "forms.csv"
    file.write_bytes(as_csv([["sector", TEXTS[0], TEXTS[0], *TEXTS[2:]], *FORMS]))
    _, key = application.start(a_plan(asks_sector=True))
    application.facilitator(key).move_to("questionnaire")
    page = facilitate(browser, server.address, key, "paper-forms", **MAY_BE_CHECKED)
    opened(page, "Take the forms from a spreadsheet")
    expect(page.get_by_label("Or paste the table here")).to_be_visible()
    is_drawn(page)

    found = violations(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("combobox", name="Column of item 2")).to_be_visible()
    for scheme, background in BACKGROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        is_drawn(page)
        found += violations(page)

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_have_no_known_barrier_in_any_view(server, browser, application, revealed, scheme):
    page = facilitate(browser, server.address, revealed[1], "welcome", color_scheme=scheme, **MAY_BE_CHECKED)

    found = []
    for look, sign in (
        (Look("radar", "dots"), page.locator(".js-plotly-plot").first),
        (Look("items", dimension="trust"), page.locator(".dimension .bar").first),
        (Look("sectors"), page.locator(".sec svg")),
        (Look("talk"), page.locator(".talk article").first),
    ):
        application.facilitator(revealed[1]).show_results_as(look)
        page.goto(f"{server.address}/results")
        expect(sign).to_be_visible()
        is_drawn(page)
        found += violations(page)

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_participants_have_no_known_barrier(server, browser, application, revealed, scheme):
    page = join(browser, server.address, revealed[0], color_scheme=scheme, **MAY_BE_CHECKED)
    room = application.facilitator(revealed[1])

    found = []
    for step in STEPS:
        room.move_to(step)  # phones cannot look ahead
        page.goto(f"{server.address}/take-part?step={step}")
        found += violations(page)
    room.move_to("question-1")
    page.goto(f"{server.address}/take-part?step=question-1")
    send_note(page, "A note of mine")
    own = page.get_by_role("link", name="Change or take back").last.get_attribute("href")
    page.get_by_label("Your note", exact=True).fill("Half a note")
    room.move_to("actions")
    for beside in ("choose", "choose?step=actions", "say", own.removeprefix("/take-part/")):
        page.goto(f"{server.address}/take-part/{beside}")
        found += violations(page)
    page.goto(f"{server.address}/take-part")
    expect(page.get_by_label("Your unsent note is here")).to_be_visible()
    found += violations(page)

    assert found == []


def is_drawn(page: Page) -> None:
    """Wait until the server has nothing more to draw, and the picture stands as it is seen, controls and all."""
    expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")
    if urlsplit(page.url).path != "/":  # the start page alone has no picture
        picture = page.locator(".stage")
        expect(picture.locator(".head h1")).not_to_be_empty()
        expect(picture).to_have_attribute("data-theme", re.compile("light|dark"))
        wait_until(page, lambda: picture.evaluate(HAS_ITS_STYLES))
        if picture.get_attribute("data-role") == "stage":
            page.keyboard.press("Shift")
            expect(picture).to_have_class(re.compile("awake"))
    page.evaluate(LAID_OUT)
