"""Back the store up while servers run, and delete in older backups what was deleted since."""

from across.backup import backups, saying
from across.backup.restoring import workshops
from across.settings import Settings


def main() -> None:
    """Read the arguments and do it."""
    parser = saying.parser(__doc__)
    parser.add_argument("folder", nargs="?", help="where backups are kept; without it, 'backups' in the data folder")
    parser.add_argument("--tidy", action="store_true", help="only delete in older backups what was deleted since")
    given = parser.parse_args()
    saying.run(lambda settings: _save(settings, given.folder and saying.where(given.folder), only_tidy=given.tidy))


def _save(settings: Settings, named: str | None, *, only_tidy: bool) -> None:
    folder = backups.folder_of(settings, named)
    if not only_tidy:
        saying.say(f"Backed up to {backups.take(settings, folder)}")
    tidied = backups.tidy(settings, folder, saying.contents_of(settings))
    saying.say(f"Deleted since, and gone from older backups: {workshops(tidied.workshops)}, {tidied.backups} backups.")
    for name in tidied.left:
        saying.say(f"{name} is of another version: whole workshops are gone from it, single notes and answers are not.")


if __name__ == "__main__":
    main()
