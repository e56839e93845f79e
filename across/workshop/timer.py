"""What the timer says, on every screen and phone alike."""

from across.workshop.values import Phase

PHASES: dict[Phase, str] = {"think": "Think alone", "pairs": "In pairs", "all": "All together"}
PAUSED = "Paused"
TIME_IS_UP = "Time is up: finish your sentence"
# For scripts, which count down by themselves: the phases by their names, and what is said at other times.
WORDS: dict[str, str] = {str(phase): name for phase, name in PHASES.items()} | {"paused": PAUSED, "up": TIME_IS_UP}
