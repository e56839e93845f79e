"""The group chooses what to talk about, and says what lies behind a score: in real browsers."""

import pytest
from people import ITEMS, a_participant, a_plan, answer
from playwright.sync_api import Page, Route, expect
from screens import PHONE, PROJECTOR, facilitate, join, pressed, send_note
from test_accessible import is_drawn

from across.room.facilitator import Facilitator
from across.workshop.values import Edition

POINTS = [[1 + (person + place) % 5 for place in range(len(ITEMS))] for person in range(6)]


@pytest.fixture
def room(application):
    """A workshop whose results have been shown, with the key that opens it."""
    _code, key = application.start(a_plan(asks_sector=True))
    found = application.facilitator(key)
    found.open_scoring()
    for points in POINTS:
        answer(a_participant(found), points)
    found.reveal()
    found.move_to("results")
    return found, key


@pytest.fixture
def screen(server, browser, room):
    return facilitate(browser, server.address, room[1], "results")


def test_phones_choose_and_the_screen_leads_with_what_they_chose(server, browser, screen, room):
    found, _key = room
    for _ in range(4):
        a_participant(found).choose("results", ["trust"])
    phone = join(browser, server.address, found.code)
    expect(screen.get_by_text("4 of us have.")).to_be_visible()
    assert screen.get_by_role("button", name="Show what we chose").count() == 0
    phone.get_by_role("link", name="Choose three to talk about").click()
    for name in ("Trust", "Innovation"):
        phone.get_by_label(name).check()
    phone.get_by_role("button", name="Save my choice").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Results")
    expect(phone.get_by_role("status")).to_have_text("Your choice is saved")

    screen.get_by_role("button", name="Show what we chose").click()

    card = screen.locator("article[data-kind=chosen]")
    expect(card.get_by_role("heading", level=2)).to_have_text("Trust")
    expect(card.locator(".topics li").first).to_contain_text("5")
    expect(card.get_by_text("5 of us chose up to three dimensions each.")).to_be_visible()
    expect(phone.get_by_role("heading", name="What the group chose to talk about")).to_be_visible()


def test_a_comment_is_shown_as_text_beside_its_dimension_and_can_be_hidden_unseen(server, browser, screen, room):
    found, key = room
    phone = join(browser, server.address, found.code)
    phone.get_by_role("link", name="What makes you say so? Add a comment").click()
    phone.get_by_label("About").select_option("Trust")
    phone.get_by_label("Your comment").fill("<b>We</b> say *so*")
    phone.get_by_role("button", name="Send comment").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Results")
    expect(phone.get_by_role("status")).to_have_text("Your comment is saved")

    found.look_at("items", "trust")
    expect(screen.locator(".comments li")).to_have_text("<b>We</b> say *so*")
    own = facilitate(browser, server.address, key, "facilitator")
    pressed(own.get_by_role("button", name="Hide note 1", exact=True))

    expect(screen.locator(".comments")).to_be_hidden()
    expect(own.get_by_role("button", name="Show again")).to_be_visible()


def test_the_questionnaire_leads_to_a_comment_on_the_dimension_one_is_at(server, browser, room):
    found, _key = room
    found.move_to("questionnaire")
    phone = join(browser, server.address, found.code)
    phone.get_by_role("button", name="Start").click()
    phone.get_by_role("button", name="Next dimension").click()
    expect(phone.get_by_text("Dimension 2 of 9")).to_be_visible()

    phone.get_by_role("link", name="What makes you say so?").click()

    expect(phone.get_by_label("About").locator("option:checked")).to_have_text("Roles and teamworking")
    phone.get_by_role("link", name="Back to the workshop").click()
    expect(phone.get_by_text("Dimension 2 of 9")).to_be_visible()


def test_a_phone_that_has_chosen_follows_the_room_to_the_end(server, browser, room):
    found, _key = room
    phone = join(browser, server.address, found.code)
    phone.get_by_role("link", name="Choose three to talk about").click()
    phone.get_by_label("Trust").check()
    phone.get_by_role("button", name="Save my choice").click()
    expect(phone.get_by_role("status")).to_have_text("Your choice is saved")
    found.move_to("actions")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Actions")
    found.move_to("close")
    found.share_report(Edition())

    expect(phone.get_by_role("heading", level=1)).to_have_text("Close")
    expect(phone.get_by_role("link", name="Download the report (PDF)")).to_be_visible()


@pytest.mark.parametrize("aside", ["choose", "choose?step=actions", "say", "own-note"])
def test_a_phone_with_nothing_unsaved_goes_along_from_every_page_beside_a_step(server, browser, room, aside):
    found, _key = room
    phone = beside(aside, found, join(browser, server.address, found.code), server.address)
    found.move_to("close")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Close")
    expect(phone).to_have_url(f"{server.address}/take-part")


def beside(aside: str, found: Facilitator, phone: Page, address: str) -> Page:
    """The phone on a page beside a step, and its stream there."""
    found.move_to("actions")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Actions")
    send_note(phone, "Meet monthly", label="What could we do?", button="Send proposal")
    own = phone.get_by_role("link", name="Change or take back").get_attribute("href")
    with phone.expect_request(lambda request: "/live/" in request.url):
        phone.goto(address + (own if aside == "own-note" else f"/take-part/{aside}"))
    return phone


