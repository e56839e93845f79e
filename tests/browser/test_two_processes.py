"""Two processes behind nginx or Caddy with exactly the lines that we give, on one PostgreSQL: phones and a screen.

Phones are programs that send again what was not acknowledged, as phone.js does; the screen is a real Chromium.
"""

import http.client
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from http_requests import bulletin
from people import a_plan
from playwright.sync_api import Page, expect
from reverse_proxies import HOST
from screens import a_browser, drawn, facilitate, wait_until
from sites import CADDY, NGINX, PHONES, Direct, Site, behind, nothing_is_lost, tapping

behind_nginx = pytest.mark.parametrize("site", [NGINX], indirect=True)
behind_caddy = pytest.mark.parametrize("site", [CADDY], indirect=True)
behind_each = pytest.mark.parametrize("site", [NGINX, CADDY], indirect=True)


@pytest.fixture(scope="module")
def site(request, postgresql, tmp_path_factory) -> Iterator[Site]:
    with behind(request.param, postgresql, tmp_path_factory.mktemp("several")) as found:
        yield found


def opened(browser, site: Site) -> tuple[Page, str, str]:
    """A workshop on its screen at Welcome; its code and its key."""
    code, key = site.application.start(a_plan(smallest_group=3))
    page = facilitate(browser, site.address, key, "welcome", ignore_https_errors=True)
    # As the answer to a facilitator link gives it.
    page.context.add_cookies([{"name": "across_room", "value": code, "url": site.address}])
    page.reload()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    drawn(page)
    return page, code, key


def joined(page: Page, number: int) -> None:
    expect(page.locator(".welcome .joined b")).to_have_text(str(number))


@behind_nginx
def test_a_change_through_either_process_is_seen_on_the_screen_and_on_phones_of_both(browser, site):
    screen, code, _ = opened(browser, site)

    phones = [Direct(port).joined(code) for port in site.server.ports]
    joined(screen, 2)
    with listening(phones[0], code) as one, listening(phones[1], code) as other:
        screen.get_by_role("button", name="Next").click()
        for stream in (one, other):
            while bulletin(stream)["step"] != "question-1":
                pass


@behind_each
def test_who_leads_and_who_takes_part_in_a_room_come_to_one_process(site):
    code, key = site.application.start(a_plan())
    leader, phone = (site.phone() for _ in range(2))
    assert leader.ask("POST", "/facilitate", {"key": key}, {"Origin": site.address}).status == 303
    phone.joined(code)

    names = {visitor.get("/healthz").headers["Across-Boot"] for visitor in (leader, phone) for _ in range(4)}

    assert len(names) == 1
    assert names <= {site.server.boot(port) for port in site.server.ports}


@behind_each
def test_a_process_that_is_killed_moves_its_people_to_the_other_and_nothing_is_lost(browser, site):
    screen, code, key = opened(browser, site)
    site.application.facilitator(key).open_scoring()
    with tapping(site, code) as phones:
        joined(screen, PHONES)
        here = phones[0].get("/healthz").headers["Across-Boot"]
        [port] = [port for port in site.server.ports if site.server.boot(port) == here]
        screen.evaluate("document.drawnBefore = true")
        os.kill(site.server.process_on(port), signal.SIGKILL)
        screen.wait_for_function("!document.drawnBefore")

        moved = site.phone().joined(code)
        joined(screen, PHONES + 1)
        drawn(screen)
        screen.get_by_role("button", name="Next").click()
        expect(screen.get_by_role("heading", name="Question 1", exact=True)).to_be_visible()
        # The process that was killed is there again some time, and hears where the room is.
        wait_until(screen, lambda: "Question 1" in moved.get("/take-part").text)
        wait_until(screen, lambda: site.server.boot(port) not in ("", here))

    nothing_is_lost(site, code, phones)


@behind_caddy
def test_a_restart_of_one_after_the_other_loses_no_tap(browser, site):
    screen, code, key = opened(browser, site)
    site.application.facilitator(key).open_scoring()
    before, anew = {site.server.boot(port) for port in site.server.ports}, site.server.log.count("started anew")
    with tapping(site, code) as phones:
        site.server.renew()
        wait_until(screen, lambda: site.server.log.count("started anew") > anew)
        taps = [phone.taps for phone in phones]
        wait_until(screen, lambda: all(phone.taps > number for phone, number in zip(phones, taps, strict=True)))

    assert not before & {site.server.boot(port) for port in site.server.ports}
    nothing_is_lost(site, code, phones)
    screen.get_by_role("button", name="Next").click()
    expect(screen.get_by_role("heading", name="Question 1", exact=True)).to_be_visible()
    assert "Traceback" not in site.server.log


@behind_each
def test_a_file_comes_to_the_process_that_has_the_page_wherever_its_room_is(browser, site, tmp_path):
    (tmp_path / "torn.json").write_text("{", encoding="utf-8")
    for code in site.room_of_each().values():
        page = a_browser(browser, ignore_https_errors=True).new_page()
        # While it comes up, a page asks which process is there; another one would be a server that was started anew.
        with page.expect_response("**/healthz"):
            page.goto(site.address)
        field = page.get_by_label("Open a saved workshop").locator("input[type=file]")
        expect(field).to_be_attached()
        page.wait_for_load_state("networkidle")
        page.context.add_cookies([{"name": "across_room", "value": code, "url": site.address}])

        field.set_input_files(tmp_path / "torn.json")

        expect(page.get_by_role("alert").get_by_text("not JSON")).to_be_visible()


@contextmanager
def listening(phone: Direct, code: str) -> Iterator[http.client.HTTPResponse]:
    stream = phone.connection()
    cookies = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
    stream.request("GET", f"/live/{code}", headers={"Host": HOST, "Cookie": cookies})
    try:
        yield stream.getresponse()
    finally:
        stream.close()
