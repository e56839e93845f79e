"""Who may start a workshop where not everybody may: somebody who has signed in, or who knows the passphrase."""

import hashlib
import hmac
from dataclasses import dataclass, field

from across.room.attempts import FailedAttempts
from across.workshop.errors import TooManyTries
from across.workshop.facilitators import Person, WrongPassphrase

TOO_MANY = "Too many wrong passphrases came from your network. Wait a minute and try again."


@dataclass(frozen=True)
class Starter:
    """Who starts a workshop: a person who has signed in, the passphrase that was said, or neither."""

    person: Person | None = None
    passphrase: str = field(default="", repr=False)


ANYBODY = Starter()


def must_know_passphrase(expected: str, said: str, address: str | None, attempts: FailedAttempts) -> None:
    """Raise WrongPassphrase unless it is the one expected, TooManyTries after too many wrong ones from an address.

    Unlike a join code, a right one is refused then, too: people make passphrases up, and others can guess them. Each
    counts before it is looked at, so that many at once are no way around that.
    """
    if not expected:
        return
    digest, whence = _digest(said), address or "unknown"
    try:
        attempts.failed(whence, digest)
    except TooManyTries:
        raise TooManyTries(TOO_MANY) from None
    if not hmac.compare_digest(digest, _digest(expected)):
        raise WrongPassphrase
    attempts.take_back(whence, digest)


def _digest(passphrase: str) -> str:
    return hashlib.sha256(passphrase.strip().encode("utf-8", "replace")).hexdigest()
