"""The guard at every route that changes something: each kind of bad request is refused in plain words."""

import html
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from http_requests import FORM, JSON, Answer, as_cookies, as_form, ask, served
from people import a_participant, a_plan, fresh_postgresql, group_note_of
from starlette.applications import Starlette

from across.room.application import Application, the_application
from across.room.facilitator import Facilitator
from app import app

PUBLIC = "https://workshop.example.org"
SAFE = {"GET", "HEAD", "OPTIONS"}
TOO_LARGE = 200_000
# Every route of the product that changes something, as the server itself is given it.
CHANGING = sorted(route.path for route in app._user_routes if set(route.methods) - SAFE)


@dataclass
class World:
    """A workshop on a server of its own, as its facilitator and one participant meet it."""

    port: int
    application: Application
    room: Facilitator
    key: str
    token: str
    note: str
    proposal: str
    own: str

    @property
    def participant(self) -> dict[str, str]:
        return {"across_at": self.room.code, f"across_participant_{self.room.code}": self.token}

    @property
    def facilitator(self) -> dict[str, str]:
        return {"across_facilitator": self.key}

    def revision(self) -> int:
        return self.room.workshop().revision


@dataclass(frozen=True)
class Sent:
    """One request that a route accepts; `json` for one whose body is JSON and not a form."""

    path: str
    fields: dict[str, object]
    cookies: dict[str, str]
    json: bool = False
    accept: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | list[bytes] | None = None
    content_type: str = field(default="")

    def to(self, port: int) -> Answer:
        body = self.body
        if body is None:
            body = json.dumps(self.fields).encode() if self.json else as_form(self.fields)
        told = [("Content-Type", self.content_type or (JSON if self.json else FORM)), ("Accept", self.accept)]
        told += [("Cookie", as_cookies(self.cookies))] if self.cookies else []
        return ask(port, self.path, [*told, *self.headers], method="POST", body=body)

    def bringing(self, **more: object) -> "Sent":
        return replace(self, fields=self.fields | more)


def good(world: World, name: str) -> Sent:
    """What the pages themselves send."""
    code, mine, ours = world.room.code, world.participant, world.facilitator
    kept = group_note_of(world.room, "question-1")
    every = {
        "note": Sent("/take-part/note", {"code": code, "question": "question-1", "text": "Lunch, weekly"}, mine),
        "own note": Sent(
            "/take-part/own-note", {"code": code, "question": "question-1", "id": world.own, "text": "Lunch"}, mine
        ),
        "take back": Sent("/take-part/take-back", {"code": code, "id": "0" * 32}, mine),
        "mark": Sent(
            "/take-part/mark",
            {"code": code, "question": "question-1", "note": world.note, "marked": secrets.choice("01")},
            mine,
        ),
        "tap": Sent("/take-part/response", {"code": code, "item": "trust-1", "point": "3", "tap": next(TAPS)}, mine),
        "dimension": Sent("/take-part/response", {"code": code, "dimension": "1"}, mine),
        "sector": Sent("/take-part/sector", {"code": code, "sector": "health"}, mine),
        "finished": Sent(
            "/take-part/finished", {"code": code, "step": "question-1", "finished": secrets.choice(["yes", "no"])}, mine
        ),
        "votes": Sent("/take-part/votes", {"code": code, "step": "actions", "topic-1": world.proposal}, mine),
        "comment": Sent("/take-part/comment", {"code": code, "dimension": "trust", "text": secrets.token_hex(4)}, mine),
        "next": Sent("/take-part/next", {"code": code}, mine),
        "writing": Sent("/take-part/writing", {"code": code, "step": "question-1"}, mine),
        "key": Sent("/facilitate", {"key": world.key}, {}),
        "open": Sent("/facilitate/open", {"code": code}, {"across_facilitator": f".{world.key}"}),
        "forget": Sent("/facilitate/forget", {"code": code}, ours),
        "link": Sent("/facilitate/link", {"code": code}, ours),
        "new link": Sent("/facilitate/new-link", {"code": code}, ours),
        "new link made": in_another_workshop(world),
        "group note": Sent(
            "/facilitate/group-note",
            {"code": code, "step": "question-1", "body": secrets.token_hex(4), "version": kept.version},
            ours,
            json=True,
        ),
        "deed": Sent("/stage/deeds", {"code": code, "deed": "turn", "page": next(TAPS) % 9}, ours, json=True),
    }
    return every[name]


