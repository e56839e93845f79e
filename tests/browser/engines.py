"""The three engines that browsers are built on, each driven in its own protocol: one window of a browser of its own.

Chromium by Playwright, as in all other tests; Firefox by WebDriver BiDi; WebKitGTK, the engine of Safari and of every
iPhone, by WebDriver.
What is done is what a hand does: the pointer is pressed where something is drawn, and keys are typed one by one.
"""

import http.client
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from ports import free_port
from reverse_proxies import program
from server_process import PATIENCE_SECONDS
from websockets.sync.client import ClientConnection, connect

INSTALL = "Run script/test --engines, which installs it with apt-get."
MINI_BROWSER = f"/usr/lib/{os.uname().machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser"
WIDTH, HEIGHT = 1400, 900
# Where something stands that a person sees, by what is written on it or by a selector, inside components as well.
FIND = """
const seen = (node) => {
  const box = node.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== 'hidden';
};
const all = (root, found = []) => {
  for (const node of root.querySelectorAll('*')) {
    found.push(node);
    if (node.shadowRoot) all(node.shadowRoot, found);
  }
  return found;
};
const name = (node) => {
  const said = node.getAttribute('aria-label') || node.innerText || node.textContent || '';
  return said.trim().replace(/\\s+/g, ' ');
};
const is = (node, selector, text) => node.matches(selector) && seen(node) && (text === null || name(node) === text);
const find = (selector, text) => all(document).filter((node) => is(node, selector, text));
"""


class Window:
    """One window of a browser, in the words of a person: go somewhere, press, write, see."""

    def go(self, address: str) -> None:
        """Open an address."""
        raise NotImplementedError

    def run(self, script: str) -> Any:
        """What a script returns that is run in the page."""
        raise NotImplementedError

    def press_at(self, right: float, down: float) -> None:
        """Press the pointer there."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Type on the keyboard."""
        raise NotImplementedError

    def another(self) -> "Window":
        """Another window of the same browser."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the browser that this window was the first of, and with it all others of that browser."""
        raise NotImplementedError

    def reload(self) -> None:
        """Load the page anew, and wait until it is there: the old one is seen for as long as the new one is awaited."""
        # In a turn of its own: this one's answer is not lost with the page.
        self.run("globalThis.isOld = true; setTimeout(() => location.reload());")
        loaded = "return document.readyState === 'complete' && !globalThis.isOld"
        until(lambda: self.run(loaded), lambda: "the page, loaded anew")

    def found(self, selector: str, text: str | None = None) -> list[str]:
        """What is written on everything of this kind that is seen."""
        return self.run(f"{FIND} return find({json.dumps(selector)}, {json.dumps(text)}).map(name)") or []

    def see(self, selector: str, text: str | None = None) -> None:
        """Wait until something of this kind, with this text, is seen."""
        until(lambda: self.found(selector, text), lambda: f"{selector} {text!r} on a page of:\n{self.text()}")

    def see_text(self, text: str) -> None:
        """Wait until this is written somewhere."""
        until(lambda: text in self.text(), lambda: f"{text!r} on a page of:\n{self.text()}")

    def text(self) -> str:
        """All that is written on the page, components included."""
        return str(
            self.run(
                f"{FIND} return find('body, .stage, .across-away', null).map((node) => node.innerText).join('\\n')"
            )
        )

    def address(self) -> str:
        """Where the window is."""
        return str(self.run("return location.href"))

    def press(self, selector: str, text: str | None = None, number: int = 0) -> None:
        """Press something that is seen, once it stands still."""
        self.see(selector, text)
        place = (
            f"{FIND} const node = find({json.dumps(selector)}, {json.dumps(text)})[{number}]; if (!node) return null;"
        )
        place += (
            "node.scrollIntoView({ block: 'center', behavior: 'instant' }); const box = node.getBoundingClientRect();"
        )
        place += "return [box.left + box.width / 2, box.top + box.height / 2];"
        last: list[Any] = [None]

        def still() -> bool:
            before, last[0] = last[0], self.run(place)
            return last[0] is not None and before == last[0]

        until(still, lambda: f"{selector} {text!r} that stands still")
        self.press_at(*last[0])

    def write_in(self, selector: str, text: str) -> None:
        """Write into a field."""
        self.press(selector)
        self.write(text)


