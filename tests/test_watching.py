"""What whoever watches the server is told: numbers at an address of their own, and a log in JSON; nothing of people."""

import contextlib
import http.client
import json
import logging
import secrets
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator

import pytest
import websockets.sync.client
from http_requests import FORM, JSON, Answer, as_cookies, as_form, ask
from ports import free_port
from prometheus_client.parser import text_string_to_metric_families
from test_server import (
    WAYS,
    drawn,
    joined,
    listening,
    next_bulletin,
    running,
    screen_opened,
    start_in_vain,
    start_workshop,
    tap,
    wait_until,
)
from websockets.exceptions import InvalidStatus

from across.live.feed import Listened
from across.metrics import STORE_ERRORS
from across.settings import SettingsError, read
from across.store.database import open_store
from across.web.logs import JsonLines
from across.web.quiet_logs import WithoutTraceback
from across.web.repeated_lines import CountRepeated
from across.web.watching import Numbers
from across.workshop.errors import StoreFault

QUIET = Listened(workshops=0, devices=0, people=0, age=0.0)
NOTE, COMMENT, GROUP = "Zebras cross at midnight", "Quagga by the river", "Okapi in the hall"
TEXTS = (NOTE, COMMENT, GROUP, "Winter pressures", "Eastside")


@pytest.fixture
def numbers() -> Iterator[int]:
    port = free_port()
    answering = Numbers(lambda: QUIET, "127.0.0.1", port)
    yield port
    answering.close()


def samples(port: int) -> dict[str, float]:
    """Each number by its name and what its label says."""
    families = text_string_to_metric_families(ask(port, "/metrics").text)
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


def send(port: int, cookies: dict[str, str], path: str, form: dict[str, object]) -> Answer:
    headers = {"Cookie": as_cookies(cookies), "Content-Type": FORM, "Accept": JSON}
    return ask(port, path, headers, method="POST", body=as_form(form))


def write_a_group_note(port: int, code: str, key: str) -> Answer:
    headers = {"Cookie": f"across_facilitator={key}", "Content-Type": JSON}
    body = {"code": code, "step": "question-1", "body": GROUP, "version": 0}
    return ask(port, "/facilitate/group-note", headers, method="POST", body=json.dumps(body).encode())


def picture(port: int, code: str, key: str) -> Answer:
    return ask(port, f"/stage/state?code={code}", {"Cookie": f"across_facilitator={key}"})


