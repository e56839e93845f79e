"""Send the server what no page of ours would send, and see that it neither falters nor keeps half of anything.

`python benchmarks/fuzz.py [--requests 99700] [--files 300] [--seed N]`. What our pages send is taken apart and put
together wrongly: fields, types, lengths, letters, cookies, headers, methods, addresses, bodies cut off. Four at a time,
on the real server. It counts answers by their status, the slowest, and what the store holds afterwards that no page
could have brought there. Files of forms changed at a few places are read as uploads are, each in a process of its own.
"""

import argparse
import http.client
import json
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

from servers import Server, Started, served_by_script, start_workshop

from across.uploads.forms import find_forms  # isort: skip (`servers` says where the packages are)
from across.web.facilitator.deeds import DEEDS
from across.workshop.errors import WorkshopError
from across.workshop.values import LONGEST_TEXT
from content.reader import own
from content.shape import COMMENTS

AT_ONCE, SLOW_SECONDS, PATIENCE_SECONDS = 4, 1.0, 60
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
STRANGE: tuple[object, ...] = (
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ufeff",
        "\u202e",
        "é" * 300,
        "x" * 9_000,
        "x" * 200_000,
        "😀" * 5_000,
        "%",
        "%00",
        "%ff",
    ),
    *("-1", "0", "1", "6", "1e9", "9" * 5_000, "NaN", "null", "true", "[]", "{}", "../../etc/passwd", "' OR 1=1 --"),
    *(
        "<script>alert(1)</script>",
        "=1+1",
        "${7*7}",
        "{{7*7}}",
        "\r\nSet-Cookie: a=b",
        "question-6",
        "\u017f",
        "\uff11",
        "\u0663",
    ),
    *(-1, 0, 3, 10**30, 1.5, True, None, [], {}, [[[[]]]], {"a": {"b": []}}, ["x"] * 2_000),
)
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
HEADERS = (
    "Origin",
    "Host",
    "Sec-Fetch-Site",
    "Content-Type",
    "Accept",
    "X-Forwarded-For",
    "If-None-Match",
    "Range",
    "Cookie",
)


@dataclass(frozen=True)
class Right:
    """A request as a page sends it."""

    method: str
    path: str
    fields: dict[str, object]
    cookies: dict[str, str]
    as_json: bool = False


