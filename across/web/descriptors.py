"""How many files and connections the system lets this process have open: as many as it may, and enough for a room."""

import sys

ENOUGH = 65_536
# A phone has one connection for its stream and one for its taps, a screen four: 300 phones and 60 screens, and some.
TOO_FEW = 1024


def raised() -> int | None:
    """Raise the limit as far as this process may; return it, or None on a system that has none, as Windows."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (it does not exist on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return ENOUGH if soft == resource.RLIM_INFINITY else soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # macOS may allow less than it says
        return soft
    return wanted


def warning(limit: int | None) -> str | None:
    """What to say at the start where the limit is too low for a full room."""
    if limit is None or limit >= TOO_FEW:
        return None
    return (
        f"This system lets the server have {limit} files and connections open, which is enough for about "
        f"{max(limit - 60, 0) // 2} phones. For more, raise the limit, such as with: ulimit -n {TOO_FEW * 4}"
    )
