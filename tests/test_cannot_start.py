"""What keeps a server from starting: each cause in one sentence of its own, never a traceback, and nothing secret."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from people import fresh_postgresql, migrated_sqlite
from sqlalchemy import create_engine, text
from test_server import TOP

from across.room.application import CannotOpen, open_application
from across.settings import SettingsError, read
from across.store.database import open_store

SECRET = "very-secret"
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def a_file(folder: Path) -> dict[str, str]:
    (folder / "file").write_text("text")
    return {"ACROSS_DATA_FOLDER": str(folder / "file")}


def below_a_file(folder: Path) -> dict[str, str]:
    (folder / "file").write_text("text")
    return {"ACROSS_DATA_FOLDER": str(folder / "file" / "below")}


def a_folder_as_store(folder: Path) -> dict[str, str]:
    return {"ACROSS_DATABASE_URL": f"sqlite:///{folder}"}


def no_database(folder: Path) -> dict[str, str]:
    (folder / "store").write_bytes(b"This is a letter to the council. " * 100)
    return {"ACROSS_DATABASE_URL": f"sqlite:///{folder}/store"}


def a_damaged_one(folder: Path) -> dict[str, str]:
    file = Path(migrated_sqlite(folder).removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x17" * (len(content) - 4096)
    file.write_bytes(content)
    return {"ACROSS_DATABASE_URL": f"sqlite:///{file}"}


def newer(folder: Path) -> dict[str, str]:
    url = migrated_sqlite(folder)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return {"ACROSS_DATABASE_URL": url}


def of_something_else(folder: Path) -> dict[str, str]:
    with closing(sqlite3.connect(folder / "store")) as connection, connection:
        connection.execute("CREATE TABLE workshop (tools TEXT)")
    return {"ACROSS_DATABASE_URL": f"sqlite:///{folder}/store"}


def too_long(folder: Path) -> dict[str, str]:
    return {"ACROSS_DATA_FOLDER": str(folder / ("x" * 300))}


def setting(name: str, value: str) -> Callable[[Path], dict[str, str]]:
    return lambda _folder: {name: value}


def url(rest: str) -> Callable[[Path], dict[str, str]]:
    return setting("ACROSS_DATABASE_URL", f"postgresql://somebody:{SECRET}@{rest}")


SQLITE = [
    (a_file, "a file is in the place of a folder"),
    (below_a_file, "a file is in the place of a folder"),
    (a_folder_as_store, "a folder in the place of the file"),
    (no_database, "The file of the store is no database"),
    (a_damaged_one, "The file of the store is damaged"),
    (newer, "was written by a newer version of Across Boundaries"),
    (of_something_else, "holds tables of something else"),
    (too_long, "The data folder cannot be used (File name too long)"),
]
ADDRESSES = [
    (url("127.0.0.1:1/none"), "No PostgreSQL listens at the address"),
    (url("nowhere.invalid/none"), "The host in ACROSS_DATABASE_URL is not known"),
    (url("127.0.0.1:port/none"), "with a port from 1 to 65535"),
    (url("127.0.0.1:99999/none"), "with a port from 1 to 65535"),
    (url(f"127.0.0.1:{'9' * 5000}/none"), "with a port from 1 to 65535"),
    (url("127.0.0.1/none?nonsense=1"), "has an unknown option"),
    (setting("ACROSS_DATABASE_URL", "sqlite://x.db"), "ACROSS_DATABASE_URL cannot be read"),
    (setting("ACROSS_DATABASE_URL", "mysql://x/y"), "ACROSS_DATABASE_URL must begin with postgresql://"),
]
NUMBERS = [
    (setting(name, value), f"{name} must be a whole number from 1 to ")
    for name in ("PORT", "ACROSS_RETENTION_DAYS", "ACROSS_WAIT_SECONDS")
    for value in ("9" * 5000, "0", "-1", "1.5", "1e3", "²", "many", "9" * 13)
]


def why_not(environment: dict[str, str], folder: Path) -> str:
    """What is said instead of starting."""
    with pytest.raises((CannotOpen, SettingsError)) as caught:
        open_application(read({"ACROSS_DATA_FOLDER": str(folder), **environment}))
    return str(caught.value)


@pytest.mark.parametrize(("made", "said"), [*SQLITE, *ADDRESSES, *NUMBERS])
def test_each_cause_is_a_sentence_of_its_own(made, said, tmp_path):
    told = why_not(made(tmp_path), tmp_path)

    assert said in told
    assert told.endswith(".")
    assert "\n" not in told
    assert len(told) < 400
    assert SECRET not in told


def test_no_two_causes_are_told_alike():
    assert len({said for _, said in SQLITE}) == len(SQLITE) - 1  # a file, and below a file
    assert len({said for _, said in ADDRESSES}) == len(ADDRESSES) - 2  # three ports


@pytest.mark.skipif(ROOT or sys.platform == "win32", reason="may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)

    assert "Permission denied" in why_not({"ACROSS_DATA_FOLDER": str(tmp_path / "shut" / "data")}, tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda there: there.replace("/fresh", "/nowhere"), "has no database of this name"),
        (lambda there: there.replace("postgres:@", "nobody:@"), "does not know this user"),
    ],
)
def test_what_postgresql_does_not_have_is_said(postgresql, tmp_path, change, said):
    there = fresh_postgresql(postgresql)

    assert said in why_not({"ACROSS_DATABASE_URL": change(there)}, tmp_path)


def test_a_postgresql_of_a_newer_version_is_said(postgresql, tmp_path):
    there = fresh_postgresql(postgresql)
    open_store(there).close()
    engine = create_engine(there)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    assert "newer version" in why_not({"ACROSS_DATABASE_URL": there}, tmp_path)


@pytest.mark.parametrize(
    ("made", "said"),
    [SQLITE[0], SQLITE[5], ADDRESSES[2], NUMBERS[0]],
    ids=["a file for a folder", "a newer version", "a port that is none", "5,000 digits"],
)
def test_a_server_that_cannot_start_says_so_and_ends_with_1(made, said, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    mine = {"ACROSS_DATA_FOLDER": str(tmp_path), "ACROSS_DATABASE_URL": "", "PORT": port}
    ended = subprocess.run(
        [sys.executable, "app.py"],
        cwd=TOP,
        env={**os.environ, **mine, **made(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    assert SECRET not in ended.stderr + ended.stdout
    assert re.search(r"Across Boundaries cannot start\.\n  [A-Z].*\.\n", ended.stderr)
