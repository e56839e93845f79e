"""The results on the projected screen and in the presenting window."""

import re
import time

import pytest
from people import CONTENT, a_plan
from playwright.sync_api import Page, Route, expect
from screens import PROJECTOR, answer_dimension, facilitate, go_to, in_a_dialog, join, pressed, started_at

ANSWERS = (["Agree", "Disagree"], ["Disagree", "Agree"], ["Agree", "Strongly agree"])


@pytest.fixture
def screen(server, browser, application):
    """The results of a workshop that three people have just taken part in, by their phones."""
    screen, code = started_at(browser, server.address, application, "questionnaire")
    screen.get_by_role("button", name="Open scoring").click()
    for answers in ANSWERS:
        phone = join(browser, server.address, code)
        answer_dimension(phone, answers)
        phone.context.close()
    screen.get_by_role("button", name="Close scoring").click()
    go_to(screen, "Results")
    screen.get_by_role("button", name="Reveal results").click()
    expect(screen.get_by_role("button", name="Where to talk")).to_be_visible()
    return screen


def test_what_the_facilitator_chooses_is_shown_in_the_presenting_window_too(server, screen):
    window = screen.context.new_page()
    window.set_viewport_size(PROJECTOR)
    window.goto(f"{server.address}/present")
    expect(window.locator(".head").get_by_text("3 people")).to_be_visible()

    screen.get_by_role("button", name="Where to talk").click()

    expect(window.get_by_text("Too few to say how far we agree")).to_be_visible()
    assert window.get_by_role("button").locator("visible=true").count() == 0
    assert window.get_by_text("Make it an action").count() == 0


def test_the_keys_go_through_the_dimensions_on_every_screen_and_rest_at_the_end(server, screen):
    window = screen.context.new_page()
    window.set_viewport_size(PROJECTOR)
    window.goto(f"{server.address}/present")
    names = [dimension.name for dimension in CONTENT.questionnaire.dimensions]

    for name in names:
        screen.keyboard.press("PageDown")
        expect(screen.locator(".dimension h2")).to_have_text(name)
    expect(window.locator(".dimension h2")).to_have_text(names[-1])
    expect(window.locator(".head").get_by_text("9 of 9")).to_be_visible()
    screen.keyboard.press("PageDown")
    expect(screen.locator(".talk article").first).to_be_visible()
    screen.keyboard.press("PageDown")
    expect(screen.get_by_text("Press again for Actions")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.locator(".js-plotly-plot").first).to_be_visible()
    expect(window.locator(".labels li").first).to_be_visible()


def test_next_goes_from_one_dimension_to_the_next_and_names_the_step_only_at_the_end(screen):
    dimensions = len(CONTENT.questionnaire.dimensions)
    following = screen.get_by_role("button", name="Next: ")
    screen.get_by_role("button", name="One by one").click()

    for number in range(2, dimensions + 1):
        expect(following).to_have_accessible_name(f"Next: dimension {number}")
        following.click()
        expect(screen.locator(".head").get_by_text(f"{number} of {dimensions}", exact=True)).to_be_visible()
    expect(following).to_have_accessible_name("Next: where to talk")
    following.click()
    expect(screen.locator(".talk article").first).to_be_visible()

    expect(following).to_have_accessible_name("Next: Actions")
    expect(screen.get_by_role("button", name="Back: ")).to_have_accessible_name(f"Back: dimension {dimensions}")


def test_the_shape_comes_with_its_words_after_a_count_and_nothing_is_told_before(server, browser, application):
    code, key = application.start(a_plan(smallest_group=3))
    application.facilitator(key).move_to("questionnaire")
    screen = facilitate(browser, server.address, key, "questionnaire", reduced_motion="no-preference")
    screen.get_by_role("button", name="Open scoring").click()
    for answers in ANSWERS:
        phone = join(browser, server.address, code)
        answer_dimension(phone, answers)
    # Who has not answered everything stays with the questionnaire while scoring is open.
    screen.get_by_role("button", name="Close scoring", exact=True).click()
    expect(screen.get_by_role("button", name="Close scoring", exact=True)).to_have_count(0)
    go_to(screen, "Results")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Results")
    screen.evaluate(WATCHED)
    begins_late(screen)

    screen.get_by_role("button", name="Reveal results").click()

    expect(screen.get_by_text("mean of 3 people")).to_be_visible()
    moments = screen.evaluate("() => globalThis.moments")
    assert [moment for moment, *_ in moments] == ["hidden", "coming", "counting", "drawing", "done"]
    assert [numbers for _, numbers in moments] == [False, False, False, False, True]
    expect(phone.get_by_text("3 people answered")).to_be_visible()
    screen.unroute_all(behavior="ignoreErrors")


