"""Which Hosts the server answers to, and whose pages may speak to Streamlit: no others, and nobody is locked out."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from http_requests import ask
from people import a_plan, settings_for
from test_server import PUBLIC, WAYS, Server, drawn, running, screen_opened, session_of, wait_until
from websockets.exceptions import InvalidStatus

from across.room.application import open_application
from across.web.hosts import is_private, name_in

UPLOAD = "/_stcore/upload_file/some-session/some-file"
REBOUND = "evil.example"


@pytest.fixture(scope="module", params=WAYS)
def server(request, tmp_path_factory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server"), request.param) as started:
        yield started


def at(port: int, host: str, path: str = "/join", **more: str) -> int:
    return ask(port, path, {"Host": host, **more}).status


def test_a_name_pointed_at_this_machine_reaches_nothing(server):
    refused = ask(server.port, "/", {"Host": f"{REBOUND}:{server.port}"})

    assert refused.status == 421
    assert "ACROSS_PUBLIC_URL" in refused.text
    assert refused.headers["Content-Type"].startswith("text/plain")
    assert at(server.port, REBOUND, "/_stcore/host-config") == 421
    with pytest.raises(InvalidStatus) as closed:
        screen_opened(server.port, host=REBOUND, origin=f"http://{REBOUND}")
    assert closed.value.response.status_code == 403


@pytest.mark.parametrize("host", ["", "[", "me@127.0.0.1", "evil.example#127.0.0.1", "127.0.0.1.evil.example"])
def test_a_host_that_is_none_reaches_nothing(server, host):
    assert at(server.port, host) == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "192.168.1.20", "[fd00::7]", "app", "room.local"])
def test_addresses_in_numbers_and_private_names_are_served(server, host):
    assert at(server.port, f"{host}:{server.port}") == 200


def test_this_machine_knows_its_own_name(server):
    assert at(server.port, socket.gethostname()) == 200


def test_whoever_watches_over_the_server_may_ask_by_any_name(server):
    assert at(server.port, "healthcheck.cloud.example", "/healthz") == 200


def test_the_public_address_is_ours_and_a_proxy_may_ask_by_another_private_name(tmp_path):
    with running(tmp_path, "python app.py", ACROSS_PUBLIC_URL=PUBLIC) as server:
        assert at(server.port, "workshop.example.org") == 200
        assert at(server.port, "across.apps.internal:8501", Origin=PUBLIC) == 200
        assert at(server.port, REBOUND) == 421


def test_an_address_that_a_facilitator_corrected_is_ours(server):
    name = "room.hotel.example"
    application = open_application(settings_for(server.store))
    _, key = application.start(a_plan())
    assert at(server.port, name) == 421

    application.facilitator(key).correct_address(f"http://{name}:{server.port}")
    application.store.close()

    wait_until(lambda: at(server.port, f"{name}:{server.port}") == 200)
    assert at(server.port, REBOUND) == 421


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", UPLOAD), ("DELETE", UPLOAD), ("OPTIONS", UPLOAD), ("POST", "/_stcore/any"), ("GET", "/_stcore/health")],
)
def test_no_other_page_speaks_to_streamlit(server, method, path, origin):
    refused = ask(server.port, path, {"Origin": origin}, method=method, body=b"")

    assert refused.status == 403
    assert "Reload the page" in refused.text
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_another_port_of_the_same_host_is_another_page_whatever_the_browser_adds(server):
    other = f"http://127.0.0.1:{server.port + 1}"

    assert ask(server.port, UPLOAD, {"Origin": other}, method="PUT").status == 403
    assert ask(server.port, UPLOAD, {"Origin": other, "Sec-Fetch-Site": "same-site"}, method="PUT").status == 403
    with pytest.raises(InvalidStatus):
        screen_opened(server.port, origin=other)


def test_our_own_page_speaks_to_streamlit_and_links_from_elsewhere_lead_to_us(server):
    own = f"http://127.0.0.1:{server.port}"

    assert ask(server.port, "/_stcore/health", {"Origin": own}).status == 200
    assert ask(server.port, "/", {"Sec-Fetch-Site": "cross-site"}).status == 200
    with screen_opened(server.port, origin=own) as screen:
        asked = f"/_stcore/upload_file/{session_of(screen)}/some-file"
        drawn(screen)
        assert b"XSRF" in ask(server.port, asked, {"Origin": own}, method="PUT").body


@pytest.fixture
def asks_outside(tmp_path) -> Iterator[tuple[Server, Path]]:
    """A server whose Streamlit says so in a file when it is about to ask a server elsewhere for its own address."""
    told = tmp_path / "asked"
    (tmp_path / "sitecustomize.py").write_text(
        "import streamlit.net_util as net\n"
        f"def tell(*_args, **_more): open({str(told)!r}, 'a').write('asked '); return None\n"
        "net._make_blocking_http_get = tell\n"
    )
    paths = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    with running(tmp_path, "python app.py", PYTHONPATH=paths) as server:
        yield server, told


def test_no_page_makes_streamlit_ask_a_server_elsewhere(asks_outside):
    server, told = asks_outside
    own = f"http://room.local:{server.port}"
    for origin in ("https://elsewhere.example", "http://10.9.8.7", own):
        for method, path in (("GET", "/_stcore/health"), ("GET", "/_stcore/host-config"), ("PUT", UPLOAD)):
            headers = {"Host": f"room.local:{server.port}", "Origin": origin}
            assert ask(server.port, path, headers, method=method).status in (200, 403)
    for origin in ("https://elsewhere.example", f"http://room.local:{server.port + 1}"):
        with pytest.raises(InvalidStatus):
            screen_opened(server.port, host=f"room.local:{server.port}", origin=origin)
    # No browser says this of a foreign page, but anybody can.
    headers = {"Sec-Fetch-Site": "none"}
    with suppress(InvalidStatus), screen_opened(server.port, origin="https://elsewhere.example", **headers):
        pass

    assert not told.exists()


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["Workshop.Example.ORG.:443"], "workshop.example.org"),
        (["[2001:db8::1]:8501"], "2001:db8::1"),
        (["localhost"], "localhost"),
        ([], None),
        (["a", "b"], None),
        (["a:port"], None),
        (["a/b"], None),
    ],
)
def test_a_host_is_read_without_its_port_or_not_at_all(hosts, name):
    assert name_in(hosts) == name


@pytest.mark.parametrize("name", ["evil.example", "10.0.0.1.evil.example", "local.example", "0x7f.1.example"])
def test_names_of_the_public_name_servers_are_not_private(name):
    assert not is_private(name)
