"""What a report says of its workshop and of itself, in words that the PDF and the Word document share."""

from datetime import datetime

from across.documents.edition import Edition, left_out
from across.documents.outline import sections
from across.results.phrases import chosen_in_words, labelled_points, listed
from across.results.reasons import why_no_sectors
from across.results.shown_scores import individual
from across.workshop.dates import date_in_full
from across.workshop.report import Report
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, WELCOME
from across.workshop.values import MOST_VOTES, Action, Note, Workshop
from scoring.agreement import FEWEST_FOR_A_WORD
from scoring.shown import FEWEST_NEWCOMERS, FLOOR

UNNAMED = "Workshop"
NOT_REVEALED = "The results were not revealed in the workshop, so they are not in this report."
ABOUT_CHANGE = (
    "Differences under half a point, or no larger than chance makes, are no clear change. "
    "Other people may have been in the room."
)
ORDER_OF_NOTES = (
    "Participants\u2019 notes stand in the groups the workshop put them in, those that more people shared first, "
    "otherwise by the alphabet: not in the order in which they were sent."
)


def title(report: Report) -> str:
    """What the report is called: as its workshop."""
    return report.name.strip() or UNNAMED


def held(report: Report) -> str:
    """For whom the workshop was held, and when."""
    workshop = report.workshop
    return ", ".join(text for text in (workshop.partnership.strip(), date_in_full(workshop.held_on)) if text)


def facts(report: Report, made_at: datetime, edition: Edition) -> list[tuple[str, str]]:
    """What the front page says of the workshop: pairs of term and text, those without a text left out."""
    workshop = report.workshop
    known = [
        ("Partnership", workshop.partnership.strip()),
        ("Date", date_in_full(workshop.held_on)),
        ("Took part", _took_part(report)),
        ("Steps", _steps(report)),
        ("What was anonymous", _anonymous(report)),
        ("Kept until", f"{date_in_full(workshop.delete_on)}. On that day the workshop is deleted from the server."),
        ("Report made on", date_in_full(made_at.date())),
        ("Left out of this copy", left_out_in_words(edition)),
    ]
    return [(term, text) for term, text in known if text]


def left_out_in_words(edition: Edition) -> str:
    """What a copy does not have, as the end of a sentence; an empty text where it has everything."""
    names = left_out(edition)
    return f"{listed(name.lower() for name in names)}." if names else ""


def _steps(report: Report) -> str:
    titles = [step.title for step in report.workshop.agenda if step.id not in (WELCOME, CLOSE)]
    return listed(titles) if titles else ""


def _took_part(report: Report) -> str:
    joined = _people(report.counts.joined, "joined on a device of their own")
    profile = individual(report.results) if report.results else None
    answered = profile.respondents if profile else report.counts.answered
    # Not "of them": forms that came late may be too few to be among those who are shown.
    forms = report.counts.on_paper
    paper = f"; {'1 form was' if forms == 1 else f'{forms} forms were'} entered from paper" if forms else ""
    return f"{joined}; {_people(answered, 'answered the questionnaire')}{paper}." if answered else f"{joined}."


def _people(number: int, did: str) -> str:
    who = {0: "Nobody", 1: "One person"}.get(number, f"{number} people")
    return f"{who} {did}"


def _anonymous(report: Report) -> str:
    return (
        "No names were asked for, and nothing here says who wrote or answered what, or when. Results of individual "
        f"answers were not shown before {report.workshop.smallest_group} people had answered."
    )


def marks(note: Note) -> str:
    """For how many others a note is true too, or how many back a proposal, in words; an empty text for none."""
    if not note.marks:
        return ""
    if note.question == ACTIONS:
        return "Backed by one other person" if note.marks == 1 else f"Backed by {note.marks} other people"
    return "True for one other person too" if note.marks == 1 else f"True for {note.marks} other people too"


def chosen_text(report: Report, step: str) -> str:
    """What the group chose at a step, each with how many people; an empty text where that was not shown."""
    chosen = report.chosen_on(step)
    if chosen is None:
        return ""
    topics = (f"{words} ({people})" for words, people in chosen_in_words(chosen, report.content))
    return f"{chosen.people} people chose up to {MOST_VOTES} each: {'; '.join(topics)}."


def has_states(report: Report) -> bool:
    """Whether its actions have a state to speak of: where some are from last time, or one has been begun."""
    return any(action.last_time or action.state != "not started" for action in report.actions)


def from_last_time(action: Action) -> str:
    """That an action was carried over, and from which day; empty for one agreed in this workshop."""
    return f"From last time ({date_in_full(action.last_time)})" if action.last_time else ""


def how_to_read(report: Report, edition: Edition) -> list[str]:
    """How to read the report: the scores where there are any, the notes, the ways."""
    choices = report.content.choices
    texts = []
    asked = report.results is not None or any(step.id == QUESTIONNAIRE for step in report.workshop.agenda)
    if asked and "results" in edition.parts:
        texts = [*_about_scores(report), choices.scale.note]
    if any(section.count for section in sections(report, edition)):
        texts.append(ORDER_OF_NOTES)
    return [*texts, choices.ways.note]


def _about_scores(report: Report) -> list[str]:
    content = report.content
    how = (
        f"The points of the scale are {', '.join(labelled_points(content))}. The mean of a dimension is the mean of "
        f"its items; answers of \u201c{content.choices.scale.dont_know}\u201d are left out of it. The spread is the "
        "standard deviation of people\u2019s own scores: the larger it is, the more their answers differ. Differences "
        "under half a point, or no larger than chance makes, say little."
    )
    texts = (content.choices.scores, how, who_enters(report.workshop), _about_agreement(report), _about_sectors(report))
    return [text for text in texts if text]


def who_enters(workshop: Workshop) -> str:
    """Whose answers results are of, as exactly as it holds."""
    smallest = workshop.smallest_group
    later = smallest if workshop.results_mode == "live" else FEWEST_NEWCOMERS
    return (
        f"Of individual answers, nothing of a dimension is shown before {smallest} people have answered all of it and "
        f"{FLOOR} have rated each item; those who come later enter {later} or more at a time."
    )


def _about_agreement(report: Report) -> str:
    """What the bars of the radar and the words of the column say, where there are individual answers."""
    if report.results is None or report.results.profile is None:
        return ""
    return (
        "On the radar, a bar shows where the middle half of people lies: a quarter is below it and a quarter above. "
        f"Agreement says how alike people\u2019s answers are, from {FEWEST_FOR_A_WORD} people on: close, mixed, or "
        "split where there are two camps. People can agree that something is poor."
    )


def _about_sectors(report: Report) -> str:
    """What a sector\u2019s line is, or why none has one; nothing where sectors were not asked for."""
    if report.results is None or report.results.sectors_reason == "not asked":
        return ""
    if report.results.sectors:
        return "A sector\u2019s line shows its people as they were when each dimension was first shown."
    return why_no_sectors(report.results)
