"""Both roles in the three engines that browsers are built on: Chromium, Firefox, and WebKit as Safari has it."""

from collections.abc import Callable, Iterator

import pytest
from engines import ENGINES, Window, chromium, until
from people import CONTENT, ITEMS, a_participant, a_plan, answer, answer_all, counts_of, notes_of
from ports import free_port
from reverse_proxies import nginx

from across.room.application import Application, open_application
from across.room.participant import Participant
from across.settings import read

AGREE = CONTENT.choices.scale.points[3]
# More than the six connections that a browser opens to one host.
WINDOWS = 8


@pytest.fixture(scope="module", params=["Chromium", *ENGINES])
def engine(request, tmp_path_factory) -> Iterator[Callable[[], Window]]:
    """A browser with this engine: what it opens are browsers of their own to the server, with cookies of their own."""
    if request.param == "Chromium":
        yield chromium(request.getfixturevalue("browser"))
        return
    with ENGINES[request.param](tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture
def window(engine) -> Iterator[Callable[[], Window]]:
    """Opens a window of a browser of its own, which is closed after the test."""
    windows: list[Window] = []

    def opened() -> Window:
        windows.append(engine())
        return windows[-1]

    yield opened
    for one in windows:
        one.close()


@pytest.fixture
def own_application(own_server) -> Iterator[Application]:
    """The store of the server that is this test's alone."""
    opened = open_application(read({"ACROSS_DATA_FOLDER": str(own_server.folder)}))
    yield opened
    opened.store.close()


def joined(window: Window, address: str, code: str) -> None:
    window.go(f"{address}/join/{code}")
    until(lambda: window.address().startswith(f"{address}/take-part"), window.text)


def rate(phone: Window, dimension: int) -> None:
    """Agree with both items of a dimension."""
    phone.see("#number", f"Dimension {dimension} of 9")
    for number in range(2):
        phone.press("#items label", AGREE, number)
    # Both are heard, and then saved: "Saved" may have been said of the first.
    phone.see("#answered", f"{2 * dimension} of 18 answered")
    phone.see("#status", "Saved")


def test_a_phone_joins_sends_a_note_rates_18_items_and_sees_the_results_through_a_reload_and_a_restart(
    window, own_server, own_application
):
    code, key = own_application.start(a_plan(smallest_group=3))
    room = own_application.facilitator(key)
    room.move_to("question-1")
    phone = window()

    joined(phone, own_server.address, code)
    phone.see("h1", "Question 1")
    phone.write_in("#text", "We meet over lunch")
    phone.press("button", "Send note")
    phone.see("#status", "Saved")
    assert [note.body for note in notes_of(room, "question-1")] == ["We meet over lunch"]

    room.open_scoring()
    room.move_to("questionnaire")
    for dimension in range(1, 5):
        rate(phone, dimension)
        phone.press("#next")
    phone.see("#number", "Dimension 5 of 9")
    phone.reload()
    phone.see("#answered", "8 of 18 answered")
    phone.see("#number", "Dimension 5 of 9")
    own_server.kill()
    phone.press("#items label", AGREE, 0)
    phone.see("#status", "Not saved yet")
    own_server.start()
    phone.see("#status", "Saved")
    for dimension in range(5, 10):
        rate(phone, dimension)
        phone.press("#next")
    phone.see("h2", "Thank you")
    assert counts_of(room).finished == 1

    for point in (2, 4, 5):
        answer_all(room, point, ITEMS)
    room.close_scoring()
    room.move_to("results")
    room.reveal()
    phone.see("#results")
    phone.see_text("Trust")


def test_a_facilitator_starts_a_workshop_and_leads_from_who_joins_to_an_action(window, server, application):
    screen, phone = window(), window()
    screen.go(server.address)
    screen.write_in("input[aria-label='Workshop name']", "Winter pressures")
    screen.press("button", "Start workshop")
    until(lambda: screen.address().endswith("/welcome"), screen.text)
    screen.see(".welcome .joined b", "0")
    [code] = screen.found(".welcome .code")
    joined(phone, server.address, code)
    screen.see(".welcome .joined b", "1")

    go_on(screen, "Question 1")
    phone.see("h1", "Question 1")
    phone.write_in("#text", "We meet over lunch")
    phone.press("button", "Send note")
    screen.see_text("We meet over lunch")

    screen.go(f"{server.address}/questionnaire")
    screen.press("button", "Open scoring")
    until(lambda: application.bulletin(code).scoring == "open", screen.text)
    for point in (2, 3, 4, 4, 5):
        answer(somebody(application, code), [point] * len(ITEMS))
    screen.press("button", "Close scoring")
    screen.see_text("Scoring is closed.")
    screen.go(f"{server.address}/results")
    screen.press("button", "Reveal results")
    screen.see(".js-plotly-plot")
    screen.see_text("3.6")

    screen.go(f"{server.address}/actions")
    screen.write_in("#action-what", "Meet monthly")
    screen.press("button", "Add action")
    screen.see_text("Meet monthly")
    screen.reload()
    screen.see_text("Meet monthly")


def somebody(application: Application, code: str) -> Participant:
    """Somebody who has joined with the code alone."""
    participant = application.participant(code, application.token(code))
    participant.join()
    return participant


def go_on(screen: Window, step: str) -> None:
    """Press Next, with the step behind it in its name."""
    screen.press("button", f"Next: {step}")
    screen.see("h1", step)


# Many windows of one browser: HTTP/1.1 gives all of them together six connections to one host


def test_many_windows_of_one_phone_follow_the_group(window, server, application):
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    first = window()
    joined(first, server.address, code)
    windows = [first]
    for _ in range(WINDOWS - 1):
        windows.append(first.another())
        windows[-1].go(f"{server.address}/take-part")

    room.move_to("question-1")
    for one in windows:
        one.see("h1", "Question 1")


@pytest.fixture
def without_shared_workers(server, tmp_path) -> Iterator[str]:
    """The address of the server behind a proxy that takes shared workers from every page: some browsers have none."""
    port, taken = free_port(), "<head><script>delete globalThis.SharedWorker;</script>"
    changes = f"proxy_set_header Accept-Encoding ''; sub_filter '<head>' '{taken}';"
    passes = f"proxy_pass http://127.0.0.1:{server.port}; proxy_http_version 1.1; proxy_set_header Host $http_host;"
    sockets = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_buffering off;"
    site = f"server {{ listen 127.0.0.1:{port}; location / {{ {passes} {sockets} {changes} }} }}"
    with nginx(tmp_path / "proxy", site, port):
        yield f"http://127.0.0.1:{port}"


def test_many_windows_of_a_facilitator_follow_the_room(window, server, application):
    follow_the_room(window(), application, server.address, "function")


def test_many_windows_of_a_facilitator_follow_the_room_without_shared_workers(
    window, application, without_shared_workers
):
    follow_the_room(window(), application, without_shared_workers, "undefined")


def follow_the_room(first: Window, application: Application, address: str, shared_workers: str) -> None:
    """Open windows that present the workshop: each counts who joins."""
    _code, key = application.start(a_plan())
    room = application.facilitator(key)
    first.go(f"{address}/facilitate#{key}")
    first.see(".welcome .joined b", "0")
    assert first.run("return typeof SharedWorker") == shared_workers
    windows = [first]
    for _ in range(WINDOWS - 1):
        windows.append(first.another())
        windows[-1].go(f"{address}/present")
        windows[-1].see(".welcome .joined b", "0")

    a_participant(room)

    for one in windows:
        one.see(".welcome .joined b", "1")
