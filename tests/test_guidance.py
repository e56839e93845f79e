"""The facilitator's guide and the accessibility statement: equal wherever they are shown, and true of the product."""

import io
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from http_requests import Answer, ask, served
from people import a_plan, migrated_sqlite
from phones import Phone, start
from phones import served as phones_served
from pypdf import PdfReader
from reading import headings, read_out, rows_read
from reports import A4, CONTENT, MADE_AT, joined
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from across.documents.guide_pdf import SECOND_PAGE, guide_pdf
from across.guidance.document import ACCESSIBILITY, GUIDE, Block, Document, NotWritten, document, filled, plain, source
from across.guidance.statement import CONTACT_UNKNOWN, RUN_BY_UNKNOWN, statement
from across.room.application import open_application
from across.settings import DEFAULT_RETENTION_DAYS, Settings
from across.web.guidance.routes import routes
from across.workshop.steps import agenda, full_agenda
from app import app
from pages import screen
from scoring.shown import DEFAULT_SMALLEST_GROUP, FEWEST_NEWCOMERS, FLOOR

TOP = Path(__file__).parent.parent
OURS = {"/facilitator-guide", "/facilitator-guide.pdf", "/accessibility"}
BREAK, ALL = "A break", "In all"
NOT_HELD = {"left out", "none"}
# The parts of the model that the Government Digital Service gives, in its order.
MODEL = (
    "How accessible this website is",
    "Feedback and contact information",
    "Reporting accessibility problems with this website",
    "Enforcement procedure",
    "Technical information about this website's accessibility",
    "Compliance status",
    "Non-accessible content",
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that's not within the scope of the accessibility regulations",
    "What we're doing to improve accessibility",
    "Preparation of this accessibility statement",
)


def written(name: str) -> Document:
    """A document as a server shows it that was told nothing of who runs it."""
    return document(source(GUIDE) if name == GUIDE else statement(None, None))


def said(shown: Document) -> list[str]:
    """Every line of a document in its order, its title first."""
    return [shown.title, *(plain(line) for block in shown.blocks for line in block.lines)]


def names(shown: Document) -> set[str]:
    """What a document says stands on a screen: whatever is bold."""
    return {piece.text for block in shown.blocks for line in block.lines for piece in line if piece.strong}