def test_a_comment_that_is_unsaved_when_the_room_moves_on_stays_and_is_lost_nowhere(server, browser, room):
    found, _key = room
    phone = join(browser, server.address, found.code)
    phone.get_by_role("link", name="What makes you say so? Add a comment").click()
    phone.get_by_label("Your comment").fill("Because we meet")
    found.move_to("actions")

    expect(phone.get_by_role("status")).to_contain_text("The group has gone on to Actions.")
    expect(phone.get_by_label("Your comment")).to_have_value("Because we meet")
    phone.get_by_role("status").get_by_role("link", name="Actions").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Actions")
    unsent = phone.get_by_label("Your unsent comment is here")
    expect(unsent).to_have_value("Because we meet")
    phone.get_by_role("button", name="Send comment").click()
    expect(phone.get_by_role("status")).to_have_text("Saved")

    expect(unsent).to_be_hidden()
    with found.reading() as reading:
        assert [comment.body for comment in reading.comments()] == ["Because we meet"]


def test_what_is_being_saved_cannot_be_changed_until_it_is_known_how_that_went(server, browser, room):
    phone = join(browser, server.address, room[0].code)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for path in ("votes", "comment"):
        phone.route(f"**/take-part/{path}", hold)
    phone.goto(f"{server.address}/take-part/choose")
    box, save = phone.get_by_label("Trust"), phone.get_by_role("button", name="Save my choice")
    box.check()
    box.press("Enter")
    expect(box).to_be_disabled()
    held.pop().abort()

    expect(phone.get_by_role("alert")).to_contain_text("Not saved. There is no connection.")
    expect(box).to_be_enabled()
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    save.click()
    expect(box).to_be_disabled()
    held.pop().continue_()
    expect(phone.get_by_role("status")).to_have_text("Your choice is saved")

    phone.goto(f"{server.address}/take-part/say")
    text = phone.get_by_label("Your comment")
    text.fill("Because we meet")
    phone.get_by_role("button", name="Send comment").click()
    expect(text).not_to_be_editable()
    text.press_sequentially(" and talk")
    expect(text).to_have_value("Because we meet")
    held.pop().continue_()
    expect(phone.get_by_role("status")).to_have_text("Your comment is saved")


def rooms_of(page: Page, what: str) -> list[dict[str, float]]:
    """Where each of these is, in pixels of the window, once nothing moves any more."""
    expect(page.locator(".results")).to_have_attribute("data-moment", "done")
    is_drawn(page)
    return [box for one in page.locator(what).all() if (box := one.bounding_box())]


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
    return beside or one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1


def test_results_on_a_facilitators_phone_lie_below_each_other(server, browser, room):
    screen = facilitate(browser, server.address, room[1], "results", viewport=PHONE)
    expect(screen.locator(".js-plotly-plot").first).to_be_visible()
    expect(screen.locator(".labels li").last).to_be_attached()

    names = rooms_of(screen, ".labels li")
    figure, side = rooms_of(screen, ".figure")[0], rooms_of(screen, ".side")[0]

    assert len(names) == 9
    assert all(apart(one, other) for one in names for other in names if one != other)
    assert all(apart(name, figure) and apart(name, side) for name in names)
    assert all(name["x"] >= 0 and name["x"] + name["width"] <= PHONE["width"] for name in names)


@pytest.mark.parametrize("size", [PROJECTOR, {"width": 1280, "height": 720}, {"width": 1024, "height": 768}])
@pytest.mark.parametrize("view", ["radar", "items", "talk"])
def test_every_control_of_the_results_is_in_sight(server, browser, room, size, view):
    found, key = room
    for _ in range(5):
        a_participant(found).choose("results", ["trust", "innovation"])
    found.show_chosen("results")
    found.look_at(view)
    screen = facilitate(browser, server.address, key, "results", viewport=size)
    screen.mouse.move(200, 200)
    following = screen.get_by_role("toolbar").get_by_role("button", name="Next: ")
    expect(following).to_be_visible()

    controls = rooms_of(screen, ".foot .do .btn")

    assert all(box["x"] >= 0 and box["x"] + box["width"] <= size["width"] for box in controls)
    assert all(apart(one, other) for one in controls for other in controls if one != other)


@pytest.mark.parametrize("size", [{"width": 1280, "height": 720}, {"width": 1024, "height": 768}])
def test_what_was_chosen_stands_whole_above_what_is_asked_of_it(server, browser, room, size):
    found, key = room
    dimensions = [dimension.id for dimension in found.content.questionnaire.dimensions]
    for place in range(6):
        a_participant(found).choose("results", sorted({"trust", dimensions[place]}))
    found.show_chosen("results")
    found.look_at("talk")
    screen = facilitate(browser, server.address, key, "results", viewport=size)
    expect(screen.locator(".topics li").last).to_be_visible()

    rows, asked = rooms_of(screen, ".topics li"), rooms_of(screen, "article:has(.topics) .q")[0]

    assert len(rows) == 5
    assert all(row["y"] + row["height"] <= asked["y"] for row in rows)
