"""What a reveal would show and leave behind: by who has answered which items, never by what they answered.

This is told before anything is shown, and again and again while people answer. Whether a dimension would have too few
ratings, or answers too alike, is therefore not in it: the difference between two such tellings would be what the person
in between had answered.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from content.shape import Questionnaire
from scoring.shown import FEWEST_NEWCOMERS, Answer, Entered


@dataclass(frozen=True)
class BeforeReveal:
    """What a reveal at this moment would do.

    `people` have joined or were typed in from paper; `answering` of them, all on phones, have not answered every item
    yet. `enough` are the dimensions that the smallest group has answered whole, `too_few` those that would be
    withheld; both in the questionnaire's order. `newcomers` must be together to enter a dimension later.
    """

    people: int
    answering: int
    enough: tuple[str, ...]
    too_few: tuple[str, ...]
    newcomers: int

    @property
    def is_too_early(self) -> bool:
        """Whether nothing would be shown: there is no reveal then."""
        return not self.enough

    @property
    def latecomers_can_count(self) -> bool:
        """Whether those who are still answering are enough to enter after the reveal, if all of them go on."""
        return self.answering >= self.newcomers


@dataclass(frozen=True)
class AfterReveal:
    """What is left to come once results are shown, in people.

    `waiting` have answered something that the results do not hold; of them, `too_late` can never enter anything they
    have answered, even if all who joined go on. `newcomers` must be together to enter a dimension.
    """

    waiting: int
    too_late: int
    newcomers: int


def before_reveal(
    now: Sequence[Answer],
    questionnaire: Questionnaire,
    smallest_group: int,
    joined: int,
    forms: Collection[str] = (),
    newcomers: int = FEWEST_NEWCOMERS,
) -> BeforeReveal:
    """What would be shown if results were revealed now, and whom that would leave behind.

    Args: now, every answer as (respondent, sector, item, point), where a point of None is "Don't know" and an answer;
    joined, how many people are there on phones; forms, the respondents typed in from paper; newcomers, how many must
    enter together later.

    >>> from content.reader import own
    >>> questionnaire = own().questionnaire
    >>> six = [(who, None, item.id, 3) for who in "abcdef" for item in questionnaire.items]
    >>> seen = before_reveal(six, questionnaire, smallest_group=5, joined=8)
    >>> seen.people, seen.answering, len(seen.enough), seen.latecomers_can_count
    (8, 2, 9, False)
    """
    answered = _answered(now)
    everything = {item.id for item in questionnaire.items}
    finished = {person for person, items in answered.items() if items >= everything and person not in forms}
    whole = {
        dimension.id: sum(items >= {item.id for item in dimension.items} for items in answered.values())
        for dimension in questionnaire.dimensions
    }
    return BeforeReveal(
        people=joined + len(forms),
        answering=max(0, joined - len(finished)),
        enough=tuple(dimension for dimension, number in whole.items() if number >= smallest_group),
        too_few=tuple(dimension for dimension, number in whole.items() if number < smallest_group),
        newcomers=newcomers,
    )


def after_reveal(
    entered: Sequence[Entered],
    now: Sequence[Answer],
    questionnaire: Questionnaire,
    smallest_group: int,
    joined: int,
    forms: Collection[str] = (),
    newcomers: int = FEWEST_NEWCOMERS,
) -> AfterReveal:
    """Who has answered what the results do not hold, and for whom of them it is too late.

    It is too late for somebody in a dimension where those who are not in it yet, on phones or on paper as they are,
    are fewer than must enter together. Args as for `before_reveal`; entered, what the results rest on. Once scoring
    is closed, `joined` is how many have answered on phones.

    >>> from content.reader import own
    >>> questionnaire = own().questionnaire
    >>> rows = [(who, None, item.id, 3) for who in "abcdefgh" for item in questionnaire.items]
    >>> entered = [Entered(*row, batch=1) for row in rows if row[0] in "abcdef"]
    >>> after_reveal(entered, rows, questionnaire, smallest_group=5, joined=8)
    AfterReveal(waiting=2, too_late=2, newcomers=3)
    >>> after_reveal(entered, rows, questionnaire, smallest_group=5, joined=9)
    AfterReveal(waiting=2, too_late=0, newcomers=3)
    """
    answered, held = _answered(now), _answered(entered)
    missing = {person: items - held.get(person, set()) for person, items in answered.items()}
    waiting = {person for person, items in missing.items() if items}
    hopeful: set[str] = set()
    for dimension in questionnaire.dimensions:
        items = {item.id for item in dimension.items}
        inside = {row.respondent for row in entered if row.item in items and row.batch}
        phones, paper = joined - len(inside - set(forms)), len(set(forms) - inside)
        for person in waiting:
            left = paper if person in forms else phones
            enough = left >= newcomers if inside else phones + paper >= smallest_group
            if missing[person] & items and enough:
                hopeful.add(person)
    return AfterReveal(len(waiting), len(waiting - hopeful), newcomers)


def _answered(rows: Sequence[Answer] | Sequence[Entered]) -> dict[str, set[str]]:
    """The items that each respondent has answered."""
    items: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        items[row[0]].add(row[2])
    return items
