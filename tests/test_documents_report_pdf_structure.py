"""The PDF can be read out, found through and kept: its tags, headings, tables, links and pages."""

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from functools import cache
from itertools import pairwise
from pathlib import Path

import outloud
import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from pypdf import PdfReader
from reading import headings, read_out, rows_read
from reports import (
    A4,
    CONTENT,
    DASH,
    MADE_AT,
    full,
    note,
    printed,
    report,
    revealed,
    rows_of_sectors,
    second_time,
    text_of,
)

from across.documents.blank_forms import FormDetails, discussion_sheet_pdf, questionnaire_pdf
from across.documents.edition import Edition, Paper
from across.documents.guide_pdf import guide_pdf
from across.documents.report_pdf import report_pdf
from across.documents.typesetting import ReportError
from across.results.lines import also_drawn, drawn_lines
from across.results.summary import summary
from across.workshop.report import Report
from across.workshop.values import Action, GroupNote

# ---------------------------------------------------------------- the PDF's structure

PARTS_IN_ORDER = [
    *("The day on one page", "Results", "Actions"),
    *(f"Question {number}" for number in range(1, 6)),
    *("Resources", "How to read this report"),
]
# The side margins of the report in points.
MARGIN = 48
# The lines at the foot of each page end below this.
FOOT = 60
PAPERS = ("a4", "us-letter")
CELLS = ("/TH", "/TD")
# The checker knows level B alone, reads no schema that a file brings along (PDF/UA needs one) and wants
# a bookmark's destination in the bookmark itself; the standard allows all three.
NOT_UNDERSTOOD = {
    "ISO_19005_2:6.6.4-3",
    "ISO_19005_2:6.6.2.3.1-1",
    "pikepdf:schema-OutlineItem",
}


@cache
def crowded(notes: int) -> Report:
    """A workshop with this many notes, some long, some in groups, and a page of actions."""
    bodies = ("Listen.", "Ring before you write. " * 12, "We wait for each other, " * 4)
    said = tuple(
        replace(
            note(f"{bodies[position % 3]} {position}", f"question-{position % 5 + 1}"),
            heading="" if position % 7 else "Time",
        )
        for position in range(notes)
    )
    actions = tuple(Action(str(number), bodies[number % 3], "Ann", "September", "trust", "", 1) for number in range(16))
    agreed = tuple(GroupNote(f"question-{number}", bodies[1], 1) for number in (1, 3, 5))
    return report(notes=said, group_notes=agreed, actions=actions, found=full().results)


@cache
def everything() -> Report:
    """A whole workshop in many scripts."""
    scripts = ("Dŵr", "Zażółć", "مرحبا بكم", "שלום", "你好", "ひらがな", "한국어", "हिन्दी", "ภาษาไทย", "😀", "\u202ex")
    return replace(full(), notes=(*full().notes, *map(note, scripts)))


def _attribute(element: pikepdf.Dictionary, name: str) -> object:
    own = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
    return next((attributes[name] for attributes in own if name in attributes), ())


def _rects(text: pypdfium2.PdfTextPage) -> range:
    return range(text.count_rects())


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


def test_pdf_reads_out_a_question_then_the_groups_note_then_the_rooms_notes() -> None:
    tags = read_out(printed(full()))
    start = next(position for position, tag in enumerate(tags) if (tag.tag, tag.text) == ("H2", "Question 1"))

    assert [(tag.tag, tag.text) for tag in tags[start : start + 8]] == [
        ("H2", "Question 1"),
        ("P", CONTENT.questions.questions[0].text),
        ("H3", "What the group agreed"),
        ("P", "Notice what others carry."),
        ("H3", "Notes from participants (1)"),
        ("P", "We share a duty desk."),
        ("P", "Way: Mutual support"),
        ("H2", "Question 2"),
    ]


