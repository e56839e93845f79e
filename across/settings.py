"""Settings, read from the environment: the store, the public address, who may start, runs and watches it."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

TOP = Path(__file__).parents[1]
STORE = "across-boundaries.sqlite3"
AT_THE_TOP = (
    "Across Boundaries works at the top of a host only, as at https://workshop.example.org, and not in a folder, as at "
    "https://example.org/across/ (docs/deploy.md)."
)
DEFAULT_RETENTION_DAYS = 90
LONGEST_RETENTION_DAYS = 3650
DEFAULT_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 30, 3600
MOST_DIGITS, LONGEST_QUOTE = 12, 40
DEFAULT_PORT, HIGHEST_PORT = 8501, 65535
LOOPBACK = "127.0.0.1"
TEXT, JSON = "text", "json"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")
SHORTEST_PASSPHRASE = 12
EVERYBODY, GROUP = "everybody", "group:"
DEFAULT_GROUPS_CLAIM = "groups"
# Where Microsoft lets in people of every organisation, and these say themselves what their addresses are.
OF_MANY_ORGANISATIONS = re.compile(r"/(common|organizations|consumers)(/|$)", re.IGNORECASE)


NAMES = (
    "ACROSS_DATABASE_URL",
    "ACROSS_DATA_FOLDER",
    "ACROSS_PUBLIC_URL",
    "ACROSS_RETENTION_DAYS",
    "ACROSS_WAIT_SECONDS",
    "ACROSS_CONTENT_FOLDER",
    "ACROSS_RUN_BY",
    "ACROSS_CONTACT",
    "ACROSS_LISTEN",
    "ACROSS_METRICS",
    "ACROSS_LOG",
    "ACROSS_START_PASSPHRASE",
    "ACROSS_START_PASSPHRASE_FILE",
    "ACROSS_SIGN_IN_PROVIDER",
    "ACROSS_SIGN_IN_CLIENT",
    "ACROSS_SIGN_IN_SECRET",
    "ACROSS_SIGN_IN_SECRET_FILE",
    "ACROSS_SIGN_IN_ALLOWED",
    "ACROSS_SIGN_IN_GROUPS_CLAIM",
    "ACROSS_SIGN_IN_TRUST_ADDRESSES",
    "PORT",
)
FILES = ("ACROSS_START_PASSPHRASE_FILE", "ACROSS_SIGN_IN_SECRET_FILE")


# A domain, or an e-mail address of it.
_ALLOWED = re.compile(r"(?:[^@\s]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)


class SettingsError(Exception):
    """A setting cannot be used: the message names it and says what to do."""


# A name and a password before the host would stand in every link; the others are in no host.
_NO_HOST = re.compile(r"[@\s\\]")
_IN_NUMBERS = re.compile(r"[\d.]+", re.ASCII)


@dataclass(frozen=True)
class SignIn:
    """Where facilitators sign in by OpenID Connect, and who of those the provider knows is let in.

    `provider` is the address of its metadata, `client` what it knows this server by. People are let in by the domain
    of their e-mail address, the whole address or a group that the claim of this name lists; `everybody` lets in all.
    An address counts where the provider says that it is confirmed; with `trusts_addresses`, also where it says nothing.
    """

    provider: str
    client: str
    secret: str = field(repr=False)
    everybody: bool = False
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    groups_claim: str = DEFAULT_GROUPS_CLAIM
    trusts_addresses: bool = False


@dataclass(frozen=True)
class Settings:
    """What the environment says. The port is the one to listen on; the content folder holds further content folders.

    `run_by` is the organisation that runs the server, `contact` how to reach it: both are said in the accessibility
    statement. A PostgreSQL that is coming up is waited for `wait_seconds` at the start. `listen` is the address of
    this machine to listen on; None for every one. `metrics` is the address and the port at which whoever watches the
    server reads its numbers; `log` is how the lines of the log are written. The data folder is where everything is
    kept that stands in no other database. Whoever starts a workshop signs in by `sign_in`, or says `start_passphrase`;
    with neither, anybody may.
    """

    database_url: str
    public_url: str | None
    retention_days: int
    port: int
    content_folder: str | None = None
    run_by: str | None = None
    contact: str | None = None
    wait_seconds: int = DEFAULT_WAIT_SECONDS
    listen: str | None = None
    metrics: tuple[str, int] | None = None
    log: str = TEXT
    data_folder: str | None = None
    sign_in: SignIn | None = None
    start_passphrase: str = field(default="", repr=False)

    @property
    def erased_file(self) -> Path | None:
        """Where it is recorded what was deleted: beside an SQLite file, for another database in the data folder."""
        scheme, _, rest = self.database_url.partition(":///")
        if scheme == "sqlite":
            return Path(f"{rest}-erased") if rest and not rest.startswith((":memory:", "file:")) else None
        named = re.sub(r"[^\w.-]", "-", urlsplit(self.database_url).path.strip("/")) or "postgresql"
        return Path(self.data_folder, f"{named}-erased") if self.data_folder else None

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
    folder = Path(env["ACROSS_DATA_FOLDER"] or _data_folder(TOP)).resolve()
    return Settings(
        database_url=_database_url(env, folder),
        public_url=_public_url(env),
        retention_days=_number(env, "ACROSS_RETENTION_DAYS", DEFAULT_RETENTION_DAYS, LONGEST_RETENTION_DAYS),
        port=_number(env, "PORT", DEFAULT_PORT, HIGHEST_PORT),
        content_folder=env["ACROSS_CONTENT_FOLDER"] or None,
        run_by=env["ACROSS_RUN_BY"] or None,
        contact=env["ACROSS_CONTACT"] or None,
        wait_seconds=_number(env, "ACROSS_WAIT_SECONDS", DEFAULT_WAIT_SECONDS, LONGEST_WAIT_SECONDS),
        listen=_listen(env["ACROSS_LISTEN"]),
        metrics=_metrics(env),
        log=_log(env),
        data_folder=folder.as_posix(),
        sign_in=_sign_in(env),
        start_passphrase=_start_passphrase(env),
    )


def _database_url(env: Mapping[str, str], folder: Path) -> str:
    url = env.get("ACROSS_DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{(folder / STORE).as_posix()}"
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
    """Folders and files that the environment names from where the program was started stay those wherever it goes."""
    for name in ("ACROSS_DATA_FOLDER", "ACROSS_CONTENT_FOLDER", *FILES):
        if given := os.environ.get(name, "").strip():
            os.environ[name] = str(Path(given).resolve())


def _listen(address: str) -> str | None:
    try:
        return str(ip_address(address)) if address else None
    except ValueError:
        raise SettingsError(
            f"ACROSS_LISTEN must be an address of this machine in numbers, such as 127.0.0.1, not '{address}'."
        ) from None


def _public_url(env: Mapping[str, str]) -> str | None:
    url = env.get("ACROSS_PUBLIC_URL", "").strip().rstrip("/")
    scheme, there, rest = url.partition("://")
    url = f"{scheme.lower()}{there}{rest}"
    if url and not (url.startswith(("http://", "https://")) and _names_a_machine(url)):
        raise SettingsError(
            "ACROSS_PUBLIC_URL must begin with http:// or https:// and then name a host without a user, such as "
            "https://workshop.example.org."
        )
    if not _is_at_the_top(url):
        raise SettingsError(
            f"ACROSS_PUBLIC_URL names more than a host: {url}. {AT_THE_TOP} Take away what follows the host."
        )
    return url or None


def _is_at_the_top(url: str) -> bool:
    """Whether an address names a machine and nothing on it."""
    parts = urlsplit(url)
    return not (parts.path or parts.query or parts.fragment)


def _metrics(env: Mapping[str, str]) -> tuple[str, int] | None:
    """Where the numbers are served: on loopback where a port alone is given."""
    given = env["ACROSS_METRICS"]
    if not given:
        return None
    address, _, port = given.rpartition(":")
    host = address.removeprefix("[").removesuffix("]") or LOOPBACK
    if not (_is_address(host) and _is_port(port)):
        raise SettingsError(
            f"ACROSS_METRICS must be a port, such as 9464, or an address in numbers and a port, such as 0.0.0.0:9464, "
            f"not '{shortened(given)}'."
        )
    if int(port) == _number(env, "PORT", DEFAULT_PORT, HIGHEST_PORT):
        raise SettingsError(f"ACROSS_METRICS must have another port than the workshops, which have {port}.")
    return host, int(port)


def _is_port(text: str) -> bool:
    return text.isdecimal() and len(text) <= MOST_DIGITS and 1 <= int(text) <= HIGHEST_PORT


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _log(env: Mapping[str, str]) -> str:
    given = env["ACROSS_LOG"] or TEXT
    if given not in (TEXT, JSON):
        raise SettingsError(f"ACROSS_LOG must be {JSON}, or left out for plain lines, not '{shortened(given)}'.")
    return given


def _sign_in(env: Mapping[str, str]) -> SignIn | None:
    named = [name for name in NAMES if name.startswith("ACROSS_SIGN_IN_") and env[name]]
    if not named:
        return None
    secret = _secret(env, "ACROSS_SIGN_IN_SECRET")
    _must_be_whole(env, secret)
    _must_fit(env)
    return SignIn(
        env["ACROSS_SIGN_IN_PROVIDER"],
        env["ACROSS_SIGN_IN_CLIENT"],
        secret,
        groups_claim=env["ACROSS_SIGN_IN_GROUPS_CLAIM"] or DEFAULT_GROUPS_CLAIM,
        trusts_addresses=bool(env["ACROSS_SIGN_IN_TRUST_ADDRESSES"]),
        **_allowed(env["ACROSS_SIGN_IN_ALLOWED"]),
    )


def _must_be_whole(env: Mapping[str, str], secret: str) -> None:
    """Raise SettingsError where something that signing in needs is missing."""
    for name, value in (
        ("ACROSS_SIGN_IN_PROVIDER", env["ACROSS_SIGN_IN_PROVIDER"]),
        ("ACROSS_SIGN_IN_CLIENT", env["ACROSS_SIGN_IN_CLIENT"]),
        ("ACROSS_SIGN_IN_SECRET or ACROSS_SIGN_IN_SECRET_FILE", secret),
        ("ACROSS_SIGN_IN_ALLOWED", env["ACROSS_SIGN_IN_ALLOWED"]),
        ("ACROSS_PUBLIC_URL", env["ACROSS_PUBLIC_URL"]),
    ):
        if not value:
            raise SettingsError(f"{name} is missing: signing in needs it (docs/sign-in.md).")


def _must_fit(env: Mapping[str, str]) -> None:
    """Raise SettingsError where settings for signing in do not go together."""
    for name in ("ACROSS_SIGN_IN_PROVIDER", "ACROSS_PUBLIC_URL"):
        _must_be_private(name, env[name])
    trusts = env["ACROSS_SIGN_IN_TRUST_ADDRESSES"]
    if trusts not in ("", "yes"):
        raise SettingsError(f"ACROSS_SIGN_IN_TRUST_ADDRESSES must be yes, or left out, not '{shortened(trusts)}'.")
    if trusts and OF_MANY_ORGANISATIONS.search(urlsplit(env["ACROSS_SIGN_IN_PROVIDER"]).path):
        raise SettingsError(
            "ACROSS_SIGN_IN_TRUST_ADDRESSES cannot go with a provider for people of every organisation: name your own "
            "in ACROSS_SIGN_IN_PROVIDER (docs/sign-in.md)."
        )
    if env["ACROSS_START_PASSPHRASE"] or env["ACROSS_START_PASSPHRASE_FILE"]:
        raise SettingsError("Choose one of ACROSS_START_PASSPHRASE and signing in: who signs in needs no passphrase.")


def _must_be_private(name: str, url: str) -> None:
    """Raise SettingsError for an address over which secrets would travel in the open."""
    parts = urlsplit(url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)):
        raise SettingsError(f"{name} must begin with https:// where people sign in (docs/sign-in.md).")


class _Allowed(TypedDict):
    everybody: bool
    domains: frozenset[str]
    addresses: frozenset[str]
    groups: frozenset[str]


def _allowed(given: str) -> _Allowed:
    """Who is let in, from a list with commas: domains, addresses, groups, or everybody."""
    parts = [part.strip() for part in given.split(",") if part.strip()]
    groups = frozenset(part.removeprefix(GROUP).strip() for part in parts if part.startswith(GROUP))
    others = [part.lower() for part in parts if not part.startswith(GROUP) and part != EVERYBODY]
    wrong = [part for part in others if not _ALLOWED.fullmatch(part)]
    if wrong or "" in groups:
        raise SettingsError(
            "ACROSS_SIGN_IN_ALLOWED must list domains, such as example.org, e-mail addresses or groups, such as "
            f"group:facilitators, with commas between them; or be {EVERYBODY}. Not '{shortened([*wrong, GROUP][0])}'."
        )
    return {
        "everybody": EVERYBODY in parts,
        "domains": frozenset(part for part in others if "@" not in part),
        "addresses": frozenset(part for part in others if "@" in part),
        "groups": groups,
    }


def _start_passphrase(env: Mapping[str, str]) -> str:
    found = _secret(env, "ACROSS_START_PASSPHRASE")
    if found and len(found) < SHORTEST_PASSPHRASE:
        raise SettingsError(f"ACROSS_START_PASSPHRASE must have {SHORTEST_PASSPHRASE} signs at least: a few words do.")
    return found


def _secret(env: Mapping[str, str], name: str) -> str:
    """A secret from the environment, or from the file that it names. Raises SettingsError, never with the secret."""
    file = env[f"{name}_FILE"]
    if not file:
        return env[name]
    if env[name]:
        raise SettingsError(f"Choose one of {name} and {name}_FILE.")
    try:
        found = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{name}_FILE names a file that cannot be read: '{shortened(file)}'.") from None
    if not found:
        raise SettingsError(f"{name}_FILE names a file with nothing in it: '{shortened(file)}'.")
    return found


def _names_a_machine(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # Asking for the port checks it.
        named = bool(parts.hostname) and parts.port != 0 and not _NO_HOST.search(parts.netloc)
        if named and _IN_NUMBERS.fullmatch(parts.hostname or ""):
            ip_address(parts.hostname or "")
    except ValueError:
        return False
    return named


def _number(env: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    # Python refuses to read a number of thousands of digits, and nobody to read them in the answer.
    if not text.isdecimal() or len(text) > MOST_DIGITS or not 1 <= int(text) <= highest:
        raise SettingsError(f"{name} must be a whole number from 1 to {highest}, not '{shortened(text)}'.")
    return int(text)


def shortened(text: str) -> str:
    """The beginning of what was given, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"
