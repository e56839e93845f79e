"""Other content beside ours: a whole workshop with four dimensions and seven points, in another language."""

import io
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from people import CONTENT, a_plan, counts_of, migrated_sqlite, results_of
from phones import Phone, Server, served
from pypdf import PdfReader
from stages import told
from streamlit.testing.v1 import AppTest

from across.archive.reading import read_saved
from across.archive.writing import json_file
from across.documents.report_pdf import report_pdf
from across.documents.spreadsheets import scores_csv
from across.results.dimension_table import dimension_rows
from across.results.radar_plotly import radar_figure
from across.results.summary import summary
from across.room.application import Application, CannotOpen, open_application, the_application
from across.room.facilitator import Facilitator
from across.screen.scripts import script_of
from across.settings import Settings
from across.settings import read as read_settings
from across.web.server import say_where
from across.workshop.errors import ContentNotHere, NoSuchWorkshop, NotYourWorkshop
from across.workshop.steps import full_agenda
from content.reader import FOLDER, ContentError, left_out, read, read_all
from pages import TOP, press, screen, texts

CONTENTS = Path(__file__).parent / "data" / "contents"
GARDEN = read(CONTENTS / "gardd")
ITEMS = [item.id for item in GARDEN.questionnaire.items]
MADE_AT = datetime(2026, 11, 23, tzinfo=UTC)


def settings(tmp_path: Path, folder: Path | None = CONTENTS) -> Settings:
    return Settings(f"sqlite:///{tmp_path}/store.sqlite3", None, 90, 0, str(folder) if folder else None)


@pytest.fixture
def server(tmp_path):
    migrated_sqlite(tmp_path)
    with served(open_application(settings(tmp_path))) as running:
        yield running


@pytest.fixture
def application(server: Server) -> Application:
    return server.application


def begin(application: Application, **changes) -> Facilitator:
    minutes = {step.id: step.minutes for step in full_agenda(GARDEN)}
    plan = a_plan(content_version=GARDEN.version, minutes=minutes, smallest_group=3, **changes)
    return application.facilitator(application.start(plan)[1])


def answered(server: Server, room: Facilitator) -> None:
    """Three people join with phones that have no JavaScript and answer every dimension, the highest point last."""
    room.move_to("questionnaire")
    room.open_scoring()
    for number in range(3):
        phone = Phone(server.port).joined(room.code)
        for place, dimension in enumerate(GARDEN.questionnaire.dimensions, start=1):
            points = {item.id: str(7 - number) for item in dimension.items}
            sent = phone.ask("POST", "/take-part/response", {"code": room.code, "dimension": str(place), **points})
            assert sent.status == 303
    room.close_scoring()
    room.reveal()


def test_content_folders_beside_ours_are_read_after_it():
    assert [content.version for content in read_all(str(CONTENTS))] == [CONTENT.version, GARDEN.version]
    assert [content.version for content in read_all()] == [CONTENT.version]


def test_settings_name_the_folder():
    assert read_settings({"ACROSS_CONTENT_FOLDER": " /srv/contents "}).content_folder == "/srv/contents"
    assert read_settings({}).content_folder is None


def test_phone_shows_the_questions_items_and_points_that_were_chosen(server, application):
    room = begin(application)
    room.move_to("pwy-sydd-ddim-yma")
    phone = Phone(server.port).joined(room.code)
    question = phone.get("/take-part").text
    room.move_to("questionnaire")
    room.open_scoring()

    page = phone.get("/take-part?dimension=2").text

    assert '<h1 tabindex="-1">Question 2</h1>' in question
    assert "Pwy sydd ddim yma eto?" in question
    assert 'lang="cy"' in question
    assert "five ways" not in question
    assert "0 of 7 answered" in page
    assert "Dimension 2 of 4" in page
    assert len(re.findall(r"<fieldset", page)) == 3
    assert len(re.findall(r'name="pridd-1"', page)) == 8
    assert "Hawlfraint Grŵp yr Ardd" in page
    assert "AffinaOD" not in page
    assert '<div id="items" lang="cy"' in page


