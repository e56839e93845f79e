"""Expired means closed, at the end of the day that was promised; and a clock that jumped deletes nothing."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from http_requests import FORM, JSON, Answer, as_cookies, as_form, ask, served
from people import ITEMS, Calendar, a_participant, a_plan, answer, end_of, goes_on_until, run_async, settings_for, start
from starlette.applications import Starlette
from test_two_workshops import BEFORE_THE_REVEAL, DEEDS, OURS

from across.room.application import Application, open_application
from across.room.cookies import Keys
from across.room.facilitator import Facilitator
from across.room.newer_answers import LIVE_SECONDS
from across.room.participant import Participant
from across.web import events
from across.web.facilitator import routes as facilitator
from across.web.guidance import routes as guidance
from across.web.participant import routes as participant
from across.workshop.clock import GAP_SECONDS, HOUR, PROOF_SECONDS, Belief, looked_at, steady
from across.workshop.dates import end_of_day, zone_of
from across.workshop.errors import NoSuchWorkshop, NotYourWorkshop
from across.workshop.values import REVEAL_SECONDS, as_phones_see

DAY = 24 * HOUR
MINE = "e" * 32
# What anybody may ask for, with a workshop or without: a form for the code or the key, what we write, and files.
FOR_ANYBODY = {
    *("/facilitate", "/join", "/stage/stage.js", "/stage/{version}/{name}", "/phone/{file}"),
    *("/facilitator-guide", "/facilitator-guide.pdf", "/accessibility"),
}
POSTED = {
    "/facilitate": {"key": ""},
    "/facilitate/open": {},
    "/facilitate/forget": {},
    "/facilitate/link": {},
    "/facilitate/new-link": {},
    "/facilitate/new-link/made": {},
    "/take-part/note": {"id": "c" * 32, "question": "question-1", "text": "Too late", "way": ""},
    "/take-part/own-note": {"id": MINE, "text": "Too late", "way": ""},
    "/take-part/take-back": {"id": MINE},
    "/take-part/mark": {"note": OURS, "marked": "1"},
    "/take-part/response": {"item": ITEMS[0], "point": "3", "tap": "99"},
    "/take-part/comment": {"id": "d" * 32, "dimension": "trust", "text": "Too late"},
    "/take-part/votes": {"step": "results", "topic": "trust"},
    "/take-part/sector": {"sector": "health"},
    "/take-part/finished": {"step": "question-1", "finished": "1"},
    "/take-part/writing": {"step": "question-1"},
}
DEEDS_OF_THE_STAGE = {
    "/facilitate/group-note": {"step": "question-1", "body": "Too late", "version": 0},
    "/stage/deeds": {"deed": "ask", "how": "large", "sentence": 0},
}


@dataclass
class Held:
    """A workshop that was held, its time almost over: on a server, with a phone that takes part."""

    application: Application
    room: Facilitator
    person: Participant
    key: str
    port: int

    @property
    def calendar(self) -> Calendar:
        return self.application.calendar

    def ask(self, path: str, method: str = "GET", form: dict | None = None, sent: dict | None = None) -> Answer:
        known = {
            "across_facilitator": Keys(self.key).expecting("k" * 43).as_cookie(),
            "across_at": self.room.code,
            f"across_participant_{self.room.code}": self.person.token,
        }
        headers = {"Cookie": as_cookies(known), "Accept": JSON}
        if sent is not None:
            body = json.dumps({"code": self.room.code} | sent).encode()
            return ask(self.port, path, headers | {"Content-Type": JSON}, method=method, body=body)
        body = None if form is None else as_form(form)
        return ask(self.port, path, headers | ({"Content-Type": FORM} if form else {}), method=method, body=body)


@pytest.fixture
def dated(database_url):
    application = open_application(settings_for(database_url), Calendar())
    yield application
    application.store.close()


@pytest.fixture
def held(dated):
    code, key = dated.start(a_plan(asks_sector=True))
    room = dated.facilitator(key)
    room.open_scoring()
    room.move_to("question-1")
    person = a_participant(room)
    person.respond(ITEMS[0], 3, 1)
    a_participant(room).send_note(OURS, "question-1", "In time", None)
    person.send_note(MINE, "question-2", "Mine", None)
    room.share_as_before(on=True)
    routes = [*facilitator.routes(lambda: dated), *participant.routes(lambda: dated), *guidance.routes(lambda: dated)]
    with served(Starlette(routes=routes)) as port:
        dated.calendar.moment = end_of(dated, code) - 1
        yield Held(dated, room, person, key, port)


def addresses(method: str) -> list[str]:
    known = [*facilitator.routes(lambda: None), *participant.routes(lambda: None), *guidance.routes(lambda: None)]
    return sorted({route.path for route in known if method in route.methods})


def asked(held: Held, path: str) -> Answer:
    step = "actions" if path == "/take-part/choose" else "question-1"
    query = f"code={held.room.code}&of=join&step={step}&dimension=trust&id={MINE}"
    return held.ask(f"{path.replace('{code}', held.room.code)}?{query}")


@pytest.mark.parametrize("path", sorted({*addresses("GET")} - FOR_ANYBODY - {"/live/{code}"}))
def test_every_page_is_closed_from_the_end_of_the_promised_day_on(held, path):
    last = asked(held, path)
    held.calendar.moment += 1
    first = asked(held, path)

    assert (last.status < 400, first.status) in ((True, 404), (True, 403))


@pytest.mark.parametrize("path", addresses("POST"))
def test_nothing_is_taken_from_the_end_of_the_promised_day_on(held, path):
    held.calendar.moment += 1
    form = POSTED.get(path)
    form = {"key": held.key} if path == "/facilitate" else {"code": held.room.code} | (form or {})
    answer = held.ask(path, "POST", form, DEEDS_OF_THE_STAGE.get(path))
    held.calendar.moment -= 1

    assert answer.status in (403, 404)
    with held.room.reading() as reading:
        assert [note.body for note in reading.notes("question-1")] == ["In time"]
        assert [note.body for note in reading.notes("question-2")] == ["Mine"]
        assert [row[3] for row in reading.answers] == [3]
        assert reading.group_note("question-1").body == ""
        assert reading.workshop.asking == "auto"


def test_streams_end_as_when_a_workshop_is_deleted_and_none_begins(held):
    code, application = held.room.code, held.application

    async def heard():
        told = events.stream(application, code, held.key)
        first = [await anext(told), await anext(told)]
        held.calendar.moment += 1
        application.feed.tell(code)
        return first, [event async for event in told]

    first, last = run_async(heard())

    assert '"step"' in first[1]
    assert last == ["event: gone\ndata: {}\n\n"]
    assert held.ask(f"/live/{code}").status == 404


@pytest.mark.parametrize("deed", sorted({*DEEDS, *BEFORE_THE_REVEAL} - {"delete"}))
def test_no_deed_is_done_by_somebody_who_came_in_before(held, deed):
    held.calendar.moment += 1

    with pytest.raises(NoSuchWorkshop):
        (DEEDS[deed](held.room, held.person) if deed in DEEDS else BEFORE_THE_REVEAL[deed](held.room))


def test_the_application_opens_it_no_more(held):
    code, key, application = held.room.code, held.key, held.application
    held.calendar.moment += 1

    for ways_in in (application.workshop, application.answering, application.bulletin):
        with pytest.raises(NoSuchWorkshop, match="it was kept until"):
            ways_in(code)
    with pytest.raises(NotYourWorkshop, match="it was kept until"):
        application.facilitator(key)
    assert not application.facilitates(key)


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Pacific/Auckland", "2027-04-10T12:00:00+00:00"),
        ("America/Los_Angeles", "2027-04-11T07:00:00+00:00"),
        ("Europe/London", "2027-04-10T23:00:00+00:00"),
        ("", "2027-04-10T23:00:00+00:00"),
    ],
)
def test_the_day_ends_where_the_workshop_is_held(dated, zone, end):
    room = start(dated, zone=zone, held_on=date(2027, 1, 10))

    assert room.workshop().delete_on == date(2027, 4, 10)
    assert datetime.fromtimestamp(end_of(dated, room.code), UTC).isoformat() == end


@pytest.mark.parametrize("name", ["", "No/Such", "../../etc/passwd", "/etc/passwd", "America", "\0", "x" * 5000])
def test_a_zone_that_is_not_known_is_ours(name):
    assert zone_of(name).key == "Europe/London"


def test_the_day_on_which_clocks_change_has_its_own_length():
    day, zone = date(2027, 3, 28), zone_of("Europe/London")

    assert end_of_day(day, zone) - end_of_day(date(2027, 3, 27), zone) == 23 * HOUR


# The clock


def test_a_clock_that_jumps_deletes_nothing_and_once_it_is_put_back_everything_is_there(dated):
    room = start(dated)
    began = dated.calendar.moment
    assert goes_on_until(dated, began + DAY) == 0

    dated.calendar.moment += 100 * DAY
    deleted = goes_on_until(dated, dated.calendar.moment + PROOF_SECONDS - 1)
    closed, waits = dated.facilitates, dated.waits_for_the_clock()
    dated.calendar.moment = began + 2 * DAY

    assert (deleted, waits) == (0, True)
    assert dated.delete_what_is_due() == 0
    assert room.workshop().code == room.code
    assert not dated.waits_for_the_clock()
    assert closed


def test_a_clock_that_is_right_after_a_gap_deletes_once_it_has_gone_on_for_three_days(dated):
    start(dated)
    goes_on_until(dated, dated.calendar.moment + DAY)
    dated.calendar.moment += 100 * DAY

    assert goes_on_until(dated, dated.calendar.moment + PROOF_SECONDS) == 1


def test_a_server_that_runs_an_afternoon_a_week_deletes_the_week_after(dated):
    code = start(dated).code
    dated.delete_what_is_due()
    dated.calendar.moment = end_of(dated, code) + DAY
    first = goes_on_until(dated, dated.calendar.moment + 4 * HOUR)
    dated.calendar.moment += 7 * DAY

    assert (first, dated.delete_what_is_due()) == (0, 1)


def test_a_first_look_at_a_store_with_workshops_believes_no_clock(dated):
    code = start(dated).code
    dated.calendar.moment = end_of(dated, code) + DAY

    assert dated.delete_what_is_due() == 0


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        (None, 1000, Belief(0, 1000, 1000)),
        (Belief(1000, None, 1000), 1000 + GAP_SECONDS, Belief(1000 + GAP_SECONDS, None, 1000 + GAP_SECONDS)),
        (Belief(1000, None, 1000), 1001 + GAP_SECONDS, Belief(1000, 1001 + GAP_SECONDS, 1001 + GAP_SECONDS)),
        # Back again: believed no further than before, and in no doubt.
        (Belief(9_000_000, None, 9_000_000), 1000, Belief(9_000_000, None, 1000)),
        (Belief(1000, 9_000_000, 9_000_000), 2000, Belief(2000, None, 2000)),
        # A second jump while in doubt is no proof of itself, only of what was seen before it.
        (Belief(1000, 500_000, 500_100), 9_000_000, Belief(500_100, 9_000_000, 9_000_000)),
    ],
)
def test_what_is_believed_after_a_look(before, now, after):
    assert looked_at(before, now, nothing_to_lose=False) == after


def test_the_first_look_is_believed_where_there_is_nothing_to_lose():
    assert looked_at(None, 1000, nothing_to_lose=True) == Belief(1000, None, 1000)


# What runs now


class Watch:
    """Both clocks of a machine: the one that may be set, and the time that passes, which both of them follow."""

    def __init__(self) -> None:
        self.calendar, self.passed = Calendar(), 1000.0

    def passes(self, seconds: float) -> None:
        self.calendar.moment += seconds
        self.passed += seconds

    def is_set(self, seconds: float) -> None:
        self.calendar.moment += seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def watched(database_url, watch):
    """An application on a machine whose clock is set while it runs."""
    opened = open_application(settings_for(database_url), watch.calendar)
    yield replace(opened, clock=steady(watch.calendar, lambda: watch.passed))
    opened.store.close()


@pytest.mark.parametrize("seconds", [-3 * HOUR, -1, 40, 3 * HOUR])
def test_a_timer_runs_on_where_the_clock_is_set(watched, watch, seconds):
    room = start(watched)
    room.start_timer(5)
    watch.passes(60)
    watch.is_set(seconds)
    watch.passes(60)

    assert 179 <= room.workshop().timer.ends_at - watched.clock() <= 180


def test_a_timer_that_is_held_and_resumed_after_the_clock_was_set_has_what_was_left(watched, watch):
    room = start(watched)
    room.start_timer(5)
    watch.passes(60)
    watch.is_set(-HOUR)
    room.pause_timer()

    assert 239 <= room.workshop().timer.left <= 240


def test_a_timer_is_right_after_a_restart(watched, watch):
    room = start(watched)
    room.start_timer(5)
    watch.passes(60)
    again = replace(watched, clock=steady(watch.calendar, lambda: 5.0))

    assert 239 <= room.workshop().timer.ends_at - again.clock() <= 240


def everybody_answers(room, point):
    for _ in range(5):
        answer(a_participant(room), [point] * len(ITEMS))


@pytest.mark.parametrize("restarted", [False, True])
def test_results_shown_live_move_on_after_the_clock_went_back(watched, watch, restarted):
    _, key = watched.start(a_plan(results_mode="live"))
    room = watched.facilitator(key)
    room.open_scoring()
    everybody_answers(room, 4)
    first = room.refresh()
    watch.is_set(-3 * HOUR)
    if restarted:
        watched = replace(watched, clock=steady(watch.calendar, lambda: watch.passed), moved={})
        room = watched.facilitator(key)
    everybody_answers(room, 2)
    at_once = room.refresh()
    watch.passes(LIVE_SECONDS)
    moved = at_once or room.refresh()

    assert (first, at_once, moved) == (True, restarted, True)
    with room.reading() as reading:
        assert reading.results.profile.respondents == 10


def test_a_reveal_is_over_on_phones_after_a_restart_with_a_clock_that_was_put_back(watched, watch):
    room = start(watched)
    room.open_scoring()
    everybody_answers(room, 4)
    room.reveal(counted=True)
    at = room.workshop()
    watch.passes(60)
    watch.is_set(-3 * HOUR)
    again = replace(watched, clock=steady(watch.calendar, lambda: watch.passed))

    assert again.bulletin(room.code).revealed
    # While it counts down, nobody knows it, on a machine either whose clock is a little behind.
    for seconds in (-1, 0, REVEAL_SECONDS - 0.1):
        assert not as_phones_see(at, at.revealed_at / 1000 + seconds).revealed
    assert as_phones_see(at, at.revealed_at / 1000 + REVEAL_SECONDS).revealed


def test_a_steady_clock_says_what_the_calendar_said_and_then_the_time_that_passes():
    calendar, passing = Calendar(1_000_000), iter([10.0, 12.5, 70.0])
    clock = steady(calendar, lambda: next(passing))
    calendar.moment = 5

    assert (clock(), clock()) == (1_000_002.5, 1_000_060.0)
