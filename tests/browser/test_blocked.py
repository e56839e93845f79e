"""Networks that let pages through and block the live connection, made with a real nginx: what a facilitator sees."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from people import a_plan
from playwright.sync_api import Page, expect
from ports import free_port
from reverse_proxies import Proxy, nginx
from screens import a_browser, facilitate, join, send_note, started_at

SOCKETS = "location ~ ^/(_stcore/stream|stage/socket)$"
PASSES = """
    proxy_pass http://127.0.0.1:{server};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_buffering off;
"""
LETS_THROUGH = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"
# What a network does with a web socket: a company's proxy refuses it, or answers with a page of its own; a proxy that
# was not told of sockets passes it on without its upgrade; a virus scanner lets it wait for good.
BLOCKS = {
    "refused": f"{SOCKETS} {{{{ return 403; }}}}",
    "answered with a page": f"{SOCKETS} {{{{ default_type text/html; return 200 '<h1>Blocked</h1>'; }}}}",
    "without its upgrade": "",
    "left waiting": f"{SOCKETS} {{{{ proxy_pass http://127.0.0.1:{{silent}}; }}}}",
}
SITE = "server {{ listen 127.0.0.1:{port}; location / {{ %s %s }} %s }}"
Network = Callable[[str], AbstractContextManager[Proxy]]


@pytest.fixture
def network(server, tmp_path) -> Iterator[tuple[str, Network]]:
    """The address of a server behind a network, and the network, which blocks sockets in this way or in none."""
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as silent:

        def behind(how: str) -> AbstractContextManager[Proxy]:
            site = SITE % (PASSES, "" if how else LETS_THROUGH, BLOCKS.get(how, ""))
            folder = Path(tmp_path / (how or "open").replace(" ", "-"))
            return nginx(folder, site.format(port=port, server=server.port, silent=silent.getsockname()[1]), port)

        yield f"http://127.0.0.1:{port}", behind


def said(page: Page):
    """What our watch says over everything."""
    return page.locator(".across-away")


@pytest.mark.parametrize("how", [*BLOCKS])
def test_a_network_that_blocks_the_live_connection_is_named_and_the_phone_is_a_way_to_go_on(
    server, browser, application, network, how
):
    address, behind = network
    first, code = started_at(browser, server.address, application, "question-1")
    key = next(cookie["value"] for cookie in first.context.cookies() if cookie["name"] == "across_facilitator")
    context = a_browser(browser)
    context.add_cookies([{"name": "across_facilitator", "value": key, "url": address}])
    page = context.new_page()

    with behind(how):
        page.goto(f"{address}/question-1")
        expect(said(page).get_by_role("alert")).to_contain_text("This network blocks the live connection")
        expect(said(page)).to_contain_text("with mobile data or another network")
        expect(said(page)).to_contain_text(f"allow web sockets to {address.removeprefix('http://')}")
        send_note(join(browser, address, code), "Phones go on")

        said(page).get_by_role("button", name="Show my facilitator link").click()
        expect(page.get_by_role("heading", name="Your facilitator link")).to_be_visible()
        assert not page.get_by_role("img", name="QR code of your facilitator link").is_visible()
        page.get_by_text("Show it: nobody else sees this screen").click()
        expect(page.get_by_role("img", name="QR code of your facilitator link")).to_be_visible()
        link = page.get_by_label("Or copy it and send it to yourself").input_value()

    # The phone is on another network, where the server has another address here.
    phone = a_browser(browser, viewport={"width": 390, "height": 844}).new_page()
    assert link.endswith(f"/facilitate#{key}")
    phone.goto(f"{server.address}/facilitate#{key}")
    expect(phone).to_have_url(re.compile("/question-1$"))
    expect(phone.get_by_role("heading", name="Question 1", exact=True)).to_be_visible()


def test_a_screen_that_was_blocked_comes_by_itself_once_the_network_lets_it_through(browser, network):
    address, behind = network
    page = a_browser(browser).new_page()
    with behind("refused"):
        page.goto(address)
        expect(said(page)).to_contain_text("This network blocks the live connection")

    with behind(""):
        expect(page.get_by_label("Workshop name")).to_be_visible()
        expect(said(page)).to_be_hidden()


def test_a_picture_whose_connection_is_blocked_later_says_so_and_goes_on(browser, application, network):
    address, behind = network
    _code, key = application.start(a_plan())
    room = application.facilitator(key)
    room.move_to("question-1")
    with behind(""):
        page = facilitate(browser, address, key, "question-1")
        expect(page.get_by_role("heading", name="Question 1", exact=True)).to_be_visible()

    with behind("refused"):
        expect(said(page)).to_contain_text("This network blocks the live connection")
        said(page).get_by_role("button", name="Hide this").click()
        expect(said(page)).to_be_hidden()
        room.move_to("question-2")
        expect(page.get_by_role("heading", name="Question 2", exact=True)).to_be_visible()
        # The watch has looked again, for it asks the next time once it is through with the last.
        for _ in range(2):
            page.wait_for_event("request", lambda sent: sent.url.endswith("/healthz"))
        expect(said(page)).to_be_hidden()


def test_a_network_that_lets_everything_through_is_not_blamed(browser, network):
    address, behind = network
    page = a_browser(browser).new_page()
    with behind(""):
        page.goto(address)
        expect(page.get_by_label("Workshop name")).to_be_visible()
        # What was said last stays in it, hidden: a busy server may have been missed for a moment.
        expect(said(page)).to_be_hidden()
        assert said(page).get_by_text("blocks the live connection").count() == 0
