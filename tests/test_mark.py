"""One mark: every page of our own has it as its icon, and lets it in."""

import re

import pytest
from http_requests import ask, served
from starlette.applications import Starlette

from across.web.facilitator import routes as facilitator
from across.web.guidance import routes as guidance
from across.web.participant import routes as participant


@pytest.fixture
def port(here):
    routes = [part.routes(lambda: here) for part in (facilitator, participant, guidance)]
    with served(Starlette(routes=[route for found in routes for route in found])) as port:
        yield port


@pytest.mark.parametrize("path", ["/join", "/facilitate", "/facilitator-guide", "/accessibility"])
def test_a_page_has_the_mark_as_its_icon_and_lets_it_in(port, path):
    page = ask(port, path)
    [icon] = re.findall(r'<link rel="icon" href="([^"]+)">', page.text)
    mark = ask(port, icon)

    assert (mark.status, mark.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "img-src 'self'" in page.headers["Content-Security-Policy"]