def test_pdf_reads_out_what_participants_proposed_after_the_actions() -> None:
    taken = replace(note("Meet monthly", "actions"), heading="Made an action", marks=2)
    tags = read_out(printed(report(notes=(taken, note("Share the rota", "actions")))))
    start = next(position for position, tag in enumerate(tags) if (tag.tag, tag.text) == ("H2", "Actions"))

    assert [(tag.tag, tag.text) for tag in tags[start : start + 8]] == [
        ("H2", "Actions"),
        ("P", "No actions were noted."),
        ("H3", "Proposed by participants (2)"),
        ("H4", "Made an action"),
        ("P", "Meet monthly"),
        ("P", "Backed by 2 other people"),
        ("H4", "Other proposals"),
        ("P", "Share the rota"),
    ]


def test_pdf_headings_are_in_order_and_skip_no_level() -> None:
    found = headings(printed(full()))
    levels = [int(tag[1]) for tag, _ in found]

    assert [text for tag, text in found if tag in ("H1", "H2")] == ["Leading together", *PARTS_IN_ORDER]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_pdf_bookmarks_name_the_parts_and_lead_to_their_pages() -> None:
    made = printed(full())
    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    reader = PdfReader(io.BytesIO(made))

    pages = {bookmark.title: reader.get_destination_page_number(bookmark) for bookmark in reader.outline}
    assert titles == PARTS_IN_ORDER
    assert pages == {tag.text: tag.pages[0] for tag in read_out(made) if tag.tag == "H2"}


def test_pdf_notes_are_items_of_a_list_under_the_name_of_their_group() -> None:
    grouped = replace(note("We wait for each other."), heading="Time", marks=2)
    tags = read_out(report_pdf(report(notes=(note("Alone."), grouped)), MADE_AT))

    heard = ("Time", "We wait for each other.", "Other notes", "Alone.")
    assert [(tag.tag, tag.text) for tag in tags if tag.text in heard] == [*zip(("H4", "P") * 2, heard, strict=True)]
    assert all("LI" in tag.within for tag in tags if tag.text in ("Alone.", "We wait for each other."))
    assert "True for 2 other people too" in [tag.text for tag in tags]


def test_pdf_tables_have_headers_with_a_scope_and_name_what_each_cell_is() -> None:
    tags = read_out(printed(full()))
    with pikepdf.open(io.BytesIO(printed(full()))) as opened:
        cells = [cell for cell in opened.objects if isinstance(cell, pikepdf.Dictionary) and cell.get("/S") in CELLS]
        heads = [_attribute(cell, "/Scope") for cell in cells if cell.S == "/TH"]
        named = [list(_attribute(cell, "/Headers")) for cell in cells if cell.S == "/TD"]

    titles = [tag.text for tag in tags if tag.tag == "TH"]
    assert titles == [
        *("Dimension", "Mean", "Answers", "Spread", "Agreement", "Agreed together"),
        *("No.", "What", "Who", "By when", "With others", "Done"),
    ]
    assert set(heads) == {"/Column"}
    assert all(named)


def test_pdf_radar_has_the_sentence_as_its_alternative_and_each_bar_its_counts() -> None:
    radar, *bars = [tag.text for tag in read_out(printed(full())) if tag.tag == "Figure"]
    first = CONTENT.questionnaire.items[0]

    assert radar == summary(full().results, CONTENT)
    assert len(bars) == 16
    assert bars[0] == (
        f"{first.text} 1 Strongly disagree: 6; 2 Disagree: 6; 3 Neither agree nor disagree: 0; 4 Agree: 0; "
        "5 Strongly agree: 0; Don't know / does not apply: 0."
    )


@pytest.mark.parametrize("value", [full, second_time])
def test_pdf_says_of_each_figure_where_on_its_page_it_stands(value: Callable[[], Report]) -> None:
    with pikepdf.open(io.BytesIO(printed(value()))) as opened:
        figures = [
            part for part in opened.objects if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"
        ]
        boxes = [[float(edge) for edge in _attribute(figure, "/BBox")] for figure in figures]

    assert len(boxes) == len([tag for tag in read_out(printed(value())) if tag.tag == "Figure"])
    assert all(len(box) == 4 and box[0] < box[2] and box[1] < box[3] for box in boxes)


