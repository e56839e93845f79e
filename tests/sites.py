"""Two processes of a server behind nginx or Caddy, with exactly the lines that we give for them, on one PostgreSQL.

Phones are programs that send again what was not acknowledged, as phone.js does.
"""

import http.client
import re
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from people import ITEMS, a_plan, answers_of, fresh_postgresql
from phones import Phone
from ports import free_port
from reverse_proxies import HOST, Proxy, caddy, certificate, nginx, of_nginx
from several_processes import PATIENCE_SECONDS, TOP, Two, two_processes

from across.room.application import Application, open_application
from across.settings import read

NGINX, CADDY = "nginx", "Caddy"
PHONES = 6
MOST_ROOMS = 40
GUIDE = TOP / "docs" / "deploy-server.md"
CADDYFILE = TOP / "deploy" / "Caddyfile"


@dataclass
class Site:
    """Two processes of a server behind a proxy, and their store."""

    address: str
    server: Two
    application: Application
    proxy: Proxy

    def phone(self) -> "Through":
        """A phone that comes through the proxy."""
        return Through(self.proxy.port, trusted=str(self.proxy.folder / "made.pem"))

    def room_of_each(self) -> dict[str, str]:
        """By the name of each process, the code of a room that the proxy leads to it."""
        names, found = {self.server.boot(port) for port in self.server.ports}, {}
        for _ in range(MOST_ROOMS):
            if set(found) == names:
                return found
            code, _ = self.application.start(a_plan())
            found[self.phone().joined(code).get("/healthz").headers["Across-Boot"]] = code
        raise AssertionError("every room came to the same process")


@contextmanager
def behind(name: str, postgresql: str, folder: Path) -> Iterator[Site]:
    """Two processes behind the proxy of this name, until the block ends."""
    https, url = free_port(), fresh_postgresql(postgresql)
    address = f"https://{HOST}:{https}"
    with two_processes(folder, url, ACROSS_PUBLIC_URL=address) as server:
        application = open_application(read({"ACROSS_DATABASE_URL": url, "ACROSS_PUBLIC_URL": address}))
        with PROXIES[name](folder / "proxy", https, server.ports) as proxy:
            yield Site(address, server, application, proxy)
        application.store.close()


@contextmanager
def _behind_nginx(folder: Path, https: int, ports: tuple[int, int]) -> Iterator[Proxy]:
    """nginx with the lines of the guide, with other ports and a certificate of our own."""
    [found] = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    folder.mkdir()
    made, key = certificate(folder)
    text = of_nginx(found, https, free_port())
    for shown, port in zip((8501, 8502), ports, strict=True):
        text = text.replace(f"127.0.0.1:{shown}", f"127.0.0.1:{port}")
    text = text.replace(f"/etc/ssl/{HOST}.pem", str(made)).replace(f"/etc/ssl/{HOST}.key", str(key))
    with nginx(folder, text, https) as proxy:
        yield proxy


@contextmanager
def _behind_caddy(folder: Path, https: int, ports: tuple[int, int]) -> Iterator[Proxy]:
    """Caddy with our own file, with another port and a certificate of our own: it would fetch one."""
    folder.mkdir()
    made, key = certificate(folder)
    text = CADDYFILE.read_text(encoding="utf-8")
    site = "{$ACROSS_HOST} {\n"
    assert text.count(site) == 1
    text = text.replace(site, f"{site}\tbind 127.0.0.1\n\ttls {made} {key}\n")
    told = {"ACROSS_HOST": f"https://{HOST}:{https}", "ACROSS_APPS": " ".join(f"127.0.0.1:{port}" for port in ports)}
    with caddy(folder, text, https, **told) as proxy:
        yield proxy


PROXIES = {NGINX: _behind_nginx, CADDY: _behind_caddy}


@dataclass
class Direct(Phone):
    """A phone that asks one process, whichever its room belongs to."""

    def ask(self, method, path, form=None, headers=None):
        return super().ask(method, path, form, {"Host": HOST} | (headers or {}))


@dataclass
class Through(Direct):
    """A phone that comes through the proxy, encrypted, and sends again what was not acknowledged."""

    trusted: str = ""
    acknowledged: dict[str, int] = field(default_factory=dict)
    taps: int = 0

    def connection(self) -> http.client.HTTPConnection:
        trusting = ssl.create_default_context(cafile=self.trusted)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.connect()
        connection.sock = trusting.wrap_socket(connection.sock, server_hostname=HOST)
        return connection

    def answer(self) -> None:
        """Give the next item another point, until that is acknowledged."""
        self.taps += 1
        item, point = ITEMS[self.taps % len(ITEMS)], 1 + self.taps % 5
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._is_saved(item, point):
            assert time.monotonic() < deadline, "a tap was never acknowledged"
        self.acknowledged[item] = point

    def _is_saved(self, item: str, point: int) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return '"saved":true' in self.tap(point, self.taps, item).text
        return False


@contextmanager
def tapping(site: Site, code: str) -> Iterator[list[Through]]:
    """Phones that have joined and answer as fast as they are answered, until the block ends."""
    phones = [site.phone().joined(code) for _ in range(PHONES)]
    enough = threading.Event()

    def taps(phone: Through) -> None:
        while not enough.is_set():
            phone.answer()

    with ThreadPoolExecutor(PHONES) as threads:
        working = [threads.submit(taps, phone) for phone in phones]
        try:
            yield phones
        finally:
            enough.set()
    for work in working:
        work.result()


def nothing_is_lost(site: Site, code: str, phones: list[Through]) -> None:
    """What was acknowledged is kept as it was, and no tap after it or before it in its place."""
    for phone in phones:
        person = site.application.participant(code, phone.cookies[f"across_participant_{code}"])
        answers, latest = answers_of(person)
        assert (answers.points, latest) == (phone.acknowledged, phone.taps)
