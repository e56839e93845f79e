"""The shape of the radar in one or two sentences: beside it on every screen, and its text alternative."""

from across.results.phrases import listed, one_decimal
from across.results.reasons import TO_PROTECT_PEOPLE, too_few_answers
from across.results.shown_scores import individual, scores_in_order
from across.workshop.values import Results
from content.shape import Content
from scoring.compare import SMALLEST_GAP
from scoring.profile import DimensionScore, Profile


def summary(results: Results, content: Content) -> str:
    """Who answered, what is highest and lowest, where people stand in two camps, how much is withheld and why."""
    points = len(content.choices.scale.points)
    sentences = []
    if profile := individual(results):
        people = f"{profile.respondents} {'person' if profile.respondents == 1 else 'people'} answered"
        shape = f"{_shape(profile, content, points)}{_camps(profile)}{_hidden(profile, results)}"
        sentences.append(f"{people}: {shape}.")
    if results.agreed:
        sentences.append(f"Scores agreed together: {_shape(results.agreed, content, points)}.")
    return " ".join(sentences) or "There are no scores to show, because nobody has answered the questionnaire."


def _shape(profile: Profile, content: Content, points: int) -> str:
    scored = [score for score in scores_in_order(profile, content) if score and score.mean is not None]
    if not scored:
        return "no dimension can be shown"
    if len(scored) == 1:
        return f"only {scored[0].name} can be shown ({one_decimal(scored[0].mean)} out of {points})"
    values = [score.mean for score in scored if score.mean is not None]
    low, high = min(values), max(values)
    if one_decimal(low) == one_decimal(high):
        return f"the scores lie close together, all at {one_decimal(low)} out of {points}"
    if round(high - low, 6) < SMALLEST_GAP:
        return f"the scores lie close together, between {one_decimal(low)} and {one_decimal(high)} out of {points}"
    return f"{_named(scored, high, 'highest')} out of {points}, {_named(scored, low, 'lowest')}"


def _camps(profile: Profile) -> str:
    """Where people stand in two camps: a mean in the middle would hide it."""
    names = [score.name for score in profile.dimensions if score.word == "split" and not score.withheld]
    return f"; people stand in two camps on {listed(names)}" if names else ""


def _named(scored: list[DimensionScore], value: float, word: str) -> str:
    """The dimensions that share an end of the range once rounded, with their mean."""
    shown_as = one_decimal(value)
    names = [score.name for score in scored if one_decimal(score.mean) == shown_as]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word} at {shown_as}"


def _hidden(profile: Profile, results: Results) -> str:
    """How many dimensions are withheld and why; then of how many nothing but the mean is there."""
    gone = [score for score in profile.dimensions if score.mean is None]
    few, alike = (sum(score.withheld == reason for score in gone) for reason in ("too few", "too alike"))
    mean_alone = sum(score.withheld is not None for score in profile.dimensions) - len(gone)
    dimensions, fewer = len(profile.dimensions), too_few_answers(results).lower()
    if few == dimensions:
        return f", because each has {fewer}"
    sentences = (
        (few, f"is withheld because it has {fewer}", f"are withheld because each has {fewer}"),
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
