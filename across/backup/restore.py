"""Restore a backup while servers run. What was deleted since it was made stays deleted."""

from pathlib import Path

from across.backup import backups, restoring, saying
from across.backup.restoring import workshops
from across.settings import Settings


def main() -> None:
    """Read the arguments and do it."""
    parser = saying.parser(__doc__)
    parser.add_argument("backup", help="the file of the backup")
    parser.add_argument("--replace", action="store_true", help="put it in the place of the workshops that are there")
    given = parser.parse_args()
    saying.run(lambda settings: _restore(settings, Path(saying.where(given.backup)), replace=given.replace))


def _restore(settings: Settings, backup: Path, *, replace: bool) -> None:
    folder = backups.folder_of(settings, None)
    done = restoring.restore(settings, backup, folder, saying.contents_of(settings), replace=replace)
    saying.say(f"Restored {workshops(done.workshops)}. Deleted since the backup, so not restored: {done.stay_deleted}.")
    if done.before:
        saying.say(f"What was there before: {done.before}")


if __name__ == "__main__":
    main()