def test_the_page_of_our_own_content_says_its_language_once(server, application):
    room = application.facilitator(application.start(a_plan())[1])
    room.move_to("questionnaire")
    room.open_scoring()

    page = Phone(server.port).joined(room.code).get("/take-part").text

    assert re.findall(r'lang="[^"]*"', page) == ['lang="en-GB"']


def test_scores_radar_table_and_words_follow_the_content(server, application):
    room = begin(application)
    answered(server, room)

    results = results_of(room)

    assert [score.mean for score in results.profile.dimensions] == [6.0] * 4
    assert [len(score.items) for score in results.profile.dimensions] == [1, 3, 2, 1]
    assert [row["dimension"] for row in dimension_rows(results, room.content)] == ["Dŵr", "Pridd", "Pobl", "Offer"]
    assert "6.0 out of 7" in summary(results, room.content)
    assert radar_figure(results, room.content).layout.polar.radialaxis.range == (1, 7)
    assert counts_of(room).finished == 3


def test_exports_follow_the_content_and_open_again(server, application):
    room = begin(application)
    answered(server, room)
    report = room.report()

    printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(report, MADE_AT))).pages)
    rows = scores_csv(report).decode("utf-8-sig").splitlines()
    file = json_file(report)
    again = application.facilitator(application.open_saved(read_saved(file, application.contents)))

    for words in ("Hawlfraint Grŵp yr Ardd", "Mae'r sgorau'n agor trafodaeth.", "Rydym yn gofalu am y pridd."):
        assert words in " ".join(printed.split()).replace("\u2019", "'")
    for words in ("AffinaOD", "nine", "five ways", "compassionate", "Appendix 1", "longer"):
        assert words not in printed
    assert '"7 Bob amser","Ddim yn gwybod","agreement"' in rows[0]
    assert len(rows) == 1 + 7 + 4
    assert json.loads(json_file(again.report())) == json.loads(file)
    assert again.content == GARDEN


def test_facilitator_chooses_the_content_and_walks_its_own_questions(tmp_path, monkeypatch):
    monkeypatch.setenv("ACROSS_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite3")
    monkeypatch.setenv("ACROSS_CONTENT_FOLDER", str(CONTENTS))
    home = screen()
    [chosen] = home.selectbox
    chosen.set_value(GARDEN.version).run()
    home.text_input[1].set_value("Gwanwyn")

    press(home, "Start workshop")

    application, key = the_application(), home.session_state["facilitator key"]
    room = application.facilitator(key)
    run = screen(key, "pages/facilitator.py")
    walked = {}
    for step in room.workshop().agenda:
        assert run.header[0].value == f"Everyone is at {step.title}"
        walked[step.title] = told(application, room.code, key).json["texts"]
        page = screen(key, script_of(step.id).relative_to(TOP).as_posix())
        assert "AffinaOD" not in texts(run) + texts(page) + str(walked[step.title])
        following = [button for button in run.button if button.label.startswith("Next: ")]
        for button in following:
            button.click().run()
    assert (chosen.label, chosen.options) == ("Questionnaire and questions", [CONTENT.about.name, "Yr ardd gymunedol"])
    assert "Pwy sydd ddim yma eto?" in walked["Question 2"]["question"]["whole"]
    assert "Hawlfraint Grŵp yr Ardd" in walked["Questionnaire"]["copyright"]
    application.store.close()


def test_with_our_content_alone_nothing_is_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("ACROSS_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite3")

    assert list(screen().selectbox) == []
    the_application().store.close()


