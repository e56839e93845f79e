"""How the commands begin and end: the settings, one plain sentence where something is wrong, and the exit code."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path

from across.backup.restoring import NotRestored
from across.settings import Settings, SettingsError, hold_folders, read
from across.store.causes import StoreUnreachable
from across.workshop.errors import InOurWords
from content.reader import ContentError, read_all
from content.shape import Content

# Where the script was called; it goes to the top folder, as the server does.
CALLED_IN = "ACROSS_CALLED_IN"


def parser(what: str | None) -> ArgumentParser:
    """Reads the arguments of a command."""
    return ArgumentParser(description=what)


def where(path: str) -> str:
    """A path as it was meant where the script was called."""
    return str(Path(os.environ.get(CALLED_IN, ".")) / path)


def contents_of(settings: Settings) -> Mapping[str, Content]:
    """What workshops ask, by its version."""
    return {content.version: content for content in read_all(settings.content_folder)}


def say(line: str) -> None:
    """Tell whoever runs the command."""
    sys.stdout.write(f"{line}\n")


def run(work: Callable[[Settings], None]) -> None:
    """Do the work of a command, or say why not in a sentence and end with 1."""
    try:
        hold_folders()
        work(read())
    except (SettingsError, ContentError, StoreUnreachable, InOurWords, NotRestored) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'A file'} cannot be used ({os.strerror(error.errno or 0)}).\n")
        sys.exit(1)
