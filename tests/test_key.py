"""The facilitator's key: its cookie, and the file that what opens a workshop lies in."""

import os
import stat
from pathlib import Path

import pytest
from people import a_participant, settings_for, start
from starlette.requests import Request

from across.room.application import open_application
from across.settings import Settings
from across.web.cookies import is_encrypted


def request(scheme="http", **headers):
    """A request with this scheme as we see it, and these headers."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "scheme": scheme, "headers": named})


def settings(public_url=None):
    return Settings(database_url="", public_url=public_url, retention_days=90, port=8501)


@pytest.mark.parametrize(
    ("asked", "public_url"),
    [
        (request("https"), None),
        (request("https"), "http://workshop.example.org"),
        (request(), "https://workshop.example.org"),
        (request(x_forwarded_proto="https"), None),
        (request(x_forwarded_proto="HTTPS, http"), None),
        (request(origin="https://workshop.example.org"), None),
    ],
)
def test_cookies_are_for_https_alone_wherever_the_browser_speaks_it(asked, public_url):
    assert is_encrypted(asked, settings(public_url))


@pytest.mark.parametrize(
    "asked", [request(), request(x_forwarded_proto="http"), request(origin="http://10.0.0.7:8501")]
)
def test_without_https_cookies_go_over_http(asked):
    assert not is_encrypted(asked, settings())


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def wide_open():
    """A user whose new files everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def used(file: Path) -> dict[str, int]:
    """The rights of the store's files while it is written to."""
    application = open_application(settings_for(f"sqlite:///{file}"))
    a_participant(start(application))
    found = {path.name: rights(path) for path in file.parent.iterdir()}
    application.store.close()
    return found


@pytest.mark.usefixtures("wide_open")
def test_a_new_store_is_for_its_own_user_alone(tmp_path):
    folder = tmp_path / "data"

    found = used(folder / "store.sqlite3")

    assert found == {"store.sqlite3": 0o600, "store.sqlite3-wal": 0o600, "store.sqlite3-shm": 0o600}
    assert rights(folder) == 0o700


@pytest.mark.usefixtures("wide_open")
def test_a_store_that_others_could_read_is_closed_to_them(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("store.sqlite3", "store.sqlite3-wal"):
        (folder / name).touch()
    assert rights(folder / "store.sqlite3") == 0o666

    found = used(folder / "store.sqlite3")

    assert set(found.values()) == {0o600}
    assert rights(folder) == 0o700


@pytest.mark.usefixtures("wide_open")
def test_a_folder_with_other_things_in_it_keeps_its_rights(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    (folder / "minutes.txt").touch(mode=0o644)

    found = used(folder / "store.sqlite3")

    assert (rights(folder), found["minutes.txt"], found["store.sqlite3"]) == (0o755, 0o644, 0o600)
