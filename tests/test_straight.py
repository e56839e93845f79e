"""What goes straight to our own routes, and what still goes through the layers of Streamlit."""

import pytest
from http_requests import ask, served
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import app as product
from across.web.headers import wrong_address
from across.web.hosts import STREAMLIT
from across.web.limits import STREAM_PATH, UPLOAD_PATH
from across.web.sign_in import SIGN_IN, SIGN_OUT, SIGNED_IN
from across.web.sockets import TRY
from across.web.straight import StraightToOurRoutes


def kept(_request: Request) -> Response:
    return PlainTextResponse("kept")


def refused(_request: Request) -> Response:
    raise HTTPException(418, "Not like this.")


def named(request: Request) -> Response:
    return PlainTextResponse(request.path_params["name"])


ROUTES = [
    Route("/kept", kept, methods=["POST"]),
    Route("/refused", refused, methods=["POST"]),
    Route("/read", kept),
    Route("/named/{name}", named, methods=["POST"]),
]


@pytest.fixture
def port():
    def otherwise(request: Request) -> Response:
        return PlainTextResponse(f"{request.method} {request.url.path} went on", 202)

    everything = Route("/{path:path}", otherwise, methods=["GET", "POST"])
    straight = Middleware(StraightToOurRoutes, routes=ROUTES, faults=wrong_address)
    with served(Starlette(routes=[everything], middleware=[straight])) as found:
        yield found


def test_what_is_posted_to_a_route_of_ours_goes_straight_there(port):
    assert ask(port, "/kept", method="POST").text == "kept"


def test_a_refusal_of_a_route_is_said_as_everywhere(port):
    found = ask(port, "/refused", method="POST")

    assert (found.status, found.text) == (418, "Not like this.")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/kept"), ("GET", "/read"), ("POST", "/named/ann"), ("POST", "/kept/"), ("POST", "/x")]
)
def test_everything_else_goes_on(port, method, path):
    assert ask(port, path, method=method).text == f"{method} {path} went on"


def test_whoever_guards_the_routes_stands_before_the_straight_way():
    order = [layer.cls.__name__ for layer in product.app._user_middleware]

    straight = order.index("StraightToOurRoutes")
    assert {"BehindProxies", "SafeHeaders", "OurHosts", "BodyInTime"} <= set(order[:straight])


def test_what_stands_behind_it_has_nothing_to_do_with_what_goes_straight():
    order = [layer.cls.__name__ for layer in product.app._user_middleware]
    posts = [route.path for route in product.OUR_ROUTES if "POST" in (route.methods or ())]

    behind = order[order.index("StraightToOurRoutes") + 1 :]
    of_sockets_files_and_signing_in = ["SocketGuard", "Sockets", "OnlyOurPages", "SigningIn", "Limits"]
    assert behind == [*of_sockets_files_and_signing_in, "FewerIcons", "FewerLetters", "StartPage", "CompressedFiles"]
    of_others = (UPLOAD_PATH, STREAM_PATH, STREAMLIT, TRY, SIGN_IN, SIGN_OUT, SIGNED_IN)
    assert len(posts) > 10
    assert [path for path in posts if path.startswith(of_others)] == []
