"""Processes are replaced one after the other behind a proxy while people answer: no answer is lost.

By nginx and without a browser; `browser/test_two_processes.py` has the same by Caddy and with a screen.
"""

from collections.abc import Iterator

import pytest
from people import a_plan
from several_processes import wait_for
from sites import NGINX, Site, behind, nothing_is_lost, tapping


@pytest.fixture(scope="module")
def site(postgresql, tmp_path_factory) -> Iterator[Site]:
    with behind(NGINX, postgresql, tmp_path_factory.mktemp("rolling")) as found:
        yield found


def test_every_answer_that_was_acknowledged_is_there_once_when_each_process_was_replaced(site):
    code, key = site.application.start(a_plan(smallest_group=3))
    facilitator = site.application.facilitator(key)
    facilitator.open_scoring()
    before, anew = {site.server.boot(port) for port in site.server.ports}, site.server.log.count("started anew")
    with tapping(site, code) as phones:
        site.server.renew()
        wait_for(lambda: site.server.log.count("started anew") > anew)
        taps = [phone.taps for phone in phones]
        wait_for(lambda: all(phone.taps > number for phone, number in zip(phones, taps, strict=True)))

    assert not before & {site.server.boot(port) for port in site.server.ports}
    nothing_is_lost(site, code, phones)
    assert "Traceback" not in site.server.log