@dataclass
class Counted:
    """What came of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0
    cut_off: int = 0


def right_requests(started: Started, phone: dict[str, str], known: list[str]) -> list[Right]:
    """What pages send, of every kind."""
    code, facilitator = started.code, {"across_facilitator": started.key}
    say = {"code": code, "question": "question-1", "text": "A note", "way": "", "id": "a" * 32}
    posts = {
        "note": say,
        "own-note": say,
        "take-back": {"code": code, "id": "a" * 32},
        "mark": {"code": code, "note": "b" * 32, "marked": "1"},
        "response": {"code": code, "item": known[0], "point": "3", "tap": "7"},
        "comment": {"code": code, "dimension": "trust", "text": "Why", "id": "c" * 32},
        "votes": {"code": code, "step": "results", "topic": "trust"},
        "sector": {"code": code, "sector": "health"},
        "finished": {"code": code, "step": "question-1", "finished": "yes"},
        "writing": {"code": code, "step": "question-1"},
    }
    reads = ("", "/part", "/others", "/choose", "/say", "/own-note", "/state", "/next", "/report.pdf")
    asked = {"step": "question-1", "dimension": "trust", "id": "a" * 32, "code": code}
    group_note = {"code": code, "step": "question-1", "body": "We agree", "version": 0}
    deed = {
        "code": code,
        "deed": "move",
        "step": "question-1",
        "how": "wall",
        "sentence": 0,
        "notes": ["a" * 32],
        "on": True,
    }
    return [
        *(Right("POST", f"/take-part/{name}", dict(fields), phone) for name, fields in posts.items()),
        *(Right("GET", f"/take-part{name}", dict(asked), phone) for name in reads),
        Right("GET", f"/join/{code}", {}, {}),
        Right("GET", f"/live/{code}", {"now": "1"}, phone),
        Right("GET", "/stage/state", {"code": code, "revision": 0}, facilitator),
        Right("GET", "/stage/qr.svg", {"code": code, "of": "join"}, facilitator),
        Right("GET", "/facilitate/group-note", {"code": code, "step": "question-1"}, facilitator),
        Right("POST", "/facilitate", {"key": started.key}, {}),
        Right("POST", "/facilitate/open", {"code": code}, facilitator),
        Right("POST", "/facilitate/group-note", group_note, facilitator, as_json=True),
        *(Right("POST", "/stage/deeds", deed | {"deed": name}, facilitator, as_json=True) for name in DEEDS),
    ]


@dataclass
class Changing:
    """A request while it is changed."""

    method: str
    path: str
    fields: dict[str, object]
    cookies: dict[str, str]
    headers: list[tuple[str, str]] = field(default_factory=list)
    cut: int = 0

    def field(self, chance: random.Random) -> None:
        """Another value for one."""
        if self.fields:
            self.fields[chance.choice(list(self.fields))] = chance.choice(STRANGE)

    def without(self, chance: random.Random) -> None:
        """One field less."""
        if self.fields:
            self.fields.pop(chance.choice(list(self.fields)))

    def cookie(self, chance: random.Random) -> None:
        """Another cookie."""
        if self.cookies:
            self.cookies[chance.choice(list(self.cookies))] = quote(str(chance.choice(STRANGE))[:300], safe="=.+-_")

    def header(self, chance: random.Random) -> None:
        """A header of any kind."""
        value = "".join(letter for letter in str(chance.choice(STRANGE))[:500] if " " <= letter <= "~")
        self.headers.append((chance.choice(HEADERS), value))

    def another_method(self, chance: random.Random) -> None:
        """Sent in another way."""
        self.method = chance.choice(METHODS)

    def address(self, chance: random.Random) -> None:
        """More behind the address."""
        strange = f"/{quote(str(chance.choice(STRANGE))[:200])}"
        self.path += chance.choice(["/", "/..", "//", "%2e%2e", "?x=%ff", "%00", strange])

    def cut_off(self, chance: random.Random) -> None:
        """The end of the body missing."""
        self.cut = chance.choice([1, 7, 30])


CHANGES = ("field", "field", "field", "without", "cookie", "header", "another_method", "address", "cut_off")


def wrong(right: Right, chance: random.Random) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """The request, changed at one to four places."""
    made = Changing(right.method, right.path, dict(right.fields), dict(right.cookies))
    for _ in range(chance.randint(1, 4)):
        getattr(made, chance.choice(CHANGES))(chance)
    body, path = _body(right, made.fields, chance), made.path
    if made.method in ("GET", "HEAD", "OPTIONS"):
        path += ("&" if "?" in path else "?") + _query(made.fields)[:8_000]
        body = b""
    held = "; ".join(f"{name}={value}" for name, value in made.cookies.items())
    named = {name.lower() for name, _ in made.headers}
    usual = [("Cookie", held), ("Content-Type", JSON if right.as_json else FORM), ("Accept", JSON)]
    headers = [(name, value) for name, value in usual if value and name.lower() not in named]
    return made.method, path, headers + made.headers, body[: len(body) - made.cut] if made.cut else body


def _query(fields: dict[str, object]) -> str:
    return urlencode({name: str(value)[:2_000] for name, value in fields.items()}, errors="replace")


def _body(right: Right, fields: dict[str, object], chance: random.Random) -> bytes:
    if chance.random() < 0.03:  # noqa: PLR2004 (now and then, anything at all)
        return chance.randbytes(chance.randint(0, 3_000))
    if right.as_json:
        return json.dumps(fields).encode()
    return _query(fields).encode()


def send(port: int, number: int, rights: list[Right], seed: int, counted: Counted, lock: threading.Lock) -> None:
    """Send so many, each on a connection that may have been closed by what came before."""
    chance = random.Random(seed)  # noqa: S311 (what is repeated by its seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    for _ in range(number):
        method, path, headers, body = wrong(chance.choice(rights), chance)
        began = time.perf_counter()
        status = 0
        try:
            connection.putrequest(method, path, skip_host=any(name == "Host" for name, _ in headers))
            for name, value in headers:
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            status = answer.status
            if answer.headers.get_content_type() == "text/event-stream":
                connection.close()  # it has no end
            else:
                answer.read()
        except (OSError, http.client.HTTPException, ValueError):
            connection.close()
        took = time.perf_counter() - began
        with lock:
            counted.statuses[status] += 1
            counted.cut_off += not status
            counted.slowest = max(counted.slowest, took)
            if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
                counted.faults.append(f"{status} {method} {path[:120]} {body[:120]!r}")
            if took > SLOW_SECONDS:
                counted.slow.append(f"{took:.2f} s {method} {path[:120]}")


def half_written(file: Path) -> list[str]:
    """What the store holds that no page could have brought there."""
    questions = own()
    steps = {"actions", *(question.id for question in questions.questions.questions)}
    known = {item.id for item in questions.questionnaire.items}
    points = {None, *range(1, len(questions.choices.scale.points) + 1)}
    found = []
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as store:
        found += [f"integrity: {row[0]}" for row in store.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {row}" for row in store.execute("PRAGMA foreign_key_check")]
        for question, body in store.execute("SELECT question, body FROM note"):
            if not body.strip() or len(body) > LONGEST_TEXT or not (question in steps or question.startswith(COMMENTS)):
                found.append(f"note: {question} {body[:40]!r}")
        for item, point in store.execute("SELECT item, point FROM response"):
            if item not in known or point not in points:
                found.append(f"response: {item} {point}")
        for agenda, step in store.execute("SELECT agenda, step FROM workshop"):
            if step not in agenda:
                found.append(f"step: {step}")
    return found


def files(number: int, seed: int) -> Counter[str]:
    """Read so many tables of forms, each changed at a few places; what came of each."""
    chance = random.Random(seed)  # noqa: S311 (what is repeated by its seed)
    questions = own()
    texts = [item.text for item in questions.questionnaire.items]
    rows = [
        ",".join(f'"{text}"' for text in texts),
        *(",".join(str(chance.randint(1, 5)) for _ in texts) for _ in range(6)),
    ]
    whole = "\n".join(rows).encode()
    came: Counter[str] = Counter()
    for _ in range(number):
        changed = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(changed))
            changed[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        began = time.perf_counter()
        try:
            find_forms(bytes(changed), questions, asks_sector=False)
            came["read"] += 1
        except WorkshopError:
            came["refused in words"] += 1
        except Exception as error:  # noqa: BLE001 (what is looked for)
            came[f"fault: {type(error).__name__}"] += 1
        came["over 1 s"] += time.perf_counter() - began > SLOW_SECONDS
    return came


def joined(port: int, code: str) -> dict[str, str]:
    """The cookies of a phone that has joined."""
    held: dict[str, str] = {}
    for path in (f"/join/{code}", "/take-part"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        connection.request(
            "GET", path, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in held.items())}
        )
        answer = connection.getresponse()
        answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            held |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        connection.close()
    return held


def sent_all(server: Server, rights: list[Right], number: int, seed: int) -> Counted:
    """Send so many, a few at a time."""
    counted, lock = Counted(), threading.Lock()
    share = [number // AT_ONCE + (place < number % AT_ONCE) for place in range(AT_ONCE)]
    threads = [
        threading.Thread(target=send, args=(server.port, many, rights, seed + place, counted, lock))
        for place, many in enumerate(share)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counted


def fuzzed(number: int, seed: int) -> tuple[Counted, list[str], str]:
    """What came of so many requests, what is half written, and the server's log."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        started = start_workshop(data)
        with served_by_script(data) as server:
            known = [item.id for item in own().questionnaire.items]
            rights = right_requests(started, joined(server.port, started.code), known)
            counted = sent_all(server, rights, number, seed)
        return counted, half_written(next(data.glob("*.sqlite3"))), (data / "server.log").read_text(encoding="utf-8")


def main() -> None:
    """Print what came of it; end with 1 where anything was a fault or half written."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--requests", type=int, default=99_700)
    asked.add_argument("--files", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    counted, half, log = fuzzed(wanted.requests, wanted.seed)
    print("answers by status:", dict(sorted(counted.statuses.items())), "(0: the connection was closed)")
    print(f"slowest {counted.slowest:.2f} s, {len(counted.slow)} over {SLOW_SECONDS} s")
    print("tracebacks in the log:", log.count("Traceback"))
    print("half written:", half or "nothing")
    for line in [*counted.faults[:20], *counted.slow[:20]]:
        print(" ", line)
    came = files(wanted.files, wanted.seed)
    print("files:", dict(came))
    sys.exit(bool(counted.faults or half or "Traceback" in log or any(name.startswith("fault") for name in came)))


if __name__ == "__main__":
    main()
