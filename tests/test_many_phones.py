"""One person with many phones: tokens are made by us alone, and one address brings so many within a minute, no more."""

import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from http_requests import JSON, ask
from http_requests import served as listening
from people import a_participant, a_plan, answer_all, bulletin_of, counts_of, results_of, stranger
from phones import Phone, Server, served_in, start
from starlette.applications import Starlette

from across.room import arrivals, tokens
from across.room.arrivals import MANY, MOST_A_MINUTE, Arrivals
from across.room.facilitator import Facilitator
from across.store import workshops
from across.store.tables import participant
from across.web.facilitator import routes as facilitator
from across.workshop.errors import NotTakingPart, TooManyPhones
from pages import screen

THE_ROOM = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served_in(tmp_path) as running:
        yield running


@pytest.fixture
def room(server: Server) -> Facilitator:
    return start(server.application, asks_sector=False)


def made_up(server: Server, room: Facilitator) -> Phone:
    """A phone with a token that somebody has made up."""
    return Phone(server.port, {"across_at": room.code, f"across_participant_{room.code}": secrets.token_urlsafe(32)})


def joins(server: Server, room: Facilitator) -> tuple[Phone, int]:
    """A phone comes by the join link; with how it was answered."""
    phone = Phone(server.port)
    phone.get(f"/join/{room.code}")
    return phone, phone.get("/take-part").status


# Tokens


def test_a_thousand_made_up_phones_are_nobody(server, room):
    room.open_scoring()
    phones = [made_up(server, room) for _ in range(1000)]

    with ThreadPoolExecutor(8) as everybody:
        statuses = set(everybody.map(lambda phone: phone.get("/take-part").status, phones))

    assert statuses == {303}
    assert phones[0].tap("3", 1).status == 403
    assert counts_of(room).joined == counts_of(room).started == 0
    with server.application.store.read() as connection:
        assert connection.execute(participant.select()).all() == []


def test_four_made_up_phones_beside_an_honest_one_tell_nothing_of_it(server, room):
    room.open_scoring()
    answer_all(room, 4)
    for phone in [made_up(server, room) for _ in range(4)]:
        phone.get("/take-part")
        for number, item in enumerate(room.content.questionnaire.items, 1):
            phone.tap("1", number, item.id)

    assert counts_of(room).started == 1
    assert results_of(room) is None


def test_a_phone_with_a_token_of_another_making_joins_anew_with_one_of_ours(server, room):
    phone = made_up(server, room)
    before = dict(phone.cookies)

    sent_on = phone.get("/take-part")
    phone.get(sent_on.headers["Location"])
    page = phone.get("/take-part")

    assert (sent_on.status, sent_on.headers["Location"]) == (303, f"/join/{room.code}")
    assert page.status == 200
    assert {name for name in before if before[name] != phone.cookies[name]} == {f"across_participant_{room.code}"}
    assert counts_of(room).joined == 1


def test_a_phone_that_joined_before_tokens_were_signed_stays_who_it_is(server, room):
    phone = made_up(server, room)
    token = phone.cookies[f"across_participant_{room.code}"]
    with server.application.store.write() as connection:
        row = {"id": "a" * 32, "workshop_id": room._id, "token_hash": workshops.hashed(token)}
        connection.execute(participant.insert().values(row))

    statuses = [phone.get(path).status for path in ("/take-part", f"/join/{room.code}", "/take-part")]

    assert statuses == [200, 303, 200]
    assert phone.cookies[f"across_participant_{room.code}"] == token
    assert counts_of(room).joined == 1


def test_a_token_is_of_one_workshop_and_one_secret():
    token = tokens.made("a secret")

    assert tokens.is_ours(token, "a secret")
    assert len(token) == 43
    assert len({tokens.made("a secret") for _ in range(100)}) == 100
    others = [("a secre", token), ("", tokens.made("")), ("a secret", token[:-1]), ("a secret", f"{token[:-1]}\ud800")]
    others += [("a secret", ""), ("a secret", f"{token}x"), ("a secret", f"x{token[1:]}"), ("a secret", "ü" * 43)]
    assert not any(tokens.is_ours(known, secret) for secret, known in others)


def test_a_token_of_one_workshop_joins_no_other(application):
    here, there = (start(application) for _ in range(2))
    person = a_participant(here)

    with pytest.raises(NotTakingPart):
        stranger(there, person.token).join()


def test_no_secret_leaves_the_store(server, room):
    with server.application.store.read() as connection:
        secret = workshops.token_secret(connection, room._id)
    phone = Phone(server.port).joined(room.code)

    assert len(secret) == 43
    assert secret not in phone.get("/take-part").text + str(phone.cookies)
    assert secret not in repr(room.workshop())


# So many within a minute


def test_thirty_phones_behind_one_address_get_in_at_once(server, room):
    with ThreadPoolExecutor(THE_ROOM) as everybody:
        found = list(everybody.map(lambda _: joins(server, room), range(THE_ROOM)))

    assert {status for _, status in found} == {200}
    assert counts_of(room).joined == THE_ROOM


