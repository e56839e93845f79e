"""How long to wait before what has failed is tried again."""

# Doubled more often than this, no wait is short of the longest; and a float holds no more than 1,023 times.
MOST_DOUBLED = 30


def pause(failures: int, first: float, longest: float) -> float:
    """Seconds to wait after so many failures in a row: `first`, twice as long after each, never more than `longest`.

    None at all after no failure.
    """
    return min(first * 2.0 ** min(failures - 1, MOST_DOUBLED), longest) if failures else 0.0
