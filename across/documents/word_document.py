"""The notes as a Word document, for those who write the minutes: real headings, tables with a header row, links."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from across.documents.colours import DEEP, TEAL
from across.documents.drawable_text import direction, visible
from across.documents.edition import Edition, Paper
from across.documents.fonts import FontsMissing
from across.documents.outline import TEXTS, Section, sections
from across.documents.radar_picture import radar_picture
from across.documents.report_texts import (
    NOT_REVEALED,
    chosen_text,
    facts,
    from_last_time,
    has_states,
    held,
    how_to_read,
    left_out_in_words,
    marks,
    title,
)
from across.documents.score_table import nothing_to_show, score_table
from across.documents.typesetting import ReportError
from across.results.dimension_table import TITLES, means_over_time
from across.results.lines import sectors_in_order
from across.results.phrases import one_decimal, sector_line_name
from across.results.reasons import WITHHELD
from across.results.summary import summary
from across.results.talking_points import talking_point_texts
from across.workshop.report import Report
from across.workshop.steps import ACTIONS, RESULTS
from across.workshop.values import ACTION_STATES, ACTION_TITLES, Action, Note, Results
from content.shape import Content

SIZES: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
MARGIN = 24
TEXT_WIDTH = 162
# In millimetres; what they leave of the text's width is the first column's, or the column's with what will be done.
ACTION_WIDTHS = {"number": 11, "who": 26, "by_when": 24, "way": 27, "with_others": 26, "state": 21}
SCORE_WIDTHS = {"mean": 15, "n": 19, "spread": 17, "agreement": 24, "agreed": 20, "earlier": 19, "change": 20}
PICTURE_WIDTH = 130
# Where Calibri is missing, programs take a wider font: no word of a heading may be broken in that either.
TABLE_TEXT = 9
CELL_MARGIN = 1.1
AFTER_TABLE = Pt(6)
TWIPS_A_MILLIMETRE = 1440 / 25.4
LANGUAGE = "en-GB"
FONT = "Calibri"


def word_document(report: Report, made_at: datetime, edition: Edition = Edition()) -> bytes:  # noqa: B008 - frozen
    """The report as a .docx with the parts and on the paper of the edition; everything on A4 where none is given.

    What people wrote is text and nothing else; control characters stand as their names in brackets.
    """
    document = _blank(edition.paper)
    name = visible(title(report))
    _about(document, name, made_at)
    _footer(document, report)
    document.add_heading(_one_line(name), 0)
    _held(document, report, edition)
    for section in sections(report, edition):
        _section(document, report, section, edition)
    _how_to_read(document, report, edition)
    document.add_heading(TEXTS["about"], 2)
    _facts(document, report, made_at, edition)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blank(paper: Paper) -> WordDocument:
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (Mm(length) for length in SIZES[paper])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    for style in document.styles:
        if (fonts := style.element.find(qn("w:rPr"))) is not None:
            _plain_font(fonts)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for level, size in ((0, 26), (1, 18), (2, 14), (3, 12)):
        style = document.styles[f"Heading {level}" if level else "Title"]
        style.font.size, style.font.color.rgb = Pt(size), _rgb(DEEP if level < 2 else TEAL)  # noqa: PLR2004 - the levels
    return document


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.upper())


def _plain_font(properties: BaseOxmlElement) -> None:
    """Take out the fonts of the theme, which would win over ours."""
    for fonts in properties.findall(qn("w:rFonts")):
        fonts.attrib.clear()
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)


def _about(document: WordDocument, name: str, made_at: datetime) -> None:
    about = document.core_properties
    moment = made_at.astimezone(UTC).replace(tzinfo=None) if made_at.tzinfo else made_at
    about.title, about.author, about.comments = _one_line(name)[:255], "Across Boundaries", ""
    about.language, about.last_modified_by = LANGUAGE, "Across Boundaries"
    about.created = about.modified = moment.replace(microsecond=0)


def _footer(document: WordDocument, report: Report) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{report.content.questionnaire.copyright}\tPage ")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run._r.append(_field(kind, text))  # noqa: SLF001 - python-docx has no fields


def _field(kind: str | None, text: str | None) -> BaseOxmlElement:
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    instruction = OxmlElement("w:instrText")
    instruction.text = text
    return instruction


def _held(document: WordDocument, report: Report, edition: Edition) -> None:
    """For whom the workshop was held and when, and what this copy leaves out."""
    _paragraph(document, _one_line(held(report)))
    if gone := left_out_in_words(edition):
        _paragraph(document, f"Left out of this copy: {gone}")


def _facts(document: WordDocument, report: Report, made_at: datetime, edition: Edition) -> None:
    known = facts(report, made_at, edition)
    if report.results and report.results.profile and {"results", "items"} <= edition.parts:
        known.append(("In the PDF alone", "The answers to each item."))
    for term, text in known:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{term}: ").bold = True
        paragraph.add_run(_one_line(text))


def _section(document: WordDocument, report: Report, section: Section, edition: Edition) -> None:
    document.add_heading(section.heading, 1)
    if section.question:
        _paragraph(document, section.question).runs[0].italic = True
    if section.kind == "results":
        _results(document, report)
    if section.kind == "actions":
        _actions(document, report)
        _chosen(document, report, ACTIONS, TEXTS["chosen_to_do"])
    if section.kind == "resources":
        _resources(document, report)
    _texts(document, report, section, edition)


def _texts(document: WordDocument, report: Report, section: Section, edition: Edition) -> None:
    """The group's note first, the room's after it."""
    if section.group:
        document.add_heading(TEXTS["group_note"], 2)
        _paragraphs(document, section.group)
    if section.count:
        document.add_heading(section.notes_heading, 2)
    for group in section.notes:
        if group.heading:
            document.add_heading(_one_line(group.heading), 3)
        for note in group.notes:
            _note(document, report, note)
    if section.kind == "question" and not section.group and not section.count:
        nothing = "nothing_written" if edition.individual_notes else "no_group_note"
        _paragraph(document, TEXTS[nothing])


def _note(document: WordDocument, report: Report, note: Note) -> None:
    """A note as an item of a list: lines stay lines, so that one note is one item."""
    paragraph = _paragraph(document, note.body.strip(), "List Bullet")
    way = report.content.way_name(note.way)
    about = ". ".join(text for text in (f"{ACTION_TITLES['way']}: {way}" if way else "", marks(note)) if text)
    if about:
        paragraph.add_run(f" ({about})").italic = True


def _results(document: WordDocument, report: Report) -> None:
    results = report.results
    if results is None:
        _paragraph(document, NOT_REVEALED)
        return
    _paragraph(document, summary(results, report.content))
    _radar(document, results, report.content)
    if not nothing_to_show(results, report.content):
        _scores(document, results, report.content)
        _sectors(document, results, report.content)
        _over_time(document, results, report.content)
    _attribution(document, report)
    _talking_points(document, results, report)
    _chosen(document, report, RESULTS, TEXTS["chosen_to_talk"])


def _radar(document: WordDocument, results: Results, content: Content) -> None:
    """The radar as a picture with its text; nothing where it could not be made this time: the table has its numbers."""
    try:
        picture = radar_picture(results, content)
    except (ReportError, FontsMissing):
        return
    if picture is None:
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    drawn = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Mm(PICTURE_WIDTH))
    drawn._inline.docPr.set("descr", picture.alternative)  # noqa: SLF001 - python-docx has no alternative texts
    drawn._inline.docPr.set("name", "Radar")  # noqa: SLF001 - and calls it Picture 1
    _paragraph(document, picture.caption).runs[0].font.size = Pt(TABLE_TEXT)


def _scores(document: WordDocument, results: Results, content: Content) -> None:
    """Every number of a dimension in one row, and below it what is withheld, and why."""
    table = score_table(results, content)
    rows = [[row[key] for key in table.titles] for row in table.rows]
    _table(document, [*table.titles.values()], rows, _widths([*table.titles], SCORE_WIDTHS))
    for text in table.notes:
        note = _paragraph(document, text)
        note.runs[0].font.size, note.paragraph_format.space_before = Pt(TABLE_TEXT), AFTER_TABLE


def _over_time(document: WordDocument, results: Results, content: Content) -> None:
    """The means of each workshop in turn, where there are more than two."""
    workshops = means_over_time(results, content)
    if not workshops:
        return
    document.add_heading(TEXTS["over_time"], 2)
    columns = [[dimension.name for dimension in content.questionnaire.dimensions], *(means for _, means in workshops)]
    titles = [TITLES["dimension"], *(title for title, _ in workshops)]
    _table(document, titles, [[*row] for row in zip(*columns, strict=True)], [TEXT_WIDTH / len(titles)] * len(titles))


def _sectors(document: WordDocument, results: Results, content: Content) -> None:
    """The means of each sector that has a line."""
    sectors = sectors_in_order(results.sectors, content)
    if not sectors:
        return
    document.add_heading(TEXTS["by_sector"], 2)
    names = [dimension.name for dimension in content.questionnaire.dimensions]
    columns = [names, *([WITHHELD if mean is None else one_decimal(mean) for mean in line.means] for line in sectors)]
    titles = [TITLES["dimension"], *(sector_line_name(line, content) for line in sectors)]
    _table(document, titles, [[*row] for row in zip(*columns, strict=True)], [TEXT_WIDTH / len(titles)] * len(titles))


def _widths(keys: list[str], known: dict[str, int]) -> list[float]:
    """The widths of these columns in millimetres; the one that has none takes what is left."""
    left = TEXT_WIDTH - sum(known.get(key, 0) for key in keys)
    return [known.get(key, left) for key in keys]


def _talking_points(document: WordDocument, results: Results, report: Report) -> None:
    """Where to talk: for each point its numbers and its open question."""
    points = talking_point_texts(results, report.content)
    if points:
        document.add_heading(TEXTS["where_to_talk"], 2)
    for point in points:
        document.add_heading(f"{point.title}: {point.about}", 3)
        _paragraph(document, point.numbers)
        _paragraph(document, point.question).runs[0].italic = True


def _chosen(document: WordDocument, report: Report, step: str, title: str) -> None:
    """What the group chose at a step, where that was shown."""
    text = chosen_text(report, step)
    if text:
        document.add_heading(title, 2)
        _paragraph(document, text)


def _actions(document: WordDocument, report: Report) -> None:
    if not report.actions:
        _paragraph(document, TEXTS["no_actions"])
        return
    states = has_states(report)
    shown = [name for name in ACTION_TITLES if states or name != "state"]
    rows = [
        [str(number), *(_cell(report, action, name) for name in shown)]
        for number, action in enumerate(report.actions, start=1)
    ]
    titles = [TEXTS["number"], *(ACTION_TITLES[name] for name in shown)]
    _table(document, titles, rows, _widths(["number", *shown], ACTION_WIDTHS))


def _cell(report: Report, action: Action, name: str) -> str:
    """One field of an action as it is read."""
    if name == "what" and action.last_time:
        return f"{action.what}\n{from_last_time(action)}"
    if name == "way":
        return report.content.way_name(action.way)
    return ACTION_STATES[action.state] if name == "state" else str(getattr(action, name))


def _table(document: WordDocument, titles: list[str], rows: list[list[str]], widths: Sequence[float]) -> None:
    """A table whose first row is repeated on each page and read out as its header; no row is cut.

    `widths` are in millimetres. They stand in the table's grid and in each cell: programs read one or the other.
    """
    made = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    made.autofit = False
    _fill(made.rows[0].cells, titles, bold=True)
    _set(made.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - python-docx has no header rows
    for row in rows:
        _fill(made.add_row().cells, row)
    for row in made.rows:
        _set(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001 - nor rows that stay whole
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    _set_whole(made, sum(widths))


def _set_whole(table: Table, width: float) -> None:
    """How wide the table is as a whole, and how far from the edges of a cell its text stands, in millimetres."""
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx sets widths of columns alone
    _measure(properties.find(qn("w:tblW")), width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        _measure(margins.makeelement(qn(side), {}), CELL_MARGIN, margins)
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription", "w:tblPrChange")


def _measure(element: BaseOxmlElement, millimetres: float, within: BaseOxmlElement | None = None) -> None:
    element.set(qn("w:type"), "dxa")
    element.set(qn("w:w"), str(round(millimetres * TWIPS_A_MILLIMETRE)))
    if within is not None:
        within.append(element)


def _fill(cells: Sequence[_Cell], texts: list[str], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        run = _add_text(cell.paragraphs[0], text)
        run.bold, run.font.size = bold or None, Pt(TABLE_TEXT)


def _set(properties: BaseOxmlElement, name: str) -> None:
    properties.append(OxmlElement(name))


def _resources(document: WordDocument, report: Report) -> None:
    resources = report.content.resources
    document.add_heading(TEXTS["websites"], 2)
    for site in resources.websites:
        _resource(document, site.title, [site.description or "", *site.points], site.link)
    document.add_heading(TEXTS["videos"], 2)
    for video in resources.videos:
        _resource(document, f"{video.speaker} ({video.duration})", [video.description], video.link)


def _resource(document: WordDocument, title: str, texts: list[str], link: str) -> None:
    document.add_heading(title, 3)
    for number, text in enumerate(text for text in texts if text):
        _paragraph(document, text, "List Bullet" if number else None)
    _link(document.add_paragraph(), link)


def _how_to_read(document: WordDocument, report: Report, edition: Edition) -> None:
    document.add_heading("How to read these notes", 1)
    for text in how_to_read(report, edition):
        _paragraph(document, text)
    document.add_heading(TEXTS["questionnaire"], 2)
    _paragraph(document, report.content.questionnaire.introduction)
    for dimension in report.content.questionnaire.dimensions:
        _paragraph(document, dimension.name, "List Bullet")
    _attribution(document, report)


def _attribution(document: WordDocument, report: Report) -> None:
    questionnaire = report.content.questionnaire
    paragraph = document.add_paragraph(f"{questionnaire.copyright} {questionnaire.information} ")
    paragraph.paragraph_format.space_before = AFTER_TABLE
    _link(paragraph, questionnaire.link)


def _link(paragraph: Paragraph, address: str) -> None:
    """A link whose text is its address, so that it can be read on paper too."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = Run(OxmlElement("w:r"), paragraph)
    run.text, run.underline, run.font.color.rgb = address, True, _rgb(TEAL)
    link.append(run._r)  # noqa: SLF001 - python-docx reads links and does not write them
    paragraph._p.append(link)  # noqa: SLF001


def _paragraphs(document: WordDocument, text: str) -> None:
    """A text of any length: an empty line begins a new paragraph."""
    for piece in re.split(r"\n\s*\n", visible(text).strip()):
        _paragraph(document, piece)


def _paragraph(document: WordDocument, text: str, style: str | None = None) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    _add_text(paragraph, text)
    return paragraph


def _add_text(paragraph: Paragraph, text: str) -> Run:
    """Text into a paragraph, its lines kept, right to left where it begins so."""
    run = paragraph.add_run(visible(text).strip("\n"))
    if direction(text) == "rtl":
        _set(paragraph._p.get_or_add_pPr(), "w:bidi")  # noqa: SLF001 - python-docx has no right to left
        run.font.rtl = True
    return run


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())
