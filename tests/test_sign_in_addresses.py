"""Streamlit's own addresses for signing in, on a real server: who may ask for them, and what a forged cookie gives."""

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import websockets.sync.client
from http_requests import ask, served
from joserfc import jwt
from joserfc.jwk import OctKey
from people import a_plan
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from test_server import PATIENCE_SECONDS, Server, running
from websockets.sync.client import ClientConnection

from across.room.application import MOST_FAILED_ATTEMPTS, open_application
from across.room.signing_in import SIGNED_IN_SECONDS, person_of
from across.room.starting import Starter
from across.settings import read
from across.web import sign_in

SIGN_IN = {
    "ACROSS_PUBLIC_URL": "https://workshop.example.org",
    # Nothing listens there: whatever is let through to the provider says so and leads nowhere.
    "ACROSS_SIGN_IN_PROVIDER": "http://127.0.0.1:9/.well-known/openid-configuration",
    "ACROSS_SIGN_IN_CLIENT": "client",
    "ACROSS_SIGN_IN_SECRET": "a secret of the tests",
    "ACROSS_SIGN_IN_ALLOWED": "example.org",
}
WHO = {
    "is_logged_in": True,
    "origin": "https://workshop.example.org",
    "iss": "https://provider.example",
    "sub": "1",
    "email": "ann@example.org",
    "email_verified": True,
}
OURS = sign_in.for_streamlit(read(SIGN_IN))["auth"]["cookie_secret"]
ADDRESSES = ("/auth/login", "/auth/logout", "/oauth2callback")


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server"), "python app.py", **SIGN_IN) as started:
        yield started


@contextmanager
def screen_of(server: Server, cookie: str, **headers: str) -> Iterator[ClientConnection]:
    """A screen that comes from the public address, and brings the token against other sites as a browser's does."""
    token = generate_xsrf_token_string()
    with websockets.sync.client.connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", server.port)),
        origin=server.environment.get("ACROSS_PUBLIC_URL") or f"http://127.0.0.1:{server.port}",
        additional_headers={"Cookie": f"_streamlit_xsrf={token}; _streamlit_user={cookie}"} | headers,
        subprotocols=["streamlit", token],
    ) as screen:
        yield screen


def signed(claims: dict[str, object], secret: str = OURS) -> str:
    """The cookie of somebody of whom the provider says this, as Streamlit signs it."""
    return create_signed_value(secret, "_streamlit_user", json.dumps({"iat": time.time()} | claims)).decode()


def start_page(server: Server, cookie: str = "", *, pressed: str = "") -> str:
    """Everything that is sent to a screen which opens the start page; once a button is pressed, what follows."""
    with screen_of(server, cookie) as screen:
        said = said_to(screen, {})
        return said_to(screen, {}, id_of(said, pressed)) if pressed else said


def id_of(said: str, name: str) -> str:
    """What Streamlit calls the widget that has this in its name."""
    return re.search(rf'id: "([^"]*{re.escape(name)}[^"]*)"', said)[1]


def said_to(screen: ClientConnection, texts: dict[str, str], pressed: str = "") -> str:
    asking = BackMsg()
    asking.rerun_script.page_name = ""
    for name, value in texts.items():
        state = asking.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = name, value
    if pressed:
        state = asking.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = pressed, True
    screen.send(asking.SerializeToString())
    said, kind = "", ""
    while kind != "script_finished":
        message = ForwardMsg.FromString(screen.recv(PATIENCE_SECONDS))
        kind = message.WhichOneof("type")
        said += str(message)
    return said


