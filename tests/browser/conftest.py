"""Real servers and a real Chromium."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from server_process import PATIENCE_SECONDS, Server, running

from across.room.application import Application, open_application
from across.settings import read

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Names of examples are this machine's: no name server knows them.
HERE = "--host-resolver-rules=MAP workshop.example.org 127.0.0.1"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", HERE]
expect.set_options(timeout=1000 * PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """One server for all tests of a file: each has a workshop of its own on it."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def own_server(tmp_path) -> Iterator[Server]:
    """A server for one test alone: one that ends it, or must be the first to ask it for something."""
    with running(tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def application(server) -> Iterator[Application]:
    """The store of the server, seen from outside."""
    opened = open_application(read({"ACROSS_DATA_FOLDER": str(server.folder)}))
    yield opened
    opened.store.close()


@pytest.fixture(autouse=True)
def closed_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test opens is closed after it: a window left open would go on asking for a server that is gone."""
    used = request.getfixturevalue("browser") if "browser" in request.fixturenames else None
    before = list(used.contexts) if used else []
    yield
    for window in used.contexts if used else []:
        if window not in before:
            window.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("ACROSS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()
