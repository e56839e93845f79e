"""Who may do and see what: every role at every action, one test a cell, over both edges and the socket.

Roles: a stranger; a participant and the facilitator of the workshop; both of another workshop in the same store; and a
browser that holds a facilitator key which a new link has replaced. Of people who have signed in: the owner and a second
facilitator, who may do what the facilitator may; one who was removed, one who has signed out in another window, and one
who facilitates another workshop alone, who may do nothing.
"""

import re
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import websockets.sync.client
from http_requests import JSON, Answer, as_cookies, ask
from people import a_participant, a_plan, settings_for
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from test_guard import BY_FACILITATOR, BY_PARTICIPANTS, OF_A_BROWSER, World, a_world, accepted, good, serving
from test_server import PATIENCE_SECONDS, running
from test_two_workshops import rows_of
from websockets.sync.client import ClientConnection

from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.room.starting import Starter
from across.web.facilitator.deeds import DEEDS
from across.workshop.errors import NotAllowedHere, NotYourWorkshop
from across.workshop.facilitators import Person
from across.workshop.steps import full_agenda
from app import app
from content.reader import own

STRANGER, PARTICIPANT, FACILITATOR = "stranger", "participant", "facilitator"
OWNER, SECOND, REMOVED, SIGNED_OUT = "owner", "second facilitator", "removed", "signed out"
ELSEWHERE, ASKED = "signed in elsewhere", "asked"
BY_SIGN_IN = (OWNER, SECOND, REMOVED, SIGNED_OUT, ELSEWHERE)
LEADS = (FACILITATOR, OWNER, SECOND)
BEFORE = ("participant elsewhere", "facilitator elsewhere", "facilitator before")
ROLES = (STRANGER, PARTICIPANT, FACILITATOR, *BEFORE, *BY_SIGN_IN)
PEOPLE = {role: Person(f"{number}" * 64, f"{number}@example.org") for number, role in enumerate((*BY_SIGN_IN, ASKED))}
# What nobody but these may read stands in the note of this text.
SAID = "Said in confidence"

# Reading: every address of ours, and who may. `open` is for anybody: forms for a code or a key, what we write, files.
OPEN = {
    *("/healthz", "/readyz", "/facilitate", "/join", "/join/{code}", "/stage/stage.js", "/stage/{version}/{name}"),
    *("/phone/{file}", "/facilitator-guide", "/facilitator-guide.pdf", "/accessibility"),
}
READ_BY = {
    "/facilitate/new-link": {FACILITATOR},
    "/facilitate/group-note": {FACILITATOR},
    "/stage/state": {FACILITATOR},
    "/stage/qr.svg": {FACILITATOR},
    "/take-part": {PARTICIPANT},
    "/take-part/part": {PARTICIPANT},
    "/take-part/others": {PARTICIPANT},
    "/take-part/choose": {PARTICIPANT},
    "/take-part/say": {PARTICIPANT},
    "/take-part/own-note": {PARTICIPANT},
    "/take-part/state": {PARTICIPANT},
    "/take-part/next": {PARTICIPANT},
    "/take-part/report.pdf": {PARTICIPANT},
    "/live/{code}": {PARTICIPANT, FACILITATOR},
}
DONE_BY = {
    **dict.fromkeys(BY_PARTICIPANTS, PARTICIPANT),
    **dict.fromkeys([*OF_A_BROWSER, *BY_FACILITATOR], FACILITATOR),
}


# Who has opened a workshop by signing in is given no link by these: it would be a key of theirs alone.
OF_A_LINK = {"link", "new link", "new link made"}


@dataclass
class Cast:
    """A workshop, another one beside it, and what the browser of each role holds of them.

    `signed_in` are the keys that people were given by signing in, by their role; `request` what somebody is asked.
    """

    ours: World
    theirs: World
    before: str
    signed_in: dict[str, str]
    request: str

    def cookies(self, role: str) -> dict[str, str]:
        """A participant and a facilitator of elsewhere still name our workshop, as somebody would who tries."""
        code = self.ours.room.code
        at_ours = {"across_at": code}
        held = {
            STRANGER: {},
            PARTICIPANT: self.ours.participant,
            FACILITATOR: {"across_facilitator": f"{self.ours.key}.+{self.ours.application.key_to_come()}"},
            "participant elsewhere": at_ours | {f"across_participant_{code}": self.theirs.token},
            "facilitator elsewhere": self.theirs.facilitator | at_ours,
            "facilitator before": {"across_facilitator": self.before} | at_ours,
        }
        held |= {whose: {"across_facilitator": key} | at_ours for whose, key in self.signed_in.items()}
        return held[role]

    def rows(self) -> dict[str, list]:
        return rows_of(self.ours.application, self.ours.room)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[World]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('store')}/store.sqlite3", "") as world:
        yield world


