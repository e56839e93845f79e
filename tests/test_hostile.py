"""What nobody's page sends, over the sockets and forms of a real server: refused, with one line in the log at most."""

import json
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest
from http_requests import as_cookies
from people import a_participant, a_plan, settings_for
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from test_server import PATIENCE_SECONDS, Server, running, screen_opened, wait_until
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.workshop.values import Action, Answers

COULD_NOT = "That is not part of this workshop"
GRID, BOX, PICTURE = "across_boundaries_paper_forms", "across_boundaries_pasted_table", "across_boundaries_stage"


@dataclass
class Hall:
    """A server, and a workshop on it."""

    server: Server
    application: Application
    room: Facilitator
    key: str

    def opened(self, page: str) -> "Screen":
        cookies = {"Cookie": as_cookies({"across_facilitator": self.key})}
        screen = Screen(screen_opened(self.server.port, **cookies), page)
        screen.drawn()
        return screen


@dataclass
class Screen:
    """The socket of a page, with what is drawn on it: components and buttons by their names."""

    socket: ClientConnection
    page: str
    ids: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    at: str = ""

    def drawn(self, *widgets: tuple[str, str, object]) -> None:
        """Have the page drawn, with these widgets in this state: the id, the kind of value, the value."""
        ask = BackMsg()
        ask.rerun_script.page_name = self.page
        ask.rerun_script.page_script_hash = self.at
        for name, kind, value in widgets:
            state = ask.rerun_script.widget_states.widgets.add()
            state.id = name
            setattr(state, kind, value)
        self.socket.send(ask.SerializeToString())
        self.said = []
        while self._take(ForwardMsg.FromString(self.socket.recv(PATIENCE_SECONDS))):
            pass

    def _take(self, message: ForwardMsg) -> bool:
        """Take in what is drawn; False once all is, and nothing is about to be drawn instead."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.at = message.navigation.page_script_hash
        element = message.delta.new_element
        match element.WhichOneof("type") if kind == "delta" else None:
            case "bidi_component":
                self.ids[element.bidi_component.component_name] = element.bidi_component.id
            case "button":
                # of many of one label, by what is seen of it
                self.ids[element.button.label.partition(" :small[")[0]] = element.button.id
            case "selectbox":
                self.ids[element.selectbox.label] = element.selectbox.id
            case "alert":
                self.said.append(element.alert.body)
            case "exception":
                self.said.append(f"Streamlit: {element.exception.type}")
        again = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return kind != "script_finished" or again

    def sends(self, component: str, event: str, value: object) -> None:
        """A component sends this with an event."""
        name = self.ids[component]
        events = json.dumps([{"event": event, "value": value}])
        self.drawn(
            (name, "json_value", "{}"), (f"$$STREAMLIT_INTERNAL_KEY_{name}__events", "json_trigger_value", events)
        )

    def presses(self, label: str) -> None:
        self.drawn((self.ids[label], "trigger_value", True))


@pytest.fixture(scope="module")
def hall(tmp_path_factory) -> Iterator[Hall]:
    with running(tmp_path_factory.mktemp("server"), "python app.py") as server:
        application = open_application(settings_for(server.store))
        _, key = application.start(a_plan())
        yield Hall(server, application, application.facilitator(key), key)
        application.store.close()


@pytest.fixture(autouse=True)
def nothing_but_lines_in_the_log(hall) -> Iterator[None]:
    before = len(hall.server.log)
    yield
    assert "Traceback" not in hall.server.log[before:]
    assert hall.server.answers()


def until_closed(screen: ClientConnection) -> int:
    """Read until the server has closed the socket; with which code."""
    try:
        while True:
            screen.recv(PATIENCE_SECONDS)
    except ConnectionClosed as closed:
        return closed.rcvd.code


def test_a_socket_that_sends_text_is_closed(hall):
    with screen_opened(hall.server.port) as first, hall.opened("welcome").socket as drawn:
        for screen in (first, drawn):
            screen.send("hello")

            assert until_closed(screen) == 1003


def test_a_socket_that_sends_what_is_no_message_is_closed(hall):
    with screen_opened(hall.server.port) as screen:
        screen.send(b"\xff\xff\xff")

        assert until_closed(screen) == 1002
    wait_until(lambda: "Error deserializing back message (DecodeError)" in hall.server.log)


@pytest.mark.parametrize("after", ["the first message", "nothing"])
def test_a_screen_that_goes_while_it_is_drawn_leaves_no_trace(hall, after):
    screen = screen_opened(hall.server.port)
    ask = BackMsg()
    ask.rerun_script.page_name = ""
    screen.send(ask.SerializeToString())
    if after == "the first message":
        screen.recv(PATIENCE_SECONDS)

    # With a reset, as from a laptop that leaves the network.
    screen.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    screen.socket.close()

    with hall.opened("welcome").socket:
        pass


def test_forms_that_never_come_whole_leave_no_trace(hall):
    for path in ("/take-part/note", "/stage/deeds", "/facilitate"):
        with socket.create_connection(("127.0.0.1", hall.server.port)) as sender:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{hall.server.port}\r\nContent-Length: 5000\r\n\r\ncode="
            sender.sendall(head.encode())
    assert hall.server.answers()


ROWS = [["", "1"]]
FORMS = [["", *[str(1 + (row + column) % 4) for column in range(18)]] for row in range(4)]
NO_FORMS = [
    None,
    5,
    "x",
    [],
    {},
    {"rows": 5},
    {"rows": [5], "instead": [], "id": "x"},
    {"rows": [[5]], "instead": [], "id": "x"},
    {"rows": [[{}]], "instead": [], "id": "x"},
    {"rows": [[None]], "instead": [], "id": "x"},
    {"rows": ROWS},
    {"rows": ROWS, "instead": 5, "id": "x"},
    {"rows": ROWS, "instead": [5], "id": "x"},
    {"rows": ROWS, "instead": [{}], "id": "x"},
    {"rows": ROWS, "instead": [], "id": {}},
    {"rows": [[]] * 10_000, "instead": [], "id": "x"},
    {"rows": [["1"] * 10_000], "instead": [], "id": "x"},
]


def test_what_the_grid_never_sends_is_refused_and_what_it_sends_is_saved(hall):
    screen = hall.opened("paper-forms")
    for sent in NO_FORMS:
        screen.sends(GRID, "forms", sent)
        assert any(COULD_NOT in said for said in screen.said), (sent, screen.said)
    assert on_paper(hall.room) == 0

    screen.sends(GRID, "forms", {"rows": ROWS, "instead": [], "id": "y"})

    assert on_paper(hall.room) == 1
    screen.socket.close()


def on_paper(room: Facilitator) -> int:
    with room.reading() as reading:
        return reading.counts.on_paper


@pytest.mark.parametrize("component", [GRID, BOX])
def test_a_table_that_is_none_is_refused(hall, component):
    screen = hall.opened("paper-forms")
    for sent in (None, 5, "x", [], {}, {"text": 5}, {"text": None}, {"text": ["a"]}):
        screen.sends(component, "table", sent)
        assert any(COULD_NOT in said for said in screen.said), (sent, screen.said)
    screen.socket.close()


def test_a_column_that_nobody_was_offered_is_not_chosen(hall):
    screen = hall.opened("paper-forms")
    items = [item.text for item in hall.room.content.questionnaire.items]
    head = ["sector", items[0], items[0], *items[2:]]
    screen.sends(GRID, "table", {"text": "\n".join("\t".join(row) for row in (head, *FORMS))})
    columns = [screen.ids["Column of item 1"], screen.ids["Column of item 2"]]
    use = screen.ids["That is right: put them into the grid"]

    for chosen in ("", "nowhere at all", "-1", "999999", "\x00"):
        screen.drawn(*[(name, "string_value", chosen) for name in columns])
        assert not [said for said in screen.said if said.startswith("Streamlit")]
        screen.drawn(*[(name, "string_value", chosen) for name in columns], (use, "trigger_value", True))
        assert any("Please choose first: the column of item 1" in said for said in screen.said), (chosen, screen.said)
    screen.socket.close()


def test_what_the_picture_never_asks_for_opens_nothing(hall):
    screen = hall.opened("welcome")
    for sent in (5, [], {}, [{}], True, "change-action:", "change-action:x", "remove-action:" + "x" * 10_000):
        for event in ("open", "follow"):
            screen.sends(PICTURE, event, sent)
            assert screen.said == [], sent
    screen.socket.close()


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ("facilitator", "Next: Close"),
        ("facilitator", "Remove"),
        ("facilitator", "Pin"),
        ("facilitator", "Hide"),
        ("facilitator", "Group"),
        ("facilitator", "Add action"),
        ("facilitator", "Delete workshop"),
        ("paper-forms", "Remove them"),
    ],
)
def test_a_button_that_is_pressed_after_the_workshop_was_deleted_leads_to_the_start_page(hall, page, label):
    _, key = hall.application.start(a_plan())
    room = hall.application.facilitator(key)
    room.add_action(Action("", "Meet monthly", "", "", None, "", 0))
    a_participant(room).send_note(uuid4().hex, "actions", "From a phone", None)
    room.enter_forms([Answers(None, {"trust-1": 3})])
    room.move_to("actions")
    screen = replace(hall, room=room, key=key).opened(page)
    assert label in screen.ids
    room.delete()

    screen.presses(label)

    assert not [said for said in screen.said if said.startswith("Streamlit")]
    screen.drawn()
    assert "Join" in screen.ids, "the start page is drawn"
    screen.socket.close()
