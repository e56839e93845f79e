"""The words on screens and paper hold against what people answered: every sentence is read and counted again."""

import re
import statistics

from examples import examples
from hypothesis import given, settings
from reports import CONTENT
from rooms import Room, camps, decimal, rooms

from across.results.dimension_table import dimension_rows
from across.results.phrases import NOTHING
from across.results.summary import summary
from across.results.talking_points import TalkingPointText, nothing_stands_out, talking_point_texts
from across.workshop.values import Results
from content.shape import Content
from scoring.profile import DimensionScore

MANY = examples(60)


def content_of(room: Room) -> Content:
    """Our content with the questionnaire, the sectors and the number of points of a room."""
    choices, sector = CONTENT.choices, CONTENT.choices.sectors[0]
    scale = choices.scale.model_copy(update={"points": tuple(map(str, range(1, room.points + 1)))})
    sectors = tuple(sector.model_copy(update={"id": name, "name": f"Sector {name}"}) for name in "xy")
    choices = choices.model_copy(update={"scale": scale, "sectors": sectors})
    return CONTENT.model_copy(update={"questionnaire": room.questionnaire, "choices": choices})


def results_of(room: Room) -> Results:
    seen = room.seen
    return Results(seen.profile, None, 3, seen.sectors, seen.no_lines, room.points_said())


def said_of(room: Room) -> list[TalkingPointText]:
    return talking_point_texts(results_of(room), content_of(room))


def named(text: str) -> set[str]:
    return set(re.findall(r"Dimension \d+", text))


def tenths(text: str) -> int:
    return round(10 * float(text))


def divided(room: Room) -> set[str]:
    return {
        score.name
        for score in room.shown
        if not score.withheld and any(camps(room.chosen(item), room.points) for item in score.items)
    }


@MANY
@given(rooms())
def test_the_sentence_above_the_radar_counts_people_and_names_ends_and_camps_as_they_are(room):
    text = summary(results_of(room), content_of(room))
    means = {score.name: decimal(score.mean) for score in room.shown}

    people = re.match(r"(\d+) (person|people) answered: ", text)
    assert (people is not None) == bool(room.shown)
    assert not people or int(people[1]) == len(room.answers)
    for names, end, mean in re.findall(
        r"((?:Dimension \d+(?:, | and )?)+) (?:is|are) (highest|lowest) at (\d\.\d)", text
    ):
        extreme = {"highest": max, "lowest": min}[end](means.values())
        assert tenths(mean) == extreme
        assert named(names) == {name for name, value in means.items() if value == extreme}
    for low, high in re.findall(r"between (\d\.\d) and (\d\.\d)", text):
        assert (tenths(low), tenths(high)) == (min(means.values()), max(means.values()))
    assert named(text.partition("two camps on ")[2].partition(";")[0]) == divided(room)


@MANY
@given(rooms())
def test_it_says_how_the_means_lie_and_never_how_the_scores_do(room):
    text = summary(results_of(room), content_of(room))
    apart = max(score.mean for score in room.shown) - min(score.mean for score in room.shown) if room.shown else 0

    assert "scores lie" not in text
    assert "means lie close together" not in text or apart < 0.5 + 1e-6
    assert "come by chance" not in text or apart >= 0.5 - 1e-6


@MANY
@given(rooms())
def test_it_counts_what_is_withheld_and_for_which_reason(room):
    text = summary(results_of(room), content_of(room))
    rated = {d.id: min(len(chosen(room, item.id)) for item in d.items) for d in room.questionnaire.dimensions}
    too_few = sum(number < 3 for number in rated.values())

    found = re.search(r"(\d+) of \d+ dimensions? (?:is|are) withheld because fewer than 3 people rated", text)
    assert int(found[1]) == too_few if found else not too_few or not room.shown


def chosen(room: Room, item: str) -> list[int]:
    return [point for given in room.answers.values() if (point := given[item]) is not None]


@MANY
@given(rooms())
def test_the_table_has_a_word_for_agreement_from_eight_people_on_and_its_means_are_those_of_the_answers(room):
    scores = {score.name: score for score in room.shown}

    for row in dimension_rows(results_of(room), content_of(room)):
        if row["dimension"] not in scores:
            assert row["mean"] == NOTHING
            assert row["why"]
            continue
        score = scores[row["dimension"]]
        items = [item for d in room.questionnaire.dimensions if d.id == score.dimension for item in d.items]
        assert tenths(row["mean"]) == decimal(statistics.fmean(statistics.fmean(chosen(room, i.id)) for i in items))
        fewest = min(len(chosen(room, item.id)) for item in items)
        assert int(row["n"]) == fewest
        words = {NOTHING} if score.withheld else {"close", "mixed", "split"} if fewest >= 8 else {"too few to say"}
        assert row["agreement"] in words


