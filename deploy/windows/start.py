"""Starts the app in the bundle for Windows: on a port that is free, with the browser opened once it answers."""

import os
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Sequence
from http.client import HTTPException
from urllib.error import HTTPError

FIRST_PORT, PORTS = 8501, 20
LOOK_SECONDS, ANSWER_SECONDS = 0.3, 5
OURS = "Across-Boot"
# Not through a company's proxy, which does not know this machine by this name.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

WORDS = """
  Across Boundaries is starting: the browser opens by itself, the first time after a minute or so.
  This window has to stay open during the workshop. Closing it ends the server; nothing that was said is lost.

  If Windows asks whether Python may be reached by others: tick "Private networks", then "Allow access".
  If it asks for an administrator's password that you do not have: press "Cancel". Everything goes on on this laptop,
  but phones will probably not reach it. "Read me first.txt" says what to do then.
"""
ALREADY = """
  Across Boundaries is running already, in another window. The browser opens it.
"""


def main() -> None:
    """Open the one that runs already; or else start, say what to expect, and open the browser once it answers."""
    port = next((port for port in ports() if is_free(port) or is_ours(port)), FIRST_PORT)
    if is_ours(port):
        say(ALREADY)
        webbrowser.open(address(port))
        return
    say(WORDS)
    os.environ["PORT"] = str(port)
    threading.Thread(target=open_when_ready, args=(port,), daemon=True).start()
    import app  # noqa: PLC0415 (it takes a while: the words come first)

    app.main()


def ports() -> Sequence[int]:
    """Where to look for a free port: the one that was asked for, or a few from our usual one on."""
    asked_for = os.environ.get("PORT", "")
    return [int(asked_for)] if asked_for.isdecimal() else range(FIRST_PORT, FIRST_PORT + PORTS)


def address(port: int) -> str:
    """Where the browser of this machine finds it."""
    return f"http://localhost:{port}"


def is_ours(port: int) -> bool:
    """Whether it is this app that answers there."""
    try:
        with DIRECT.open(f"http://127.0.0.1:{port}/healthz", timeout=ANSWER_SECONDS) as answer:
            return OURS in answer.headers
    except HTTPError as error:  # it is not well, and says so
        return OURS in error.headers
    except (OSError, HTTPException):
        return False


def is_free(port: int) -> bool:
    """Whether nothing else listens there."""
    try:
        socket.create_server(("", port)).close()
    except OSError:
        return False
    return True


def open_when_ready(port: int) -> None:
    """Wait until it answers, then open the browser; the window shows the address as well."""
    while not is_ours(port):
        time.sleep(LOOK_SECONDS)
    webbrowser.open(address(port))


def say(words: str) -> None:
    """Write into the window."""
    sys.stdout.write(words)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
