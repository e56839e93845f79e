"""What a reveal would show and leave behind, and what came after one, in words."""

from across.results.phrases import listed
from across.workshop.values import ClosingEnds, Results, Scoring
from content.shape import Content
from scoring.outlook import AfterReveal, BeforeReveal

MOST_NAMES = 3
IN_LETTERS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def before_the_reveal(seen: BeforeReveal, content: Content, scoring: Scoring, smallest_group: int) -> list[str]:
    """Whom a reveal at this moment would leave behind, and what would be withheld, each in a sentence or two."""
    if seen.is_too_early:
        people = f"Results can be revealed once {smallest_group} people have answered a whole dimension"
        return [f"{people}, scores settled together at any time."]
    return [text for text in (_still_answering(seen, scoring), _withheld(seen, content, smallest_group)) if text]


def _still_answering(seen: BeforeReveal, scoring: Scoring) -> str:
    if not seen.answering:
        return "Nobody is still answering."
    of_all = f"{seen.answering} of {seen.people}"
    if scoring == "open":
        at_least = IN_LETTERS.get(seen.newcomers, str(seen.newcomers))
        return (
            f"{of_all} {'is' if seen.answering == 1 else 'are'} still answering. After the reveal they count only if "
            f"at least {at_least} do. Wait, or reveal now?"
        )
    left_out = f"{of_all} {'has' if seen.answering == 1 else 'have'} not answered everything"
    if scoring == "finished":
        return f"Scoring is closed for good; {left_out}."
    return f"Scoring is closed, and {left_out}. Open it again and wait, or reveal now?"


def _withheld(seen: BeforeReveal, content: Content, smallest_group: int) -> str:
    number, everything = len(seen.too_few), len(content.questionnaire.dimensions)
    if not number:
        return "Enough people have answered every dimension." if seen.answering else ""
    names = listed(map(content.dimension_name, seen.too_few))
    which = names if number <= MOST_NAMES else f"{number} of {everything} dimensions"
    of_it = "it" if number == 1 else "each"
    return f"Revealed now, {which} would be withheld: fewer than {smallest_group} have answered all of {of_it}."


def when_closed_for_good(kept: Results | None) -> str:
    """What a reveal would show once scoring is closed for good."""
    if kept is None:
        return "Scoring was closed for good before enough people had answered, so there are no results to reveal."
    number = kept.profile.respondents if kept.profile else 0
    if not number:
        return "Scoring is closed for good. The scores settled together can be revealed."
    people = "1 person" if number == 1 else f"{number} people"
    return f"Scoring is closed for good. The results of {people} can be revealed as they were then."


def what_closing_ends(ends: ClosingEnds) -> str:
    """What closing scoring for good would end: said before it, for there is no way back."""
    sentence = "This closes scoring and deletes what each person answered. There is no way back."
    if not ends.keeps:
        none = "Too few have answered to keep any result: there will be none."
        return f"{sentence} {none}" if ends.answered else sentence
    if not ends.revealed:
        return f"{sentence} What may be shown is kept and can still be revealed; newer answers can never be added."
    left = ends.left_out
    if not left:
        return f"{sentence} Results stay as they are shown."
    people = "1 person has" if left == 1 else f"{left} people have"
    lost = f"{people} answers that are not in them and never will be: show them first if you can."
    return f"{sentence} Results stay as they are shown. {lost}"


def were_taken_out(phones: int) -> str:
    """That phones were taken out, which everybody shall know; empty where none were."""
    if not phones:
        return ""
    which = "1 phone was" if phones == 1 else f"{phones} phones were"
    return f"{which} taken out by the facilitator: what they answered does not count."


def after_the_reveal(left: AfterReveal) -> str:
    """How many people have answers that are not shown, and whether they still can be; an empty text for nobody."""
    if not left.waiting:
        return ""
    if left.waiting == left.too_late:
        return _too_late(left.too_late)
    number = left.waiting - left.too_late
    answers = "1 newer answer" if number == 1 else f"{number} newer answers"
    return f"{answers}, {left.too_late} more too late" if left.too_late else answers


def _too_late(number: int) -> str:
    if number == 1:
        return "1 answer came too late to be counted without telling what it said"
    return f"{number} answers came too late to be counted without telling what they said"


def when_shown(left: AfterReveal) -> str:
    """What it takes until those who are waiting may be shown."""
    return f"at least {left.newcomers} must have answered a whole dimension"


def why_together(left: AfterReveal, smallest_group: int) -> str:
    """Why newer answers wait for others, and for how many."""
    return (
        f"People enter a dimension together, at least {left.newcomers} more at a time, or {smallest_group} where "
        "nothing of it is shown yet, once they have answered all of it: otherwise two looks would tell who said what. "
        "People on phones and forms typed in from paper are counted each for themselves. What is shown already stays "
        "as it was."
    )