@pytest.mark.parametrize("address", ["/auth/login", "/auth/logout", "/auth/login/"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_website_signs_nobody_in_or_out(server, address, headers):
    answer = ask(server.port, address, headers)

    assert answer.status == 403
    assert "set-cookie" not in {name.lower() for name in answer.headers}


def test_a_way_back_that_no_provider_has_sent_signs_nobody_in_and_leads_nowhere_else(server):
    answer = ask(server.port, "/oauth2callback?code=1&state=2&next=https://evil.example&redirect_uri=//evil.example")

    assert answer.status < 500
    assert "evil.example" not in answer.headers.get("location", "")
    assert "_streamlit_user" not in answer.headers.get("set-cookie", "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_signing_in_that_has_begun_at_one_process_goes_on_at_another(tmp_path):
    async def metadata(request: Request) -> JSONResponse:
        here = str(request.base_url).rstrip("/")
        return JSONResponse(
            {"issuer": here, "authorization_endpoint": f"{here}/auth", "token_endpoint": f"{here}/token"}
        )

    known = "/.well-known/openid-configuration"
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    to_the_provider = jwt.encode(
        {"alg": "HS256"}, {"provider": "default", "exp": int(time.time()) + 600}, OctKey.import_key(OURS)
    )
    with served(Starlette(routes=[Route(known, metadata)])) as provider:
        told = SIGN_IN | {"ACROSS_SIGN_IN_PROVIDER": f"http://127.0.0.1:{provider}{known}"}
        with running(folders[0], "python app.py", **told) as one, running(folders[1], "python app.py", **told) as two:
            begun = ask(one.port, f"/auth/login?provider={to_the_provider}")
            [state] = parse_qs(urlsplit(begun.headers["location"]).query)["state"]
            [cookie] = begun.cookies
            ask(two.port, f"/oauth2callback?code=1&state={state}", {"Cookie": cookie.partition(";")[0]})

            # this provider gives nobody anything: but it was asked
            assert "token exchange failed" in two.log
            assert "Missing provider" not in two.log
            assert "Traceback" not in two.log


def test_what_is_said_of_somebody_who_could_not_sign_in_is_in_no_log(server):
    said = quote("AADSTS50105: 'ann@example.org' is not assigned\x1b[31m")

    for error in ("access_denied", "ann@example.org"):
        answer = ask(server.port, f"/oauth2callback?error={error}&error_description={said}")

    assert answer.status == 302
    assert "Error during authentication: access_denied" in server.log
    assert "Error during authentication: …" in server.log
    assert not any(part in server.log for part in ("ann@example.org", "AADSTS", "\x1b"))


def test_who_the_server_has_signed_in_is_somebody(server):
    assert "You have signed in as ann@example.org" in start_page(server, signed(WHO))


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        json.dumps(WHO | {"iat": 4_000_000_000}),
        signed(WHO, "another secret"),
        signed(WHO, "a secret of the tests"),
        f"{signed(WHO)[:-4]}AAAA",
        create_signed_value(OURS, "_streamlit_user_tokens", json.dumps(WHO | {"iat": time.time()})).decode(),
        signed(WHO | {"is_logged_in": False}),
        signed(WHO | {"origin": "https://evil.example"}),
        signed(WHO | {"iat": time.time() - SIGNED_IN_SECONDS - 600}),
        signed(WHO | {"iat": time.time() + 3600}),
    ],
    ids=["none", "plain", "another's", "provider's", "cut", "tokens", "not in", "elsewhere", "over", "to come"],
)
def test_a_cookie_that_the_server_has_not_signed_for_now_is_nobodys(server, cookie):
    page = start_page(server, cookie)

    assert "Whoever leads a workshop signs in first" in page
    assert "ann@example.org" not in page


def test_whom_the_list_does_not_name_sees_why_and_no_workshop_of_theirs(server):
    outside = WHO | {"email": "ann@evil-example.org"}
    application = open_application(replace(read(SIGN_IN), database_url=server.store))
    person = person_of(
        outside | {"iat": time.time()}, replace(application.settings.sign_in, everybody=True), time.time()
    )
    code, _ = application.start(a_plan(), by=Starter(person))
    application.store.close()

    page = start_page(server, signed(outside))

    assert "this server does not let your account start workshops" in page
    assert code not in page
    assert code in start_page(server, signed(WHO))  # the same person, once they are let in


def test_nobody_opens_a_workshop_of_somebody_else_over_the_socket(server):
    application = open_application(replace(read(SIGN_IN), database_url=server.store))
    here = WHO | {"sub": "owner"}
    code, _ = application.start(
        a_plan(), by=Starter(person_of(here | {"iat": time.time()}, application.settings.sign_in, time.time()))
    )
    application.store.close()
    opened = start_page(server, signed(here), pressed=f"open-{code}")
    assert "by-signing-in-" in opened
    button = id_of(start_page(server, signed(here)), f"open-{code}")

    other = signed(WHO | {"sub": "other", "email": "ben@example.org"})
    for cookie in (other, ""):
        with screen_of(server, cookie) as screen:
            said = said_to(screen, {}) + said_to(screen, {}, button)
        assert code not in said
        assert "by-signing-in-" not in said


@pytest.mark.parametrize("address", ADDRESSES)
def test_where_nobody_signs_in_there_are_no_such_addresses(plain, address):
    assert ask(plain.port, address).status == 404


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("plain"), "python app.py") as started:
        yield started


def test_guessing_the_passphrase_over_sockets_ends_whatever_cookies_and_headers_say(tmp_path):
    right, wrong, many = ("four words that nobody guesses", "This is not the passphrase", "Too many wrong passphrases")

    def tries(passphrase: str, start: str = "FormSubmitter:start-Start workshop") -> str:
        with screen_of(server, "", **{"X-Forwarded-For": f"10.0.0.{next(numbers)}"}) as screen:
            page = said_to(screen, {})
            return said_to(screen, {id_of(page, "start-passphrase"): passphrase}, id_of(page, start))

    numbers = iter(range(1, 100))
    # a proxy on this machine would be believed
    with running(tmp_path, "python app.py", ACROSS_START_PASSPHRASE=right, FORWARDED_ALLOW_IPS="10.9.9.9") as server:
        assert wrong not in tries(right)
        for guess in range(MOST_FAILED_ATTEMPTS):
            assert wrong in tries(f"guess {guess}", "FormSubmitter:start-Try it with sample participants")

        assert many in tries("one more")
        assert many in tries(right)
