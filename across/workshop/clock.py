"""Two ways to take the clock of this machine: steadily for what runs now, with doubt for what is to be deleted.

Timers, the countdown of a reveal and what is shown live go by a clock that is read once and then runs with the time
that passes: where the machine's is put right meanwhile, none of them jumps. What they keep in the store is in seconds
since 1970, so that another process, or this one after a restart, means the same moment by it: as exactly as the clocks
of their machines agree, which those who run several keep in step (NTP). Devices are told the server's seconds with
every bulletin and count down by the time that passes on them. A timer goes wrong by as much as a clock was set while no
server ran; a reveal that seems to be still to come by more than its countdown is taken for one that was.

A server that was off for a week and a clock that jumped by a week look alike. So after a gap of more than a day, the
clock is doubted, and nothing is deleted by it until it has gone on for three days from there without going back: over
restarts, too, so that a machine that runs for an afternoon at a time comes to be believed as well.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

HOUR = 60 * 60
GAP_SECONDS, PROOF_SECONDS = 24 * HOUR, 72 * HOUR


def passed() -> float:
    """Seconds since some moment, by a clock that nobody sets; with those in which the machine slept, where it tells."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


def steady(calendar: Callable[[], float] = time.time, passing: Callable[[], float] = passed) -> Callable[[], float]:
    """A clock in seconds since 1970 that only goes on: what `calendar` says now, and the time that passes from here.

    What is kept in the store by it is right after a restart as well, unless the calendar was changed in between.
    """
    began = calendar() - passing()
    return lambda: began + passing()


@dataclass(frozen=True)
class Belief:
    """What is known of the clock, in seconds since 1970.

    It was right at `believed`; what is due by then may be deleted. `doubted` is when it was first seen after a gap,
    None where it is not in doubt; `seen` when it was last looked at.
    """

    believed: int
    doubted: int | None
    seen: int


def looked_at(before: Belief | None, now: int, *, nothing_to_lose: bool) -> Belief:
    """What is believed after a look at the clock.

    The first look ever is believed where there is `nothing_to_lose`. A clock that went back is believed no further than
    it was, and a doubt from a moment that has not come yet is over: that was the jump.
    """
    if before is None:
        return Belief(now, None, now) if nothing_to_lose else Belief(0, now, now)
    believed = before.believed
    doubted = before.doubted if before.doubted is not None and before.doubted <= now else None
    if doubted is not None and now - doubted >= PROOF_SECONDS:
        believed, doubted = before.seen, None
    if now - believed <= GAP_SECONDS:
        return Belief(max(now, believed), None, now)
    return Belief(believed, now if doubted is None else doubted, now)
