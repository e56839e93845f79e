"""The feed: who hears what, and when, by a clock that the tests move themselves."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from people import run_async

from across.live.feed import (
    BEAT_SECONDS,
    COUNTS_SECONDS,
    GATHER_SECONDS,
    HEARTBEAT_SECONDS,
    LAST_RETRY_SECONDS,
    OLD_SECONDS,
    PATIENCE_SECONDS,
    READ_AGAIN_SECONDS,
    SOON_SECONDS,
    Clock,
    Feed,
)
from across.workshop.values import Bulletin, Look

AT_FIRST = Bulletin(
    revision=1,
    step="welcome",
    scoring="not open",
    revealed=False,
    timer=None,
    sentence=0,
    joined=0,
    started=0,
    finished=0,
    on_paper=0,
    results_mode="reveal",
    results="",
    report_shared=False,
    look=Look(),
)
Heard = asyncio.Queue[tuple[Bulletin, float]]


class HandMoved(Clock):
    """Time stands still until a test lets some of it pass."""

    def __init__(self) -> None:
        self.moment = 0.0
        self.sleeping: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self.sleeping.append((self.moment + seconds, awake))
        await awake.wait()

    async def passes(self, seconds: float) -> None:
        """So many seconds pass; whoever sleeps less long wakes up at their moment, and may go to sleep again."""
        end = self.moment + seconds
        await _others_had_their_turn()
        while due := sorted((at, number) for number, (at, _) in enumerate(self.sleeping) if at <= end):
            self.moment, awake = self.sleeping.pop(due[0][1])
            awake.set()
            await _others_had_their_turn()
        self.moment = end


async def _others_had_their_turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
        await asyncio.to_thread(int)  # in the one thread that reads, what was asked of it before is done by now


class Workshop:
    """A workshop as a feed knows it, its clock, and those who listen to it."""

    def __init__(self) -> None:
        self.clock = HandMoved()
        self.now = AT_FIRST
        self.reads = 0
        self.store_is_down = False
        self.feed = Feed(self._read, self.clock)
        self._listening: list[asyncio.Task[None]] = []

    def _read(self, _code: str) -> Bulletin:
        self.reads += 1
        if self.store_is_down:
            raise OSError("the store does not answer")
        return self.now

    async def listener(self, *, patient: bool) -> Heard:
        """Somebody who has heard how things stand; what they hear later, and when, is in the queue."""
        heard: Heard = asyncio.Queue()

        async def listen() -> None:
            async for bulletin in self.feed.listen("AAAAAA", patient=patient):
                heard.put_nowait((bulletin, self.clock.now()))

        self._listening.append(asyncio.create_task(listen()))
        await heard.get()
        return heard

    def change(self, **changes: object) -> None:
        self.now = replace(self.now, revision=self.now.revision + 1, **changes)
        self.feed.tell("AAAAAA")

    def answer(self, **counts: int) -> None:
        self.now = replace(self.now, revision=self.now.revision + 1, **counts)
        self.feed.tell_counts("AAAAAA")


def play(story) -> None:
    """Run a story of a workshop; it hangs rather than ends when somebody does not hear what they should."""

    async def told() -> None:
        with ThreadPoolExecutor(1) as one_reader:
            asyncio.get_running_loop().set_default_executor(one_reader)
            await asyncio.wait_for(story(Workshop()), 60)

    run_async(told())


def test_phones_hear_of_a_new_step_at_once_and_of_what_others_wrote_a_little_later():
    async def story(workshop: Workshop) -> None:
        phone, screen = await workshop.listener(patient=True), await workshop.listener(patient=False)
        workshop.change(picture=1)
        await workshop.clock.passes(GATHER_SECONDS)
        assert await screen.get() == (workshop.now, GATHER_SECONDS)
        await workshop.clock.passes(PATIENCE_SECONDS - GATHER_SECONDS - 0.01)
        assert phone.empty()
        await workshop.clock.passes(0.01)
        assert await phone.get() == (workshop.now, PATIENCE_SECONDS)

        workshop.change(step="question-1")
        await workshop.clock.passes(GATHER_SECONDS)
        for heard in (phone, screen):
            assert await heard.get() == (workshop.now, PATIENCE_SECONDS + SOON_SECONDS)

    play(story)


@pytest.mark.parametrize("what", ["joined", "started", "finished", "on_paper", "writing"])
def test_phones_are_not_told_of_counts_which_they_do_not_show_until_there_is_more(what):
    async def story(workshop: Workshop) -> None:
        phone, screen = await workshop.listener(patient=True), await workshop.listener(patient=False)
        workshop.change(**{what: 1})
        await workshop.clock.passes(GATHER_SECONDS)
        assert await screen.get() == (workshop.now, GATHER_SECONDS)
        await workshop.clock.passes(HEARTBEAT_SECONDS - GATHER_SECONDS - 0.01)
        assert phone.empty()
        await workshop.clock.passes(0.01)
        assert await phone.get() == (workshop.now, HEARTBEAT_SECONDS)

        workshop.change(**{what: 2})
        await workshop.clock.passes(GATHER_SECONDS)
        workshop.change(picture=3)
        await workshop.clock.passes(PATIENCE_SECONDS)
        assert (await phone.get())[0] == workshop.now

    play(story)


def test_answers_are_gathered_for_a_second_and_told_at_once_with_anything_else():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        await workshop.clock.passes(COUNTS_SECONDS)
        for people in range(1, 10):
            workshop.answer(started=people)
            await workshop.clock.passes(COUNTS_SECONDS / 10)
        assert screen.qsize() == 1
        assert await screen.get() == (replace(workshop.now, revision=2, started=1), COUNTS_SECONDS + SOON_SECONDS)
        await workshop.clock.passes(COUNTS_SECONDS)
        assert ((await screen.get())[0], workshop.reads) == (workshop.now, 3)

        workshop.answer(started=10)
        await workshop.clock.passes(SOON_SECONDS)
        moved_at = workshop.clock.now()
        workshop.change(step="question-1")
        await workshop.clock.passes(GATHER_SECONDS)
        heard, at = await screen.get()
        assert (heard, at - moved_at <= GATHER_SECONDS) == (workshop.now, True)

    play(story)


def test_a_change_after_a_quiet_spell_is_told_soon_and_the_next_not_much_later():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        await workshop.clock.passes(GATHER_SECONDS)
        for told_at in (GATHER_SECONDS + SOON_SECONDS, 2 * GATHER_SECONDS + SOON_SECONDS):
            workshop.change(picture=workshop.now.revision)
            await workshop.clock.passes(GATHER_SECONDS / 2)
            if told_at > 2 * GATHER_SECONDS:
                assert screen.empty()
                await workshop.clock.passes(GATHER_SECONDS / 2)
            assert await screen.get() == (workshop.now, pytest.approx(told_at))

    play(story)


def test_feed_gives_a_sign_of_life_that_says_the_same_again():
    async def story(workshop: Workshop) -> None:
        phone = await workshop.listener(patient=True)
        await workshop.clock.passes(HEARTBEAT_SECONDS - BEAT_SECONDS)
        assert phone.empty()
        await workshop.clock.passes(BEAT_SECONDS)
        assert await phone.get() == (AT_FIRST, HEARTBEAT_SECONDS)

    play(story)


def test_changes_that_come_together_are_read_once():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        for people in range(1, 6):
            workshop.change(joined=people)
            await workshop.clock.passes(GATHER_SECONDS / 10)
        await workshop.clock.passes(GATHER_SECONDS)

        heard, _ = await screen.get()
        assert (heard.joined, workshop.reads) == (5, 2)

    play(story)


def drained(heard: asyncio.Queue[tuple[Bulletin, float]]) -> list[Bulletin]:
    """What a listener was told since somebody looked."""
    return [heard.get_nowait()[0] for _ in range(heard.qsize())]


def test_an_error_of_the_store_is_tried_again_until_it_answers(caplog):
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        workshop.store_is_down = True
        workshop.change(step="question-1")
        await workshop.clock.passes(30)
        signs = drained(screen)
        assert signs == [AT_FIRST] * int(30 / HEARTBEAT_SECONDS)  # signs of life, which say nothing new

        workshop.store_is_down = False
        await workshop.clock.passes(LAST_RETRY_SECONDS + GATHER_SECONDS)
        assert drained(screen)[-1] == workshop.now

        workshop.change(step="question-2")
        await workshop.clock.passes(GATHER_SECONDS)
        assert drained(screen)[-1] == workshop.now

    play(story)

    assert len([line for line in caplog.messages if "tried again" in line]) == 1
    assert len([line for line in caplog.messages if "read again after" in line]) == 1


def test_a_failing_store_is_asked_less_and_less_often():
    async def story(workshop: Workshop) -> None:
        await workshop.listener(patient=False)
        workshop.store_is_down = True
        workshop.change(step="question-1")
        await workshop.clock.passes(60)

        assert 7 <= workshop.reads <= 14

    play(story)


def test_bulletins_that_grow_old_say_so():
    async def story(workshop: Workshop) -> None:
        await workshop.listener(patient=True)
        workshop.store_is_down = True
        await workshop.clock.passes(OLD_SECONDS + 1)
        assert workshop.feed.age("AAAAAA") > OLD_SECONDS
        assert workshop.feed.is_behind()

        workshop.store_is_down = False
        await workshop.clock.passes(LAST_RETRY_SECONDS + READ_AGAIN_SECONDS)
        assert workshop.feed.age("AAAAAA") < READ_AGAIN_SECONDS + 1
        assert not workshop.feed.is_behind()

    play(story)


def test_a_change_that_nobody_told_of_is_noticed():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        workshop.now = replace(workshop.now, revision=2, step="question-1")  # as another process does
        await workshop.clock.passes(READ_AGAIN_SECONDS + BEAT_SECONDS + GATHER_SECONDS)

        assert drained(screen)[-1] == workshop.now

    play(story)


def test_a_change_that_another_process_made_is_told_at_once_and_our_own_is_not_read_again():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        workshop.now = replace(workshop.now, revision=2, step="question-1")  # as another process does
        workshop.feed.heard("AAAAAA", 2, counts_alone=False)
        await workshop.clock.passes(GATHER_SECONDS)
        assert await screen.get() == (workshop.now, GATHER_SECONDS)

        workshop.change(step="question-2")
        await workshop.clock.passes(GATHER_SECONDS)
        workshop.feed.heard("AAAAAA", 3, counts_alone=False)
        workshop.feed.heard("AAAAAA", 2, counts_alone=False)
        await workshop.clock.passes(2 * GATHER_SECONDS)
        assert (drained(screen), workshop.reads) == ([workshop.now], 3)

    play(story)


def test_answers_to_another_process_are_gathered_for_a_second_too():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        for people in range(1, 10):
            workshop.now = replace(workshop.now, revision=people + 1, started=people)
            workshop.feed.heard("AAAAAA", people + 1, counts_alone=True)
            await workshop.clock.passes(COUNTS_SECONDS / 10)
        assert screen.empty()
        await workshop.clock.passes(COUNTS_SECONDS / 5)

        assert (drained(screen), workshop.reads) == ([workshop.now], 2)

    play(story)


def test_what_may_have_been_missed_is_read_and_told_where_it_is_new():
    async def story(workshop: Workshop) -> None:
        screen = await workshop.listener(patient=False)
        workshop.feed.missed()
        await workshop.clock.passes(GATHER_SECONDS)
        assert screen.empty()

        workshop.now = replace(workshop.now, revision=2, step="question-1")  # as another process does
        workshop.feed.missed()
        await workshop.clock.passes(GATHER_SECONDS)
        assert (drained(screen), workshop.reads) == ([workshop.now], 3)

    play(story)


def test_a_stream_opened_while_the_store_is_down_speaks_once_it_answers():
    async def story(workshop: Workshop) -> None:
        workshop.store_is_down = True
        listening = asyncio.create_task(workshop.listener(patient=True))
        await workshop.clock.passes(1)
        workshop.store_is_down = False
        await workshop.clock.passes(LAST_RETRY_SECONDS)

        await listening

    play(story)


def test_where_nobody_listens_nothing_is_behind():
    feed = Feed(lambda _code: AT_FIRST)

    assert feed.age("AAAAAA") == 0
    assert not feed.is_behind()


def test_what_is_being_read_is_not_known_yet_and_what_was_told_meanwhile_neither():
    """A screen that has just done something asks at that very moment: told that nothing is new, it would go back."""

    async def story(workshop: Workshop) -> None:
        await workshop.listener(patient=False)
        feed, known, while_reading = workshop.feed, workshop.now, []
        assert feed.latest("AAAAAA") == known

        def reads_slowly(code: str) -> Bulletin:
            while_reading.append(feed.latest(code))
            found = workshop._read(code)
            if len(while_reading) == 1:
                workshop.change(step="question-2")
            while_reading.append(feed.latest(code))
            return found

        feed._read_bulletin = reads_slowly
        workshop.change(step="question-1")
        assert feed.latest("AAAAAA") is None
        await workshop.clock.passes(GATHER_SECONDS)
        assert while_reading == [None, None]
        assert feed.latest("AAAAAA") is None

        await workshop.clock.passes(GATHER_SECONDS)
        assert while_reading == [None] * 4
        assert feed.latest("AAAAAA") == workshop.now

    play(story)