def test_pdf_gives_the_only_sector_with_a_line_a_radar_and_its_means_and_names_those_without() -> None:
    found = revealed(rows_of_sectors({"health": 7, "community": 3, "third-sector": 3}))
    tags = [tag.text for tag in read_out(printed(report(found=found)))]

    assert tags.count("By sector") == 1
    assert any("a line for each of these sectors: Health, n = 7. The table has the numbers." in text for text in tags)
    assert any("Without a line: Social care, Third sector, Community and Other." in text for text in tags)
    assert any(re.fullmatch(r"Health\W\d\.\d", text) for text in tags)


def test_pdf_names_a_sector_whose_name_no_font_can_draw() -> None:
    health, *others = CONTENT.choices.sectors
    sectors = (health.model_copy(update={"name": "Health \U0001f600"}), *others)
    content = CONTENT.model_copy(update={"choices": CONTENT.choices.model_copy(update={"sectors": sectors})})
    value = replace(report(found=revealed(rows_of_sectors())), content=content)

    assert "Health [grinning face] 1.5, Social care 4.5" in text_of(report_pdf(value, MADE_AT))


def test_pdf_says_each_number_of_a_dimension_once_in_one_table() -> None:
    tags = read_out(printed(second_time()))
    heads = [tag.text for tag in tags if tag.tag == "TH"]

    titles = ["Dimension", "Mean", "Answers", "Spread", "Agreement", "Agreed together", "3 May 2026", "Change"]
    assert heads[: len(titles)] == titles
    assert heads.count("Dimension") == 1
    assert [row for row in rows_read(printed(second_time())) if row[0] == "Innovation"] == [
        ["Innovation", "1.5", "26", "0.5", "close", "2.0", "3.0", "1.5 lower"],
    ]


def test_pdf_leaves_what_stands_on_every_page_out_of_what_is_read() -> None:
    made = printed(full())
    read = " ".join(tag.text for tag in read_out(made))

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "Page 2 of" not in read


def test_pdf_links_say_where_they_lead() -> None:
    links = [
        annotation.get_object()
        for page in PdfReader(io.BytesIO(printed(full()))).pages
        for annotation in page.get("/Annots", [])
    ]

    assert links
    assert all(link["/Subtype"] == "/Link" and link.get("/Contents") and "/StructParent" in link for link in links)


@pytest.mark.parametrize(
    ("written", "language"),
    [("مرحبا بكم", "ar"), ("שלום עליכם", "he"), ("你好世界", "zh"), ("ひらがなと漢字", "ja"), ("한국어", "ko")],
)
def test_pdf_says_the_language_of_a_note_in_another_script(written: str, language: str) -> None:
    tags = read_out(report_pdf(report(notes=(note(written),)), MADE_AT))

    assert [tag.lang for tag in tags if "LI" in tag.within and "LBody" in tag.within] == [language]


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("notes", [3, 41, 300])
def test_pdf_never_parts_a_heading_from_what_follows_nor_cuts_a_row(notes: int, paper: Paper) -> None:
    tags = read_out(report_pdf(crowded(notes), MADE_AT, Edition(paper=paper)))

    parted = [
        tag.text for tag, after in pairwise(tags) if tag.tag in ("H2", "H3", "H4") and tag.pages[-1] != after.pages[0]
    ]
    rows: dict[int, set[int]] = {}
    for tag in tags:
        rows.setdefault(tag.row, set()).update(tag.pages)
    assert parted == []
    assert [row for row, pages in rows.items() if row and len(pages) > 1] == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("notes", [0, 41])
def test_pdf_leaves_no_page_half_empty_before_the_last(notes: int, paper: Paper) -> None:
    pages = list(pypdfium2.PdfDocument(report_pdf(crowded(notes), MADE_AT, Edition(paper=paper))))

    lowest = [
        min(bottom for left, bottom, *_ in map(text.get_rect, _rects(text)) if bottom > FOOT)
        for text in (page.get_textpage() for page in pages)
    ]
    assert [round(bottom) for bottom in lowest[1:-1] if bottom > pages[0].get_height() / 2] == []


