"""The facilitator's walk to the door in real browsers: the number in the room, a phone too many, closed, taken out."""

import re

import pytest
from people import a_plan
from phones import Phone
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as NotInTime
from screens import PHONE, a_browser, facilitate, join, opened, pressed, wait_until
from server_process import Server

from across.room.application import Application
from across.room.facilitator import Facilitator

LAPTOP = {"width": 1280, "height": 720}
WARNED = "More: look at who has joined"
# Longer than a click takes on what stays; what has gone meanwhile is looked for anew.
SOON_MILLISECONDS = 2000


@pytest.fixture
def started(application: Application) -> tuple[Facilitator, str]:
    """A workshop, and its facilitator's key."""
    _, key = application.start(a_plan(smallest_group=3))
    return application.facilitator(key), key


def letters_of(phone: Page) -> str:
    """What stands at the foot of a phone."""
    found = re.search(r"Phone (\w{4})", phone.locator("main").inner_text())
    assert found
    return found[1]


def own_view(browser: Browser, server: Server, key: str, **options: object) -> Page:
    page = facilitate(browser, server.address, key, "facilitator", **options)
    expect(page.locator(".stage .head h1")).to_be_visible()
    return page


def choose(page: Page, name: str, letters: str) -> None:
    """Choose a phone by its letters: the list closes where the page is drawn anew just then, and is opened again."""
    box, option = page.get_by_label(name), page.get_by_role("option", name=letters, exact=True)

    def chosen() -> bool:
        if not option.is_visible():
            box.press("ArrowDown")
            return False
        try:
            option.click(timeout=SOON_MILLISECONDS)
        except NotInTime:
            return False
        return True

    wait_until(page, chosen)
    page.keyboard.press("Escape")


def menu_of(picture: Page, name: str = "More") -> None:
    picture.bring_to_front()
    picture.mouse.move(300, 300)
    picture.get_by_role("button", name=name, exact=True).click()


def test_a_phone_too_many_is_seen_on_the_picture_and_the_door_is_closed_there(server, browser, started):
    room, key = started
    picture = facilitate(browser, server.address, key, "welcome", viewport=LAPTOP)
    phones = [join(browser, server.address, room.code) for _ in range(2)]
    menu_of(picture)
    number = picture.get_by_label("Number in the room")
    number.fill("2")
    number.press("Enter")
    expect(picture.locator(".welcome .joined")).to_contain_text("2 joined, of 2 in the room")
    expect(picture.get_by_role("button", name=WARNED, exact=True)).to_have_count(0)

    phones.append(join(browser, server.address, room.code))

    expect(picture.locator(".menu .here")).to_have_text("3 joined, of 2 in the room")
    expect(picture.locator(".menu .wrong")).to_contain_text("3 phones have joined, and 2 people are in the room.")
    picture.bring_to_front()
    picture.get_by_role("button", name="Closed", exact=True).click()
    expect(picture.locator(".welcome .point")).to_have_text(re.compile("The door is closed"))
    picture.keyboard.press("Escape")
    expect(picture.get_by_role("button", name=WARNED, exact=True)).to_be_visible()
    late = a_browser(browser, viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    late.goto(f"{server.address}/join/{room.code}")
    expect(late.get_by_role("heading", name="The door is closed")).to_be_visible()
    menu_of(picture, WARNED)
    picture.get_by_role("button", name="Open to other phones", exact=True).click()
    expect(picture.locator(".welcome .point")).to_have_text(re.compile("Point your phone"))
    late.bring_to_front()
    late.get_by_role("link", name="Try again").click()
    expect(late.get_by_text("You are taking part in")).to_be_visible()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_phone_is_taken_out_by_its_letters_is_told_and_let_in_again(server, browser, started, size):
    room, key = started
    room.say_in_room(1)
    honest, other = (join(browser, server.address, room.code) for _ in range(2))
    letters = letters_of(other)
    page = own_view(browser, server, key, viewport=size)
    expect(page.get_by_text("2 have joined, of 1 in the room")).to_be_visible()
    expect(page.get_by_text("2 phones have joined, and 1 person is in the room.")).to_be_visible()

    opened(page, "Phones")
    choose(page, "Phones to take out", letters)
    pressed(page.get_by_role("button", name="Take out 1 phone"))

    expect(page.get_by_text("1 have joined, of 1 in the room")).to_be_visible()
    expect(page.get_by_text("2 phones have joined")).to_have_count(0)
    other.bring_to_front()
    expect(other.get_by_role("heading", name="This phone was taken out")).to_be_visible()
    expect(honest.get_by_text("You are taking part in")).to_be_visible()

    page.bring_to_front()
    choose(page, "Phones that were taken out", letters)
    pressed(page.get_by_role("button", name="Let in again"))
    expect(page.get_by_text("2 have joined, of 1 in the room")).to_be_visible()
    other.bring_to_front()
    other.get_by_role("link", name="I was let in again").click()
    expect(other.get_by_text("You are taking part in")).to_be_visible()


def test_the_door_is_closed_in_the_facilitators_own_view(server, browser, started):
    room, key = started
    page = own_view(browser, server, key, viewport=PHONE)

    pressed(page.get_by_role("button", name="Close the door"))
    expect(page.get_by_text("The door is closed: no other phone can join.")).to_be_visible()
    assert room.workshop().door_open is False
    number = page.get_by_role("spinbutton", name="Number in the room", exact=True)
    number.fill("12")
    number.press("Enter")
    expect(page.get_by_text("0 have joined, of 12 in the room")).to_be_visible()
    pressed(page.get_by_role("button", name="Open the door"))
    expect(page.get_by_role("button", name="Close the door")).to_be_visible()
    assert room.workshop().door_open is True


def test_those_that_one_address_brought_are_chosen_and_taken_out_together(server, browser, started):
    room, key = started
    for _ in range(31):
        phone = Phone(server.port)
        phone.joined(room.code)
    page = own_view(browser, server, key, viewport=LAPTOP)
    expect(page.get_by_text("31 phones came from one address.")).to_be_visible()

    opened(page, "Phones")
    pressed(page.get_by_role("button", name="Choose the 31 from one address"))
    pressed(page.get_by_role("button", name="Take out 31 phones"))

    expect(page.get_by_text("0 have joined")).to_be_visible()
    expect(page.get_by_text("31 phones came from one address.")).to_have_count(0)
    assert len(room.phones().out) == 31
    assert phone.get("/take-part").status == 403