def in_another_workshop(world: World) -> Sent:
    """A new link for a workshop of its own: the key of the world's is not replaced."""
    code, key = world.application.start(a_plan())
    new = f"{key}.+{world.application.key_to_come()}"
    return Sent("/facilitate/new-link/made", {"code": code}, {"across_facilitator": new})


TAPS = iter(range(1, 10_000))
BY_PARTICIPANTS = (
    "note",
    "own note",
    "take back",
    "mark",
    "tap",
    "dimension",
    "sector",
    "finished",
    "votes",
    "comment",
    "writing",
    "next",
)
BY_FACILITATOR = ("group note", "deed")
OF_A_BROWSER = ("open", "forget", "link", "new link", "new link made")
EVERY = (*BY_PARTICIPANTS, "key", *OF_A_BROWSER, *BY_FACILITATOR)
# How a route says in JSON whether something was done, where it does not say "saved".
DONE = {"/stage/deeds": "done"}
WITH_FORMS = (*BY_PARTICIPANTS, "key", *OF_A_BROWSER)


def asked(world: World, name: str) -> list[Sent]:
    """The request of this name; participants' routes answer a plain form and a script each in its own way."""
    sent = good(world, name)
    return [replace(sent, accept=accept) for accept in (("text/html", JSON) if name in BY_PARTICIPANTS else ("*/*",))]


def a_world(port: int, application: Application) -> World:
    _code, key = application.start(a_plan(asks_sector=True))
    room = application.facilitator(key)
    person, own, note = a_participant(room), secrets.token_hex(16), secrets.token_hex(16)
    person.send_note(own, "question-1", "Lunch", None)
    a_participant(room).send_note(note, "question-1", "Somebody else's", None)
    proposal = secrets.token_hex(16)
    a_participant(room).send_note(proposal, "actions", "Meet monthly", None)
    room.open_scoring()
    room.move_to("actions")
    return World(port, application, room, key, person.token, note, proposal, own)


@pytest.fixture(scope="module", params=[PUBLIC], ids=["public address"])
def world(request, tmp_path_factory) -> Iterator[World]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('store')}/store.sqlite3", request.param) as served_world:
        yield served_world


@pytest.fixture
def world_on_postgresql(postgresql) -> Iterator[World]:
    with serving(fresh_postgresql(postgresql), PUBLIC) as served_world:
        yield served_world