def test_one_address_brings_so_many_phones_within_a_minute_and_no_more(server, room, monkeypatch):
    found = [joins(server, room) for _ in range(MOST_A_MINUTE + 5)]

    assert [status for _, status in found] == [200] * MOST_A_MINUTE + [429] * 5
    assert counts_of(room).joined == MOST_A_MINUTE
    late = found[-1][0]
    waits = late.get("/take-part")
    assert "Please wait a minute" in waits.text
    assert waits.headers["Retry-After"] == "60"
    assert found[0][0].get("/take-part").status == 200  # who is in already is never limited

    monkeypatch.setattr(arrivals, "MINUTE", 0.0)  # the minute is over
    assert late.get("/take-part").status == 200
    assert counts_of(room).joined == MOST_A_MINUTE + 1


def test_another_room_behind_the_same_address_is_not_kept_out(server, room):
    for _ in range(MOST_A_MINUTE):
        joins(server, room)
    beside = start(server.application)

    assert joins(server, beside)[1] == 200


def test_a_larger_room_brings_as_many_as_are_in_it():
    counted = Arrivals()
    for number in range(120):
        counted.ask("ROOM", "192.0.2.1", f"phone {number}", most=120)

    with pytest.raises(TooManyPhones):
        counted.ask("ROOM", "192.0.2.1", "one more", most=120)
    counted.ask("ROOM", "192.0.2.1", "phone 7", most=120)  # asks again, and counts no further
    counted.ask("ROOM", "192.0.2.2", "one more", most=120)


@pytest.mark.parametrize(("first", "second"), [("2001:db8::1", "2001:db8::2"), ("::ffff:192.0.2.1", "192.0.2.1")])
def test_who_has_many_addresses_of_one_network_is_one(first, second):
    counted = Arrivals()
    for number in range(MOST_A_MINUTE):
        counted.ask("ROOM", first, f"phone {number}")

    with pytest.raises(TooManyPhones):
        counted.ask("ROOM", second, "one more")


# Which came from where


def test_what_one_address_brought_is_known_once_it_is_many():
    counted = Arrivals()
    for number in range(MANY):
        assert not counted.is_about_to_bring_many("ROOM", "192.0.2.1")
        counted.came("ROOM", "192.0.2.1", f"person {number}")
        counted.came("ROOM", f"198.51.100.{number}", f"another {number}")
    before = counted.many("ROOM"), counted.is_about_to_bring_many("ROOM", "192.0.2.1")
    counted.came("ROOM", "192.0.2.1", "one more")

    assert before == (frozenset(), True)
    assert counted.many("ROOM") == {"one more", *(f"person {number}" for number in range(MANY))}
    counted.went("ROOM", ["one more", "somebody else"])
    assert counted.many("ROOM") == counted.many("ANOTHER") == frozenset()


def test_no_address_can_be_read_of_what_is_kept():
    counted = Arrivals()
    counted.ask("ROOM", "192.0.2.1", "phone")
    counted.came("ROOM", "192.0.2.1", "person")

    assert "192.0.2" not in str(counted._doors)


def test_the_facilitator_is_told_at_once_when_one_address_has_brought_many(here):
    _, key = here.start(a_plan())
    room = here.facilitator(key)
    people = [stranger(room) for _ in range(MANY + 1)]
    for person in people[:-1]:
        person.join("192.0.2.1")
    before = bulletin_of(room).picture
    quiet = screen(key, "pages/facilitator.py").warning

    people[-1].join("192.0.2.1")
    told = screen(key, "pages/facilitator.py").warning
    after = bulletin_of(room).picture
    room.say_in_room(MANY + 1)
    as_many_as_said = screen(key, "pages/facilitator.py").warning
    room.say_in_room(MANY)

    assert (len(quiet), len(as_many_as_said)) == (0, 0)
    assert [warning.value.partition(".")[0] for warning in told] == ["31 phones came from one address"]
    assert after > before  # a screen that shows counts alone asks for the rest
    assert room.phones().many == set(room.phones().joined)
    [too_many] = screen(key, "pages/facilitator.py").warning
    assert too_many.value.startswith("31 phones have joined, and 30 people are in the room.")
    room.take_out(room.phones().many)
    room.say_in_room(None)
    assert len(screen(key, "pages/facilitator.py").warning) == 0
    assert (room.phones().joined, room.phones().many) == ((), frozenset())


def test_the_stage_is_told_of_the_door_the_number_in_the_room_and_of_many_from_one_address(here):
    code, key = here.start(a_plan())
    room = here.facilitator(key)
    for _ in range(MANY + 1):
        stranger(room).join("192.0.2.1")
    with listening(Starlette(routes=facilitator.routes(lambda: here))) as port:
        headers = {"Cookie": f"across_facilitator={key}", "Content-Type": JSON}

        def told() -> dict[str, object]:
            return ask(port, f"/stage/state?code={code}", headers).json["workshop"]

        def do(**deed: object) -> int:
            return ask(
                port, "/stage/deeds", headers, method="POST", body=json.dumps({"code": code} | deed).encode()
            ).status

        first = told()
        statuses = [do(deed="door", open=False), do(deed="in_room", number=40), do(deed="in_room", number=0)]
        statuses += [do(deed="in_room", number="40"), do(deed="door", open="no")]
        then = told()
        statuses.append(do(deed="in_room", number=None))

    named = ("door_open", "in_room", "from_one_address")
    assert [first[name] for name in named] == [True, None, MANY + 1]
    assert [then[name] for name in named] == [False, 40, MANY + 1]
    assert statuses == [200, 200, 422, 422, 422, 200]
    assert room.workshop().in_room is None
