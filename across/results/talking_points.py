"""Where to talk, in words: what stands out, its numbers in one sentence, and the open question that goes with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from across.results.phrases import listed, one_decimal, two_decimals
from across.results.shown_scores import individual
from across.workshop.values import Results
from content.shape import Content, TalkingQuestion
from scoring.agreement import FEWEST_FOR_A_WORD
from scoring.compare import ends
from scoring.talk import Kind, TalkingPoint, above_the_middle, below_the_middle

HEADING = "Where to talk"
MOST_ITEMS, MOST_NAMES = 2, 3
WHAT_ELSE = "What does the group want to talk about?"
STANDS_OUT = "No dimension stands out from the others"
NOTHING_APART = {
    "one": "Only one dimension can be shown, so there is nothing to hold it against.",
    "close": f"{STANDS_OUT}: the dimensions\u2019 means lie close together.",
    "by chance": f"{STANDS_OUT}: differences this small come by chance.",
}


@dataclass(frozen=True)
class TalkingPointText:
    """A talking point as people read it: its title, what it is about, its numbers in a sentence, an open question.

    `plainly` are the numbers for a screen that is read from afar: without the value of within-group agreement.
    """

    title: str
    about: str
    numbers: str
    question: str
    plainly: str


def talking_point_texts(results: Results, content: Content) -> list[TalkingPointText]:
    """The talking points of the results as texts, the most pressing first."""
    return [_text(point, content, results) for point in results.talk]


def nothing_stands_out(results: Results) -> str:
    """What to say where no dimension is lowest or highest, and why, in a sentence; an empty text where one is."""
    why = why_nothing_stands_out(results)
    return f"{why} {WHAT_ELSE}" if why else ""


def why_nothing_stands_out(results: Results) -> str:
    """That no dimension is lowest or highest, and why, in a sentence; an empty text where one is."""
    own = individual(results)
    people = ends(own)
    found = ends(results.agreed) if people.standing == "nothing" else people
    if found.standing == "apart":
        return ""
    if found.standing == "nothing":
        return f"Too few to say: no dimension can be shown {_from_how_many(results)}."
    return NOTHING_APART[found.standing]


def _from_how_many(results: Results) -> str:
    reasons = {score.withheld for score in results.profile.dimensions} if results.profile else {"too few"}
    if reasons <= {"too few"}:
        return f"before {results.smallest_group} people have answered all of it"
    return "without telling somebody\u2019s own answer"


def _text(point: TalkingPoint, content: Content, results: Results) -> TalkingPointText:
    asked = content.talking_question(point.question)
    numbers = plainly = NUMBERS[point.kind](point, content)
    if point.kind == "divided":
        numbers += _not_compared(point, results)
        plainly = _divided(replace(point, values=()), content)
    return TalkingPointText(asked.title, _about(point, content), numbers, _question(point, asked, content), plainly)


def _question(point: TalkingPoint, asked: TalkingQuestion, content: Content) -> str:
    """The open question: what it says of a strength, or of getting better, is true on that side of the scale alone."""
    side = {"lowest": below_the_middle, "highest": above_the_middle}.get(point.kind)
    if side is None or asked.otherwise is None or side(point.values[0], len(content.choices.scale.points)):
        return asked.question
    return asked.otherwise


def _not_compared(point: TalkingPoint, results: Results) -> str:
    """Which other dimensions too few people answered to say how far they agree."""
    profile = individual(results)
    shown = [score for score in profile.dimensions if score.mean is not None] if profile else []
    if not point.values and not any(score.word for score in shown):
        return f" With fewer than {FEWEST_FOR_A_WORD} people, how far they agree cannot be said."
    few = [score.name for score in shown if not (score.word or score.withheld or score.dimension in point.dimensions)]
    if not few:
        return ""
    return f" Too few to say how far people agree on {listed(few) if len(few) <= MOST_NAMES else f'{len(few)} others'}."


def _about(point: TalkingPoint, content: Content) -> str:
    """The dimensions by name; most of them in a word, because a list of nearly everything says nothing."""
    if len(point.dimensions) == len(content.questionnaire.dimensions):
        return "All dimensions"
    names = [content.dimension_name(dimension) for dimension in point.dimensions]
    more = len(names) - MOST_NAMES
    if more <= 0:
        return listed(names)
    if point.kind == "too-few":
        return f"{len(names)} dimensions"
    return listed([*names[:MOST_NAMES], "1 other" if more == 1 else f"{more} others"])


def _items(point: TalkingPoint, content: Content) -> str:
    """Its items word for word; an empty text for none, for all there are, and for more than can be taken in."""
    concerned = (dimension for dimension in content.questionnaire.dimensions if dimension.id in point.dimensions)
    of_those = {item.id for dimension in concerned for item in dimension.items}
    if not 1 <= len(point.items) <= MOST_ITEMS or set(point.items) >= of_those:
        return ""
    return listed(f"\u201c{content.item_text(item).rstrip('.')}\u201d" for item in point.items)


def _divided(point: TalkingPoint, content: Content) -> str:
    """Where the camps are, and how far people agree where there is a word for it."""
    camps = f"Two camps on {_items(point, content) or _how_many_items(point, content)}." if point.items else ""
    agreement = [
        f"Within-group agreement {two_decimals(value)}, where 1 means that everyone gave the same answers."
        for value in point.values
    ]
    return " ".join(filter(None, (camps, *agreement)))


def _how_many_items(point: TalkingPoint, content: Content) -> str:
    concerned = [dimension for dimension in content.questionnaire.dimensions if dimension.id in point.dimensions]
    of_those = sum(len(dimension.items) for dimension in concerned)
    if len(point.items) < of_those:
        return f"{len(point.items)} of {of_those} items"
    return "each item" if of_those > 1 else "its item"


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
    "divided": _divided,
    "lowest": _mean,
    "highest": _mean,
    "sector-gap": _gap,
    "dont-know": _dont_know,
    "too-few": _too_few,
}
