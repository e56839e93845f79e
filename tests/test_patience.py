"""What has failed is tried again: later each time, and for as long as it takes."""

import asyncio

import pytest
from people import run_async

from across.web import server
from across.workshop.patience import pause


def test_each_wait_is_twice_the_one_before_up_to_the_longest():
    assert [pause(failures, 0.5, 8) for failures in range(8)] == [0, 0.5, 1, 2, 4, 8, 8, 8]


@pytest.mark.parametrize("failures", [31, 1024, 1026, 100_000])
def test_no_number_of_failures_is_too_many(failures):
    assert pause(failures, 0.5, 8) == 8


def test_what_cannot_be_wiped_for_days_is_tried_until_it_can_be(monkeypatch):
    """As with a database that is gone over a long weekend: two thousand tries in a row fail."""
    tries = [False] * 2000
    waits = []

    async def tried_until_done():
        done, real = asyncio.Event(), asyncio.sleep
        loop = asyncio.get_running_loop()

        async def sleep(seconds):
            waits.append(seconds)
            await real(0)

        def erase():
            if tries:
                return tries.pop()
            loop.call_soon_threadsafe(done.set)
            return True

        monkeypatch.setattr(server.asyncio, "sleep", sleep)
        worker = asyncio.create_task(server._erase(erase, lambda: 0))
        await asyncio.wait({worker, asyncio.create_task(done.wait())}, return_when=asyncio.FIRST_COMPLETED)
        assert done.is_set()
        worker.cancel()

    run_async(tried_until_done())

    assert waits[:6] == [2, 4, 8, 16, 30, 30]
    assert max(waits) == 30
