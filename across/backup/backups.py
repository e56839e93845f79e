"""The folder of backups: one file each, named by its moment; what is deleted in the store goes from each of them."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from across.backup.deletions import delete_again
from across.settings import Settings
from across.store import copying
from across.store.causes import causes_told
from across.store.database import Store, file_of
from across.store.erased import Record
from across.store.erasures import Deletion
from content.shape import Content

FOLDER, BEGINNING, ENDING = "backups", "across-boundaries-", ".sqlite3"
OURS_ALONE, OUR_FOLDER = 0o600, 0o700
Contents = Mapping[str, Content]


@dataclass(frozen=True)
class Tidied:
    """How many workshops went from older backups, how many backups were left empty and deleted, which stay as they are.

    Those that are `left` were made by another version: what was deleted in part is still in them.
    """

    workshops: int
    backups: int
    left: tuple[str, ...]


def folder_of(settings: Settings, named: str | None) -> Path:
    """Where backups are kept: in a folder that was named, or beside the store."""
    folder = Path(named) if named else Path(settings.data_folder or ".") / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=OUR_FOLDER)
    return folder.resolve()


def take(settings: Settings, folder: Path, now: datetime | None = None) -> Path:
    """Write a new backup of the store and return its file; one that is not whole has another name.

    Raises StoreUnreachable, StoreFault, OSError.
    """
    path = _free_name(folder, now or datetime.now(UTC))
    known = len(Record(settings.erased_file).read())
    part = path.with_suffix(".part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OURS_ALONE))
        copying.copy(settings.database_url, file_of(settings.database_url), part)
        _note_known(part, known)
        part.replace(path)
    finally:
        for left in (part, *(part.with_name(f"{part.name}{ending}") for ending in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)
    _sync(folder)
    return path


def take_of(store: Store, settings: Settings, folder: Path) -> Path:
    """As `take`, of a store that is held still by whoever asks."""
    if file_of(settings.database_url):
        return take(settings, folder)
    path = _free_name(folder, datetime.now(UTC))
    copying.copy_tables(store, path)
    return path


def tidy(settings: Settings, folder: Path, contents: Contents) -> Tidied:
    """Delete in every backup what was deleted in the store, and backups that hold no workshop any more but the last."""
    deletions = Record(settings.erased_file).read()
    files = sorted(folder.glob(f"{BEGINNING}*{ENDING}"))
    gone, empty = 0, 0
    left: list[str] = []
    for file in files:
        if _known(file) != len(deletions):
            gone += _tidy(file, deletions, contents, left)
        if file != files[-1] and _holds_nothing(file):
            file.unlink()
            empty += 1
    return Tidied(gone, empty, tuple(left))


def _tidy(file: Path, deletions: Sequence[Deletion], contents: Contents, left: list[str]) -> int:
    if not copying.is_up_to_date(file):
        left.append(file.name)
        return copying.remove_workshops(file, [one.workshop_id for one in deletions if one.what == "workshop"])
    store = copying.opened_copy(file)
    try:
        with store.write() as connection:
            gone = delete_again(connection, deletions, contents)
            copying.forget_erasures(connection)
    finally:
        store.close()
    copying.make_one_file(file)
    file.with_name(f"{file.name}-lock").unlink(missing_ok=True)
    _note_known(file, len(deletions))
    return gone


def _free_name(folder: Path, now: datetime) -> Path:
    moment = now.strftime("%Y-%m-%dT%H%M%S.%fZ")
    return folder / f"{BEGINNING}{moment}{ENDING}"


def _note_known(file: Path, deletions: int) -> None:
    """Note in a backup of how many deletions it knows, so that it is written anew only where there are others."""
    with causes_told(), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version={deletions % 2**31}")


def _known(file: Path) -> int:
    with causes_told(), closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _holds_nothing(file: Path) -> bool:
    with causes_told(), closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT id FROM workshop LIMIT 1").fetchone() is None


def _sync(folder: Path) -> None:
    """Have the new name on the disk, where folders can be opened."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
