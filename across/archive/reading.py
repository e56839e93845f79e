"""Open the file of a saved workshop: everything in it is checked before any of it is used."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from pydantic import ValidationError

from across.archive.bounds import NoSuchJson, TooMuchInIt, must_be_bounded
from across.archive.part import SMALL
from across.archive.shape import FORMAT, FORMAT_VERSION, FileHead, SavedFile
from across.workshop.errors import SavedFileRefused
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.steps import RESULTS, comments_on, full_agenda, steps_of_notes
from content.shape import Content
from scoring.profile import DimensionScore, Profile, again
from scoring.talk import talking_points

LARGEST_MEGABYTES = 20
LARGEST_FILE = LARGEST_MEGABYTES * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
TAKE_THE_FILE = "Choose the file that \u201cDownload workshop (JSON)\u201d saved."
NOT_JSON = f"This file is not JSON, or it is cut short. {TAKE_THE_FILE}"
AS_IT_WAS = "Choose the file as it was downloaded, not one that was changed since."
WRONG = {
    "missing": "is missing",
    "extra_forbidden": "does not belong there",
    "string_too_long": "is too long",
    "string_too_short": "is empty",
    "too_long": "holds too many",
    "too_short": "holds too few",
    "finite_number": "is not a number that can be",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "string_pattern_mismatch": "is not an id",
    "string_unicode": "holds characters that are no text",
}
_OURS = "value_error"


def read_saved(data: bytes, contents: Mapping[str, Content]) -> SavedWorkshop:
    """The saved workshop in a file. `contents` are those that are here, by version.

    Where its content is among them, what it says of questions, ways, items and scale must be of that content.
    Raises SavedFileRefused, with what is wrong and what to do.
    """
    if len(data) > LARGEST_FILE:
        raise SavedFileRefused(f"This file is larger than {LARGEST_MEGABYTES} MB: too large to open. {TAKE_THE_FILE}")
    text = data.removeprefix(BYTE_ORDER_MARK)
    _must_be_small_enough(text)
    _must_be_ours(text)
    try:
        found = SavedFile.model_validate_json(text)
        saved = found.value()
    except ValidationError as error:
        raise SavedFileRefused(_sentence(error)) from None
    if saved.content_version in contents:
        content = contents[saved.content_version]
        saved = saved if found.format_version > 1 else _in_words_of_today(saved, content)
        _must_fit(saved, content)
    return saved


def _must_be_small_enough(text: bytes) -> None:
    try:
        must_be_bounded(text)
    except TooMuchInIt:
        raise SavedFileRefused(_refusal("something in it holds too many entries")) from None
    except NoSuchJson:
        raise SavedFileRefused(NOT_JSON) from None


def _must_be_ours(text: bytes) -> None:
    try:
        head = FileHead.model_validate_json(text)
    except ValidationError as error:
        if error.errors(include_input=False, include_url=False)[0]["type"] == "json_invalid":
            raise SavedFileRefused(NOT_JSON) from None
        raise SavedFileRefused(f"This file is not a saved workshop. {TAKE_THE_FILE}") from None
    if head.format != FORMAT or head.format_version < 1:
        raise SavedFileRefused(f"This file is not a saved workshop. {TAKE_THE_FILE}")
    if head.format_version > FORMAT_VERSION:
        raise SavedFileRefused(
            "This file was saved by a newer version of Across Boundaries. "
            "Update this one, or open the file where it was saved."
        )


def _sentence(error: ValidationError) -> str:
    """The first thing that is wrong, with where it stands; nothing of what the file says is repeated."""
    first = error.errors(include_input=False, include_url=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    wrong = message if first["type"] == _OURS else WRONG.get(first["type"], "is not what belongs there")
    return _refusal(f"{_where(first['loc'], unknown=first['type'] == 'extra_forbidden')} {wrong}")


def _refusal(what: str) -> str:
    return f"This file cannot be opened: {what}. {AS_IT_WAS}"


def _where(loc: Sequence[str | int], *, unknown: bool) -> str:
    steps = [str(step + 1) if isinstance(step, int) else step for step in loc]
    if unknown:
        # The name of an unknown key is the file's own word: it is not repeated.
        steps[-1] = "something unknown"
    return " > ".join(steps).replace("_", " ") or "the file"


def _must_fit(saved: SavedWorkshop, content: Content) -> None:
    """Raise SavedFileRefused where the file says something that its content does not know."""
    steps = {step.id for step in full_agenda(content)}
    dimensions = {dimension.id for dimension in content.questionnaire.dimensions}
    questions = {*steps_of_notes(content), *map(comments_on, dimensions)}
    chosen = {topic.topic for chosen in saved.chosen if chosen.step == RESULTS for topic in chosen.topics}
    ways = {way.id for way in content.choices.ways.list} | {None}
    fits = {
        "the agenda has a step": {step.id for step in saved.agenda} <= steps,
        "a group note is on a step": {note.step for note in saved.group_notes} <= steps,
        "a note is on a question": {note.question for note in saved.notes} <= questions,
        "a note has a way": {note.way for note in saved.notes} <= ways,
        "the group chose a dimension": chosen <= dimensions,
        "an action has a way": {action.way for action in saved.actions} <= ways,
    }
    for what, fit in fits.items():
        if not fit:
            raise SavedFileRefused(_refusal(f"{what} that its questionnaire and questions do not have"))
    results = saved.results
    known = {sector.id for sector in content.choices.sectors}
    if results and not {line.sector for line in results.sectors} <= known:
        raise SavedFileRefused(_refusal("it has a line for a sector that its questionnaire and questions do not have"))
    profiles = [results and results.profile, results and results.agreed, saved.earlier and saved.earlier.profile]
    profiles += [one.profile for one in saved.before]
    if not all(_is_of(profile, content) for profile in profiles if profile):
        raise SavedFileRefused(_refusal("its scores are not those of its questionnaire"))
    if not all(_follows(profile, content) for profile in profiles if profile):
        raise SavedFileRefused(_refusal("its scores do not follow from its answers"))


def _in_words_of_today(saved: SavedWorkshop, content: Content) -> SavedWorkshop:
    """A file of version 1 with what its bars are called today: close or mixed, two camps or none."""
    results, earlier = saved.results, saved.earlier
    if results:
        own, agreed = (profile and _called_today(profile, content) for profile in (results.profile, results.agreed))
        results = replace(results, profile=own, agreed=agreed, talk=talking_points(own, results.sectors, agreed))
    if earlier:
        earlier = replace(earlier, profile=_called_today(earlier.profile, content))
    before = tuple(replace(one, profile=_called_today(one.profile, content)) for one in saved.before)
    return replace(saved, results=results, earlier=earlier, before=before)


def _called_today(profile: Profile, content: Content) -> Profile:
    if not _is_of(profile, content):
        return profile
    points, dimensions = len(content.choices.scale.points), content.questionnaire.dimensions
    scores = [
        _with_words_of(again(score, dimension, points), score) if not score.withheld else score
        for score, dimension in zip(profile.dimensions, dimensions, strict=True)
    ]
    return replace(profile, dimensions=tuple(scores))


def _with_words_of(today: DimensionScore, score: DimensionScore) -> DimensionScore:
    items = zip(score.items, today.items, strict=True)
    return replace(score, word=today.word, items=tuple(replace(item, split=now.split) for item, now in items))


def _is_of(profile: Profile, content: Content) -> bool:
    """Whether a profile has the dimensions, items and scale of the content, in its order."""
    asked = [
        (dimension.id, dimension.name, [item.id for item in dimension.items])
        for dimension in content.questionnaire.dimensions
    ]
    given = [(score.dimension, score.name, [item.item for item in score.items]) for score in profile.dimensions]
    points = {len(item.counts) for score in profile.dimensions for item in score.items if item.counts}
    return given == asked and points <= {len(content.choices.scale.points)}


def _follows(profile: Profile, content: Content) -> bool:
    """Whether each number that follows from others is the one that does, for every dimension shown whole."""
    points = len(content.choices.scale.points)
    return all(
        score.withheld or _alike(asdict(score), asdict(again(score, dimension, points)))
        for score, dimension in zip(profile.dimensions, content.questionnaire.dimensions, strict=True)
    )


def _alike(found: object, expected: object) -> bool:
    """Whether two trees are the same, but for what rounding does to a number."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(_alike(found[name], expected[name]) for name in found)
    if isinstance(found, tuple) and isinstance(expected, tuple):
        return len(found) == len(expected) and all(map(_alike, found, expected))
    if isinstance(found, float | int) and isinstance(expected, float | int):
        return abs(found - expected) <= SMALL
    return found == expected
