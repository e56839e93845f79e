"""Where to talk, in words: what stands out, its numbers in one sentence, and the open question that goes with it."""

from collections.abc import Callable
from dataclasses import dataclass

from across.results.phrases import listed, one_decimal
from across.results.shown_scores import individual
from across.workshop.values import Results
from content.shape import Content
from scoring.agreement import FEWEST_FOR_A_WORD
from scoring.talk import Kind, TalkingPoint

HEADING = "Where to talk"
MOST_ITEMS, MOST_NAMES = 2, 3


@dataclass(frozen=True)
class TalkingPointText:
    """A talking point as people read it: its title, what it is about, its numbers in a sentence, an open question."""

    title: str
    about: str
    numbers: str
    question: str


def talking_point_texts(results: Results, content: Content) -> list[TalkingPointText]:
    """The talking points of the results as texts, the most pressing first."""
    return [_text(point, content, results) for point in results.talk]


def nothing_to_talk_about(results: Results) -> str:
    """What to say where there is no talking point: too few answers to say, or nothing that stands out."""
    shown = [score for profile in (individual(results), results.agreed) if profile for score in profile.dimensions]
    if all(score.mean is None for score in shown):
        return (
            f"Too few to say: no dimension has the {results.smallest_group} answers from which it is shown. "
            "What does the group want to talk about?"
        )
    return (
        "No dimension stands out from the others: differences this small come by chance. "
        "What does the group want to talk about? "
        "The radar may still surprise somebody."
    )


def _text(point: TalkingPoint, content: Content, results: Results) -> TalkingPointText:
    asked = content.talking_question(point.question)
    numbers = NUMBERS[point.kind](point, content)
    if point.kind == "divided":
        numbers += _not_compared(results)
    return TalkingPointText(asked.title, _about(point, content), numbers, asked.question)


def _not_compared(results: Results) -> str:
    """Which dimensions too few people answered to say how far they agree, where others can be compared."""
    profile = individual(results)
    scores = profile.dimensions if profile else ()
    few = [score.name for score in scores if score.mean is not None and score.word is None and not score.withheld]
    if not few:
        return ""
    return f" Too few to say how far people agree on {listed(few) if len(few) <= MOST_NAMES else f'{len(few)} others'}."


def _about(point: TalkingPoint, content: Content) -> str:
    """The dimensions by name; most of them in a word, because a list of nearly everything says nothing."""
    if len(point.dimensions) == len(content.questionnaire.dimensions):
        return "All dimensions"
    if point.kind == "too-few" and len(point.dimensions) > MOST_NAMES:
        return "All dimensions that are shown"
    return listed(content.dimension_name(dimension) for dimension in point.dimensions)


def _items(point: TalkingPoint, content: Content) -> str:
    """Its items word for word; an empty text for none, for all there are, and for more than can be taken in."""
    concerned = (dimension for dimension in content.questionnaire.dimensions if dimension.id in point.dimensions)
    of_those = {item.id for dimension in concerned for item in dimension.items}
    if not 1 <= len(point.items) <= MOST_ITEMS or set(point.items) >= of_those:
        return ""
    return listed(f"\u201c{content.item_text(item).rstrip('.')}\u201d" for item in point.items)


def _agreement(point: TalkingPoint, content: Content) -> str:
    camps = _items(point, content)
    where = f"; two camps on {camps}" if camps else ""
    return f"Within-group agreement {point.values[0]:.2f}, where 1 means that everyone gave the same answers{where}."


def _mean(point: TalkingPoint, content: Content) -> str:
    each_of_them = ", each" if len(point.dimensions) > 1 else ""
    return f"{one_decimal(point.values[0])} out of {len(content.choices.scale.points)}{each_of_them}."


def _gap(point: TalkingPoint, content: Content) -> str:
    means = zip(point.sectors, point.values, strict=True)
    return f"{', '.join(f'{content.sector_name(sector)} {one_decimal(mean)}' for sector, mean in means)}."


def _dont_know(point: TalkingPoint, content: Content) -> str:
    share = f"{point.values[0]:.0%} said \u201c{content.choices.scale.dont_know}\u201d"
    items = _items(point, content) or ("each item" if len(point.items) > 1 else "this item")
    return f"{share} to {items}."


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
