"""One tablet for several people: each is another person, with nothing of the last one in sight."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from phones import ITEM, Phone, Server, served_in, start

from across.room.facilitator import Facilitator

NEXT = 'href="/take-part/next"'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served_in(tmp_path) as running:
        yield running


@pytest.fixture
def room(server: Server) -> Facilitator:
    return start(server.application)


@pytest.fixture
def tablet(server: Server, room: Facilitator) -> Phone:
    tablet = Phone(server.port)
    tablet.joined(room.code)
    return tablet


def hand_on(tablet: Phone, room: Facilitator):
    return tablet.ask("POST", "/take-part/next", {"code": room.code})


def test_a_device_that_is_handed_on_is_another_person_who_has_sent_nothing(room, tablet):
    tablet.ask("POST", "/take-part/note", {"code": room.code, "question": "question-1", "text": "Mine alone"})
    room.move_to("questionnaire")
    room.open_scoring()
    tablet.tap("3", 1, ITEM)
    room.move_to("question-1")
    before = dict(tablet.cookies)

    answer = hand_on(tablet, room)
    seen = [tablet.get(f"/take-part{query}").text for query in ("", "?step=question-1", "?step=questionnaire")]

    assert (answer.status, answer.headers["Location"]) == (303, "/take-part")
    assert {name for name in before if before[name] != tablet.cookies[name]} == {f"across_participant_{room.code}"}
    assert not any("Mine alone" in page for page in seen)
    with room.reading() as reading:
        assert (reading.bulletin.joined, reading.bulletin.started) == (2, 1)


def test_what_the_last_person_sent_stays_and_both_count(room, tablet):
    room.move_to("questionnaire")
    room.open_scoring()
    tablet.tap("3", 1, ITEM)
    hand_on(tablet, room)
    tablet.get("/take-part")
    second = tablet.get("/take-part?dimension=1").text
    tablet.tap("5", 1, ITEM)

    with room.reading() as reading:
        assert sorted(row[3] for row in reading.answers) == [3, 5]
    assert "0 of 18 answered" in second


def test_handing_on_is_asked_for_once_more_and_changes_nothing_by_itself(tablet):
    before = dict(tablet.cookies)

    page = tablet.get("/take-part/next")

    assert "counted as another person" in page.text
    assert tablet.cookies == before


def test_a_stranger_has_nothing_to_hand_on(server, room):
    stranger = Phone(server.port)

    assert stranger.get("/take-part/next").status == 403
    assert hand_on(stranger, room).status == 403
    with room.reading() as reading:
        assert reading.bulletin.joined == 0


def test_a_phone_of_ones_own_says_it_as_a_quiet_line_after_everything_else_in_the_questionnaire_alone(room, tablet):
    welcome = tablet.get("/take-part").text
    room.move_to("questionnaire")
    room.open_scoring()
    page = tablet.get("/take-part?dimension=end").text

    assert NEXT not in welcome
    assert "Next person" not in page
    assert page.count(NEXT) == 1
    assert page.index("Several of us use this phone") > max(page.index("</section>"), page.index("</nav>"))


def test_a_phone_of_ones_own_that_is_handed_on_is_a_shared_one_from_then_on(room, tablet):
    form = re.search(r'<form method="post" action="([^"]+)"', tablet.get("/take-part/next").text)[1]
    tablet.ask("POST", form, {"code": room.code})
    page = tablet.get("/take-part").text

    assert page.count(NEXT) == 1
    assert ">Next person<" in page


def test_a_device_that_is_joined_as_shared_offers_it_on_every_page_and_goes_on_doing_so(server, room):
    tablet = Phone(server.port)
    tablet.get(f"/join/{room.code}?shared")
    first = tablet.get("/take-part").text
    hand_on(tablet, room)
    second = tablet.get("/take-part").text
    part = tablet.get(f"/take-part/part?code={room.code}").text

    assert [page.count(NEXT) for page in (first, second, part)] == [1, 1, 1]
