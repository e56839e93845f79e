"""The address that phones can reach: the public one if it is set, else this machine's on the local network."""

import ipaddress
import socket
from urllib.parse import urlsplit

from across.settings import Settings

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104 (names to refuse, nothing is bound)
# An address of the documentation range: asking for the way to it sends nothing, and tells which of this
# machine's addresses would be used.
_ANYWHERE_ELSE = ("192.0.2.1", 9)


def local_network_ip() -> str | None:
    """The address of this machine on the network it is connected to; None without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANYWHERE_ELSE)
        except OSError:
            return None
        ip = probe.getsockname()[0]
    return None if ipaddress.ip_address(ip).is_loopback else ip


def for_phones(settings: Settings, browser_url: str | None = None, corrected: str | None = None) -> str | None:
    """The address that phones can open, without a slash at the end; None where nobody else can reach this machine.

    In this order: what the facilitator corrected, the public address that is set, the address in the
    facilitator's own browser unless it means this machine alone, this machine's address on its network.
    """
    if corrected or settings.public_url:
        return corrected or settings.public_url
    seen = urlsplit(browser_url or "")
    if seen.hostname and seen.hostname not in LOOPBACK_NAMES:
        return f"{seen.scheme}://{seen.netloc}"
    ip = local_network_ip()
    port = seen.port or settings.port
    return f"http://{ip}:{port}" if ip else None
