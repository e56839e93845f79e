"""Facilitators sign in with a real provider: their workshops on every device, sharing, handing over, who is let in.

And where nobody signs in, the passphrase that starts a workshop.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from people import a_plan
from playwright.sync_api import Browser, Page, expect
from screens import PROJECTOR, a_browser, facilitate, in_a_dialog, pressed, start_workshop
from server_process import TOP, Server, running

from across.room.application import open_application
from across.settings import read

SECRET = "a secret of the tests, not of anybody else"
PASSPHRASE = "four words that nobody guesses"
SHUT = "This workshop is not open to you here any more"
ANN, BEN, CARA = "ann@example.org", "ben@example.org", "cara@partner.example"


@contextmanager
def a_provider(server: Server, port: int) -> Iterator[str]:
    node = shutil.which("node", path=f"{TOP / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    told = {"PORT": str(port), "SECRET": SECRET, "REDIRECT": f"{server.address}/oauth2callback"}
    script = Path(__file__).parent / "provider.js"
    # What is called node may be a program that starts it: both end together.
    alone = {"stdout": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen([node, script], env={**os.environ, **told}, **alone) as process:
        try:
            assert "ready" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}/.well-known/openid-configuration"
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def signing_in(tmp_path_factory) -> Iterator[Server]:
    """A server where people of example.org, one other and members of a group sign in."""
    server, other = Server(tmp_path_factory.mktemp("server")), Server(tmp_path_factory.mktemp("provider"))
    with a_provider(server, other.port) as provider:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("ACROSS_PUBLIC_URL", server.address)
            environment.setenv("ACROSS_SIGN_IN_PROVIDER", provider)
            environment.setenv("ACROSS_SIGN_IN_CLIENT", "across")
            environment.setenv("ACROSS_SIGN_IN_SECRET", SECRET)
            environment.setenv("ACROSS_SIGN_IN_ALLOWED", f"example.org, {CARA}, group:facilitators")
            server.start()
        try:
            yield server
        finally:
            server.kill()


def sign_in(page: Page, address: str) -> None:
    """From the start page to the provider, and back as this person."""
    pressed(page.get_by_role("button", name="Sign in", exact=True))
    page.get_by_label("Address").fill(address)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Start a workshop")).to_be_visible()


def as_person(browser: Browser, server: Server, address: str) -> Page:
    """A browser of its own in which this person has signed in."""
    page = a_browser(browser, viewport=PROJECTOR).new_page()
    page.goto(server.address)
    sign_in(page, address)
    return page


def frame(page: Page, code: str):
    return page.locator(f".st-key-your-{code}")


def test_who_signed_in_finds_the_workshop_on_another_device_and_nobody_else_does(signing_in, browser):
    laptop = as_person(browser, signing_in, ANN)
    code = start_workshop(laptop, name="Ours by signing in")

    at_home = as_person(browser, signing_in, ANN)
    stranger = as_person(browser, signing_in, BEN)

    open_on_the_start_page(at_home, code)
    expect(stranger.get_by_text("None yet.")).to_be_visible()
    expect(frame(stranger, code)).to_have_count(0)


def share(owner: Page, server: Server, code: str, address: str, *, how: str) -> None:
    """As the owner, on the start page: ask whoever has this address to facilitate the workshop or take it over."""
    owner.goto(server.address)
    pressed(frame(owner, code).get_by_role("button", name="Facilitators"))
    in_a_dialog(owner)
    owner.get_by_label("Their e-mail address").fill(address)
    pressed(owner.get_by_role("button", name=how))
    expect(owner.get_by_text(address)).to_be_visible()


def accept(page: Page) -> None:
    """On the start page: do what is asked of whoever has signed in."""
    page.reload()
    pressed(page.get_by_role("button", name="Asked of you: 1"))
    pressed(page.get_by_role("button", name="Accept"))


def open_on_the_start_page(page: Page, code: str) -> None:
    pressed(frame(page, code).get_by_role("button", name="Open", exact=True))
    expect(page.locator(".welcome .code")).to_have_text(code)


def test_who_is_added_facilitates_and_is_told_on_their_open_screen_when_they_are_removed(signing_in, browser):
    ann, ben = as_person(browser, signing_in, ANN), as_person(browser, signing_in, BEN)
    code = start_workshop(ann, name="Of two facilitators")
    share(ann, signing_in, code, BEN, how="Add as facilitator")
    accept(ben)
    open_on_the_start_page(ben, code)
    ben.get_by_role("button", name="Next: ").click()
    expect(ben.get_by_role("heading", name="Question 1", exact=False).first).to_be_visible()

    ann.reload()
    pressed(frame(ann, code).get_by_role("button", name="Facilitators"))
    in_a_dialog(ann)
    pressed(ann.get_by_role("button", name="Remove"))

    expect(ben.get_by_text(SHUT)).to_be_visible()
    expect(ben.get_by_role("button", name="Next: ")).to_have_count(0)
    ben.get_by_role("link", name="Across Boundaries").click()
    expect(ben.get_by_role("heading", name="Start a workshop")).to_be_visible()
    expect(frame(ben, code)).to_have_count(0)


def test_signing_out_in_another_window_closes_the_workshop_that_is_on_the_screen(signing_in, browser):
    screen = as_person(browser, signing_in, ANN)
    code = start_workshop(screen, name="In two windows")
    other = screen.context.new_page()
    other.goto(signing_in.address)
    expect(frame(other, code)).to_be_visible()

    pressed(other.get_by_role("button", name="Signed in"))
    pressed(other.get_by_role("button", name="Sign out"))

    expect(screen.get_by_text(SHUT)).to_be_visible()


def test_a_workshop_from_before_people_signed_in_is_made_ones_own(signing_in, browser):
    before = open_application(read({"ACROSS_DATA_FOLDER": str(signing_in.folder)}))
    code, link = before.start(a_plan(name="From before"))
    before.store.close()
    screen = facilitate(browser, signing_in.address, link, "welcome", viewport=PROJECTOR)
    page = screen.context.new_page()
    page.goto(signing_in.address)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()  # what comes last on the page
    expect(frame(page, code)).to_be_visible()
    expect(frame(page, code).get_by_role("button", name="Make it yours")).to_have_count(0)
    sign_in(page, ANN)

    pressed(frame(page, code).get_by_role("button", name="Make it yours"))
    pressed(page.get_by_role("button", name="It is mine"))

    expect(frame(page, code).get_by_role("button", name="Facilitators")).to_be_visible()
    expect(screen.get_by_text("Only the facilitator can do this")).to_be_visible()
    open_on_the_start_page(as_person(browser, signing_in, ANN), code)


@pytest.fixture
def with_passphrase(tmp_path, monkeypatch) -> Iterator[Server]:
    """A server where nobody signs in, and starting a workshop needs a passphrase."""
    monkeypatch.setenv("ACROSS_START_PASSPHRASE", PASSPHRASE)
    with running(tmp_path) as started:
        yield started


def test_a_workshop_is_started_with_the_passphrase_alone(with_passphrase, browser):
    page = a_browser(browser, viewport=PROJECTOR).new_page()
    page.goto(with_passphrase.address)
    said = page.get_by_role("textbox", name="Passphrase for starting workshops")
    said.fill("four words that somebody guesses")
    pressed(page.get_by_role("button", name="Try it with sample participants"))
    expect(page.get_by_text("This is not the passphrase for starting workshops here.")).to_be_visible()

    said.fill(PASSPHRASE)
    start_workshop(page, name="With the passphrase")


def test_a_workshop_is_handed_over_to_who_accepts_it(signing_in, browser):
    ann, ben = as_person(browser, signing_in, ANN), as_person(browser, signing_in, BEN)
    code = start_workshop(ann, name="To be handed over")
    share(ann, signing_in, code, BEN, how="Hand it over")
    expect(ann.get_by_text("Asked to take it over")).to_be_visible()

    accept(ben)

    open_on_the_start_page(ben, code)
    ann.goto(f"{signing_in.address}/welcome")
    expect(ann.get_by_text("This page belongs to a workshop")).to_be_visible()
    expect(ann.get_by_role("heading", name="Start a workshop")).to_be_visible()  # it comes after the workshops
    expect(frame(ann, code)).to_have_count(0)


def test_who_is_not_on_the_list_or_has_signed_out_has_nothing(signing_in, browser):
    for address in ("eve@evil.example", "unconfirmed@example.org"):
        refused = a_browser(browser).new_page()
        refused.goto(signing_in.address)
        sign_in(refused, address)
        expect(refused.get_by_text("You have signed in, but")).to_be_visible()
        expect(refused.get_by_label("Workshop name")).to_have_count(0)

    member = as_person(browser, signing_in, "member@other.example")
    code = start_workshop(member, name="Of a group")
    member.goto(signing_in.address)
    pressed(member.get_by_role("button", name="Signed in"))
    pressed(member.get_by_role("button", name="Sign out"))
    member.get_by_role("button", name=re.compile("yes, sign me out", re.IGNORECASE)).click()
    expect(member.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(frame(member, code)).to_have_count(0)