def test_workshop_whose_content_is_gone_says_so_to_everyone_and_comes_back_with_it(tmp_path, monkeypatch):
    first = open_application(settings(tmp_path))
    code, key = first.start(a_plan(content_version=GARDEN.version, minutes={}))
    first.store.close()

    with served(open_application(settings(tmp_path, None))) as without:
        phone = Phone(without.port, {"across_at": code, f"across_participant_{code}": "t" * 43})
        page = phone.get("/take-part")
        refused = phone.tap("3", 1, "dwr-1")
        joining = phone.get(f"/join/{code}")
        with pytest.raises(ContentNotHere):
            without.application.facilitator(key)
        for_facilitator = home_of(key, tmp_path, monkeypatch)
        with pytest.raises(NotYourWorkshop):
            without.application.delete_by_key("another key")

    second = open_application(settings(tmp_path))
    assert (page.status, joining.status) == (503, 503)
    assert "not on this server any more" in page.text
    assert (refused.status, refused.json["final"]) == (503, False)
    assert "not on this server any more" in for_facilitator.error[0].value
    assert second.facilitator(key).content == GARDEN
    second.store.close()


def test_workshop_whose_content_is_gone_can_still_be_deleted(tmp_path, monkeypatch):
    first = open_application(settings(tmp_path))
    code, key = first.start(a_plan(content_version=GARDEN.version, minutes={}))
    first.store.close()

    press(home_of(key, tmp_path, monkeypatch), "Delete for good")

    again = open_application(settings(tmp_path))
    with pytest.raises(NoSuchWorkshop):
        again.workshop(code)
    again.store.close()


def test_printed_content_is_marked_with_its_language(server, application):
    room = begin(application)
    answered(server, room)

    with pikepdf.open(io.BytesIO(report_pdf(room.report(), MADE_AT))) as document:
        marked = {
            str(part["/Lang"]) for part in document.objects if isinstance(part, pikepdf.Dictionary) and "/Lang" in part
        }

    assert marked == {"en-GB", "cy"}


def home_of(key: str, tmp_path: Path, monkeypatch) -> AppTest:
    monkeypatch.setenv("ACROSS_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite3")
    run = screen(key)
    the_application().store.close()
    return run


@pytest.fixture
def folder(tmp_path) -> Path:
    shutil.copytree(CONTENTS, tmp_path / "contents")
    return tmp_path / "contents"


def broken(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "gardd" / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("choices.yaml", "    - Byth\n", "    - 1\n", r"choices\.yaml, line 6, scale > points > 1: "),
        ("about.yaml", "language: cy", "language: Welsh", r"about\.yaml, line 4, language: "),
        ("questions.yaml", "id: pwy-sydd-ddim-yma", "id: results", "'results' is taken by the app itself"),
        ("questionnaire.yaml", "id: dwr-1", "id: code", "'code' is taken by the app itself"),
        ("choices.yaml", "id: rhannu", "id: plannu", "'plannu' is used twice"),
        ("rehearsal.yaml", "question-1", "question-9", r"rehearsal\.yaml, line 4, notes > 1 > question: there is no"),
        ("choices.yaml", "  label: Ffordd\n", "", r"choices\.yaml, line \d+, ways > label: Field required"),
    ],
)
def test_a_mistake_in_a_folder_stops_the_start_and_is_said_with_file_line_and_key(
    folder, tmp_path, name, old, new, why
):
    broken(folder, name, old, new)

    with pytest.raises(CannotOpen, match=why):
        open_application(settings(tmp_path, folder))


def test_a_folder_that_is_not_there_and_one_without_folders_are_said(tmp_path):
    with pytest.raises(ContentError, match="ACROSS_CONTENT_FOLDER: there is no folder"):
        read_all(str(tmp_path / "nowhere"))
    with pytest.raises(ContentError, match="holds no folder"):
        read_all(str(tmp_path))


RUBBISH = ("$RECYCLE.BIN", ".Trashes", "@eaDir", "Photos", "System Volume Information", "__MACOSX")
WITH_YAML = (
    *(
        ".Trash-1000/files/about.yaml",
        "found.017/about.yaml",
        "Temporary Items/about.yaml",
        "~snapshot/gardd/about.yaml",
    ),
    *("~$gardd/about.yaml", "@Recently-Snapshot/about.yaml", "Config.Msi/a.yml", "lost+found/about.yaml"),
    *("Photos/~$about.yaml", "Photos/@eaDir/about.yaml", "Photos/.hidden/about.yaml", "Photos/__MACOSX/about.yaml"),
)


