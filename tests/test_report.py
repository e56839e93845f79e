"""What leaves the house says what was said and nothing that may not be shown."""

import csv as comma_separated
import io
import json
import re
import sys
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from content.reader import read
from report.archive import json_file
from report.fonts import fonts
from report.pdf import ReportError, pdf
from report.radar import in_words, one_decimal, radar, table
from report.scores import csv, excel
from report.text import clean, direction
from scoring.profile import Profile, frame_of, profile
from scoring.shown import shown
from workshop.agenda import agenda, full_agenda
from workshop.report import Report
from workshop.values import Action, Counts, GroupNote, Note, Results, Workshop

CONTENT = read()
POINTS = len(CONTENT.choices.scale.points)
DASH = "\N{EN DASH}"
MADE_AT = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
NAMES = [dimension.name for dimension in CONTENT.questionnaire.dimensions]
WITHHELD = "conflict-management"
A4 = (595.3, 841.9)


def workshop(**changes: object) -> Workshop:
    known = {
        "code": "SECRETCODE",
        "name": "Leading together",
        "partnership": "Gwent Partnership Board",
        "held_on": date(2026, 5, 12),
        "delete_on": date(2026, 8, 10),
        "content_version": CONTENT.version,
        "agenda": full_agenda(CONTENT),
        "smallest_group": 5,
        "asks_sector": True,
        "step": "close",
        "scoring": "finished",
        "revealed": True,
        "revision": 777_123,
        **changes,
    }
    later = {field.name: None for field in fields(Workshop) if field.name not in known}
    return Workshop(**later, **known)


def scored(points: dict[str, int | None], people: int, few: str = "", respondent: str = "person") -> Profile:
    """Each of `people` gives each dimension its point in `points` (3 where absent); two alone rate `few`."""
    rows = [
        (f"{respondent}-{number}", item.id, points.get(dimension.id, 3))
        for dimension in CONTENT.questionnaire.dimensions
        for item in dimension.items
        for number in range(2 if dimension.id == few else people)
    ]
    return profile(frame_of(rows), CONTENT.questionnaire, POINTS)


def uneven(few: str = WITHHELD) -> Profile:
    """Twelve people whose withheld dimension would show a mean of 4.25, found nowhere else."""
    rows = []
    for place, dimension in enumerate(CONTENT.questionnaire.dimensions):
        withheld = dimension.id == few
        for number in range(4 if withheld else 12):
            point = (4 if number else 5) if withheld else 1 + (place + number % 2) % POINTS
            rows += [(f"person-{number}", item.id, point) for item in dimension.items]
    return profile(frame_of(rows), CONTENT.questionnaire, POINTS)


def results(own: Profile | None, agreed: Profile | None = None) -> Results:
    return Results(shown(own, 5) if own else None, agreed, 5)


def note(body: str, question: str = "question-1", way: str | None = None) -> Note:
    return Note("NOTEID", question, body, way, hidden=False, mine=True)


def report(
    notes: tuple[Note, ...] = (),
    group_notes: tuple[GroupNote, ...] = (),
    actions: tuple[Action, ...] = (),
    found: Results | None = None,
    **changes: object,
) -> Report:
    return Report(workshop(**changes), CONTENT, Counts(14, 12, 11), group_notes, notes, actions, found)


@cache
def full() -> Report:
    agreed = scored({"trust": 5, "innovation": None}, people=1)
    return report(
        notes=(note("We share a duty desk.", way="mutual-support"), note("Ring first.", "question-2")),
        group_notes=(
            GroupNote("question-1", "Notice what others carry.", 3),
            GroupNote("results", "Talk of trust.", 1),
        ),
        actions=(Action("ACTIONID", "Start a joint induction", "Ann", "September", "trust", "The council", 9),),
        found=results(uneven(), agreed),
    )


@cache
def printed(value: Report) -> bytes:
    return pdf(value, MADE_AT)


