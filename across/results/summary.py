"""The shape of the radar in one or two sentences: beside it on every screen, and its text alternative."""

from across.results.phrases import INDIVIDUAL, listed, one_decimal
from across.results.reasons import TO_PROTECT_PEOPLE, TOO_FEW_RATED, too_few_answers
from across.results.shown_scores import individual, scores_in_order
from across.workshop.values import Results
from content.shape import Content
from scoring.compare import ends
from scoring.profile import Profile
from scoring.talk import has_two_camps

BY_CHANCE = "and differences this small come by chance"


def headline(results: Results, content: Content) -> tuple[str, str]:
    """The same in display: what stands out, or that nothing does, in a sentence; what else is to be said of it.

    The second is empty where there is nothing else.
    """
    points = len(content.choices.scale.points)
    profile = individual(results) or results.agreed
    if profile is None:
        return summary(results, content), ""
    of_people = profile is not results.agreed
    shape = f"{_shape(profile, content, points)}{'' if of_people else ', as agreed together'}"
    more = [_camps(profile), *_hidden(profile, results).split("; ")] if of_people else []
    sentences = [_sentence(text.removeprefix("; ").removeprefix(", ")) for text in more if text]
    if of_people and results.agreed:
        sentences.append(f"Scores agreed together: {_shape(results.agreed, content, points)}.")
    return _sentence(shape), " ".join(sentences)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def summary(results: Results, content: Content) -> str:
    """Who answered, what is highest and lowest, where people stand in two camps, how much is withheld and why."""
    points = len(content.choices.scale.points)
    sentences = []
    if profile := individual(results):
        people = _people(profile.respondents)
        shape = f"{_shape(profile, content, points)}{_camps(profile)}{_hidden(profile, results)}"
        sentences.append(f"{people}: {shape}.")
    if results.agreed:
        sentences.append(f"Scores agreed together: {_shape(results.agreed, content, points)}.")
    return " ".join(sentences) or "There are no scores to show, because nobody has answered the questionnaire."


def _people(number: int) -> str:
    """Whose answers are in what is shown; where nothing is, nobody's, however many there are."""
    if not number:
        return INDIVIDUAL
    return f"{number} {'person' if number == 1 else 'people'} answered"


def _shape(profile: Profile, content: Content, points: int) -> str:
    found = ends(profile)
    if found.low is None or found.high is None:
        return "no dimension can be shown"
    low, high = one_decimal(found.low), one_decimal(found.high)
    between = f"all at {low}" if low == high else f"between {low} and {high}"
    if found.standing == "one":
        [shown] = [score for score in scores_in_order(profile, content) if score and score.mean is not None]
        return f"only {shown.name} can be shown ({low} out of {points})"
    if found.standing == "close":
        return f"the dimensions\u2019 means lie close together, {between} out of {points}"
    if found.standing == "by chance":
        return f"no dimension stands out from the others: the means lie {between} out of {points}, {BY_CHANCE}"
    named = (_named(found.highest, high, "highest", content), _named(found.lowest, low, "lowest", content))
    first, *second = filter(None, named)
    return ", ".join([f"{first} out of {points}", *second])


def _named(dimensions: tuple[str, ...], mean: str, end: str, content: Content) -> str:
    """The dimensions that stand out at one end, with their mean; an empty text for none."""
    if not dimensions:
        return ""
    names = listed(content.dimension_name(dimension) for dimension in dimensions)
    return f"{names} {'is' if len(dimensions) == 1 else 'are'} {end} at {mean}"


def _camps(profile: Profile) -> str:
    """Where people stand in two camps: a mean in the middle would hide it."""
    names = [score.name for score in profile.dimensions if has_two_camps(score)]
    return f"; people stand in two camps on {listed(names)}" if names else ""


def _hidden(profile: Profile, results: Results) -> str:
    """How many dimensions are withheld and why; then of how many nothing but the mean is there."""
    gone = [score for score in profile.dimensions if score.mean is None]
    few, rated, alike = (
        sum(score.withheld == reason for score in gone) for reason in ("too few", "too few rated", "too alike")
    )
    mean_alone = sum(score.withheld is not None for score in profile.dimensions) - len(gone)
    dimensions, fewer = len(profile.dimensions), too_few_answers(results).lower()
    if few == dimensions:
        return f", because each has {fewer}"
    sentences = (
        (few, f"is withheld because it has {fewer}", f"are withheld because each has {fewer}"),
        (rated, f"is withheld because {TOO_FEW_RATED}", f"are withheld because {TOO_FEW_RATED} of each"),
        (alike, f"is hidden {TO_PROTECT_PEOPLE}", f"are hidden {TO_PROTECT_PEOPLE}"),
        (
            mean_alone,
            f"shows its mean alone, {TO_PROTECT_PEOPLE}",
            f"show their means alone, {TO_PROTECT_PEOPLE}",
        ),
    )
    return "".join(
        f"; {number} of {dimensions} dimensions {singular if number == 1 else plural}"
        for number, singular, plural in sentences
        if number
    )
