"""A phone that tells what it hears and fetches, and whose time passes as a test lets it."""

from playwright.sync_api import BrowserContext, Page, Request
from screens import wait_until

from across.room.facilitator import Facilitator

# What the phone has heard of the workshop, and when by its own clock it has fetched what it shows.
WATCHED = """() => {
    window.heard = 0;
    window.fetched = [];
    window.EventSource = class extends EventSource {
        constructor(where) {
            super(where);
            this.addEventListener('message', (event) => { window.heard = JSON.parse(event.data).revision; });
        }
    };
    const fetches = window.fetch;
    window.fetch = (where, ...how) => {
        if (String(where).includes('/take-part/')) window.fetched.push([String(where), Date.now()]);
        return fetches(where, ...how);
    };
}"""


def watch(page: Page) -> None:
    """Watch what this page hears and fetches from the next time it is loaded on."""
    page.clock.install()
    page.add_init_script(f"({WATCHED})()")


def stop_the_clock(phone: Page) -> None:
    """From now on time passes only where a test says so. A minute passes at once: so long may this take."""
    phone.clock.pause_at(phone.evaluate("Date.now() / 1000") + 60)


def streams_of(context: BrowserContext) -> dict[Request, Page]:
    """The streams of events that this browser has open, each with the page that listens, kept up to date."""
    listening: dict[Request, Page] = {}
    context.on("request", lambda sent: "/live/" in sent.url and listening.update({sent: sent.frame.page}))
    for ended in ("requestfinished", "requestfailed"):
        context.on(ended, lambda sent: listening.pop(sent, None))
    return listening


def has_heard(phone: Page, room: Facilitator) -> None:
    """Wait until the phone knows how the workshop stands now."""
    wait_until(phone, lambda: phone.evaluate("heard") >= room.workshop().revision)


def fetched(phone: Page, what: str) -> list[tuple[str, int]]:
    """What the phone has fetched: the address, and when by its own clock in thousandths of a second."""
    return [(where, at) for where, at in phone.evaluate("fetched") if f"/take-part/{what}" in where]
