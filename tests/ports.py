"""Ports for the servers and programs that tests start."""

import secrets
import socket
from contextlib import suppress

# Below those that a system lends to connections on their way out: one of them might take a port before its server does.
FIRST, LAST = 12_000, 32_000


def free_port() -> int:
    """A port that nothing listens on."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
