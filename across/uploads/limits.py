"""How much time and memory the process that reads one file may take, and how it holds itself to that."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Behind taps and screens, before whatever idles.
PRIORITY = 10
MEGABYTE = 1024 * 1024
# What the process ends with where it was given no more memory; where it is killed, the system says how.
TOO_MUCH = 4


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: seconds by the clock, seconds of a core, and memory beyond the program's own.

    The clock holds on every system, and leaves time on a machine where others go first. The core's seconds hold on
    Linux and macOS, the memory on Linux alone: elsewhere it is bounded by what may stand in a file, which is looked at
    first.
    """

    seconds: float = 60
    core_seconds: int = 10
    megabytes: int = 512


def stand_back() -> None:
    """Let everything else on the machine go first."""
    if sys.platform != "win32":
        os.nice(PRIORITY)


def hold(limits: Limits) -> None:
    """From now on, this process ends where it takes more than the limits allow, and can write no file."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (Windows does not have it)

    used = resource.getrusage(resource.RUSAGE_SELF)
    ends = int(used.ru_utime + used.ru_stime) + limits.core_seconds
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, ends),
        (resource.RLIMIT_AS, _size_now() + limits.megabytes * MEGABYTE),
    ):
        # A limit that the system does not know, or that was lower already, stays as it is.
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def _size_now() -> int:
    """The bytes of address space this process has, as far as the system says."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return MEGABYTE * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")