def a_cast(store: World) -> Cast:
    ours, theirs = (a_world(store.port, store.application) for _ in range(2))
    a_participant(ours.room).send_note(secrets.token_hex(16), "question-1", SAID, None)
    signed_in = signed_in_at(ours)
    new = ours.application.facilitator(signed_in[OWNER]).make_link()
    room = ours.application.facilitator(new)
    ours.application.facilitators.ask(PEOPLE[OWNER], room.code, PEOPLE[ASKED].address)
    request = place_of(ours.application, room.code, ASKED)
    return Cast(replace(ours, room=room, key=new), theirs, ours.key, signed_in, request)


def signed_in_at(ours: World) -> dict[str, str]:
    """Everybody who signs in, each with the key that they have been given: by now, some open nothing any more."""
    application, code = ours.application, ours.room.code
    deeds = application.facilitators
    deeds.claim(PEOPLE[OWNER], ours.key)
    for role in (SECOND, REMOVED):
        deeds.ask(PEOPLE[OWNER], code, PEOPLE[role].address)
        deeds.accept(PEOPLE[role], deeds.asked_of(PEOPLE[role])[0].id)
    held = {role: deeds.open(PEOPLE[role], code) for role in (OWNER, SECOND, REMOVED)}
    held[SIGNED_OUT] = deeds.open(PEOPLE[OWNER], code)
    deeds.sign_out([held[SIGNED_OUT]])
    deeds.remove(PEOPLE[OWNER], code, place_of(application, code, REMOVED))
    _, held[ELSEWHERE] = application.start(a_plan(), by=Starter(PEOPLE[ELSEWHERE]))
    return held


def place_of(application: Application, code: str, role: str) -> str:
    """By what the owner names this person in the list of facilitators."""
    listed = application.facilitators.sharing(PEOPLE[OWNER], code)
    return next(row.id for row in listed if row.address == PEOPLE[role].address)


@pytest.fixture(scope="module")
def untouched(store) -> Cast:
    """One for all whom it refuses: each sees to it that nothing has changed."""
    cast = a_cast(store)
    cast.ours.room.share_as_before(on=True)
    return cast


@pytest.fixture
def cast(store) -> Cast:
    """One of its own for somebody who changes something."""
    return a_cast(store)


CELLS = [
    (action, role)
    for action in sorted(DONE_BY)
    for role in ROLES
    if role not in (LEADS if DONE_BY[action] == FACILITATOR else (DONE_BY[action],))
]


def reads(cast: Cast, path: str, role: str) -> Answer:
    code = cast.ours.room.code
    step = "actions" if path == "/take-part/choose" else "question-1"
    query = f"code={code}&of=join&step={step}&dimension=trust&id={cast.ours.own}&now=1"
    headers = {"Cookie": as_cookies(cast.cookies(role)), "Accept": JSON}
    return ask(cast.ours.port, f"{path.replace('{code}', code)}?{query}", headers)


def test_every_address_that_is_read_is_in_the_table():
    read = {route.path for route in app._user_routes if "GET" in route.methods}

    assert read == OPEN | set(READ_BY)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", sorted(READ_BY))
def test_an_address_is_read_by_its_roles_alone(untouched, path, role):
    before = untouched.rows()

    answer = reads(untouched, path, role)

    # who has signed in and asks for the page that makes a new link has no key that is to come
    may = READ_BY[path] | (set(LEADS) if FACILITATOR in READ_BY[path] and path != "/facilitate/new-link" else set())
    if role in may:
        assert answer.status == 200
    else:
        # a page that a phone has open asks for the code again
        assert answer.status in ((303,) if path == "/take-part" else (403, 404)), answer.text
        assert SAID.encode() not in answer.body
    assert untouched.rows() == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", sorted(OPEN - {"/join/{code}"}))
def test_what_is_open_to_anybody_holds_nothing_of_a_workshop(untouched, path, role):
    name = {"{version}": "newest", "{name}": "stage.css", "{file}": "phone.js"}
    address = re.sub(r"\{\w+\}", lambda found: name[found[0]], path)

    answer = ask(untouched.ours.port, address, {"Cookie": as_cookies(untouched.cookies(role))})

    assert answer.status < 500
    assert SAID.encode() not in answer.body
    # a browser that facilitates is asked before another key takes the place of its own: that names its own workshop
    assert untouched.ours.room.code.encode() not in answer.body


