"""What a screen reader is told without being asked, and by which names: changes, and controls out of their place."""

import random

import pytest
from people import ITEMS, a_participant, answer
from playwright.sync_api import Page, expect
from screens import facilitate, join, opened, send_note
from test_whole_stage import Hall, cards

from across.workshop.values import Action

# The same name twice is two of a kind that cannot be told apart: buttons, fields, links that lead to different places.
# A link in a list may be told apart by the line that it stands in.
ALIKE = r"""() => {
    const found = new Map(), name = node => {
        const by = node.getAttribute('aria-labelledby'), label = node.getAttribute('aria-label');
        if (label) return label;
        const of = by && by.split(' ').map(id => node.getRootNode().getElementById(id)?.textContent).join(' ');
        return of || [...(node.labels || [])].map(one => one.textContent).join(' ') || node.textContent;
    };
    const look = root => {
        for (const node of root.querySelectorAll('*')) {
            if (node.shadowRoot) look(node.shadowRoot);
            if (!node.matches('button, a[href], input, select, textarea, summary, [role=button]')) continue;
            if (!node.checkVisibility({ visibilityProperty: true }) || node.closest('[inert]')) continue;
            // what opens a box to choose from is Streamlit's, and no key goes there: the box itself has the name
            if (node.tabIndex < 0 && node.closest('[role=group]')?.querySelector('[role=combobox]')) continue;
            // one answer of several has its name within its group
            if (node.matches('[type=radio], [type=hidden], li a') || node.closest('[role=radiogroup]')) continue;
            const said = `${node.tagName} ${name(node).replace(/\s+/g, ' ').trim()}`;
            const place = node.href || node.id || Math.random();
            found.set(said, (found.get(said) || new Set()).add(place));
        }
    };
    look(document);
    return [...found].filter(([, places]) => places.size > 1).map(([said, places]) => `${said}: ${places.size} times`);
}"""


@pytest.fixture
def hall(server, browser, application):
    """A hall with notes, comments, actions and proposals, and results that are on every screen."""

    def made(step: str) -> Hall:
        at = Hall(server, browser, application, "question-1", asks_sector=True)
        at.sends("First of some words", "Second of some words", "Third")
        at.room.open_scoring()
        chance = random.Random(1)
        for number in range(8):
            token = a_participant(at.room)
            token.choose_sector("health" if number % 2 else "social-care")
            answer(token, [chance.choice([1, 2, 4, 5]) for _ in ITEMS])
        at.room.reveal()
        at.room.move_to("actions")
        at.sends("Propose one", "Propose another", step="actions")
        for what in ("Meet", "Call"):
            at.room.add_action(Action("", what, "Ann", "June", None, "Alone", 0))
        at.room.move_to(step)
        return at

    return made


def status(page: Page):
    return page.locator(".head p.sr[role=status]")


def test_moves_and_the_reveal_are_told_on_the_screen_that_did_not_ask(server, browser, application):
    at = Hall(server, browser, application, "welcome")
    screen = at.screen()
    window = at.window(screen)
    steps = at.room.workshop().agenda

    at.room.move_to("question-1")
    for page in (screen, window):
        expect(status(page)).to_have_text(f"{steps[1].title}, step 2 of {len(steps)}")
        assert page.locator(".head [aria-live=assertive], .head [role=alert]").count() == 0

    at.room.open_scoring()
    for _ in range(6):
        answer(a_participant(at.room), [4] * len(ITEMS))
    at.room.move_to("results")
    expect(status(screen)).to_contain_text("Results, step")
    at.room.reveal()
    expect(screen.locator(".results .side .key li").first).to_be_visible()
    expect(status(screen)).to_contain_text(screen.locator(".results .side h2").inner_text())


def test_what_the_group_writes_is_told_to_be_saved(server, browser, application):
    at = Hall(server, browser, application, "question-1")
    page = at.screen()

    page.get_by_role("textbox", name="Group note").fill("We agree")

    expect(page.get_by_role("status").filter(has_text="Saved")).to_have_count(1)


@pytest.mark.parametrize("step", ["welcome", "question-1", "questionnaire", "results", "actions", "close"])
def test_no_two_controls_of_the_picture_have_one_name(hall, step):
    at = hall(step)
    page = at.screen()
    if step == "question-1":
        expect(cards(page)).to_have_count(3)
        for card in cards(page).all():
            card.click()
            assert page.evaluate(ALIKE) == []
        cards(page).nth(1).click()
        assert page.get_by_role("button", name="Hide, note 2: Second of some words", include_hidden=True).count() == 1

    assert page.evaluate(ALIKE) == []


@pytest.mark.parametrize("step", ["question-1", "results", "actions"])
def test_no_two_controls_of_the_facilitators_view_have_one_name(hall, step):
    at = hall(step)
    if step == "results":
        for dimension in ("trust", "compassion"):
            a_participant(at.room).comment("0" * 31 + str(len(dimension) % 10), dimension, "So it is")
    page = facilitate(at.browser, at.server.address, at.key, "facilitator")
    expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")
    opened(page, "Websites and videos")
    expect(page.get_by_role("button", name="QR code for").first).to_be_visible()
    if step == "actions":
        expect(page.get_by_role("combobox", name="Order")).to_be_visible()

    assert page.evaluate(ALIKE) == []


def test_no_two_controls_of_a_phone_have_one_name(hall):
    at = hall("question-1")
    phone = join(at.browser, at.server.address, at.code)
    send_note(phone, "A note of mine")
    send_note(phone, "Another note of mine")
    expect(phone.locator("#notes li")).to_have_count(2)
    phone.locator("summary").first.click()

    assert phone.evaluate(ALIKE) == []
