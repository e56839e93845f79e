"""Slow down guessing: so many unknown codes or keys from one address in a while, and no more.

What is right always opens, for whoever shares the address may have used up its tries: only a further wrong one is
answered by "too many". The same wrong one again is no guess: a phone goes on asking for a workshop that is deleted.
"""

import ipaddress
import threading
import time
from collections import OrderedDict

from across.workshop.errors import TooManyTries

MOST_ADDRESSES = 10_000
KNOWN_SECONDS, KNOWN_FACTOR = 3600.0, 20
# Who has one address of IPv6 has them all up to here, 18 trillion of them.
IPV6_PREFIX = 64


class FailedAttempts:
    """Counts failed attempts per address in a sliding window. Forgets the oldest address when too many are kept."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._failures: OrderedDict[str, dict[object, float]] = OrderedDict()
        self._known: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def succeeded(self, address: str) -> None:
        """Remember that somebody at this address knew a code: for an hour it may fail more often.

        Everybody on a venue's Wi-Fi comes from one address; one who mistypes must not shut the others out.
        """
        network = network_of(address)
        with self._lock:
            self._known[network] = time.monotonic()
            self._known.move_to_end(network)
            while len(self._known) > MOST_ADDRESSES:
                self._known.popitem(last=False)

    def failed(self, address: str, code: str | None = None) -> None:
        """Remember a failed attempt of this address; one with a code that failed there of late counts no further.

        Raises TooManyTries if this address has failed too often of late.
        """
        network, attempt = network_of(address), code or object()
        with self._lock:
            recent = self._recent(network)
            if attempt not in recent and len(recent) >= self._allowed(network):
                raise TooManyTries
            recent[attempt] = time.monotonic()
            self._failures[network] = recent
            self._failures.move_to_end(network)
            while len(self._failures) > MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def take_back(self, address: str, code: str) -> None:
        """What was counted with this code was none: it was right."""
        with self._lock:
            self._failures.get(network_of(address), {}).pop(code, None)

    def _allowed(self, network: str) -> int:
        known = time.monotonic() - self._known.get(network, -KNOWN_SECONDS) < KNOWN_SECONDS
        return self._most * KNOWN_FACTOR if known else self._most

    def _recent(self, network: str) -> dict[object, float]:
        since = time.monotonic() - self._seconds
        return {attempt: moment for attempt, moment in self._failures.get(network, {}).items() if moment > since}


def network_of(address: str) -> str:
    """Whom an address stands for: itself, or the prefix of IPv6 that one household or one machine is given."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), IPV6_PREFIX), strict=False))
