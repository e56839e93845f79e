"""Where to talk, in words: what stands out, its numbers in one sentence, and the open question that goes with it."""

from collections.abc import Callable
from dataclasses import dataclass

from across.results.words import individual, listed, one_decimal
from across.workshop.values import Results
from content.shape import Content
from scoring.agreement import FEWEST_FOR_A_WORD
from scoring.talk import Kind, TalkingPoint

MOST_ITEMS, MOST_NAMES = 2, 3


@dataclass(frozen=True)
class Said:
    """One thing to talk about: its title, what it is about, its numbers in one sentence, an open question."""

    title: str
    about: str
    numbers: str
    question: str


def talk(results: Results, content: Content) -> list[Said]:
    """The talking points of the results as words, the most pressing first."""
    return [_said(point, content, results) for point in results.talk]


def nothing_to_talk_about(results: Results) -> str:
    """What to say where there is no talking point: too few answers to say, or nothing that stands out."""
    shown = [score for profile in (individual(results), results.agreed) if profile for score in profile.dimensions]
    if all(score.mean is None for score in shown):
        return (
            f"Too few to say: no dimension has the {results.smallest_group} answers from which it is shown. "
            "What does the group want to talk about?"
        )
    return (
        "Nothing stands out: the scores lie close together. What does the group want to talk about? "
        "The radar may still surprise somebody."
    )


def _said(point: TalkingPoint, content: Content, results: Results) -> Said:
    asked = content.talking_question(point.question)
    numbers = NUMBERS[point.kind](point, content)
    if point.kind == "divided":
        numbers += _not_compared(results)
    return Said(asked.title, _about(point, content), numbers, asked.question)


def _not_compared(results: Results) -> str:
    """Which dimensions too few people answered to say how far they agree, where others can be compared."""
    profile = individual(results)
    scores = profile.dimensions if profile else ()
    few = [one.name for one in scores if one.mean is not None and one.word is None and not one.withheld]
    if not few:
        return ""
    return f" Too few to say how far people agree on {listed(few) if len(few) <= MOST_NAMES else f'{len(few)} others'}."


def _about(point: TalkingPoint, content: Content) -> str:
    """The dimensions by name; most of them in a word, because a list of nearly everything says nothing."""
    names = {one.id: one.name for one in content.questionnaire.dimensions}
    if len(point.dimensions) == len(names):
        return "All dimensions"
    if point.kind == "too-few" and len(point.dimensions) > MOST_NAMES:
        return "All dimensions that are shown"
    return listed(names[one] for one in point.dimensions)


def _items(point: TalkingPoint, content: Content) -> str:
    """Its items word for word; an empty text for none, for all there are, and for more than can be taken in."""
    of_those = [item.id for one in content.questionnaire.dimensions if one.id in point.dimensions for item in one.items]
    if not 1 <= len(point.items) <= MOST_ITEMS or set(point.items) >= set(of_those):
        return ""
    texts = {item.id: item.text for item in content.questionnaire.items}
    return listed(f"\u201c{texts[one].rstrip('.')}\u201d" for one in point.items)


def _agreement(point: TalkingPoint, content: Content) -> str:
    camps = _items(point, content)
    where = f"; two camps on {camps}" if camps else ""
    return f"Within-group agreement {point.values[0]:.2f}, where 1 means that everyone gave the same answers{where}."


def _mean(point: TalkingPoint, content: Content) -> str:
    each = ", each" if len(point.dimensions) > 1 else ""
    return f"{one_decimal(point.values[0])} out of {len(content.choices.scale.points)}{each}."


def _gap(point: TalkingPoint, content: Content) -> str:
    pairs = zip(point.sectors, point.values, strict=True)
    return f"{', '.join(f'{content.sector_name(one)} {one_decimal(mean)}' for one, mean in pairs)}."


def _dont_know(point: TalkingPoint, content: Content) -> str:
    said = f"{point.values[0]:.0%} said \u201c{content.choices.scale.dont_know}\u201d"
    to = _items(point, content)
    return f"{said} to {to or ('each item' if len(point.items) > 1 else 'this item')}."


def _too_few(_point: TalkingPoint, _content: Content) -> str:
    return f"Under {FEWEST_FOR_A_WORD} people, answers may lie close together or far apart by chance."


NUMBERS: dict[Kind, Callable[[TalkingPoint, Content], str]] = {
    "divided": _agreement,
    "lowest": _mean,
    "highest": _mean,
    "sector-gap": _gap,
    "dont-know": _dont_know,
    "too-few": _too_few,
}