def until(state: Callable[[], object], missing: Callable[[], str]) -> None:
    """Wait for a state that must come."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _holds(state):
        assert time.monotonic() < deadline, f"has not come: {missing()}"
        time.sleep(0.1)


def _holds(state: Callable[[], object]) -> bool:
    """Whether it is so; a page that is just being left answers nothing."""
    try:
        return bool(state())
    except NotNow:
        return False


class NotNow(Exception):
    """The page is on its way to another one."""


# Chromium


class ChromiumWindow(Window):
    """A page of Playwright's, in a context of its own or in that of another one."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._page: Page = context.new_page()

    def go(self, address: str) -> None:
        self._page.goto(address)

    def run(self, script: str) -> Any:
        try:
            return self._page.evaluate(f"() => {{ {script} }}")
        except Exception as error:
            if "context was destroyed" in str(error) or "navigat" in str(error):
                raise NotNow from error
            raise

    def press_at(self, right: float, down: float) -> None:
        self._page.mouse.move(right - 2, down)
        self._page.mouse.click(right, down)

    def write(self, text: str) -> None:
        self._page.keyboard.type(text)

    def another(self) -> "ChromiumWindow":
        return ChromiumWindow(self._context)

    def close(self) -> None:
        self._context.close()


def chromium(browser: Browser) -> Callable[[], Window]:
    """Browsers of their own, with Chromium's engine."""
    return lambda: ChromiumWindow(browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}))


# Firefox