def test_every_action_has_a_row():
    assert set(DONE_BY) == {*BY_PARTICIPANTS, *OF_A_BROWSER, *BY_FACILITATOR}


@pytest.mark.parametrize("action", sorted(DONE_BY))
def test_an_action_is_done_by_its_role(cast, action):
    assert accepted(replace(good(cast.ours, action), accept="text/html").to(cast.ours.port))


@pytest.mark.parametrize("role", [OWNER, SECOND])
@pytest.mark.parametrize("action", [*OF_A_BROWSER, *BY_FACILITATOR])
def test_an_action_of_the_facilitators_is_done_by_who_has_signed_in_but_links(cast, action, role):
    before = cast.rows()
    sent = replace(good(cast.ours, action), cookies=cast.cookies(role), accept="text/html")
    if action == "new link made":
        made_up = {"across_facilitator": f"{cast.signed_in[role]}.+made-up"}
        sent = replace(sent, fields={"code": cast.ours.room.code}, cookies=made_up)

    answer = sent.to(cast.ours.port)

    if action in OF_A_LINK:
        assert answer.status == 422, answer.text
        assert cast.rows() == before
    else:
        assert accepted(answer), answer.text


@pytest.mark.parametrize(("action", "role"), CELLS)
def test_an_action_is_done_by_no_other_role(untouched, action, role):
    before = untouched.rows()

    answer = replace(good(untouched.ours, action), cookies=untouched.cookies(role), accept=JSON).to(untouched.ours.port)

    assert answer.status in (403, 404), answer.text
    assert untouched.rows() == before


@pytest.mark.parametrize("role", [role for role in ROLES if role not in LEADS])
@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_a_deed_of_the_stage_is_done_by_the_facilitator_alone(untouched, deed, role):
    before, note = untouched.rows(), untouched.ours.note
    every = {"step": "results", "how": "wall", "sentence": 0, "notes": [note], "note": note}
    every |= {
        "on": True,
        "covered": True,
        "page": 1,
        "minutes": 3,
        "phase": "think",
        "heading": "Ours",
        "view": "items",
    }
    every |= {"item": "trust-1", "point": 3, "theme": "dark", "address": "http://10.0.0.1", "what": "x", "who": "y"}
    sent = good(untouched.ours, "deed").bringing(**every, by_when="z", dimension=None, deed=deed)

    answer = replace(sent, cookies=untouched.cookies(role)).to(untouched.ours.port)

    assert answer.status == 403, answer.text
    assert untouched.rows() == before


# What people who have signed in do with workshops themselves.


PEOPLES_DEEDS = {
    "open": lambda cast, who: cast.ours.application.facilitators.open(who, cast.ours.room.code),
    "see who facilitates": lambda cast, who: cast.ours.application.facilitators.sharing(who, cast.ours.room.code),
    "add": lambda cast, who: cast.ours.application.facilitators.ask(who, cast.ours.room.code, "x@example.org"),
    "hand over": lambda cast, who: cast.ours.application.facilitators.ask(
        who, cast.ours.room.code, "x@example.org", owns=True
    ),
    "remove": lambda cast, who: cast.ours.application.facilitators.remove(
        who, cast.ours.room.code, place_of(cast.ours.application, cast.ours.room.code, SECOND)
    ),
    "take back": lambda cast, who: cast.ours.application.facilitators.remove(who, cast.ours.room.code, cast.request),
    "leave": lambda cast, who: cast.ours.application.facilitators.leave(who, cast.ours.room.code),
    "accept": lambda cast, who: cast.ours.application.facilitators.accept(who, cast.request),
    "decline": lambda cast, who: cast.ours.application.facilitators.decline(who, cast.request),
    "claim by the link": lambda cast, who: cast.ours.application.facilitators.claim(who, cast.ours.key),
}
DONE_BY_PEOPLE = {
    "open": {OWNER, SECOND},
    "see who facilitates": {OWNER, SECOND},
    "add": {OWNER},
    "hand over": {OWNER},
    "remove": {OWNER},
    "take back": {OWNER},
    "leave": {SECOND},
    "accept": {ASKED},
    "decline": {ASKED},
    "claim by the link": set(),
}


@pytest.mark.parametrize(
    ("deed", "role"), [(deed, role) for deed, roles in DONE_BY_PEOPLE.items() for role in sorted(roles)]
)
def test_a_deed_of_people_who_sign_in_is_done_by_its_roles(cast, deed, role):
    before = cast.rows()

    PEOPLES_DEEDS[deed](cast, PEOPLE[role])

    assert (cast.rows() == before) == (deed == "see who facilitates")


