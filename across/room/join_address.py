"""The address that phones can reach: what the facilitator chose, the public one if it is set, else the best guess."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from across.room.adapters import Network, this_machine
from across.settings import Settings
from across.workshop.errors import NotAllowedHere

LOOPBACK_NAMES = {"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"}
AS_TYPED = "Write the address as people type it, such as http://192.168.1.20:8501."
THIS_ALONE = "localhost and 127.0.0.1 mean each device itself: phones need this computer's address on the network."
NO_NUMBERS = "This is no address: four numbers from 0 to 255 with dots between them, such as 192.168.1.20."
_NAME = re.compile(r"(?!.{254})([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBERS = re.compile(r"[\d.]+", re.ASCII)
# As it is typed in a hurry: http:/host, http//host, http:\\host.
_SCHEME = re.compile(r"(?:(https?)(?:[:;]?[/\\]{1,3}|[:;])|//)(?=[^/\\])", re.IGNORECASE | re.ASCII)
# What surrounds an address in a text that it was copied from, and what is not seen.
_AROUND = " \t\r\n()\"'\u201c\u201d\u2018\u2019,;"
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff"))
_HTTPS_PORT, IPV4 = 443, 4
_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")


@dataclass(frozen=True)
class Choice:
    """An address that phones may be sent to, the adapter that has it, and whether they are sent there."""

    address: str
    adapter: str
    chosen: bool


def for_phones(
    settings: Settings,
    browser_url: str | None = None,
    corrected: str | None = None,
    network: Callable[[], Network] = this_machine,
) -> str | None:
    """The address that phones can open, without a slash at the end; None where nobody else can reach this machine.

    In this order: what the facilitator chose or corrected, the public address that is set, the address in the
    facilitator's own browser unless it means this machine alone, the best guess of this machine's addresses.
    """
    if corrected or settings.public_url:
        return corrected or settings.public_url
    seen = urlsplit(browser_url or "")
    if seen.hostname and not _is_this_alone(seen.hostname):
        return f"{seen.scheme}://{seen.netloc}"
    guess = network().best_guess
    return _at(guess.host, seen, settings) if guess else None


def choices(
    settings: Settings,
    browser_url: str | None = None,
    corrected: str | None = None,
    network: Callable[[], Network] = this_machine,
) -> list[Choice]:
    """Every address of this machine that phones may reach, best guess first.

    None where a public address is set, or where the facilitator's browser knows this machine by a name of its own.
    """
    seen, found = urlsplit(browser_url or ""), network().addresses
    here = {address.ip for address in found}
    if settings.public_url or (seen.hostname and seen.hostname not in here and not _is_this_alone(seen.hostname)):
        return []
    used = for_phones(settings, browser_url, corrected, network)
    offered = [(_at(address.host, seen, settings), address.adapter) for address in found]
    return [Choice(address, adapter, address == used) for address, adapter in offered]


def _at(host: str, seen: SplitResult, settings: Settings) -> str:
    """The address of this server at one of this machine's, as the facilitator's browser speaks to it."""
    return f"{seen.scheme or 'http'}://{host}:{seen.port or settings.port}"


def understood(typed: str, port: int | None = None) -> str:
    """What somebody typed or pasted, as phones can open it; empty where nothing was typed.

    What follows the host is dropped. An address in numbers, or a name of the local network, gets this server's `port`
    where none is given; any other name without a scheme is taken for one that is reached by https.

    Raises NotAllowedHere for what no phone could open.
    """
    text = _plain(typed)
    if not text.strip("/"):
        return ""
    scheme, host, given = _parts(text)
    shown = f"[{host}]" if ":" in host else host
    local = not _is_public_name(host)
    if not given and port and local and scheme != "https":
        given = port
    scheme = scheme or ("http" if given != _HTTPS_PORT and (local or given) else "https")
    return f"{scheme}://{shown}:{given}" if given else f"{scheme}://{shown}"


def _plain(typed: str) -> str:
    """What was typed, with the usual digits and dots, and no more around it than belongs to it."""
    usual = unicodedata.normalize("NFKC", typed.translate(_UNSEEN)).replace("\u3002", ".").strip(_AROUND)
    # The full stop of a sentence, maybe behind a quote.
    if not usual.endswith(".."):
        usual = usual.removesuffix(".").strip(_AROUND)
    if "://" in usual:
        usual = usual.strip("<>")
    found = _SCHEME.match(usual)
    return (f"{found[1]}://" if found[1] else "") + usual[found.end() :] if found else usual


def _parts(text: str) -> tuple[str, str, int | None]:
    """The scheme (empty where none was typed), the host and the port."""
    scheme, there, rest = text.partition("://")
    if not there:
        scheme, rest = "", f"[{text}]" if _is_ipv6(text) else text
    if scheme.lower() not in ("", "http", "https"):
        raise NotAllowedHere(AS_TYPED)
    try:
        seen = urlsplit(f"http://{rest}")
        host, port = seen.hostname or "", seen.port
    except ValueError as error:
        raise NotAllowedHere(AS_TYPED) from error
    if "@" in seen.netloc or port == 0:
        raise NotAllowedHere(AS_TYPED)
    return scheme.lower(), _checked(host.removesuffix(".")), port


def _checked(host: str) -> str:
    """A host that another device can open. Raises NotAllowedHere."""
    if _is_this_alone(host):
        raise NotAllowedHere(THIS_ALONE)
    if ":" in host or _NUMBERS.fullmatch(host):
        return _checked_numbers(host)
    if not _NAME.fullmatch(host) or host in ("http", "https"):
        raise NotAllowedHere(AS_TYPED)
    return host


def _checked_numbers(host: str) -> str:
    try:
        numbers = ipaddress.ip_address(host)
    except ValueError as error:
        raise NotAllowedHere(AS_TYPED if ":" in host else NO_NUMBERS) from error
    numbers = getattr(numbers, "ipv4_mapped", None) or numbers
    if (
        numbers.is_multicast
        or "%" in host
        # 240.0.0.0 and what follows, and "this network".
        or (numbers.version == IPV4 and (numbers.is_reserved or numbers in _THIS_NETWORK))
        or (numbers.version != IPV4 and numbers.is_link_local)
    ):
        raise NotAllowedHere(AS_TYPED)
    return str(numbers)


def _is_this_alone(host: str) -> bool:
    """Whether a host, in small letters, means to each device itself."""
    name = host.removesuffix(".")
    if name in LOOPBACK_NAMES or name.endswith(".localhost"):
        return True
    try:
        numbers = ipaddress.ip_address(name)
    except ValueError:
        return False
    numbers = getattr(numbers, "ipv4_mapped", None) or numbers
    return numbers.is_loopback or numbers.is_unspecified


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def _is_public_name(host: str) -> bool:
    """Whether this is a name that the public name servers may know."""
    numbers = ":" in host or _NUMBERS.fullmatch(host)
    return not numbers and "." in host and not host.endswith((".local", ".internal", ".home.arpa", ".lan", ".home"))
