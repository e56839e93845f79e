"""Where the scripts are that draw pages."""

from pathlib import Path

PAGES = Path(__file__).parents[2] / "pages"
HOME = PAGES / "home.py"
TOGETHER = PAGES / "score_together.py"
PAPER = PAGES / "paper_forms.py"
PRESENT = PAGES / "present.py"
OWN_VIEW = PAGES / "facilitator.py"
ANY_QUESTION = PAGES / "question.py"


def script_of(step_id: str) -> Path:
    """The script that draws a step; questions beyond those with a script of their own share one."""
    own = PAGES / f"{step_id.replace('-', '_')}.py"
    return own if own.exists() else ANY_QUESTION