@MANY
@given(rooms())
def test_what_is_called_a_strength_lies_above_the_middle_and_what_may_get_better_below(room):
    for point in said_of(room):
        means = [decimal(score.mean) for score in concerned(point, room)]
        middle = 5 * (1 + room.points)
        assert "strength" not in point.question or all(mean > middle for mean in means)
        assert "better" not in point.question or all(mean < middle for mean in means)


def concerned(point: TalkingPointText, room: Room) -> list[DimensionScore]:
    everyone = point.about.startswith("All dimensions")
    return [score for score in room.shown if everyone or score.name in named(point.about)]


@MANY
@given(rooms())
def test_every_number_of_a_talking_point_is_that_of_the_answers(room):
    for point in said_of(room):
        scores = concerned(point, room)
        for mean, points in re.findall(r"^(\d\.\d) out of (\d+)", point.numbers):
            assert {tenths(mean)} == {decimal(score.mean) for score in scores}
            assert int(points) == room.points
        for agreement in re.findall(r"Within-group agreement (\d\.\d\d)", point.numbers):
            assert all(score.word for score in scores)
            assert {round(100 * float(agreement))} == {decimal(score.agreement, 100) for score in scores}
        for share in re.findall(r"^(\d+)% said", point.numbers):
            items = [item for score in scores for item in score.items]
            assert int(share) in {round(100 * item.dont_know / len(room.answers)) for item in items}
        for sector, mean in re.findall(r"Sector ([xy]) (\d\.\d)", point.numbers):
            assert tenths(mean) == decimal(mean_of_sector(scores[0], sector, room))


def mean_of_sector(score: DimensionScore, sector: str, room: Room) -> float:
    items = [item.id for d in room.questionnaire.dimensions if d.id == score.dimension for item in d.items]
    given = [answers for who, answers in room.answers.items() if room.sectors[who] == sector]
    return statistics.fmean(
        statistics.fmean(point for answers in given if (point := answers[item]) is not None) for item in items
    )


@MANY
@given(rooms())
def test_two_camps_and_how_alike_people_see_it_are_said_where_they_do(room):
    for point in said_of(room):
        scores = concerned(point, room)
        if point.title == "Two camps":
            assert named(point.about) <= divided(room)
            texts = re.findall(r"“We do (\d+-\d+)”", point.numbers)
            assert all(camps(chosen(room, f"d{name}"), room.points) for name in texts)
        if "see it alike" in point.title:
            assert all(score.word == "close" for score in scores)
        if "views differ" in point.title or point.title == "Many views":
            assert any(score.word in ("mixed", "split") for score in scores)
            assert any(len(set(chosen(room, item.item))) > 1 for score in scores for item in score.items)


@MANY
@given(rooms())
def test_that_nothing_stands_out_is_said_where_no_dimension_is_named_lowest_or_highest(room):
    text = nothing_stands_out(results_of(room))
    titles = [point.title for point in said_of(room)]

    assert bool(text) != any(title.startswith(("Lowest", "Highest")) for title in titles)
    assert ("can be shown" in text) == (len(room.shown) < 2)
    assert (
        "come by chance" not in text or max(s.mean for s in room.shown) - min(s.mean for s in room.shown) > 0.5 - 1e-6
    )


def test_the_sentences_above_are_said_at_all():
    """The rooms would prove nothing if none of them had these words."""
    heard = []

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(rooms())
    def listen(room):
        results = results_of(room)
        heard.append(summary(results, content_of(room)) + nothing_stands_out(results))
        heard.extend(f"{point.title} {point.numbers} {point.question}" for point in said_of(room))

    listen()

    everything = " ".join(heard)
    for words in (
        "is highest at", "is lowest at", "close together", "come by chance", "two camps on", "withheld because",
        "Two camps on “We do", "Within-group agreement", "how far they agree cannot be said", "% said", "Sector x",
    ):  # fmt: skip
        assert words in everything