def test_pdf_reads_out_where_to_talk_before_what_the_group_agreed_on_the_results() -> None:
    tags = [(tag.tag, tag.text) for tag in read_out(printed(second_time()))]
    start = tags.index(("H3", "Where to talk"))
    agreement = "Within-group agreement 0.00, where 1 means that everyone gave the same answers."

    assert tags[start + 1 : start + 4] == [
        ("H4", "Two camps: Trust"),
        ("P", f"Two camps on each item. {agreement}"),
        ("P", CONTENT.talking_question("divided-two-camps").question),
    ]
    later = [("H3", name) for name in ("What the group agreed", "By sector", "The dimensions")]
    assert [tags.index(heading) for heading in later] == sorted(tags.index(heading) for heading in later)
    assert start < tags.index(later[0])
    assert ("P", "Trust first.") in tags


def test_pdf_says_of_the_radar_which_lines_it_has() -> None:
    alternative = next(tag.text for tag in read_out(printed(second_time())) if tag.tag == "Figure")

    assert alternative.startswith("26 people answered")
    assert alternative.endswith(also_drawn(drawn_lines(second_time().results, CONTENT, sectors=False)))


def test_pdf_gives_actions_their_state_and_says_which_are_from_last_time() -> None:
    text = text_of(printed(second_time()))

    assert "Start a joint induction From last time (3 May 2026)" in text
    assert [word in text for word in ("State", "Done", "Under way", "Not started")] == [True] * 4
    assert "State" not in text_of(printed(full()))


def test_pdf_says_the_true_reason_and_not_the_mean_of_what_is_hidden() -> None:
    text = text_of(printed(second_time()))

    assert ["Mutual support", "4.0", "26", DASH, DASH, "3.0", "3.0", "1.0 higher"] in rows_read(printed(second_time()))
    assert (
        text.count("Only its mean is shown: Mutual support. Hidden so that nobody\u2019s own answer can be told.") == 1
    )
    assert "Fewer than 5 answers" not in text
    assert "We are strongly focused on how we can help each other" not in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("part", ["Actions", "The day on one page"])
def test_pdf_keeps_on_one_page_what_fits_on_one(part: str, paper: Paper) -> None:
    tags = read_out(report_pdf(second_time(), MADE_AT, Edition(paper=paper)))
    start = next(position for position, tag in enumerate(tags) if tag.tag in ("H2", "H3") and tag.text == part)
    after = (position for position, tag in enumerate(tags) if position > start and tag.tag == "H2")

    assert len({page for tag in tags[start : next(after, len(tags))] for page in tag.pages}) == 1


def test_pdf_turns_no_page_for_how_to_read_where_it_fits_below_the_last_video() -> None:
    tags = read_out(report_pdf(replace(full(), notes=(), group_notes=()), MADE_AT))
    pages = {tag.text: tag.pages for tag in tags}

    assert pages["Katherine Gottlieb"] == pages["How to read this report"]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("notes", [0, 3, 41])
def test_pdf_ends_with_a_page_that_is_worth_turning_to(notes: int, paper: Paper) -> None:
    made = report_pdf(crowded(notes), MADE_AT, Edition(paper=paper))

    last = max(page for tag in read_out(made) for page in tag.pages)
    assert sum(last in tag.pages for tag in read_out(made)) >= 10
    assert last == len(PdfReader(io.BytesIO(made)).pages) - 1


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("us-letter", (612.0, 792.0))])
def test_pdf_is_on_the_paper_that_was_chosen_and_inside_its_margins(paper: Paper, size: tuple[float, float]) -> None:
    long = Action("1", "W" * 600 + " word" * 700, "W" * 80, "W" * 80, "trust", "W" * 80, 1)
    value = report(
        notes=(note("a" * 10_000), note("x\n" * 300)), actions=(long,), name="W" * 200, partnership="compassion " * 18
    )
    pages = list(pypdfium2.PdfDocument(report_pdf(value, MADE_AT, Edition(paper=paper))))

    edges = [text.get_rect(number) for text in (page.get_textpage() for page in pages) for number in _rects(text)]
    assert {tuple(round(length, 1) for length in page.get_size()) for page in pages} == {size}
    assert min(left for left, _, _, _ in edges) > MARGIN
    assert max(right for _, _, right, _ in edges) < size[0] - MARGIN
    assert min(bottom for _, bottom, _, _ in edges) > 35


