"""Settings, read from the environment: the store, the public address, who runs it, how long workshops are kept."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

TOP = Path(__file__).parents[1]
STORE = "across-boundaries.sqlite3"
DEFAULT_RETENTION_DAYS = 90
LONGEST_RETENTION_DAYS = 3650


NAMES = (
    "ACROSS_DATABASE_URL",
    "ACROSS_DATA_FOLDER",
    "ACROSS_PUBLIC_URL",
    "ACROSS_RETENTION_DAYS",
    "ACROSS_CONTENT_FOLDER",
    "ACROSS_RUN_BY",
    "ACROSS_CONTACT",
    "PORT",
)


class SettingsError(Exception):
    """A setting cannot be used: the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """What the environment says. The port is the one to listen on; the content folder holds further content folders.

    `run_by` is the organisation that runs the server, `contact` how to reach it: both are said in the accessibility
    statement.
    """

    database_url: str
    public_url: str | None
    retention_days: int
    port: int
    content_folder: str | None = None
    run_by: str | None = None
    contact: str | None = None

    @property
    def public_host(self) -> str | None:
        """The name of the machine in the public address, without its port."""
        return urlsplit(self.public_url or "").hostname


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises SettingsError, naming the variable, for a value that cannot be used."""
    env = os.environ if environ is None else environ
    return _read(tuple(env.get(name, "").strip() for name in NAMES))


# Asked at every request: working it out anew each time would cost more than the rest of a tap.
@lru_cache(maxsize=16)
def _read(values: tuple[str, ...]) -> Settings:
    env = dict(zip(NAMES, values, strict=True))
    return Settings(
        database_url=_database_url(env),
        public_url=_public_url(env),
        retention_days=_number(env, "ACROSS_RETENTION_DAYS", DEFAULT_RETENTION_DAYS, LONGEST_RETENTION_DAYS),
        port=_number(env, "PORT", 8501, 65535),
        content_folder=env["ACROSS_CONTENT_FOLDER"] or None,
        run_by=env["ACROSS_RUN_BY"] or None,
        contact=env["ACROSS_CONTACT"] or None,
    )


def _database_url(env: Mapping[str, str]) -> str:
    url = env.get("ACROSS_DATABASE_URL", "").strip()
    if not url:
        folder = Path(env.get("ACROSS_DATA_FOLDER", "").strip() or _data_folder(TOP))
        return f"sqlite:///{(folder / STORE).resolve().as_posix()}"
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    if scheme in ("postgresql+psycopg", "sqlite"):
        return url
    raise SettingsError(
        "ACROSS_DATABASE_URL must begin with postgresql:// or sqlite:///. "
        "Correct it, or leave it out to keep everything in one SQLite file."
    )


def _data_folder(top: Path) -> Path:
    """Beside the app in a checkout, or where it was kept before; where the app is installed, the user's own folder."""
    beside = top / "data"
    if (top / "pyproject.toml").is_file() or (beside / STORE).is_file():
        return beside
    return users_folder(sys.platform, os.environ, Path.home())


def users_folder(platform: str, environ: Mapping[str, str], home: Path) -> Path:
    """Where a program keeps what is a user's, on a platform as `sys.platform` names it."""
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Across Boundaries"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Across Boundaries"
    named = Path(environ.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else home / ".local" / "share") / "across-boundaries"


def hold_folders() -> None:
    """Folders that the environment names from where the program was started stay those wherever it goes."""
    for name in ("ACROSS_DATA_FOLDER", "ACROSS_CONTENT_FOLDER"):
        if given := os.environ.get(name, "").strip():
            os.environ[name] = str(Path(given).resolve())


def _public_url(env: Mapping[str, str]) -> str | None:
    url = env.get("ACROSS_PUBLIC_URL", "").strip().rstrip("/")
    if url and not (url.startswith(("http://", "https://")) and _names_a_machine(url)):
        raise SettingsError(
            "ACROSS_PUBLIC_URL must begin with http:// or https://, such as https://workshop.example.org."
        )
    return url or None


def _names_a_machine(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0  # asking for the port checks it
    except ValueError:
        return False


def _number(env: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= highest:
        raise SettingsError(f"{name} must be a whole number from 1 to {highest}, not '{text}'.")
    return int(text)