def with_rubbish(folder):
    """What a Mac, a NAS and a stick leave beside a content and in it."""
    for name in RUBBISH:
        (folder / name / "gardd").mkdir(parents=True)
    (folder / "__MACOSX" / "gardd" / "._about.yaml").write_bytes(b"\0\5\x16\7")
    (folder / "@eaDir" / "gardd" / "about.yaml@SynoEAStream").write_bytes(b"\0")
    for place in (folder, folder / "gardd"):
        for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._questions.yaml"):
            (place / name).write_bytes(b"\0\0\0\1Bud1")
    (folder / "gardd" / "@eaDir").mkdir()


def test_what_a_mac_a_nas_and_a_stick_leave_beside_a_content_is_left_out_and_named_once(folder, tmp_path, capsys):
    with_rubbish(folder)

    opened = open_application(settings(tmp_path, folder))
    say_where(opened, 8501)
    opened.store.close()

    assert list(opened.contents) == [CONTENT.version, GARDEN.version]
    said = capsys.readouterr().err
    assert f"left out, since they hold no content: {', '.join(RUBBISH)}." in said
    assert said.count("left out") == 1


@pytest.mark.parametrize("rubbish", WITH_YAML)
def test_rubbish_is_left_out_where_it_has_the_names_of_a_content(folder, rubbish):
    (folder / rubbish).parent.mkdir(parents=True)
    (folder / rubbish).write_bytes(b"\0\5\x16\7")

    assert read_all(str(folder)) == (CONTENT, GARDEN)
    assert left_out(str(folder)) == (rubbish.partition("/")[0],)


def test_a_folder_in_the_place_of_a_file_is_said(folder):
    (folder / "gardd" / "about.yaml").unlink()
    (folder / "gardd" / "about.yaml").mkdir()

    with pytest.raises(ContentError, match=r"about\.yaml: this file cannot be read \(.+\); mend that and start again"):
        read_all(str(folder))


def test_nothing_is_said_where_nothing_is_left_out(folder, tmp_path, capsys):
    opened = open_application(settings(tmp_path, folder))
    say_where(opened, 8501)
    opened.store.close()

    assert capsys.readouterr().err == ""


def test_rubbish_alone_is_no_content_and_is_named(tmp_path):
    (tmp_path / "@eaDir").mkdir()

    with pytest.raises(ContentError, match=r"holds no folder with a content.* Left out, without a content: @eaDir\."):
        read_all(str(tmp_path))


def test_a_content_one_folder_too_deep_is_said_and_not_left_out(folder):
    shutil.move(folder / "gardd", folder / "zip" / "gardd")

    with pytest.raises(ContentError, match=r"zip.about\.yaml: this file is missing"):
        read_all(str(folder))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_content_saved_on_windows_is_the_same(folder, end):
    for path in (folder / "gardd").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("\n", end)
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert read(folder / "gardd") == GARDEN


def test_two_folders_with_the_same_ids_and_versions_are_refused(folder):
    shutil.copytree(FOLDER, folder / "zz-copy", ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    with pytest.raises(ContentError, match="id or a version of its own"):
        read_all(str(folder))


@pytest.mark.parametrize(("dimensions", "why"), [(2, "at least 3"), (16, "at most 15")])
def test_too_few_and_too_many_dimensions_are_refused(folder, dimensions, why):
    path = folder / "gardd" / "questionnaire.yaml"
    head = path.read_text(encoding="utf-8").partition("dimensions:")[0]
    one = "  - id: d{0}\n    name: D{0}\n    items:\n      - id: d{0}-1\n        text: T\n"
    path.write_text(head + "dimensions:\n" + "".join(map(one.format, range(dimensions))), encoding="utf-8")

    with pytest.raises(ContentError, match=why):
        read(folder / "gardd")