def log_of(text: str) -> list[dict[str, object]]:
    """The lines of a log, each of which is an object of JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_workshop_is_counted_and_nothing_people_write_is_in_the_numbers_or_in_the_log(tmp_path, way):
    port = free_port()
    with running(tmp_path, way, ACROSS_METRICS=str(port), ACROSS_LOG="json") as server:
        code, key = start_workshop(server.store)
        phones = [joined(server.port, code) for _ in range(2)]
        with listening(server.port, code, phones[0]) as stream:
            next_bulletin(stream)
            assert [tap(server.port, phone, "trust-1", 4).status for phone in phones] == [200, 200]
            assert tap(server.port, phones[0], "no such item", 4).status == 422
            note = {"question": "question-1", "text": NOTE, "id": secrets.token_hex(16)}
            assert send(server.port, phones[0], "/take-part/note", note).status == 200
            said = {"dimension": "trust", "text": COMMENT, "id": secrets.token_hex(16)}
            assert send(server.port, phones[1], "/take-part/comment", said).status == 200
            assert write_a_group_note(server.port, code, key).status == 200
            assert picture(server.port, code, key).status == 200
            with screen_opened(server.port, Cookie=f"across_facilitator={key}") as screen:
                drawn(screen, "questionnaire")
            uploaded = ask(server.port, "/_stcore/upload_file/nobody/a", method="PUT", body=b"x")
            assert uploaded.status == 403
            for path in (f"/live/{code}", f"/join/{code}?key={key}"):
                with pytest.raises(InvalidStatus):
                    open_a_socket(server.port, path)
            during = samples(port)
        wait_until(lambda: samples(port)["across_devices"] == 0)
        lose_the_answers(server.store)
        assert tap(server.port, phones[1], "trust-2", 4).status == 503
        after, shown = samples(port), ask(port, "/").text
        server.end(signal.SIGTERM)

    assert [during[name] for name in ("across_workshops_open", "across_devices")] == [1, 1]
    assert during["across_people"] == 2
    assert 0 <= during["across_bulletin_age_seconds"] < 60
    assert (during["across_tap_seconds_count"], during["across_taps_not_kept_total refused"]) == (2, 1)
    assert 0 < during["across_tap_seconds_sum"] < 60
    assert (during["across_drawings_total picture"], during["across_uploads_refused_total not_asked_for"]) == (1, 1)
    assert during["across_drawings_total page"] >= 1
    assert (after["across_taps_not_kept_total failed"], after["across_workshops_open"]) == (1, 0)
    assert during["across_store_errors_total StoreFault"] == 0
    assert after["across_store_errors_total StoreFault"] >= 1
    lines = log_of(server.log)
    assert any("is ready" in line["message"] for line in lines)
    assert any(line["message"].startswith("The store failed: ") for line in lines)
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, lines))
    tokens = [value for phone in phones for value in phone.values()]
    assert [word for word in (code, key, *TEXTS, *tokens) if word in server.log + shown] == []


def open_a_socket(port: int, path: str) -> None:
    """Open a web socket where none is: libraries write down what was asked for."""
    websockets.sync.client.connect(f"ws://127.0.0.1:{port}{path}", origin=f"http://127.0.0.1:{port}").close()


def lose_the_answers(store: str) -> None:
    with contextlib.closing(sqlite3.connect(store.removeprefix("sqlite:///"))) as connection:
        connection.execute("ALTER TABLE response RENAME TO lost")
        connection.commit()


def test_numbers_are_off_unless_a_setting_says_otherwise_and_on_loopback_where_it_names_a_port_alone():
    assert read({}).metrics is None
    assert read({"ACROSS_METRICS": "9464"}).metrics == ("127.0.0.1", 9464)
    assert read({"ACROSS_METRICS": "0.0.0.0:9464"}).metrics == ("0.0.0.0", 9464)
    assert read({"ACROSS_METRICS": "[::]:9464"}).metrics == ("::", 9464)


@pytest.mark.parametrize(
    "wrong", ["on", "0", "65536", "9" * 5000, "example.org:9464", "0.0.0.0:", ":x", "8501", "0.0.0.0:8501"]
)
def test_an_address_for_numbers_that_is_none_is_refused_by_name(wrong):
    with pytest.raises(SettingsError, match="ACROSS_METRICS"):
        read({"ACROSS_METRICS": wrong})


def test_a_log_of_another_kind_is_refused_by_name():
    with pytest.raises(SettingsError, match="ACROSS_LOG"):
        read({"ACROSS_LOG": "xml"})


def test_a_port_for_numbers_that_is_taken_stops_the_start_and_says_so(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        ended = start_in_vain(tmp_path, PORT=str(free_port()), ACROSS_METRICS=str(other.getsockname()[1]))

    assert "Choose another one with ACROSS_METRICS" in ended.stderr
    assert "ready" not in ended.stdout


def test_what_stops_the_start_is_a_line_of_json_where_the_log_is_json(tmp_path):
    url = "postgresql://me:secret@127.0.0.1:1/none"
    settings = {"ACROSS_LOG": "json", "ACROSS_DATABASE_URL": url, "ACROSS_WAIT_SECONDS": "1"}
    ended = start_in_vain(tmp_path, PORT=str(free_port()), **settings)

    *_, line = log_of(ended.stderr)
    assert line["level"] == "critical"
    assert "The store cannot be opened" in line["message"]
    assert "secret" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 405)])
def test_numbers_are_there_to_be_read_alone(numbers, method, status):
    assert ask(numbers, "/metrics", method=method).status == status


def test_whoever_sends_no_request_keeps_nobody_from_the_numbers(numbers):
    with socket.create_connection(("127.0.0.1", numbers)):
        assert samples(numbers)["across_people"] == 0


def test_no_numbers_are_there_once_they_are_closed():
    port = free_port()
    Numbers(lambda: QUIET, "127.0.0.1", port).close()

    with pytest.raises(ConnectionRefusedError):
        ask(port, "/")


def test_numbers_answer_on_version_6_of_the_internet_protocol():
    port = free_port()
    answering = Numbers(lambda: QUIET, "::1", port)
    with contextlib.closing(http.client.HTTPConnection("::1", port)) as connection:
        connection.request("GET", "/")
        status = connection.getresponse().status
    answering.close()

    assert status == 200


def test_a_transaction_that_the_store_does_not_carry_out_is_counted(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite3")
    counted = STORE_ERRORS.labels("StoreFault")
    before = counted._value.get()

    with pytest.raises(StoreFault), store.write() as connection:
        connection.exec_driver_sql("DELETE FROM no_table")
    store.close()

    assert counted._value.get() == before + 1


def written(name: str, message: object, *args: object, exc_info: object = None) -> dict[str, object]:
    """The line that a logger of this name writes, when it has gone through the filter of repeated ones."""
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)
    assert CountRepeated().filter(record)
    return json.loads(JsonLines().format(record))


def test_of_what_a_library_says_its_own_words_are_written_alone():
    assert written("uvicorn.error", '%s - "WebSocket %s" 403', ("1.2.3.4", 5), "/live/ABCDEF")["message"] == (
        '… - "WebSocket …" 403'
    )
    future = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{NOTE}')>"
    assert written("asyncio", future)["message"] == "Task exception was never retrieved"


def test_a_line_that_is_cut_short_holds_nothing_that_was_put_in():
    try:
        int(NOTE)
    except ValueError:
        record = logging.LogRecord("streamlit.web", logging.ERROR, __file__, 1, "No: %s", (NOTE,), sys.exc_info())
    WithoutTraceback().filter(record)
    CountRepeated().filter(record)

    assert json.loads(JsonLines().format(record))["message"] == "No: … (ValueError)"


def test_our_own_lines_are_written_whole():
    assert written("across_boundaries", "A request failed: %s", "KeyError")["message"] == "A request failed: KeyError"
    assert written("across.uploads.process", "it took %s seconds", 5)["message"] == "it took 5 seconds"


def test_an_exception_is_told_by_its_type_and_place_and_never_by_what_it_quotes():
    try:
        int(NOTE)
    except ValueError:
        line = written("streamlit.runtime", "Uncaught app execution", exc_info=sys.exc_info())

    assert line["error"] == "ValueError"
    assert line["at"][-1].startswith("test_watching.py:")
    assert NOTE not in json.dumps(line)


def test_lines_that_repeat_say_how_many_there_were_and_still_nothing_of_what_was_put_in():
    counts, lines = CountRepeated(seconds=0.2), []

    def another() -> bool:
        record = logging.LogRecord("uvicorn.error", logging.INFO, __file__, 1, "socket %s", ("/live/ABCDEF",), None)
        if counts.filter(record):
            lines.append(json.loads(JsonLines().format(record)))
        return "more_alike" in lines[-1]

    wait_until(another)

    assert {line["message"] for line in lines} == {"socket …"}