def begins_late(page: Page) -> None:
    """A reveal begins 2 s after this page is told: its first moment is short, and a busy machine may tell it later."""
    begins: list[int] = []

    def told(route: Route) -> None:
        answer = route.fetch()
        said = answer.json() if answer.status == 200 else {}
        if not said.get("revealed_at"):
            route.fulfill(response=answer)
            return
        if not begins:  # what the answer calls now was before it was fetched
            begins.append(round(1000 * time.time()) + 2000)
        route.fulfill(response=answer, json=said | {"revealed_at": begins[0]})

    page.route("**/stage/state?*", told)


WATCHED = """() => {
    const root = (function find(node) {
        for (const at of node.querySelectorAll('*')) {
            if (at.classList.contains('results')) return at;
            const inside = at.shadowRoot && find(at.shadowRoot);
            if (inside) return inside;
        }
        return null;
    })(document);
    globalThis.moments = [];
    const look = () => {
        const moment = root.dataset.moment, last = globalThis.moments.at(-1);
        const numbers = Boolean(root.querySelector('.labels .numbers'));
        if (!last || last[0] !== moment) globalThis.moments.push([moment, numbers]);
        else last[1] = numbers;
    };
    new MutationObserver(look).observe(root, { attributes: true, childList: true, subtree: true });
    look();
}"""


def test_items_are_settled_aloud_on_the_picture_and_seen_in_the_presenting_window(server, browser, application):
    screen, _ = started_at(browser, server.address, application, "questionnaire")
    window = screen.context.new_page()
    window.set_viewport_size(PROJECTOR)
    window.goto(f"{server.address}/present")
    first, second, *_ = (item.text for item in CONTENT.questionnaire.items)

    screen.get_by_role("button", name="Score together").click()
    expect(window.get_by_role("heading", name=first)).to_be_visible()
    screen.get_by_role("button", name="4 Agree").click()
    expect(screen.get_by_role("button", name="4 Agree")).to_have_attribute("aria-pressed", "true")
    expect(window.locator(".point.is")).to_have_text("4 Agree")
    screen.keyboard.press("PageDown")

    expect(window.get_by_role("heading", name=second)).to_be_visible()
    expect(window.locator(".point.is")).to_have_count(0)
    assert window.get_by_role("button").locator("visible=true").count() == 0
    screen.keyboard.press("Escape")
    expect(window.get_by_text("of 0 finished")).to_be_visible()


def test_a_proposal_from_a_phone_is_made_an_action(server, browser, application):
    screen, code = started_at(browser, server.address, application, "actions")
    phone = join(browser, server.address, code)
    phone.get_by_label("What could we do?").fill("One shared list")
    phone.get_by_role("button", name="Send proposal").click()
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()

    expect(screen.get_by_text("1 proposal from phones is waiting")).to_be_attached()
    screen.get_by_role("button", name="Proposals (1)").click()
    card = screen.locator(".wall .card:visible")
    card.click(position={"x": 20, "y": 14})
    card.get_by_role("button", name="Make an action").click()
    asking = screen.get_by_role("form", name="Who will do it, and by when?")
    expect(asking.get_by_label("Who", exact=True)).to_be_focused()
    screen.keyboard.type("Ann")
    asking.get_by_label("By when").fill("Friday")
    asking.get_by_role("button", name="Add action").click()
    screen.get_by_role("button", name="Proposals").hover()  # no note moves under the pointer
    expect(screen.get_by_role("heading", name="Made an action 1")).to_be_visible()
    expect(asking).to_have_count(0)
    screen.keyboard.press("Escape")

    expect(screen.get_by_role("article", name="Action 1")).to_have_text(re.compile("One shared list.*Ann.*Friday"))