def text_of(document: bytes) -> str:
    """Its text with line ends and places to break taken out, so that what was wrapped reads on."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    return re.sub(r"\s+", " ", " ".join(pages)).replace("\u200b", "")


def joined(document: bytes) -> str:
    """Its text without any space at all, for words broken over lines."""
    return re.sub(r"[\s\u200b]", "", text_of(document))


def cells(document: bytes) -> list[dict[str, str]]:
    return list(comma_separated.DictReader(io.StringIO(document.decode("utf-8-sig"))))


# ---------------------------------------------------------------- the PDF's words


def test_pdf_says_name_partnership_and_dates() -> None:
    text = text_of(printed(full()))

    assert "Leading together" in text
    assert "Gwent Partnership Board" in text
    assert "12 May 2026" in text
    assert "10 August 2026. On that day the workshop is deleted" in text
    assert "14 people joined" in text


def test_pdf_holds_each_question_word_for_word() -> None:
    text = text_of(printed(full()))

    assert [one.text in text for one in CONTENT.questions.questions] == [True] * 5


def test_pdf_puts_what_the_group_agreed_before_the_notes() -> None:
    text = text_of(printed(full()))

    order = [
        text.index(words) for words in ("Notice what others carry.", "We share a duty desk.", "Way: Mutual support")
    ]
    assert order == sorted(order)
    assert "Talk of trust." in text


def test_pdf_lists_actions() -> None:
    text = text_of(printed(full()))

    assert [word in text for word in ("Start a joint induction", "Ann", "September", "The council")] == [True] * 4


def test_pdf_gives_every_resource_with_its_link() -> None:
    document = printed(full())

    links = {
        str(annotation.get_object()["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(document)).pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    }
    resources = CONTENT.resources
    assert links == {one.link for one in (*resources.websites, *resources.videos)} | {CONTENT.questionnaire.link}
    assert [video.duration in text_of(document) for video in resources.videos] == [True] * len(resources.videos)


def test_pdf_carries_the_attribution_word_for_word_and_the_copyright_on_each_page() -> None:
    document = printed(full())
    told = CONTENT.questionnaire

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    assert all(told.copyright in page for page in pages)
    assert told.introduction in text_of(document)
    assert f"{told.copyright} {told.information} {told.link}" in text_of(document)
    assert CONTENT.choices.scale.note in text_of(document)
    assert CONTENT.choices.ways.note in text_of(document)
    assert "not a diagnosis" in text_of(document)


def test_pdf_shows_means_spread_and_agreed_scores() -> None:
    text = text_of(printed(full()))

    assert in_words(full().results, CONTENT) in text
    assert "Shared vision and values 1.5 0.5 12 3.0" in text


def test_pdf_without_results_says_so_and_shows_none() -> None:
    text = text_of(printed(report()))

    assert "The results were not revealed in the workshop, so they are not in this report." in text
    assert "Individual answers, n" not in text
    assert "No actions were noted." in text
    assert "Nothing was written down on this question." in text


def test_pdf_without_any_answer_says_so() -> None:
    assert "nobody has answered" in text_of(printed(report(found=results(None))))


def test_pdf_leaves_out_steps_that_were_not_chosen() -> None:
    text = text_of(printed(report(agenda=agenda(CONTENT, {"question-2": 10}))))

    assert "Question 2" in text
    assert "Question 1" not in text
    assert "Actions" not in text
    assert "Results" not in text.replace("Results of individual answers", "")


def test_pdf_keeps_what_was_written_on_a_step_that_is_no_longer_chosen() -> None:
    action = Action("1", "Still to do", "", "", None, "", 1)
    kept = report(notes=(note("Written earlier."),), actions=(action,), agenda=agenda(CONTENT, {"question-2": 10}))

    assert "Written earlier." in text_of(printed(kept))
    assert "Still to do" in text_of(printed(kept))


def test_pdf_never_holds_a_hidden_note_or_an_id() -> None:
    hidden = replace(note("Please forget this."), hidden=True)
    document = pdf(report(notes=(hidden, note("Keep this."))), MADE_AT)

    assert "Keep this." in text_of(document)
    assert [word in text_of(document) for word in ("forget", "NOTEID", "SECRETCODE", "777123")] == [False] * 4


def test_pdf_of_three_hundred_notes_holds_them_all() -> None:
    many = report(notes=tuple(note(f"Note number {number}.") for number in range(300)))

    text = text_of(printed(many))
    assert [f"Note number {number}." in text for number in range(300)] == [True] * 300


# ---------------------------------------------------------------- the PDF's structure


def test_pdf_is_tagged_titled_and_says_its_language_and_standards() -> None:
    reader = PdfReader(io.BytesIO(printed(full())))
    root, about = reader.root_object, reader.root_object["/Metadata"].get_object().get_data().decode()

    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Leading together"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about


def test_pdf_figure_has_the_sentence_as_its_alternative_and_tables_have_headers() -> None:
    reader = PdfReader(io.BytesIO(printed(full())))

    tags = [
        one for one in map(reader.get_object, range(1, len(reader.xref[0]) + 1)) if isinstance(one, DictionaryObject)
    ]
    kinds = [one.get("/S") for one in tags]
    figures = [one for one in tags if one.get("/S") == "/Figure"]
    assert [one["/Alt"] for one in figures] == [in_words(full().results, CONTENT)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/THead") == kinds.count("/Table") == 3


def test_pdf_passes_qpdf() -> None:
    with pikepdf.open(io.BytesIO(printed(full()))) as document:
        assert document.check_pdf_syntax() == []


def test_pdf_of_the_same_moment_has_the_same_bytes_in_any_time_zone() -> None:
    elsewhere = MADE_AT.astimezone(timezone(timedelta(hours=1)))

    assert (
        pdf(full(), MADE_AT) == printed(full()) == pdf(full(), elsewhere) == pdf(full(), MADE_AT.replace(tzinfo=None))
    )


def test_pdf_can_be_made_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert pdf(full(), MADE_AT) == printed(full())


def test_pdf_failure_says_what_to_do_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(ReportError, match="try again") as raised:
        pdf(report(notes=(note("A private word."),)), MADE_AT)
    assert "private" not in caplog.text + str(raised.value) + repr(raised.value.__context__)


def test_pdf_is_set_again_in_plain_letters_where_a_script_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_once = tmp_path / "python"
    fails_once.write_text(
        f'#!/bin/sh\n[ -e {tmp_path}/tried ] && exec {sys.executable} "$@"\ntouch {tmp_path}/tried\nexit 1\n'
    )
    fails_once.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fails_once))

    text = text_of(pdf(report(notes=(note("Dŵr مرحبا"),)), MADE_AT))

    assert "Dŵr [5 Arabic characters]" in text


# ---------------------------------------------------------------- any text at all


@pytest.mark.parametrize(
    "words",
    [
        '#eval("1+1")',
        "*bold* _it_ `raw`",
        "<script>alert(1)</script>",
        "$x^2$ @ref <label>",
        "= heading",
        "- one + two",
    ],
)
def test_pdf_prints_markup_as_plain_text(words: str) -> None:
    assert words in text_of(pdf(report(notes=(note(words),), name=words), MADE_AT))


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        ("Dŵr, ŷd a gwên", "Dŵr, ŷd a gwên"),
        ("Zażółć gęślą jaźń", "Zażółć gęślą jaźń"),
        ("Ελληνικά и русский", "Ελληνικά и русский"),
        ("so happy 😀", "so happy [grinning face]"),
        ("👩🏽‍💻 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧", "[woman, personal computer] [flag of Wales] [flag GB]"),
        ("😀😀😀😀😀", "[5 symbols]"),
        ("你好\uff0c世界。", "[6 Chinese or Japanese characters]"),
        ("தமிழ் yes", "[3 Tamil characters] yes"),
        ("caf\u0065\u0301", "café"),
        ("\u202eevil\u202c user", "evil user"),
        ("one\r\ntwo\rthree", "one two three"),
        ("bell\x07 null\x00", "bell null"),
        ("private \uf89e sign", "private [unknown character U+F89E] sign"),
        ("lone \ud800 half", "lone [unknown character U+D800] half"),
        ("z" + "\u0301" * 60, "ź\u0301\u0301\u0301"),
    ],
)
def test_pdf_prints_or_names_every_character(written: str, read_back: str) -> None:
    assert read_back.replace(" ", "") in joined(pdf(report(notes=(note(written),)), MADE_AT))


@pytest.mark.parametrize("words", ["مرحبا بكم", "שלום עליכם", "हिन्दी", "ภาษาไทย"])
def test_text_in_a_script_the_fonts_have_is_left_as_it_is(words: str) -> None:
    assert clean(words, fonts()) == words
    assert pdf(report(notes=(note(words),)), MADE_AT).startswith(b"%PDF")


def test_text_direction_follows_the_first_strong_character() -> None:
    assert [direction(words) for words in ("123 שלום abc", "abc שלום", "123", "مرحبا")] == ["rtl", "ltr", "ltr", "rtl"]


def test_pdf_says_why_characters_stand_in_brackets_only_where_they_do() -> None:
    marked, plain = report(notes=(note("😀"),)), report(notes=(note("[grinning face]"),))

    assert "names in square brackets" in text_of(printed(marked))
    assert "names in square brackets" not in text_of(printed(plain))


@pytest.mark.parametrize(
    "body", ["W" * 80, "a" * 10_000, "compassion " * 900, "x\n" * 5_000, "https://x.org/" + "Q" * 300]
)
def test_pdf_keeps_long_words_and_notes_inside_the_page(body: str) -> None:
    long = Action("1", body[:200], body[:200], body[:200], "trust", body[:200], 1)
    value = report(
        notes=(note(body),), group_notes=(GroupNote("question-1", body, 1),), actions=(long,), name=body[:200]
    )
    made = pdf(value, MADE_AT)

    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(made)]
    edges = [page.get_rect(number)[2] for page in pages for number in range(page.count_rects())]
    assert max(edges) < A4[0] - 60
    assert joined(made).count(body[0]) >= body.count(body[0])


def test_pdf_of_a_workshop_with_empty_texts_can_be_made() -> None:
    empty = Action("1", " ", "", "\u200b", None, "", 1)

    assert pdf(report(notes=(note("\u202e \n"),), actions=(empty,), name=" ", partnership="\x00"), MADE_AT).startswith(
        b"%PDF"
    )


# ---------------------------------------------------------------- what is withheld


def test_withheld_dimension_is_said_to_be_withheld_and_its_mean_is_nowhere() -> None:
    exported = text_of(printed(full())) + csv(full()).decode() + json_file(full()).decode()

    assert "Conflict management Fewer than 5 answers, so withheld" in text_of(printed(full()))
    assert [number in exported for number in ("4.25", "4.3 ")] == [False, False]


def test_exports_withhold_even_where_a_profile_comes_in_whole() -> None:
    careless = report(found=Results(uneven(), None, 5))

    exported = text_of(pdf(careless, MADE_AT)) + csv(careless).decode() + json_file(careless).decode()
    assert "4.25" not in exported
    assert radar(careless.results, CONTENT).data[-1].r[4] is None


def test_results_all_withheld_leave_no_table_and_no_radar() -> None:
    value = report(found=results(scored({}, people=4)))

    text = text_of(printed(value))
    assert "no dimension can be shown, because each has fewer than 5 answers" in text
    assert "Individual answers, n" not in text
    assert {row["reason"] for row in cells(csv(value))} == {"Fewer than 5 answers"}
    assert {row["mean"] for row in cells(csv(value))} == {""}


# ---------------------------------------------------------------- radar, sentence, table


def test_radar_draws_the_profile_in_the_order_of_the_content() -> None:
    own = results(uneven(few=""))
    line = radar(own, CONTENT).data[-1]

    means = [score.mean for score in own.profile.dimensions]
    assert list(line.r) == [*means, means[0]]
    assert list(line.theta) == [d.id for d in CONTENT.questionnaire.dimensions] + ["shared-vision-and-values"]
    assert line.name == "Individual answers, n = 12"


def test_radar_leaves_a_gap_where_a_dimension_is_withheld() -> None:
    figure = radar(full().results, CONTENT)
    own = next(trace for trace in figure.data if trace.name.startswith("Individual"))

    assert own.r[4] is None
    assert 0 not in own.r
    assert own.connectgaps is False
    assert "Conflict<br>management<br><i>withheld</i>" in figure.layout.polar.angularaxis.ticktext


def test_radar_tells_the_lines_apart_by_dash_and_marker() -> None:
    lines = [trace for trace in radar(full().results, CONTENT).data if trace.mode == "lines+markers"]

    assert [line.name for line in lines] == ["Individual answers, n = 12", "Agreed together"]
    assert lines[0].line.dash != lines[1].line.dash
    assert lines[0].marker.symbol != lines[1].marker.symbol
    assert lines[1].r[7] is None


def test_radar_band_stays_on_the_scale() -> None:
    band = next(trace for trace in radar(results(uneven()), CONTENT).data if trace.name == "Spread")

    edges = [edge for edge in band.r if edge is not None]
    assert min(edges) >= 1
    assert max(edges) <= POINTS


def test_radar_runs_from_one_to_the_number_of_points_in_large_type() -> None:
    polar = radar(full().results, CONTENT).layout.polar

    assert list(polar.radialaxis.range) == [1, POINTS]
    assert list(polar.radialaxis.tickvals) == [1, 2, 3, 4, 5]
    assert polar.angularaxis.tickfont.size >= 24


@pytest.mark.parametrize("dark", [False, True])
def test_radar_without_any_answer_still_draws_its_axes(dark: bool) -> None:  # noqa: FBT001
    figure = radar(results(None), CONTENT, dark=dark)

    assert [trace.r for trace in figure.data] == [(None,)]
    assert len(figure.layout.polar.angularaxis.ticktext) == len(NAMES)


def test_in_words_names_highest_and_lowest() -> None:
    words = in_words(results(scored({"trust": 5, "innovation": 1}, people=8)), CONTENT)

    assert words == "8 people answered: Trust is highest at 5.0 out of 5, Innovation is lowest at 1.0."


def test_in_words_names_all_that_share_an_end() -> None:
    words = in_words(results(scored({"trust": 5, "compassion": 5, "innovation": 2}, people=8)), CONTENT)

    assert "Trust and Compassion are highest at 5.0 out of 5, Innovation is lowest at 2.0" in words


def test_in_words_ranks_nothing_under_half_a_point() -> None:
    words = in_words(results(scored({}, people=8)), CONTENT)

    assert words == "8 people answered: the scores lie close together, between 3.0 and 3.0 out of 5."


def test_in_words_counts_what_is_withheld_and_why() -> None:
    words = in_words(results(scored({"trust": 5}, people=8, few=WITHHELD)), CONTENT)

    assert words.endswith("1 of 9 dimensions is withheld because it has fewer than 5 answers.")
    assert "Conflict management" not in words


def test_in_words_takes_two_sentences_at_most() -> None:
    words = in_words(full().results, CONTENT)

    assert len(re.findall(r"\.(?= |$)", words)) == 2


def test_table_has_a_row_per_dimension_and_a_reason_for_what_is_withheld() -> None:
    rows = table(full().results, CONTENT)

    assert [row["dimension"] for row in rows] == NAMES
    first = {"dimension": NAMES[0], "mean": "1.5", "spread": "0.5", "n": "12", "why": "", "agreed": "3.0"}
    gap = {"mean": DASH, "spread": DASH, "n": DASH, "why": "Fewer than 5 answers", "agreed": "3.0"}
    assert rows[0] == first
    assert rows[4] == {"dimension": "Conflict management", **gap}
    assert rows[7]["agreed"] == DASH


def test_one_decimal_rounds_halves_up() -> None:
    assert [one_decimal(value) for value in (2.25, 3.65, 4.0, 2.3333, None)] == ["2.3", "3.7", "4.0", "2.3", DASH]


# ---------------------------------------------------------------- CSV, Excel, JSON


def test_csv_has_a_row_per_item_and_dimension_of_each_source() -> None:
    rows = cells(csv(full()))

    kinds = [(row["source"], row["level"]) for row in rows]
    assert kinds.count(("Individual answers", "item")) == kinds.count(("Agreed together", "item")) == 18
    assert kinds.count(("Individual answers", "dimension")) == kinds.count(("Agreed together", "dimension")) == 9
    first = rows[0]
    assert (first["item"], first["n"], first["mean"]) == (CONTENT.questionnaire.items[0].text, "12", "1.5")
    assert (first["1 Strongly disagree"], first["2 Disagree"], first["Don't know / does not apply"]) == ("6", "6", "0")
    assert all(CONTENT.questionnaire.copyright in row["copyright"] for row in rows)


def test_csv_leaves_withheld_values_empty_and_says_why() -> None:
    gone = [
        row for row in cells(csv(full())) if row["dimension"] == "Conflict management" and row["source"].startswith("I")
    ]

    assert len(gone) == 3
    assert {row[key] for row in gone for key in ("n", "mean", "spread", "4 Agree")} == {""}
    assert {row["reason"] for row in gone} == {"Fewer than 5 answers"}


def test_csv_opens_in_excel_and_has_no_formula() -> None:
    document = csv(report(name="=1+1", partnership=" @SUM(A1)", found=results(uneven())))

    assert document.startswith(b"\xef\xbb\xbf")
    assert {row["workshop"] for row in cells(document)} == {"'=1+1"}
    assert {row["partnership"] for row in cells(document)} == {"' @SUM(A1)"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_makes_each_start_of_a_formula_harmless(start: str) -> None:
    row = cells(csv(report(name=f"{start}cmd")))[0]

    assert row["workshop"].startswith("'")


def test_csv_without_results_says_so_in_one_row() -> None:
    rows = cells(csv(report()))

    assert [row["reason"] for row in rows] == ["The results were not revealed in this workshop."]


def test_excel_holds_the_same_rows_with_text_as_text() -> None:
    value = report(name="=1+1\x07", found=full().results)
    sheet = openpyxl.load_workbook(io.BytesIO(excel(value))).active

    assert sheet.max_row == 1 + len(cells(csv(value)))
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1\N{REPLACEMENT CHARACTER}", "s")
    assert sheet["I2"].value == 1.5


def test_json_holds_the_workshop_and_nothing_that_names_a_person() -> None:
    hidden = replace(note("Hidden word."), hidden=True)
    document = json_file(replace(full(), notes=(*full().notes, hidden))).decode()

    forbidden = (
        "SECRETCODE",
        "NOTEID",
        "ACTIONID",
        "person-",
        "777123",
        "Hidden word",
        '"mine"',
        '"hidden"',
        '"id": "n',
    )
    assert [word in document for word in forbidden] == [False] * len(forbidden)


def test_json_has_its_format_and_reads_back_word_for_word() -> None:
    tree = json.loads(json_file(full()))

    keys = ["format", "format_version", "content_version", "workshop", "group_notes", "notes", "actions", "results"]
    assert list(tree) == [*keys, "earlier", "attribution"]
    assert (tree["format"], tree["format_version"]) == ("across-boundaries-workshop", 1)
    assert tree["content_version"] == CONTENT.version
    assert tree["notes"][0] == {
        "question": "question-1",
        "body": "We share a duty desk.",
        "way": "mutual-support",
        "pinned": False,
        "heading": "",
    }
    assert tree["attribution"]["copyright"] == CONTENT.questionnaire.copyright


def test_json_keeps_every_text_as_it_was_written() -> None:
    tree = json.loads(json_file(report(notes=(note("😀 你好\r\n\u202eend"),))))

    assert tree["notes"][0]["body"] == "😀 你好\r\n\u202eend"


def test_json_withholds_a_dimension_with_its_items() -> None:
    withheld = json.loads(json_file(full()))["results"]["individual"]["dimensions"][4]

    assert (withheld["dimension"], withheld["withheld"], withheld["mean"]) == (WITHHELD, True, None)
    assert [item["counts"] for item in withheld["items"]] == [[], []]


def test_json_without_reveal_has_no_results() -> None:
    assert json.loads(json_file(report()))["results"] is None
