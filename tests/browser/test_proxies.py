"""nginx, Caddy and Apache with exactly the lines of docs/deploy.md, before a server of ours, and what others do.

Ports and certificates are replaced, and Caddy is given one, for it would fetch its own.
"""

import http.client
import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from http_requests import JSON, bulletin
from people import a_plan
from playwright.sync_api import Browser, Page, expect
from ports import free_port
from reverse_proxies import HOST, Proxy, apache, caddy, certificate, nginx, of_apache, of_caddy, of_nginx
from screens import PHONE, a_browser, start_workshop
from server_process import PATIENCE_SECONDS
from test_server import Server, running

from across.room.application import Application, open_application
from across.settings import read

GUIDE = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Site:
    """A workshop's server behind a proxy."""

    address: str
    http_port: int
    server: Server
    application: Application
    proxy: Proxy


def lines(language: str) -> str:
    """The lines of the guide for one web server."""
    [found] = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return found


SERVERS = {
    "nginx": ("nginx", of_nginx, nginx),
    "Caddy": ("caddyfile", of_caddy, caddy),
    "Apache": ("apache", of_apache, apache),
}


@pytest.fixture(scope="module", params=[*SERVERS])
def site(request, tmp_path_factory) -> Iterator[Site]:
    language, with_ports, started = SERVERS[request.param]
    folder, https, plain = tmp_path_factory.mktemp("proxy"), free_port(), free_port()
    address = f"https://{HOST}:{https}"
    told = {"ACROSS_PUBLIC_URL": address, "ACROSS_LISTEN": "127.0.0.1", "FORWARDED_ALLOW_IPS": ""}
    with running(folder, "python app.py", **told) as server:
        made, key = certificate(folder)
        text = with_ports(lines(language), https, plain).replace("127.0.0.1:8501", f"127.0.0.1:{server.port}")
        text = text.replace(f"/etc/ssl/{HOST}.pem", str(made)).replace(f"/etc/ssl/{HOST}.key", str(key))
        application = open_application(read({"ACROSS_DATABASE_URL": server.store, "ACROSS_PUBLIC_URL": address}))
        with started(folder, text, https) as proxy:
            yield Site(address, plain, server, application, proxy)
        application.store.close()


def screen_of(browser: Browser, site: Site) -> Page:
    page = a_browser(browser, viewport={"width": 1600, "height": 900}, ignore_https_errors=True).new_page()
    page.goto(site.address)
    return page


def test_a_screen_and_a_phone_go_through_it(browser, site):
    screen = screen_of(browser, site)
    code = start_workshop(screen)
    expect(screen.locator(".welcome .joined b")).to_have_text("0")
    assert HOST in screen.locator(".welcome").inner_text()

    phone = a_browser(browser, viewport=PHONE, is_mobile=True, has_touch=True, ignore_https_errors=True).new_page()
    phone.goto(f"{site.address}/join/{code}")
    expect(phone).to_have_url(f"{site.address}/take-part")
    expect(screen.locator(".welcome .joined b")).to_have_text("1")
    assert all(cookie["secure"] for cookie in phone.context.cookies())

    screen.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("heading", name="Question 1", exact=True)).to_be_visible()
    phone.get_by_label("Your note", exact=True).fill("Through the proxy")
    phone.get_by_role("button", name="Send note").click()
    expect(phone.get_by_role("status")).to_have_text("Saved")
    expect(screen.get_by_text("Through the proxy", exact=True)).to_be_visible()


def test_events_come_at_once_and_are_not_held_back(site):
    code, key = site.application.start(a_plan())
    stream, deeds = secure_connection(site), secure_connection(site)
    told = {"Host": f"{HOST}:{site.proxy.port}", "Cookie": f"across_facilitator={key}"}
    stream.request("GET", f"/live/{code}", headers=told)
    answer = stream.getresponse()
    assert answer.status == 200

    before = bulletin(answer)
    move = json.dumps({"code": code, "deed": "move", "step": "question-1"})
    deeds.request("POST", "/stage/deeds", move, {**told, "Content-Type": JSON, "Origin": site.address})
    assert deeds.getresponse().status == 200
    while (after := bulletin(answer))["step"] != "question-1":
        assert after["step"] == before["step"]

    assert after["revision"] > before["revision"]
    stream.close()
    deeds.close()


def secure_connection(site: Site) -> http.client.HTTPConnection:
    """A connection to the proxy as to the host that its certificate is for."""
    trusting = ssl.create_default_context(cafile=str(site.proxy.folder / "made.pem"))
    connection = http.client.HTTPConnection("127.0.0.1", site.proxy.port, timeout=PATIENCE_SECONDS)
    connection.connect()
    connection.sock = trusting.wrap_socket(connection.sock, server_hostname=HOST)
    return connection


def test_a_file_of_15_megabytes_comes_through(browser, site, tmp_path):
    (tmp_path / "large.json").write_text("{" + " " * 15 * MEGABYTE, encoding="utf-8")
    screen = screen_of(browser, site)

    screen.get_by_label("Open a saved workshop").locator("input[type=file]").set_input_files(tmp_path / "large.json")

    expect(screen.get_by_role("alert").get_by_text("not JSON")).to_be_visible()


def test_plain_http_leads_to_the_one_address(site):
    plain = http.client.HTTPConnection("127.0.0.1", site.http_port, timeout=PATIENCE_SECONDS)
    plain.request("GET", "/join/ABCDEF", headers={"Host": HOST})
    answer = plain.getresponse()
    plain.close()

    assert answer.status in (301, 302)
    assert answer.headers["Location"] == f"https://{HOST}/join/ABCDEF"


# What a proxy that was set up otherwise does


@pytest.fixture
def nginx_as_it_comes(server, tmp_path) -> Iterator[str]:
    """The address of a server behind an nginx that lets one megabyte through, as it does unless told otherwise."""
    port = free_port()
    passes = f"proxy_pass http://127.0.0.1:{server.port}; proxy_http_version 1.1; proxy_set_header Host $http_host;"
    sockets = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"
    with nginx(tmp_path / "narrow", f"server {{ listen 127.0.0.1:{port}; location / {{ {passes} {sockets} }} }}", port):
        yield f"http://127.0.0.1:{port}"


def test_a_file_that_the_proxy_finds_too_large_is_told_in_our_words(browser, nginx_as_it_comes, tmp_path):
    (tmp_path / "large.json").write_text("{" + " " * 3 * MEGABYTE, encoding="utf-8")
    (tmp_path / "small.json").write_text("{", encoding="utf-8")
    screen = a_browser(browser).new_page()
    screen.goto(nginx_as_it_comes)
    field = screen.get_by_label("Open a saved workshop").locator("input[type=file]")

    field.set_input_files(tmp_path / "large.json")
    notice = screen.locator(".across-refused")
    expect(notice.get_by_role("alert")).to_contain_text("lets no file of its size through")
    expect(notice).to_contain_text("docs/deploy.md")
    field.set_input_files(tmp_path / "small.json")

    expect(screen.get_by_role("alert").get_by_text("not JSON")).to_be_visible()
    expect(notice).to_be_hidden()


def test_a_page_that_a_proxy_serves_in_a_folder_says_that_it_is_not_made_for_one(browser, server, tmp_path):
    port = free_port()
    site = f"server {{ listen 127.0.0.1:{port}; location /across/ {{ proxy_pass http://127.0.0.1:{server.port}/; }} }}"
    page = a_browser(browser).new_page()
    with nginx(tmp_path / "folder", site, port):
        page.goto(f"http://127.0.0.1:{port}/across/")

        expect(page.get_by_text("works at the top of a host only")).to_be_visible()