@pytest.mark.parametrize("paper", PAPERS)
def test_pdf_lets_nothing_run_off_the_foot_of_a_page_where_signs_are_told_by_their_names(paper: Paper) -> None:
    named = "\U0001f600 and \U0001f994 so " * 80
    action = Action("1", named, named[:400], named[:400], "trust", named[:400], 1)
    value = report(notes=(note(named),), group_notes=(GroupNote("question-1", named, 1),), actions=(action,))
    pages = list(pypdfium2.PdfDocument(report_pdf(value, MADE_AT, Edition(paper=paper))))

    lowest = [text.get_rect(number)[1] for text in (page.get_textpage() for page in pages) for number in _rects(text)]
    assert min(lowest) > 30


def test_pdf_holds_to_the_rules_of_pdf_a_by_another_programs_reckoning() -> None:
    with pikepdf.open(io.BytesIO(printed(everything()))) as document:
        found = pikepdf.pdfa.check(document, "2b").findings

    assert {finding.rule for finding in found if finding.kind == "violation"} == NOT_UNDERSTOOD


FORM = FormDetails("Leading together", asks_sector=True, smallest_group=5, paper="a4")
MADE: dict[str, Callable[[], bytes]] = {
    "many scripts": lambda: printed(everything()),
    "second time": lambda: printed(second_time()),
    "41 notes": lambda: printed(crowded(41)),
    "nothing said": lambda: printed(report()),
    "questionnaire": lambda: questionnaire_pdf(CONTENT, "https://example.org/join/ABCDEF", MADE_AT, FORM),
    "discussion sheet": lambda: discussion_sheet_pdf(CONTENT, "https://example.org/join/ABCDEF", MADE_AT, FORM),
    "facilitator's guide": lambda: guide_pdf(MADE_AT),
}


@pytest.mark.parametrize("made", MADE)
def test_pdf_holds_to_the_rules_of_pdf_ua_by_another_programs_reckoning(made: str, tmp_path: Path) -> None:
    found = barriers(MADE[made](), tmp_path)

    assert found == []


def test_the_other_program_finds_a_figure_without_words_and_a_level_that_is_skipped(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(printed(full()))) as document:
        for element in document.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure":
                del element["/Alt"]
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/H2":
                element.S = pikepdf.Name.H4
        document.save(tmp_path / "stripped.pdf")

    assert barriers((tmp_path / "stripped.pdf").read_bytes(), tmp_path) == ["FIG-001", "HDG-001"]


def barriers(document: bytes, folder: Path) -> list[str]:
    """The rules of PDF/UA-1 that a file breaks, as far as outloud checks them."""
    (folder / "checked.pdf").write_bytes(document)
    result = outloud.check(str(folder / "checked.pdf"), layers=["conformance"])
    assert result.error is None
    return sorted({finding.rule for finding in result.findings if finding.severity == "error"})


def test_pdf_passes_qpdf() -> None:
    with pikepdf.open(io.BytesIO(printed(full()))) as document:
        assert document.check_pdf_syntax() == []


def test_pdf_of_the_same_moment_has_the_same_bytes_in_any_time_zone() -> None:
    elsewhere = MADE_AT.astimezone(timezone(timedelta(hours=1)))

    assert (
        report_pdf(full(), MADE_AT)
        == printed(full())
        == report_pdf(full(), elsewhere)
        == report_pdf(full(), MADE_AT.replace(tzinfo=None))
    )


def test_pdf_can_be_made_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert report_pdf(full(), MADE_AT) == printed(full())


def test_pdf_failure_says_what_to_do_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(ReportError, match="try again") as raised:
        report_pdf(report(notes=(note("A private word."),)), MADE_AT)
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

    text = text_of(report_pdf(report(notes=(note("Dŵr مرحبا"),)), MADE_AT))

    assert "Dŵr [5 Arabic characters]" in text