class Page(HTMLParser):
    """The lines of a page, as a browser would show them, in their order, and its addresses."""

    LINES = frozenset({"h1", "h2", "h3", "p", "li", "th", "td"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag in self.LINES:
            self._within = True
            self.lines.append("")
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        if tag in self.LINES:
            self._within = False
            self.lines[-1] = " ".join(self.lines[-1].split())

    def handle_data(self, data):
        if self._within:
            self.lines[-1] += data


def answers(settings: Settings, *paths: str) -> list[Answer]:
    application = open_application(settings)
    with served(Starlette(routes=routes(lambda: application))) as port:
        found = [ask(port, path) for path in paths]
    application.store.close()
    return found


def settings_in(folder: Path, **more: str) -> Settings:
    return Settings(migrated_sqlite(folder), public_url=None, retention_days=90, port=0, **more)


@cache
def guide() -> bytes:
    return guide_pdf(MADE_AT)


@cache
def on_screens() -> str:
    """The sources of what people see: the facilitator's pages and stage, and the phones' pages."""
    folders = {
        "across/screen": "*.py",
        "pages": "*.py",
        "across/web/facilitator/stage": "*.js",
        "across/web/participant": "*",
    }
    paths = [path for folder, kind in folders.items() for path in sorted((TOP / folder).rglob(kind)) if path.is_file()]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix in (".py", ".js", ".html"))


@cache
def on_phones() -> str:
    """What the phones' pages say, without their signs."""
    paths = sorted((TOP / "across/web/participant").rglob("*.html"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return " ".join(re.sub(r"<[^>]+>|\{[{%].*?[%}]\}", " ", text).split())


def is_on_a_screen(name: str) -> bool:
    """Whether something is called so: the whole of a text in a source, or a step."""
    called = {f'"{name}"', f">{name}<", f"\u201c{name}\u201d"}
    return name in {step.title for step in full_agenda(CONTENT)} or any(sign in on_screens() for sign in called)


def timings() -> dict[str, dict[str, int]]:
    """For each length of a workshop, the minutes of what is held; ALL is what the guide says they come to."""
    [table] = [block for block in document(source(GUIDE)).blocks if block.kind == "table"]
    head, *rows = [[plain(cell).strip() for cell in row] for row in table.rows]
    return {
        length: {row[0]: int(row[column]) for row in rows if row[column] not in NOT_HELD}
        for column, length in enumerate(head[1:], start=1)
    }


@pytest.mark.parametrize("name", [GUIDE, ACCESSIBILITY])
def test_the_page_and_the_documentation_say_what_the_source_says(tmp_path, name):
    [page] = answers(settings_in(tmp_path), f"/{name}")
    expected = said(written(name))

    shown = [line for line in Page(page.text).lines if line not in ("Across Boundaries", "Start page")]

    assert [line for line in shown if "(PDF)" not in line or line in expected] == [
        " ".join(line.split()) for line in expected
    ]
    assert (TOP / "docs" / f"{name}.md").read_text(encoding="utf-8") == (
        source(GUIDE) if name == GUIDE else statement(None, None)
    )


@pytest.mark.parametrize("name", [GUIDE, ACCESSIBILITY])
def test_every_name_in_bold_is_on_a_screen(name):
    assert sorted(found for found in names(written(name)) if not is_on_a_screen(found)) == []


def test_a_name_that_is_on_no_screen_is_found():
    assert not is_on_a_screen("Launch the workshop")
    assert len(names(written(GUIDE))) > 25


def test_what_the_guide_quotes_is_what_phones_say():
    quoted = [
        text.rstrip(".") for line in said(written(GUIDE)) for text in re.findall("\u201c([^\u201d]+)\u201d", line)
    ]
    sources = on_phones() + on_screens()

    assert [text for text in quoted if text not in sources] == []
    assert len(quoted) == 4


def test_timings_add_up_to_what_they_are_called_and_are_an_agenda_of_the_app():
    lengths = timings()

    assert list(lengths) == ["60 min", "90 min", "150 min"]
    for length, minutes in lengths.items():
        total = minutes.pop(ALL)
        assert f"{total} min" == length
        assert sum(minutes.values()) == total
        minutes.pop(BREAK, None)
        ids = {step.title: step.id for step in full_agenda(CONTENT)}
        held = agenda(CONTENT, {ids[title]: value for title, value in minutes.items()})
        assert [(step.title, step.minutes) for step in held] == list(minutes.items())


def test_timings_name_every_step_in_the_order_of_the_agenda():
    titles = [title for title in timings()["150 min"] if title not in (BREAK, ALL)]

    assert titles == [step.title for step in full_agenda(CONTENT)]


def test_the_guides_numbers_are_the_products():
    text = " ".join(said(written(GUIDE)))

    assert f"proposes {sum(step.minutes for step in full_agenda(CONTENT))} minutes" in text
    assert f"all of it: {DEFAULT_SMALLEST_GROUP}, unless you chose otherwise, and never fewer than {FLOOR}." in text
    assert f"Who comes later is added {FEWEST_NEWCOMERS} or more at a time." in text
    assert f"{DEFAULT_RETENTION_DAYS} days after the workshop" in text
    assert "These are our suggestions" in text


def test_the_guide_on_paper_is_two_pages_of_a4_the_second_for_the_room():
    pages = pypdfium2.PdfDocument(guide())
    second = PdfReader(io.BytesIO(guide())).pages[1].extract_text()

    assert [tuple(round(length, 1) for length in page.get_size()) for page in pages] == [A4, A4]
    assert second.strip().startswith(SECOND_PAGE)


def test_the_guide_on_paper_says_every_line_of_the_source():
    printed = joined(guide())

    assert [line for line in said(written(GUIDE)) if line.replace(" ", "") not in printed] == []


def test_the_guide_on_paper_is_tagged_and_says_its_title_language_and_standards():
    reader = PdfReader(io.BytesIO(guide()))
    about = reader.root_object["/Metadata"].get_object().get_data().decode()
    shown = written(GUIDE)
    levels = [("H1", shown.title)] + [
        (f"H{block.level}", plain(block.lines[0])) for block in shown.blocks if block.kind == "heading"
    ]
    [table] = [block for block in shown.blocks if block.kind == "table"]

    assert reader.root_object["/Lang"] == "en-GB"
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert headings(guide()) == levels
    assert rows_read(guide()) == [[plain(cell).strip() for cell in row] for row in table.rows]
    assert [tag.text for tag in read_out(guide()) if tag.tag == "TH"] == [plain(cell).strip() for cell in table.rows[0]]
    assert guide_pdf(MADE_AT) == guide()


def test_what_we_write_is_shown_to_anybody_and_lets_nothing_else_in(tmp_path):
    page, paper, accessible = answers(
        settings_in(tmp_path), *sorted(OURS, key=lambda path: (path == "/accessibility", path))
    )

    for answer in (page, accessible):
        policy = answer.headers["Content-Security-Policy"]
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script" not in Page(answer.text).tags
        assert answer.cookies == []
    assert (paper.status, paper.headers["Content-Type"]) == (200, "application/pdf")
    assert paper.body.startswith(b"%PDF")
    assert "/facilitator-guide.pdf" in Page(page.text).links


def test_the_server_has_these_routes_and_they_only_read():
    found = {route.path: route.methods for route in app._user_routes if route.path in OURS}

    assert found == {path: {"GET", "HEAD"} for path in OURS}


def test_the_statement_has_every_part_of_the_model_in_its_order():
    parts = [plain(block.lines[0]) for block in written(ACCESSIBILITY).blocks if block.kind == "heading"]

    assert tuple(parts) == MODEL
    assert "This website is partially compliant with" in " ".join(said(written(ACCESSIBILITY)))


def test_the_statement_names_who_runs_the_server_and_how_they_are_reached(tmp_path):
    told = {"run_by": "Gwent {x} Board <b>", "contact": "a11y@example.org, https://example.org/contact. 0123 456"}
    [named] = answers(settings_in(tmp_path, **told), "/accessibility")
    shown = Page(named.text)
    text = " ".join(shown.lines)

    assert "This website is run by Gwent x Board <b>." in text
    assert "Contact: a11y@example.org, https://example.org/contact. 0123 456" in text
    assert {"mailto:a11y@example.org", "https://example.org/contact"} <= set(shown.links)
    assert "b" not in shown.tags
    assert CONTACT_UNKNOWN not in text


def test_the_statement_of_a_server_that_was_told_nothing_says_whom_to_ask():
    text = " ".join(said(written(ACCESSIBILITY)))

    assert f"This website is run by {RUN_BY_UNKNOWN}." in text
    assert CONTACT_UNKNOWN in text


def test_a_text_that_lacks_something_is_refused_with_what_to_do():
    with pytest.raises(NotWritten, match="begins with its title"):
        document("No title")
    with pytest.raises(NotWritten, match=r"Nothing was given for \{contact\}"):
        filled("{contact}", {})
    with pytest.raises(NotWritten, match="put it back"):
        source("no-such-document")


def test_a_list_a_table_and_names_are_read_as_they_are_meant():
    read = document("# A title\n\n- One **name**\n  goes on\n- Two\n\n| a | b |\n|---|---|\n| c | d |")

    assert [block.kind for block in read.blocks] == ["list", "table"]
    assert [plain(line) for line in read.blocks[0].lines] == ["One name goes on", "Two"]
    assert names(read) == {"name"}
    assert [[plain(cell) for cell in row] for row in read.blocks[1].rows] == [["a", "b"], ["c", "d"]]
    assert Block("paragraph", ()).rows == ()


def links(run: AppTest) -> list[str]:
    return [link.proto.url for link in run.get("link_button")]


def test_the_start_page_and_the_facilitators_view_lead_to_both(here):
    _, key = here.start(a_plan())

    start, own = screen(), screen(key, "pages/facilitator.py")

    assert links(start) == ["/facilitator-guide", "/accessibility"]
    assert links(own)[-2:] == ["/facilitator-guide", "/accessibility"]


def test_phones_are_led_to_the_statement_before_and_after_they_join(tmp_path):
    with phones_served(open_application(settings_in(tmp_path))) as server:
        phone = Phone(server.port)
        before = phone.get("/join").text
        phone.joined(start(server.application).code)
        after = phone.get("/take-part").text

    assert ["/accessibility" in Page(page).links for page in (before, after)] == [True, True]
