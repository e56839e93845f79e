"""Who somebody is by what the provider says of them, and whether this server lets them in."""

import hashlib
import re
from collections.abc import Mapping

from across.settings import SignIn
from across.workshop.facilitators import NotLetIn, Person, SignInFirst

# As long as a day of workshops; then the provider is asked again.
SIGNED_IN_SECONDS = 12 * 3600
LONGEST_ADDRESS = 254
NOT_CONFIRMED = (
    "You have signed in, but your provider does not say that your e-mail address is confirmed, so you cannot be let "
    "in. Confirm it there and sign in again, or ask whoever runs this server."
)
TOO_MANY_GROUPS = (
    "You have signed in, but you are in so many groups that your provider does not name them, so you cannot be let in "
    "by one. Whoever runs this server can have it name those alone that count here: docs/sign-in.md says how."
)
NOT_OF_THE_DOMAIN = (
    "You have signed in with a Google account that no organisation looks after, so the domain of its address does not "
    "let you in. Sign in with the account that your organisation gave you, or ask whoever runs this server."
)
# What Google says of an address is true for good where it looks after it: as Gmail's, or as an organisation's, which
# the claim "hd" then names. Any other was confirmed once, and may be somebody else's by now.
GOOGLE, GMAIL = ("https://accounts.google.com", "accounts.google.com"), "gmail.com"
# Letters beyond these look like others, or become others in small letters: no address with them is matched.
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII)


def person_of(claims: Mapping[str, object], rules: SignIn, now: float) -> Person:
    """The person of these claims, which the provider has signed; `now` in seconds since 1970.

    Raises SignInFirst for nobody or for a sign-in that is over, NotLetIn.
    """
    issuer, subject, issued = claims.get("iss"), claims.get("sub"), claims.get("iat")
    if claims.get("is_logged_in") is not True or not _is_text(issuer) or not _is_text(subject):
        raise SignInFirst
    if not isinstance(issued, int | float) or not issued <= now + 300 < issued + SIGNED_IN_SECONDS + 300:
        raise SignInFirst
    address = _confirmed_address(claims, rules)
    if not (rules.everybody or address in rules.addresses or _is_in_a_group(claims, rules)):
        _must_be_of_a_domain(address, claims, rules)
    return Person(hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest(), address)


def tidy_address(given: str) -> str:
    """An e-mail address as it is kept and compared; empty for what is none that is matched."""
    address = given.strip()
    # Looked at before it is put in small letters: some letters beyond ASCII become others by that.
    if not address.isascii() or len(address) > LONGEST_ADDRESS:
        return ""
    return address.lower() if _ADDRESS.fullmatch(address.lower()) else ""


def _is_text(claim: object) -> bool:
    return isinstance(claim, str) and bool(claim)


def _confirmed_address(claims: Mapping[str, object], rules: SignIn) -> str:
    given, confirmed = claims.get("email"), claims.get("email_verified")
    is_confirmed = confirmed is True or confirmed == "true" or (confirmed is None and rules.trusts_addresses)
    address = tidy_address(given) if isinstance(given, str) else ""
    if not (address and is_confirmed):
        raise NotLetIn(NOT_CONFIRMED)
    return address


def _is_in_a_group(claims: Mapping[str, object], rules: SignIn) -> bool:
    groups = claims.get(rules.groups_claim)
    named = {groups} if isinstance(groups, str) else {name for name in _listed(groups) if isinstance(name, str)}
    return bool(named & rules.groups)


def _must_be_of_a_domain(address: str, claims: Mapping[str, object], rules: SignIn) -> None:
    """Raise NotLetIn unless this address lets its person in by its domain, which is the only way left."""
    domain = address.rpartition("@")[2]
    if domain not in rules.domains:
        # Microsoft Entra names nobody's groups beyond some hundred, and says instead where they can be asked for.
        elsewhere = claims.get("_claim_names")
        left_out = isinstance(elsewhere, Mapping) and rules.groups_claim in elsewhere
        raise NotLetIn(TOO_MANY_GROUPS) if rules.groups and (left_out or claims.get("hasgroups")) else NotLetIn
    if claims.get("iss") in GOOGLE and domain != GMAIL and not _is_text(claims.get("hd")):
        raise NotLetIn(NOT_OF_THE_DOMAIN)


def _listed(groups: object) -> list[object]:
    return list(groups) if isinstance(groups, list | tuple) else []
