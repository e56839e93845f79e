"""A backup is put in the place of what the store holds, in one transaction, while a server may run."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from across.backup.backups import Contents, take_of
from across.backup.deletions import delete_again
from across.settings import Settings
from across.store import copying, erasures
from across.store.database import Connection, Store, open_store
from across.store.erased import Record


def workshops(number: int) -> str:
    """A number of workshops in words."""
    return f"{number} workshop" if number == 1 else f"{number} workshops"


class NotRestored(Exception):
    """Nothing was restored; the message says why and what to do."""


@dataclass(frozen=True)
class Restored:
    """How many workshops there are now, how many of the backup stay deleted, and what was there before, if anything."""

    workshops: int
    stay_deleted: int
    before: Path | None


def restore(settings: Settings, backup: Path, folder: Path, contents: Contents, *, replace: bool) -> Restored:
    """Put a backup in the place of what the store holds, which is backed up into `folder` before.

    Raises NotRestored where the store holds workshops that it is not said to `replace`, StoreUnreachable, StoreFault.
    """
    if not backup.is_file():
        raise NotRestored(f"There is no file {backup.name} to restore. Name one of the backups.")
    copying.must_be_a_backup(backup)
    store = open_store(settings.database_url)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix="restoring-") as aside:
            return _restored(settings, store, Path(shutil.copy(backup, aside)), folder, contents, replace=replace)
    finally:
        store.close()


def _restored(
    settings: Settings, store: Store, copy: Path, folder: Path, contents: Contents, *, replace: bool
) -> Restored:
    source = copying.opened_copy(copy)
    record = Record(settings.erased_file)
    try:
        with copying.nobody_else_saves(store) as target:
            before = _kept_before(settings, store, target, folder, replace=replace)
            record.add(erasures.deletions(target))
            with source.write() as connection:
                stay_deleted = delete_again(connection, record.read(), contents)
            with source.read() as connection:
                copying.put_in_place(connection, target)
            return Restored(copying.count(target), stay_deleted, before)
    finally:
        source.close()


def _kept_before(settings: Settings, store: Store, target: Connection, folder: Path, *, replace: bool) -> Path | None:
    here = copying.count(target)
    if not here:
        return None
    if not replace:
        raise NotRestored(
            f"The store holds {workshops(here)}, so nothing was restored. To put the backup in their place, run it "
            "again with --replace: what is there now is backed up first."
        )
    return take_of(store, settings, folder)