@pytest.mark.parametrize("role", [OWNER, SECOND, REMOVED, ELSEWHERE, ASKED])
@pytest.mark.parametrize("deed", PEOPLES_DEEDS)
def test_a_deed_of_people_who_sign_in_is_done_by_no_other_role(untouched, deed, role):
    before = untouched.rows()

    if role not in DONE_BY_PEOPLE[deed]:
        with pytest.raises((NotYourWorkshop, NotAllowedHere)):
            PEOPLES_DEEDS[deed](untouched, PEOPLE[role])

    assert untouched.rows() == before


@pytest.mark.parametrize("role", [REMOVED, ELSEWHERE, ASKED])
def test_the_workshops_of_others_are_in_nobodys_list(untouched, role):
    held = untouched.ours.application.facilitators.held_by(PEOPLE[role])

    assert untouched.ours.room.code not in {kept.workshop.code for kept in held}


# The socket: Streamlit's own, over which the facilitator's pages are drawn and pressed.

PAGES = ("", "welcome", "question-1", "questionnaire", "results", "actions", "close", "facilitator", "paper-forms")
BESIDE = ("score-together", "present")


@dataclass
class Screens:
    """A server, and what the browser of each role holds there."""

    port: int
    application: Application
    room: Facilitator
    held: dict[str, dict[str, str]]

    def drawn(self, role: str, page: str, *, pressed: str = "") -> str:
        """All that the socket says when this role has a page drawn, and then a button pressed."""
        with websockets.sync.client.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            sock=socket.create_connection(("127.0.0.1", self.port)),
            origin=f"http://127.0.0.1:{self.port}",
            additional_headers={"Cookie": as_cookies(self.held[role])},
            subprotocols=["streamlit"],
            max_queue=None,  # with messages left unread, its end is not seen and is waited for in vain
        ) as shown:
            return "".join(said_to(shown, page, button) for button in ("", pressed)[: 2 if pressed else 1])


def said_to(shown: ClientConnection, page: str, pressed: str) -> str:
    """What is said until the page is drawn."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    if pressed:
        state = asked.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = pressed, True
    shown.send(asked.SerializeToString())
    said = ""
    while True:
        message = ForwardMsg.FromString(shown.recv(PATIENCE_SECONDS))
        said += str(message)
        if message.WhichOneof("type") == "script_finished":
            return said


@pytest.fixture(scope="module")
def screens(tmp_path_factory) -> Iterator[Screens]:
    with running(tmp_path_factory.mktemp("roles"), "python app.py") as server:
        application = open_application(settings_for(server.store))
        ours, theirs = (a_world(server.port, application) for _ in range(2))
        a_participant(ours.room).send_note(secrets.token_hex(16), "question-1", SAID, None)
        ours.room.write_group_note("question-1", SAID, 0)
        signed_in = signed_in_at(ours)
        new = application.facilitator(signed_in[OWNER]).make_link()
        cast = Cast(replace(ours, room=application.facilitator(new), key=new), theirs, ours.key, signed_in, "")
        yield Screens(server.port, application, cast.ours.room, {role: cast.cookies(role) for role in ROLES})
        application.store.close()


def test_every_page_is_asked_for():
    left_out = {step.id for step in full_agenda(own())} - set(PAGES)

    assert left_out == {f"question-{number}" for number in range(2, 6)}  # drawn as the first one is


@pytest.mark.parametrize("role", [role for role in ROLES if role not in LEADS])
@pytest.mark.parametrize("page", [*PAGES, *BESIDE])
def test_a_page_over_the_socket_shows_the_workshop_to_its_facilitator_alone(screens, page, role):
    said = screens.drawn(role, page)

    assert SAID not in said
    assert screens.room.code not in said


@pytest.mark.parametrize("role", LEADS)
def test_the_facilitator_has_it_over_the_socket(screens, role):
    assert screens.room.code in screens.drawn(role, "facilitator")


@pytest.mark.parametrize("role", [role for role in ROLES if role not in LEADS])
def test_a_button_of_the_facilitators_that_somebody_else_presses_does_nothing(screens, role):
    button = re.search(r'id: "([^"]*own-Next[^"]*)"', screens.drawn(FACILITATOR, "facilitator"))[1]
    step = screens.room.workshop().step

    screens.drawn(role, "facilitator", pressed=button)

    assert screens.room.workshop().step == step
    screens.drawn(FACILITATOR, "facilitator", pressed=button)
    moved = screens.room.workshop().step
    screens.drawn(FACILITATOR, "facilitator", pressed=button)  # as the second press of a double click
    assert (moved != step, screens.room.workshop().step) == (True, moved)
    screens.room.move_to(step)
