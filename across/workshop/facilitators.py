"""Who signs in to facilitate: a person, and what is told of those who share a workshop."""

from dataclasses import dataclass
from datetime import date

from across.workshop.errors import WorkshopError
from across.workshop.values import Workshop

# A key that somebody was given by signing in is told from the facilitator's by its beginning.
BY_SIGN_IN = "by-signing-in-"


def is_by_sign_in(key: str) -> bool:
    """Whether this key is one that somebody was given by signing in."""
    return key.startswith(BY_SIGN_IN)


class SignInFirst(WorkshopError):
    """Nobody is signed in, or not any more."""

    sentence = "Sign in on the start page first, then try again."


class NotLetIn(WorkshopError):
    """Somebody has signed in whom this server does not let in; the message says why and whom to ask."""

    sentence = (
        "You have signed in, but this server does not let your account start workshops. Sign in with another account, "
        "or ask whoever runs this server."
    )


class WrongPassphrase(WorkshopError):
    """The passphrase for starting workshops is not the one that was given."""

    sentence = "This is not the passphrase for starting workshops here. Ask whoever runs this server for it."


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in: `id` is a hash of what the provider knows them by, `address` their e-mail address."""

    id: str
    address: str


@dataclass(frozen=True)
class Held:
    """A workshop of somebody who is signed in, and whether they own it."""

    workshop: Workshop
    owns: bool


@dataclass(frozen=True)
class Sharing:
    """Somebody who facilitates a workshop or is asked to: `owns` is what they are, or would be."""

    id: str
    address: str
    owns: bool
    asked: bool
    is_you: bool


@dataclass(frozen=True)
class Request:
    """What somebody is asked: to facilitate a workshop or, where they would own it, to take it over."""

    id: str
    name: str
    held_on: date
    owns: bool
    by: str
