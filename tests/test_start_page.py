"""The page that every screen begins with: Streamlit's, with our watch in it, and whether web sockets come through."""

import http.client
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import streamlit
from http_requests import Answer, ask
from test_server import Server, running, screen_opened, wait_until
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from across.web.facilitator.modules import JOINED_ENTRY, modules
from across.web.limits import SCREENS_EACH
from across.web.sockets import STREAMLITS, TRY, WORD
from across.web.start_page import EARLY, LOOK, StartPage

THEIRS = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
WATCH = f'<script type="module" src="{modules().address(EARLY)}"'


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server"), "python app.py") as started:
        yield started


def page(server: Server, path: str, **headers: str) -> Answer:
    return ask(server.port, path, headers)


@pytest.mark.parametrize("path", ["/", "/welcome", "/question-1", "/facilitator", "/present", "/no-such-page"])
def test_every_screen_begins_with_our_watch_and_then_as_streamlit_does(server, path):
    begun = page(server, path)

    assert begun.status == 200
    assert begun.text.count(WATCH) == 1
    scripts = re.findall(r'<script type="module"[^>]*src="([^"]*)"', THEIRS)
    assert scripts
    assert all(script in begun.text for script in scripts)
    assert '<div id="root"></div>' in begun.text
    assert "<title>Across Boundaries</title>" in begun.text
    assert begun.headers["Content-Security-Policy"]
    assert page(server, re.search(r'src="([^"]*early\.js)"', begun.text)[1]).status == 200
    ahead = re.findall(r'<link rel="modulepreload" href="(/stage/[^"]*)"', begun.text)
    assert ahead == [modules().address(JOINED_ENTRY)]
    assert page(server, ahead[0]).status == 200
    # Read by Streamlit's script, which is a module and so runs after it.
    assert "<script>window.__streamlit = { BACKEND_BASE_URL: location.origin };</script>" in begun.text


def test_it_travels_compressed_is_asked_for_each_time_and_not_sent_twice(server):
    begun = page(server, "/welcome", **{"Accept-Encoding": "gzip"})

    assert begun.headers["Content-Encoding"] == "gzip"
    assert (begun.headers["Cache-Control"], begun.headers["Vary"]) == ("no-cache", "Accept-Encoding")
    again = page(server, "/welcome", **{"If-None-Match": begun.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/join", "/facilitate", "/healthz", "/accessibility", "/_stcore/health", "/favicon.png"]
)
def test_what_is_no_screen_is_answered_as_before(server, path):
    answered = page(server, path)

    assert answered.status == 200
    assert b"early.js" not in answered.body


def test_how_streamlits_parts_look_comes_with_the_page_behind_what_it_adds_to_the_head(server):
    begun = page(server, "/")

    assert begun.text.index('<div id="root">') < begun.text.index(LOOK.read_text(encoding="utf-8"))
    assert "</style>" not in LOOK.read_text(encoding="utf-8")


@pytest.mark.parametrize("theirs", ["<html><body></body></html>", "<html><head></head></html>"])
def test_a_page_of_streamlits_that_has_no_head_or_body_is_a_fault_that_is_named(tmp_path, theirs):
    (tmp_path / "index.html").write_text(theirs)

    with pytest.raises(ValueError, match=r"index\.html is not the page"):
        StartPage(None, tmp_path, [])._answer({"headers": []})


def test_a_socket_says_one_word_and_closes_though_no_more_screens_are_taken(server):
    with ExitStack() as screens:
        for _ in range(SCREENS_EACH):
            screens.enter_context(screen_opened(server.port))
        with pytest.raises(InvalidStatus):
            screens.enter_context(screen_opened(server.port))

        with connect(f"ws://127.0.0.1:{server.port}{TRY}") as tried:
            assert list(tried) == [WORD]


def test_a_socket_is_tried_from_our_own_pages_alone(server):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://127.0.0.1:{server.port}{TRY}", origin="https://elsewhere.example")

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", [TRY, STREAMLITS])
def test_a_socket_that_has_lost_its_upgrade_is_said_in_the_log(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
    answered = connection.getresponse()

    assert answered.status == 426
    assert b"does not pass them on" in answered.read()
    connection.close()
    wait_until(lambda: "docs/deploy.md" in server.log)
