"""What one stranger, or many, may take of the server: nobody else is shut out by it."""

from collections.abc import Iterator

import pytest
from http_requests import as_cookies, ask
from people import a_plan, settings_for
from test_server import WAYS, Server, joined, running, start_workshop

from across.room.application import MOST_FAILED_ATTEMPTS, Application, open_application
from across.room.attempts import FailedAttempts, network_of
from across.workshop.errors import NoSuchWorkshop, TooManyTries

WRONG = [f"AAAA{number:02}" for number in range(MOST_FAILED_ATTEMPTS + 1)]


@pytest.fixture(scope="module", params=WAYS)
def server(request, tmp_path_factory) -> Iterator[Server]:
    """A server behind a proxy on the same machine, with nothing said of it."""
    with running(tmp_path_factory.mktemp("server"), request.param, FORWARDED_ALLOW_IPS="") as started:
        yield started


def join(port: int, code: str, address: str) -> int:
    return ask(port, f"/join/{code}", {"X-Forwarded-For": address}).status


@pytest.mark.parametrize(
    ("guesser", "same", "other"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.8"),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"),
    ],
)
def test_whoever_guesses_through_a_proxy_is_slowed_down_alone_and_a_right_code_always_works(
    server, guesser, same, other
):
    code, _ = start_workshop(server.store)
    for wrong in WRONG[:-1]:
        assert join(server.port, wrong, guesser) == 404

    assert join(server.port, WRONG[-1], same) == 429
    assert join(server.port, WRONG[-1], other) == 404
    assert join(server.port, code, same) == 303


def test_a_phone_that_asks_for_a_deleted_workshop_is_no_guesser(server):
    code, key = start_workshop(server.store)
    phone = joined(server.port, code)
    application = open_application(settings_for(server.store))
    application.delete_by_key(key)
    application.store.close()
    polling = {"Cookie": as_cookies(phone), "X-Forwarded-For": "198.51.100.1"}

    answers = {ask(server.port, "/take-part/state", polling).status for _ in range(MOST_FAILED_ATTEMPTS * 3)}

    assert answers == {404}
    assert join(server.port, WRONG[0], "198.51.100.1") == 404


@pytest.fixture
def application(tmp_path) -> Iterator[Application]:
    opened = open_application(settings_for(f"sqlite:///{tmp_path}/store.sqlite3"))
    yield opened
    opened.store.close()


def test_a_right_code_opens_though_the_address_has_used_up_its_tries(application):
    code, _ = application.start(a_plan())
    for wrong in WRONG[:-1]:
        with pytest.raises(NoSuchWorkshop):
            application.workshop_for_visitor(wrong, "10.0.0.9")

    with pytest.raises(TooManyTries):
        application.workshop_for_visitor(WRONG[-1], "10.0.0.9")
    assert application.workshop_for_visitor(code, "10.0.0.9").code == code


def test_a_code_that_failed_is_counted_once():
    tries = FailedAttempts(most=2, seconds=60)
    for code in ["A", "A", "A", "B"]:
        tries.failed("room", code)

    tries.failed("room", "A")
    with pytest.raises(TooManyTries):
        tries.failed("room", "C")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_stands_for_whoever_has_it(address, network):
    assert network_of(address) == network