@contextmanager
def serving(store: str, public_url: str) -> Iterator[World]:
    """The product's own routes, with its own application on this store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACROSS_DATABASE_URL", store)
        patch.setenv("ACROSS_PUBLIC_URL", public_url)
        application = the_application()
        with served(Starlette(routes=app._user_routes, exception_handlers=app._exception_handlers)) as port:
            yield a_world(port, application)
        application.store.close()


def refused(world: World, sent: Sent, status: int) -> str:
    """Send it: it must be refused with this status and change nothing. Returns why, as people read it."""
    before = world.revision()

    answer = sent.to(world.port)

    assert answer.status == status, answer.text
    assert world.revision() == before
    assert not answer.cookies
    if sent.json or (sent.accept == JSON):
        assert answer.json[DONE.get(sent.path, "saved")] is False
        return str(answer.json["why"])
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", answer.text).split()))


def accepted(answer: Answer) -> bool:
    if answer.status != 200:
        return answer.status == 303
    if answer.text.startswith("<!doctype html>"):
        return 'id="link"' in answer.text
    return True in (answer.json.get("saved"), answer.json.get("done"))


# The table of routes


def test_every_route_that_changes_something_is_in_the_table(world):
    assert sorted({good(world, name).path for name in EVERY}) == CHANGING


@pytest.mark.parametrize("world", ["", PUBLIC], indirect=True)
@pytest.mark.parametrize("name", EVERY)
def test_what_the_page_itself_sends_is_accepted(world, name):
    ours = f"http://127.0.0.1:{world.port}"
    own = [
        (),
        (("Origin", ours),),
        (("Origin", ours.upper()),),
        (("Sec-Fetch-Site", "same-origin"),),
        (("Sec-Fetch-Site", "none"),),
        (("Sec-Fetch-Site", "same-origin"), ("Origin", ours)),
        (("Sec-Fetch-Site", "same-origin"), ("Origin", "null")),
        (("Host", "workshop.local:80"), ("Origin", "http://workshop.local")),
        (("Host", "workshop.local"), ("Origin", "http://workshop.local:80")),
        (("Host", "[::1]:8501"), ("Origin", "http://[::1]:8501")),
    ]

    for headers in own:
        for sent in asked(world, name):
            answer = replace(sent, headers=headers).to(world.port)
            assert accepted(answer), (headers, answer.status, answer.text)


# Where a request comes from


def origins(port: int) -> dict[str, tuple[tuple[str, str], ...]]:
    """Headers that none of our own pages sends."""
    ours = f"http://127.0.0.1:{port}"
    wrong = {
        "another website": "https://elsewhere.example",
        "another port": "http://127.0.0.1:1",
        "no port": "http://127.0.0.1",
        "a name that begins as ours": f"{ours}.elsewhere.example",
        "a name that ends as ours": "https://elsewhere.workshop.example.org",
        "another port of the public address": "https://workshop.example.org:8443",
        "no page at all": "null",
        "half an address": "http://[",
        "half an IPv6 address": "http://[::1",
        "no host": "http://",
        "nothing": "",
        "no scheme": f"127.0.0.1:{port}",
        "another scheme": f"ftp://127.0.0.1:{port}",
        "a user's name": f"http://me@127.0.0.1:{port}",
        "our name as a user's": f"http://127.0.0.1:{port}@elsewhere.example",
        "a path": f"{ours}/welcome",
        "a port that is none": "http://127.0.0.1:port",
        "a port that is too large": "http://127.0.0.1:99999999",
        "a space": f"{ours} ",
        "two": f"{ours}, {ours}",
        "letters of no alphabet": "http://127.0.0.1\xff",
    }
    found = {f"Origin: {name}": (("Origin", value),) for name, value in wrong.items() if value.strip() == value}
    found |= {
        "Origin, twice": (("Origin", ours), ("Origin", "https://elsewhere.example")),
        "another website's page": (("Sec-Fetch-Site", "cross-site"),),
        "another website's page under our Origin": (("Sec-Fetch-Site", "cross-site"), ("Origin", ours)),
        "a neighbour of ours": (("Sec-Fetch-Site", "same-site"), ("Origin", ours)),
        "Sec-Fetch-Site: no word of its": (("Sec-Fetch-Site", "same-origin, cross-site"),),
        "Sec-Fetch-Site, twice": (("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")),
        "Sec-Fetch-Site: nothing": (("Sec-Fetch-Site", ""),),
        "a malformed Origin from our own page": (("Sec-Fetch-Site", "same-origin"), ("Origin", "http://[")),
        "half a Host": (("Host", "["), ("Origin", "http://[")),
        "half a Host without Origin": (("Host", "["),),
        "a Host with a path": (("Host", "127.0.0.1/x"), ("Origin", "http://127.0.0.1/x")),
        "a Host with a user": (("Host", "me@127.0.0.1"), ("Origin", "http://me@127.0.0.1")),
    }
    return found


@pytest.mark.parametrize("kind", origins(1))
@pytest.mark.parametrize("name", EVERY)
def test_what_does_not_come_from_our_own_page_is_refused_in_plain_words(world, name, kind):
    for sent in asked(world, name):
        why = refused(world, replace(sent, headers=origins(world.port)[kind]), 403)

        assert "This did not come from the workshop's own page" in why


def test_the_text_of_a_note_that_was_refused_stays_on_the_page(world):
    sent = replace(good(world, "note"), headers=(("Origin", "https://elsewhere.example"),))

    assert "Lunch, weekly" in sent.to(world.port).text


def test_the_words_of_a_change_that_was_refused_stay_on_the_page_and_go_to_the_same_note(world):
    sent = replace(good(world, "own note"), headers=(("Origin", "https://elsewhere.example"),))

    again = sent.bringing(text="Lunch, daily").to(world.port).text

    assert "Lunch, daily" in again
    assert f'name="id" value="{world.own}"' in again
    assert 'action="/take-part/own-note"' in again
    assert "Save the change" in again


# What it brings


@pytest.mark.parametrize("pieces", [False, True], ids=["with its length", "without its length"])
@pytest.mark.parametrize("name", EVERY)
def test_a_body_that_is_too_large_is_refused(world, name, pieces):
    for sent in asked(world, name):
        large = sent.bringing(text="x" * TOO_LARGE)
        body = json.dumps(large.fields).encode() if sent.json else as_form(large.fields)
        cut = [body[at : at + 16_384] for at in range(0, len(body), 16_384)]

        assert "too long" in refused(world, replace(large, body=cut if pieces else body), 413)


@pytest.mark.parametrize("name", WITH_FORMS)
def test_a_form_with_too_many_fields_is_refused(world, name):
    for sent in asked(world, name):
        many = sent.bringing(**{f"field-{number}": "x" for number in range(101)})

        assert "could not be read" in refused(world, many, 422)


@pytest.mark.parametrize("malformed", [b"%ff", b"%C3%28", b"\xff", b"%ed%a0%80"])
@pytest.mark.parametrize("name", WITH_FORMS)
def test_a_form_that_is_no_text_is_refused(world, name, malformed):
    for sent in asked(world, name):
        body = as_form(sent.fields) + b"&text=" + malformed

        assert "could not be read" in refused(world, replace(sent, body=body), 422)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff",
        b'{"body": "\xff"}',
        b"[" * 100_000,
        b"1" * 5_000,
        b"{}",
        b'{"step": 1, "body": "x", "version": 0}',
        b'{"step": "question-1", "body": null, "version": 0}',
        b'{"step": "question-1", "body": "x", "version": "0"}',
        b'{"step": "question-1", "body": "x", "version": true}',
        b'{"step": "question-1", "body": "x", "version": 1.0}',
        b'{"step": "question-1", "body": "x", "version": NaN}',
        b'{"step": "question-1", "body": "x", "version": 1e999}',
    ],
)
def test_json_that_is_not_what_the_page_sends_is_refused(world, body):
    assert "Reload the page" in refused(world, replace(good(world, "group note"), body=body), 422)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"deed": 1}',
        b'{"deed": "finish_scoring"}',
        b'{"deed": "delete"}',
        b'{"deed": "move", "step": 1}',
        b'{"deed": "move", "step": "a-step-there-is-not"}',
        b'{"deed": "ask", "how": "aloud", "sentence": 0}',
        b'{"deed": "ask", "how": "large", "sentence": -1}',
        b'{"deed": "turn", "page": true}',
        b'{"deed": "turn", "page": 1.0}',
        b'{"deed": "turn", "page": 100000000000000000000}',
        b'{"deed": "spotlight"}',
        b'{"deed": "spotlight", "note": "ffffffffffffffffffffffffffffffff"}',
        b'{"deed": "pin", "notes": "all", "on": true}',
        b'{"deed": "pin", "notes": [1], "on": true}',
        b'{"deed": "pin", "notes": [], "on": true}',
        b'{"deed": "hide", "notes": ["ffffffffffffffffffffffffffffffff"], "on": true}',
        b'{"deed": "gather", "notes": ["ffffffffffffffffffffffffffffffff"], "heading": "Trust"}',
        b'{"deed": "start_timer", "minutes": 0, "phase": "all"}',
        b'{"deed": "start_timer", "minutes": 5, "phase": "asleep"}',
    ],
)
def test_a_deed_that_the_stage_does_not_know_is_refused(world, body):
    code = f', "code": "{world.room.code}"}}'.encode()
    sent = replace(good(world, "deed"), body=body.replace(b"}", code) if body.startswith(b'{"') else body)

    assert "Reload the page" in refused(world, sent, 422) or b"timer" in body


@pytest.mark.parametrize(
    "content_type", [FORM, "text/plain", "multipart/form-data; boundary=x", "application/json5", ";"]
)
@pytest.mark.parametrize("name", BY_FACILITATOR)
def test_json_under_another_name_is_refused(world, content_type, name):
    sent = replace(good(world, name), content_type=content_type)

    assert "could not be read" in refused(world, sent, 415)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
@pytest.mark.parametrize("name", BY_FACILITATOR)
def test_json_under_its_own_name_is_accepted(world, content_type, name):
    assert accepted(replace(good(world, name), content_type=content_type).to(world.port))


@pytest.mark.parametrize("stray", ["\x00", "a\x00b"])
@pytest.mark.parametrize("name", EVERY)
def test_what_no_store_can_keep_is_never_a_fault(world, name, stray):
    for sent in asked(world, name):
        for field_name in [*sent.fields, "id", "way", "another"]:
            assert sent.bringing(**{field_name: stray}).to(world.port).status < 500


@pytest.mark.parametrize("name", EVERY)
def test_what_postgresql_cannot_keep_is_never_a_fault(world_on_postgresql, name):
    for sent in asked(world_on_postgresql, name):
        for field_name in sent.fields:
            answer = sent.bringing(**{field_name: f"{sent.fields[field_name]}\x00"}).to(world_on_postgresql.port)
            assert answer.status < 500, (field_name, answer.text)


@pytest.mark.parametrize("stray", ["\ud800", "a\udfffb\x00"])
def test_half_a_character_in_json_is_never_a_fault(world, stray):
    for name in ("code", "step", "body"):
        assert good(world, "group note").bringing(**{name: stray}).to(world.port).status < 500
    for name in ("code", "deed", "page"):
        assert good(world, "deed").bringing(**{name: stray}).to(world.port).status < 500
    gathered = {"deed": "gather", "notes": [world.note], "heading": stray}
    assert good(world, "deed").bringing(**gathered).to(world.port).status < 500
    for deed in ({"deed": "pin", "notes": [stray], "on": True}, {"deed": "spotlight", "note": stray}):
        assert good(world, "deed").bringing(**deed).to(world.port).status == 422


# Who sends it


BAD_COOKIES = {
    "none": {},
    "empty": {"across_facilitator": "", "across_at": "", "across_participant_": ""},
    "malformed": {"across_facilitator": '"\\', "across_at": "%00", "across_participant_%00": "\xff"},
    "unknown": {"across_facilitator": "A" * 43},
}


@pytest.mark.parametrize("cookies", BAD_COOKIES)
@pytest.mark.parametrize("name", [name for name in EVERY if name != "key"])
def test_a_browser_without_a_good_cookie_is_refused(world, name, cookies):
    for sent in asked(world, name):
        refused(world, replace(sent, cookies=BAD_COOKIES[cookies]), 403)


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 44, '"\\', "\xff", "../../" + "x" * 37])
@pytest.mark.parametrize("name", BY_PARTICIPANTS)
def test_a_participant_with_another_token_is_refused(world, name, token):
    cookies = {"across_at": world.room.code, f"across_participant_{world.room.code}": token}

    for sent in asked(world, name):
        refused(world, replace(sent, cookies=cookies), 403)


@pytest.mark.parametrize("key", ["", "x" * 43, "\x00", "ü"])
def test_a_key_that_opens_nothing_sets_no_cookie(world, key):
    assert "This key opens no workshop" in refused(world, good(world, "key").bringing(key=key), 404)


# Behind a proxy


BEHIND_A_PROXY = (("Host", "app:8501"), ("Origin", PUBLIC), ("X-Forwarded-Proto", "https"))


@pytest.mark.parametrize("name", EVERY)
def test_a_proxy_that_rewrites_the_host_locks_nobody_out_of_the_public_address(world, name):
    for sent in asked(world, name):
        assert accepted(replace(sent, headers=BEHIND_A_PROXY).to(world.port))


@pytest.mark.parametrize("world", [""], indirect=True)
@pytest.mark.parametrize("name", EVERY)
def test_without_a_public_address_only_the_hosts_own_pages_may_send(world, name):
    for sent in asked(world, name):
        refused(world, replace(sent, headers=BEHIND_A_PROXY), 403)
        assert accepted(replace(sent, headers=(*BEHIND_A_PROXY, ("Sec-Fetch-Site", "same-origin"))).to(world.port))


# Cookies


def cookie_lines(world: World, *headers: tuple[str, str]) -> list[str]:
    """What sets the cookies of the facilitator and of a participant."""
    entered = replace(good(world, "key"), headers=headers).to(world.port).cookies
    joined = ask(world.port, f"/join/{world.room.code}", headers).cookies
    assert (len(entered), len(joined)) == (1, 2)
    return entered + joined


@pytest.mark.parametrize("world", ["", PUBLIC], indirect=True)
@pytest.mark.parametrize("headers", [(), (("X-Forwarded-Proto", "https"),), (("X-Forwarded-Proto", "http"),)])
def test_cookies_of_everybody_have_the_same_flags_and_last_until_the_workshop_is_deleted(world, headers):
    days = (world.room.workshop().delete_on - datetime.now(UTC).date()).days + 1
    encrypted = bool(world.application.settings.public_url) or headers == (("X-Forwarded-Proto", "https"),)

    for line in cookie_lines(world, *headers):
        flags = {part.strip() for part in line.split(";")[1:]}
        flags = {flag for flag in flags if not flag.lower().startswith("expires")}
        assert flags == {"HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={days * 86400}"} | (
            {"Secure"} if encrypted else set()
        )


def test_a_malformed_host_is_never_a_fault_of_ours(world):
    for path in (f"/join/{world.room.code}", "/join", "/take-part", "/facilitate", "/healthz"):
        assert ask(world.port, path, [("Host", "[")]).status < 500
