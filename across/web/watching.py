"""The numbers for whoever watches the server, at an address of their own that no phone and no screen asks."""

import socketserver
import threading
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from socket import AF_INET, AF_INET6
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry, Metric, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import ThreadingWSGIServer
from prometheus_client.registry import Collector

from across.live.feed import Listened
from across.metrics import REGISTRY

# Who watches asks in one go; whoever does not holds a thread no longer than this.
PATIENCE_SECONDS = 10.0
CLOSED_WITHIN_SECONDS = 0.1


class Now(Collector):
    """What is true at the moment of asking, and not counted. It asks no store: that may be what does not answer."""

    def __init__(self, listened: Callable[[], Listened]) -> None:
        self._listened = listened

    def collect(self) -> Iterable[Metric]:
        """Yield each number."""
        now = self._listened()
        yield GaugeMetricFamily("across_workshops_open", "Workshops that a device listens to", value=now.workshops)
        yield GaugeMetricFamily("across_devices", "Devices that listen: phones and screens", value=now.devices)
        yield GaugeMetricFamily("across_people", "People who have joined the workshops that are open", value=now.people)
        yield GaugeMetricFamily(
            "across_bulletin_age_seconds", "How old the oldest of the bulletins is that devices are told", value=now.age
        )


class Numbers:
    """Answers with all numbers, at every path, until it is closed. Raises OSError where the port cannot be used."""

    def __init__(self, listened: Callable[[], Listened], host: str, port: int) -> None:
        kind = _OnVersion6 if ip_address(host).version == 6 else _Server  # noqa: PLR2004 (of the address)
        registry = CollectorRegistry()
        registry.register(REGISTRY)
        registry.register(Now(listened))
        self._server = make_server(host, port, make_wsgi_app(registry), kind, _Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(CLOSED_WITHIN_SECONDS,), name="numbers", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingWSGIServer):
    address_family = AF_INET

    def server_bind(self) -> None:
        """Bind, and look no name up: a name server that does not answer would hold up the start."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of whoever has hung up or sent no request."""


class _OnVersion6(_Server):
    address_family = AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = PATIENCE_SECONDS

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (named so above)
        """Log nothing: each asking would be a line."""