def test_an_action_is_changed_and_removed_over_the_picture(server, browser, application):
    screen, _ = started_at(browser, server.address, application, "actions")
    screen.get_by_label("What will change?").fill("Meet monthly")
    screen.get_by_role("button", name="Add action").click()
    row = screen.get_by_role("article", name="Action 1")
    expect(row).to_contain_text("Meet monthly")

    row.hover()
    row.get_by_role("button", name="Change action 1").click()
    box = screen.get_by_role("dialog")
    in_a_dialog(screen)
    box.get_by_label("Who").fill("Ann")
    pressed(box.get_by_role("button", name="Save"))
    expect(row).to_contain_text("Ann")
    expect(box).to_have_count(0)
    row.hover()
    row.get_by_role("button", name="Remove action 1").click()
    in_a_dialog(screen)
    pressed(box.get_by_role("button", name="Remove it"))

    expect(screen.get_by_text("What will we do differently on Monday")).to_be_visible()


def test_a_dimension_is_made_an_action_without_leaving_it_and_what_was_typed_stays_until_then(screen):
    screen.keyboard.press("PageDown")
    expect(screen.locator(".dimension h2")).to_have_text("Shared vision and values")

    screen.get_by_role("button", name="Make it an action").click()
    what = screen.get_by_label("What will change?")
    expect(what).to_be_focused()
    screen.get_by_label("Who", exact=True).fill("Ann")
    screen.get_by_role("button", name="Add action").click()
    expect(screen.get_by_label("Who", exact=True)).to_have_value("Ann")
    what.fill("Ask everybody in June")
    what.press("Enter")

    expect(screen.get_by_text("Added to the actions.")).to_be_visible()
    expect(what).to_have_value("")
    go_to(screen, "Actions")
    expect(screen.get_by_text("Shared vision and values: Ask everybody in June")).to_be_visible()


def test_an_action_whose_answer_was_lost_is_there_once_after_a_second_press_and_the_next_can_be_typed(screen):
    go_to(screen, "Actions")
    what = screen.get_by_label("What will change?")
    expect(what).to_be_visible()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    screen.route("**/stage/deeds", lose, times=1)
    what.fill("Ask everybody in June")
    add = screen.get_by_role("button", name="Add action")
    add.click()
    expect(screen.locator(".add-action .said")).to_have_text(re.compile("could not be sent"))
    expect(what).to_have_value("Ask everybody in June")
    add.click()

    expect(screen.locator(".add-action .said")).to_have_text("Added to the actions.")
    expect(screen.get_by_text("Ask everybody in June")).to_have_count(1)
    expect(what).to_have_value("")
    expect(what).to_be_focused()


def test_every_number_opens_over_the_picture(screen):
    screen.get_by_role("button", name="Numbers").click()

    box = screen.get_by_role("dialog")
    expect(box.get_by_role("table").first).to_contain_text("Shared vision and values")
    expect(box.get_by_text("This tool is copyrighted (Michael West and AffinaOD).")).to_be_visible()


def test_what_a_reveal_would_withhold_follows_each_answer(server, browser, application):
    screen, code = started_at(browser, server.address, application, "questionnaire")
    screen.get_by_role("button", name="Open scoring").click()
    phones = [join(browser, server.address, code) for _ in ANSWERS]
    for phone in phones:
        answer_dimension(phone, ["Agree", "Agree"])
    go_to(screen, "Results")
    expect(screen.get_by_text("3 of 3 are still answering. After the reveal they count only if")).to_be_visible()
    expect(screen.get_by_text("Revealed now, 8 of 9 dimensions would be withheld")).to_be_visible()

    for phone in phones:
        phone.goto(f"{server.address}/take-part?step=questionnaire&dimension=2")
        answer_dimension(phone, ["Agree", "Disagree"])

    expect(screen.get_by_text("Revealed now, 7 of 9 dimensions would be withheld")).to_be_visible()


def test_a_reveal_that_would_show_nothing_is_refused_where_the_button_is(server, browser, application):
    screen, _ = started_at(browser, server.address, application, "results")

    screen.get_by_role("button", name="Reveal results").click()

    why = screen.get_by_role("alert").get_by_text("So far, no dimension has been answered in full by 3 people.")
    expect(why).to_be_visible()
    expect(screen.get_by_role("button", name="Reveal results")).to_be_enabled()