def _pressed(right: float, down: float) -> list[dict[str, Any]]:
    """What a pointer does to press, as both protocols say it.

    It moves even where it is there already: a press by one that lay still wakes controls that are asleep, and no more.
    """
    near, there = (
        {"type": "pointerMove", "x": int(right) - beside, "y": int(down), "duration": 0} for beside in (2, 0)
    )
    moves = [near, there, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
    return [{"type": "pointer", "id": "hand", "parameters": {"pointerType": "mouse"}, "actions": moves}]


def _typed(text: str) -> list[dict[str, Any]]:
    keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keyboard", "actions": keys}]


class Bidi:
    """A connection to Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.ask("session.new", capabilities={})

    def ask(self, method: str, **params: Any) -> Any:
        """What it answers to one command."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (said := json.loads(self._socket.recv(timeout=PATIENCE_SECONDS))).get("id") != number:
            pass
        if said["type"] == "error":
            if said["error"] in ("no such frame", "unknown error"):
                raise NotNow(said["message"])
            raise AssertionError(said)
        return said["result"]


class FirefoxWindow(Window):
    """A tab of Firefox, in a container of cookies of its own."""

    def __init__(self, firefox: Bidi, person: str) -> None:
        self._firefox, self._person = firefox, person
        self._tab = firefox.ask("browsingContext.create", type="window", userContext=person)["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        firefox.ask("browsingContext.setViewport", context=self._tab, viewport=size)

    def go(self, address: str) -> None:
        # A page that leads on to another by itself may do so before it is complete.
        with suppress(NotNow):
            self._firefox.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def run(self, script: str) -> Any:
        # as JSON: what comes back is a tree of types otherwise
        expression = f"JSON.stringify((() => {{ {script} }})() ?? null)"
        target = {"context": self._tab}
        told = self._firefox.ask("script.evaluate", expression=expression, target=target, awaitPromise=False)
        if told["type"] == "exception":
            raise NotNow(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def press_at(self, right: float, down: float) -> None:
        self._firefox.ask("input.performActions", context=self._tab, actions=_pressed(right, down))

    def write(self, text: str) -> None:
        self._firefox.ask("input.performActions", context=self._tab, actions=_typed(text))

    def another(self) -> "FirefoxWindow":
        return FirefoxWindow(self._firefox, self._person)

    def close(self) -> None:
        self._firefox.ask("browser.removeUserContext", userContext=self._person)


@contextmanager
def firefox(folder: Path) -> Iterator[Callable[[], Window]]:
    """Browsers of their own, with Firefox's engine."""
    (folder / "profile").mkdir(parents=True)
    log = folder / "firefox.log"
    command = [program("firefox-esr"), "--headless", "--no-remote", "--remote-debugging-port", str(free_port())]
    with _process([*command, "--profile", str(folder / "profile")], log):
        found: list[str] = []
        until(lambda: found.extend(re.findall(r"listening on (ws://\S+)\n", log.read_text())) or found, log.read_text)
        with connect(f"{found[0]}/session", max_size=None) as socket:
            known = Bidi(socket)
            yield lambda: FirefoxWindow(known, known.ask("browser.createUserContext")["userContext"])


# WebKit


class WebKitWindow(Window):
    """A window of WebKitGTK's small browser, which speaks WebDriver."""

    def __init__(self, port: int, session: str, handle: str, driver: ExitStack) -> None:
        self._port, self._session, self._handle, self._driver = port, session, handle, driver

    @classmethod
    def opened(cls, port: int, driver: ExitStack) -> "WebKitWindow":
        wanted = {"webkitgtk:browserOptions": {"binary": MINI_BROWSER, "args": ["--automation"]}}
        session = _ask(port, "POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        driver.callback(_ask, port, "DELETE", f"/session/{session}")
        _ask(port, "POST", f"/session/{session}/window/rect", {"width": WIDTH, "height": HEIGHT})
        return cls(port, session, _ask(port, "GET", f"/session/{session}/window"), driver)

    def go(self, address: str) -> None:
        self._do("POST", "url", {"url": address})

    def run(self, script: str) -> Any:
        return self._do("POST", "execute/sync", {"script": script, "args": []})

    def press_at(self, right: float, down: float) -> None:
        self._do("POST", "actions", {"actions": _pressed(right, down)})

    def write(self, text: str) -> None:
        self._do("POST", "actions", {"actions": _typed(text)})

    def another(self) -> "WebKitWindow":
        made = self._do("POST", "window/new", {"type": "tab"})
        return WebKitWindow(self._port, self._session, made["handle"], self._driver)

    def close(self) -> None:
        self._driver.close()

    def _do(self, method: str, what: str, said: dict[str, Any]) -> Any:
        if _ask(self._port, "GET", f"/session/{self._session}/window") != self._handle:
            _ask(self._port, "POST", f"/session/{self._session}/window", {"handle": self._handle})
        return _ask(self._port, method, f"/session/{self._session}/{what}", said)


def _ask(port: int, method: str, path: str, said: dict[str, Any] | None = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    connection.request(method, path, None if said is None else json.dumps(said).encode())
    answer = json.loads(connection.getresponse().read())["value"]
    connection.close()
    if isinstance(answer, dict) and "error" in answer:
        if answer["error"] in ("javascript error", "unknown error", "stale element reference"):
            raise NotNow(answer["message"])
        raise AssertionError(answer)
    return answer


@contextmanager
def webkit(folder: Path) -> Iterator[Callable[[], Window]]:
    """Browsers of their own, with WebKit's engine, each on a screen that nobody sees: a driver has one browser."""
    folder.mkdir(parents=True, exist_ok=True)
    assert Path(MINI_BROWSER).exists(), f"WebKitGTK's MiniBrowser is not installed. {INSTALL}"
    screen = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", f"-screen 0 {2 * WIDTH}x{2 * HEIGHT}x24"]

    def window() -> Window:
        port, driver = free_port(), ExitStack()
        log = folder / f"{port}.log"
        command = [*screen, program("WebKitWebDriver"), f"--port={port}", "--host=127.0.0.1"]
        driver.enter_context(_process(command, log))
        until(lambda: _answers(port), log.read_text)
        return WebKitWindow.opened(port, driver)

    yield window


def _answers(port: int) -> bool:
    try:
        return bool(_ask(port, "GET", "/status")["ready"])
    except OSError:
        return False


@contextmanager
def _process(command: list[str], log: Path) -> Iterator[None]:
    """A program and all that it starts, until the block ends."""
    assert shutil.which(command[0]), f"{command[0]} is not installed. {INSTALL}"
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=sys.platform != "win32")
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


# Those that stand beside the Chromium of all other browser tests.
ENGINES = {"Firefox": firefox, "WebKit": webkit}
