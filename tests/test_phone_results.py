"""Results and the report on participants' phones: what everyone sees, when everyone sees it, and no more."""

import asyncio
import html
import http.client
import io
import json
import math
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

import pytest
from people import (
    CONTENT,
    ITEMS,
    a_participant,
    answer,
    answer_all,
    counts_of,
    results_name_of,
    results_of,
    run_async,
    seen_by,
    stranger,
)
from phones import Phone, served_in, start
from pypdf import PdfReader
from reports import results, scored, text_of, uneven

from across.documents.file_names import file_name
from across.documents.report_pdf import report_pdf
from across.results.dimension_table import dimension_rows
from across.results.lines import LINE_STYLES, drawn_lines
from across.results.radar_svg import Element, dark_style, legend, radar_svg
from across.results.summary import summary
from across.room.facilitator import Facilitator
from across.room.reading import ParticipantReading
from across.web.participant.reply import _templates
from across.web.participant.results import _Charts, chart_of
from across.web.participant.shared_report import Copies
from across.web.participant.static_files import static_file
from across.web.participant.visitor import Visitor
from across.workshop.errors import NotAllowedHere, ReportNotShared
from across.workshop.values import Action, Edition, Look
from scoring.profile import SectorScores

NAMES = [dimension.name for dimension in CONTENT.questionnaire.dimensions]
REPORT = "/take-part/report.pdf"
LINK = "Download the report (PDF)"


@pytest.fixture
def server(tmp_path):
    with served_in(tmp_path) as running:
        yield running


@pytest.fixture
def room(server):
    return start(server.application)


@pytest.fixture
def phone(server, room):
    return Phone(server.port).joined(room.code)


def answered(room, people=12, few=(), sectors=()):
    """So many people answer, differently; two alone rate the dimensions at the places of `few`."""
    room.open_scoring()
    for person in range(people):
        token = a_participant(room)
        if sectors:
            token.choose_sector(sectors[person % len(sectors)])
        points = [1 + (place // 2 + person * (3 - place % 2)) % 5 for place in range(len(ITEMS))]
        answer(token, [None if place // 2 in few and person > 1 else point for place, point in enumerate(points)])
    room.move_to("results")


def rows_of(page, caption="numbers"):
    """The cells of a table of the page, as read."""
    rows = page.partition(f'<caption id="{caption}">')[2].partition("</table>")[0].split("<tr>")[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def rests_on(page):
    return json.loads(html.unescape(re.search(r"data-rests='([^']*)'", page).group(1)))


def every(element, tag):
    """The elements of this tag in a drawing."""
    return [element] * (element.tag == tag) + [found for child in element.children for found in every(child, tag)]


def drawn_line(drawing, name, lines):
    """The corners of the line of this name."""
    look = LINE_STYLES.index(next(line.style for line in lines if line.name == name))
    groups = [group for group in drawing.children if group.attributes.get("class") == f"look-{look}"]
    path = next(part for group in groups for part in group.children if "stroke-width" in part.attributes)
    return path.attributes["d"]


def corners(path):
    return [tuple(map(float, corner.split())) for corner in re.findall(r"[ML]([-\d.]+ [-\d.]+)", path)]


# What a phone shows


@pytest.mark.parametrize("mode", ["reveal", "live"])
def test_before_anything_is_shown_a_phone_has_no_chart_and_no_number(server, mode):
    room = start(server.application, results_mode=mode)
    answered(room, people=4 if mode == "live" else 12)
    page = Phone(server.port).joined(room.code).get("/take-part").text

    assert "<svg" not in page
    assert "<table" not in page
    assert 'rel="stylesheet" href="/phone/results.css' not in page


def test_after_the_reveal_a_phone_shows_the_numbers_and_words_of_the_projected_results(room, phone):
    answered(room)
    room.reveal()
    page = phone.get("/take-part").text
    found = results_of(room)

    heads, *rows = rows_of(page)
    assert heads == ["Dimension", "Mean", "Spread", "Answers"]
    assert rows == [[row["dimension"], row["mean"], row["spread"], row["n"]] for row in dimension_rows(found, CONTENT)]
    words = summary(found, CONTENT)
    assert f'role="img" aria-label="{html.escape(words)}"' in page
    assert f"<p>{words}</p>" in page
    assert CONTENT.choices.scores in html.unescape(page)
    assert CONTENT.questionnaire.copyright in page
    assert CONTENT.questionnaire.link in page


def test_a_withheld_dimension_says_why_and_has_a_gap_and_no_number(room, phone):
    answered(room, few=(2, 5))
    room.reveal()
    page = phone.get("/take-part").text

    rows = rows_of(page)[1:]
    assert [row for row in rows if len(row) == 2] == [
        [NAMES[2], "Fewer than 3 people rated an item"],
        [NAMES[5], "Fewer than 3 people rated an item"],
    ]
    assert page.count(">withheld</tspan>") == 2
    assert page.count('<td colspan="3">') == 2


def test_scores_agreed_together_have_a_column_and_a_line(room, phone):
    answered(room)
    for tap, item in enumerate(ITEMS, start=1):
        room.agree(item, 4, tap)
    room.reveal()
    page = phone.get("/take-part").text

    assert [row[-1] for row in rows_of(page)] == ["Agreed", *["4.0"] * 9]
    assert "<span>Agreed together</span>" in page


def test_sectors_and_the_spread_are_drawn_as_the_facilitator_shows_them_and_not_before(room, phone):
    sectors = [sector.id for sector in CONTENT.choices.sectors][:2]
    answered(room, people=24, sectors=sectors)
    room.reveal()
    pages = [phone.get("/take-part").text]
    for look in (Look(sectors=True), Look(spread="dots"), Look(spread="none")):
        room.show_results_as(look)
        pages.append(phone.get("/take-part").text)

    names = [f"{CONTENT.sector_name(sector)}, n = 12" for sector in sectors]
    assert [sum(name in page for name in names) for page in pages] == [0, 2, 0, 0]
    assert [page.count("<span>Spread</span>") for page in pages] == [1, 1, 0, 0]
    assert [page.count("<span>The larger, the more people</span>") for page in pages] == [0, 0, 1, 0]
    assert rows_of(pages[1], "sectors")[0] == ["Dimension", *names]


def test_the_same_results_are_on_every_phone_and_a_later_answer_moves_none_of_them(server, room, phone):
    answered(room)
    room.reveal()
    other = Phone(server.port).joined(room.code)
    before = [results_on(holder) for holder in (phone, other)]
    for tap, item in enumerate(ITEMS, start=1):
        phone.tap("5", tap, item)

    assert before[0] == before[1] == results_on(phone)
    assert "<figure>" in before[0]


def results_on(phone):
    """The page from the results on, to the letters of the phone, which are each one's own."""
    results, foot, _ = (
        phone.get("/take-part").text.partition('<div id="results">')[2].partition('<p class="small">Phone ')
    )
    assert foot
    return results


def test_a_phone_fetches_results_again_when_they_have_moved_and_at_no_mere_tap(server):
    room = start(server.application)
    phone = Phone(server.port).joined(room.code)
    answered(room, people=6)
    seen = [rests_on(phone.get("/take-part").text)]
    for deed in (
        room.reveal,
        lambda: answer_all(room, 3),
        lambda: room.show_results_as(Look(view="talk")),
        lambda: room.show_results_as(Look(spread="dots")),
        lambda: [answer_all(room, 2), answer_all(room, 4)],
        room.reveal,
        lambda: room.agree(ITEMS[0], 2, 7),
    ):
        deed()
        seen.append(rests_on(phone.get("/take-part").text))
        told = phone.get("/take-part/state").json
        assert {name: told[name] for name in seen[-1]} == seen[-1]

    moved = [before != after for before, after in pairwise(seen)]
    assert moved == [True, False, False, True, False, True, True]


def test_results_are_for_those_who_take_part(server, room):
    answered(room)
    room.reveal()
    stranger = Phone(server.port)
    link_preview = Phone(server.port)
    link_preview.get(f"/join/{room.code}")
    before = counts_of(room).joined
    answers = [visitor.get(f"/take-part/part?code={room.code}") for visitor in (stranger, link_preview)]

    assert [answer.status for answer in answers] == [403, 403]
    assert not [answer for answer in answers if "<svg" in answer.text]
    assert all("Join first" in answer.text for answer in answers)
    assert counts_of(room).joined == before


def test_the_results_page_with_all_that_it_loads_is_light(room, phone):
    answered(room, people=30, sectors=[sector.id for sector in CONTENT.choices.sectors][:4])
    for tap, item in enumerate(ITEMS, start=1):
        room.agree(item, 4, tap)
    room.reveal()
    room.show_results_as(Look(spread="dots", sectors=True))
    answer = phone.get("/take-part", **{"Accept-Encoding": "gzip"})

    loaded = sum(len(static_file(name).zipped) for name in ("phone.css", "results.css", "phone.js"))
    assert int(answer.headers["Content-Length"]) + loaded <= 20_000


def test_a_chart_is_made_once_for_all_phones_and_anew_when_it_has_moved(room):
    made = []
    charts = _Charts()

    def make():
        made.append(results_name_of(room))
        return made[-1]

    answered(room)
    room.reveal()
    with ThreadPoolExecutor(20) as phones:
        first = list(phones.map(lambda _: charts.get((room.code, results_name_of(room)), make), range(40)))
    room.show_results_as(Look(spread="dots"))
    second = charts.get((room.code, results_name_of(room)), make)

    assert len(made) == 2
    assert set(first) == {made[0]}
    assert second == made[1] != made[0]


# The drawing


def test_the_chart_draws_each_mean_on_its_axis_clockwise_from_the_top():
    found = results(scored({"shared-vision-and-values": 5, "trust": 1}, people=12))
    lines = drawn_lines(found, CONTENT)
    points = corners(drawn_line(radar_svg(lines, CONTENT), lines[0].name, lines))

    largest = math.hypot(*points[0])
    expected = [largest * (0.2 + 0.8 * (value - 1) / 4) for value in lines[0].values]
    assert [math.hypot(*point) for point in points] == pytest.approx(expected, abs=0.1)
    turns = [math.degrees(math.atan2(x, -y)) % 360 for x, y in points]
    assert turns == pytest.approx([40 * place for place in range(9)], abs=0.3)


def test_the_chart_has_a_gap_where_there_is_no_mean():
    lines = drawn_lines(results(uneven()), CONTENT)
    path = drawn_line(radar_svg(lines, CONTENT), lines[0].name, lines)

    assert lines[0].values[4] is None
    assert len(corners(path)) == 8
    assert path.count("M") == 1
    assert not path.endswith("z")


def test_a_lone_mean_between_gaps_is_a_marker_without_a_line():
    (own,) = drawn_lines(results(scored({}, people=12)), CONTENT)
    values = tuple(3.0 if place in (0, 4, 5) else None for place in range(9))
    alone = replace(own, values=values, band=())
    drawing = radar_svg([alone], CONTENT)
    line, markers = [part.attributes["d"] for part in drawing.children[1].children]

    assert len(corners(line)) == 2
    assert markers.count("M") == 3


def test_every_line_has_the_dash_colour_and_sample_of_its_look_on_light_and_dark():
    own = scored({}, people=12)
    sectors = tuple(SectorScores(sector.id, 6, (3.0,) * 9) for sector in CONTENT.choices.sectors)
    found = replace(results(own, scored({}, people=1)), sectors=sectors)
    lines = drawn_lines(found, CONTENT)
    drawing, entries = radar_svg(lines, CONTENT), legend(lines)

    assert [key.name for key in entries] == [*(line.name for line in lines), "Spread"]
    for line, key in zip(lines, entries, strict=False):
        look = LINE_STYLES.index(line.style)
        inks = [group.attributes for group in every(drawing, "g") if group.attributes.get("class") == f"look-{look}"]
        assert {ink["color"] for ink in inks} == {line.style.on_light}
        sample = every(key.sample, "path")[0].attributes
        assert sample["stroke-dasharray"] in {p.attributes.get("stroke-dasharray") for p in every(drawing, "path")}
        assert f".look-{look}{{color:{line.style.on_dark}}}" in dark_style()
    dashes = {every(key.sample, "path")[0].attributes["stroke-dasharray"] for key in entries[: len(lines)]}
    assert len(dashes) == len(lines)


def test_the_chart_takes_more_than_half_of_the_width_of_the_phone():
    drawing = radar_svg(drawn_lines(results(scored({}, people=12)), CONTENT), CONTENT)
    across = [float(x) for x, _ in re.findall(r"([-\d.]+) ([-\d.]+)", every(drawing, "path")[0].attributes["d"])]

    assert max(across) - min(across) > 390 / 2


def test_no_results_at_all_make_a_drawing_without_lines():
    drawing = radar_svg([], CONTENT)

    assert len(every(drawing, "path")) == 1
    assert {"Compassion", "Shared"} <= {line.text for line in every(drawing, "tspan")}


def boxes(drawing):
    """The names around the radar as boxes: left, top, right, bottom, by a narrow guess of their width."""
    found = []
    for text in every(drawing, "text"):
        if not text.children:
            continue
        wide = max(len(line.text) for line in text.children) * 7.0
        x, ys = float(text.children[0].attributes["x"]), [float(line.attributes["y"]) for line in text.children]
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.attributes["text-anchor"]]
        found.append((left, ys[0] - 10, left + wide, ys[-1] + 3))
    return found


def named_alike(name, number):
    """The drawing of a questionnaire with so many dimensions of this name."""
    dimension = CONTENT.questionnaire.dimensions[0]
    dimensions = tuple(dimension.model_copy(update={"id": f"d-{place}", "name": name}) for place in range(number))
    asks = CONTENT.questionnaire.model_copy(update={"dimensions": dimensions})
    return radar_svg([], CONTENT.model_copy(update={"questionnaire": asks}))


def shown(drawing):
    """The texts around the radar and in its key."""
    return [" ".join(line.text for line in text.children) for text in every(drawing, "text") if text.children]


def names_in(drawing):
    """The names around the radar or in its key, as they are read: without the numbers of their axes."""
    return [re.sub(r"^\d+\. ", "", text) for text in shown(drawing) if not text.isdecimal()]


@pytest.mark.parametrize("number", [3, 9, 15])
@pytest.mark.parametrize(
    "name", ["Managing disagreements", "Clear responsibilities", "Responsibilities", "Compassionately"]
)
def test_no_word_of_a_middling_name_is_broken(number, name):
    assert names_in(named_alike(name, number)) == [name] * number


@pytest.mark.parametrize("number", [9, 15])
def test_names_stand_near_their_axes_or_are_numbers_with_a_key(number):
    name = "Openness about money and risks"
    drawing = named_alike(name, number)
    rings = re.findall(r"([-\d.]+) ([-\d.]+)", every(drawing, "path")[0].attributes["d"])
    lowest = max(float(down) for _, down in rings)
    beside = [box for box, text in zip(boxes(drawing), shown(drawing), strict=True) if not re.match(r"\d+\. ", text)]

    assert len(beside) == number
    assert max(bottom for _, _, _, bottom in beside) - lowest < 90
    assert names_in(drawing) == [name] * number


@pytest.mark.parametrize("number", [3, 4, 9, 12, 15])
@pytest.mark.parametrize("name", ["Trust", "Clear roles and shared responsibilities", "Zusammenarbeitsvereinbarungen"])
def test_names_around_the_chart_are_neither_cut_nor_over_each_other(number, name):
    drawing = named_alike(name, number)
    left, top, wide, high = map(float, drawing.attributes["viewBox"].split())
    found = boxes(drawing)

    assert names_in(drawing) == [name] * number
    assert all(left <= box[0] and box[2] <= left + wide and top <= box[1] and box[3] <= top + high for box in found)
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_names_are_drawn_as_text_and_nothing_else():
    draw = _templates().get_template("drawing.html").module.draw
    dangerous = Element("text", {"aria-label": '"><script>'}, text="<script>alert(1)</script>")
    drawn = str(draw(dangerous))

    assert "<script>" not in drawn
    assert "&lt;script&gt;alert(1)" in drawn


def test_what_is_hidden_behind_a_mean_is_said_beside_its_name():
    alike = results(scored({}, people=6))
    rows = chart_of(alike, Look(), CONTENT)["rows"]

    shown = dimension_rows(alike, CONTENT)
    assert [bool(row["details"] or row["why"]) for row in rows] == [bool(row["details"] or row["why"]) for row in shown]
    assert any(row["details"] or row["why"] for row in rows)


# What people are told


def said_on(phone):
    page = phone.get("/take-part").text
    return " ".join(html.unescape(re.sub("<[^>]+>", "", page)).split())


@pytest.mark.parametrize(
    ("mode", "said"), [("reveal", "reveals them to everyone at once"), ("live", "as they come in")]
)
def test_before_the_first_item_people_are_told_what_may_still_change_and_what_will_not(server, mode, said):
    room = start(server.application, results_mode=mode)
    room.open_scoring()
    room.move_to("questionnaire")
    text = said_on(Phone(server.port).joined(room.code))

    assert said in text
    assert "A dimension counts once you have answered all of it." in text
    assert "You can change your answers until scoring closes" in text
    assert "once shown" in text


@pytest.mark.parametrize(
    ("mode", "when"),
    [("reveal", "when the facilitator shows newer answers."), ("live", "once enough others have added some as well.")],
)
def test_while_scoring_is_open_a_phone_says_which_answers_count_and_when(server, mode, when):
    room = start(server.application, results_mode=mode)
    phone = Phone(server.port).joined(room.code)
    answered(room)
    room.move_to("results")
    if mode == "reveal":
        before = said_on(phone)
        assert "They count as they are when the results are shown." in before
        room.reveal()
    else:
        assert room.refresh()
    shown = said_on(phone)
    room.close_scoring()
    closed = said_on(phone)

    assert "You can still add answers or change yours" in shown
    assert f"Answers that are not in them yet count {when}" in shown
    assert "Scoring is still open" not in shown
    assert "You can still add" not in closed


def test_the_welcome_page_is_fetched_again_when_the_way_of_showing_results_changes(room, phone):
    before = rests_on(phone.get("/take-part").text)
    room.choose_results_mode("live")
    told = phone.get("/take-part/state").json

    assert before == {"step": "welcome", "results_mode": "reveal"}
    assert told["results_mode"] == "live"


# The report


@pytest.mark.parametrize("step", ["actions", "close"])
def test_the_link_to_the_report_is_there_while_it_is_shared(room, phone, step):
    room.move_to(step)
    seen = []
    for shared in (None, True, False):
        if shared is not None:
            room.share_report(Edition() if shared else None)
        page = phone.get("/take-part").text
        seen.append(
            (LINK in page, rests_on(page)["report_shared"], phone.get("/take-part/state").json["report_shared"])
        )

    assert seen == [(False, False, False), (True, True, True), (False, False, False)]


def download(port, phone):
    """The status, headers and body of the report as a phone gets it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", REPORT, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in phone.cookies.items())})
    got = connection.getresponse()
    body = got.read()
    connection.close()
    return got.status, got.headers, body


def test_a_shared_report_is_the_facilitators_own_in_full_and_is_kept_nowhere(server, room, phone):
    answered(room)
    room.reveal()
    room.add_action(Action("", "Share the duty desk", "Ann", "June", None, "", 0))
    room.share_report(Edition())
    status, headers, body = download(server.port, phone)

    assert status == 200
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Cache-Control"] == "no-store"
    assert (
        headers["Content-Disposition"]
        == f"attachment; filename*=UTF-8''Discharge-together-{room.workshop().held_on}.pdf"
    )
    own = report_pdf(room.report(), datetime.now(UTC))
    assert len(PdfReader(io.BytesIO(body)).pages) == len(PdfReader(io.BytesIO(own)).pages)
    assert "Share the duty desk" in text_of(body)


def test_the_report_is_refused_to_strangers_and_while_it_is_not_shared(server, room, phone):
    link_preview = Phone(server.port)
    link_preview.get(f"/join/{room.code}")
    refused = [phone.get(REPORT)]
    room.share_report(Edition())
    refused += [Phone(server.port).get(REPORT), link_preview.get(REPORT)]
    room.share_report(None)
    refused.append(phone.get(REPORT))

    assert [answer.status for answer in refused] == [403] * 4
    assert "Ask the facilitator" in refused[0].text
    assert "Join first" in refused[1].text
    assert not [answer for answer in refused if answer.text.startswith("%PDF")]
    with pytest.raises(ReportNotShared):
        seen_by(stranger(room, phone.cookies[f"across_participant_{room.code}"]), ParticipantReading.shared_report)


def test_phones_that_ask_at_once_get_one_report_made_once(server, room):
    phones = [Phone(server.port).joined(room.code) for _ in range(40)]
    room.share_report(Edition())
    with ThreadPoolExecutor(len(phones)) as people:
        got = list(people.map(partial(download, server.port), phones))

    assert {status for status, _, _ in got} == {200}
    # Each made report says when it was made, to the second, and has bytes of its own.
    assert len({body for _, _, body in got}) == 1


def visitor(room: Facilitator) -> Visitor:
    """The phone of somebody who has joined."""
    return Visitor(room.code, a_participant(room).token, "127.0.0.1")


def test_the_report_is_made_again_only_when_something_in_it_has_changed(server, room):
    made = []

    def make(report, moment, _edition):
        made.append(report)
        return f"%PDF {len(made)} {moment.year}".encode()

    holder = visitor(room)
    room.share_report(Edition())

    async def ask():
        copies, got = Copies(make), []
        for deed in (
            lambda: None,
            lambda: room.move_to("close"),
            lambda: room.start_timer(5),
            lambda: room.show_results_as(Look(view="items")),
            lambda: room.add_action(Action("", "Meet weekly", "", "", None, "", 0)),
            lambda: None,
        ):
            deed()
            got.append((await copies.of(server.application, holder))[0])
        return got

    got = run_async(ask())
    assert [document.split()[1] for document in got] == [b"1", b"1", b"1", b"1", b"2", b"2"]
    assert len(made) == 2


def test_a_report_that_is_no_longer_shared_once_it_is_made_is_not_handed_out(server, room):
    def make(_report, _moment, _edition):
        room.share_report(None)
        return b"%PDF"

    holder = visitor(room)
    room.share_report(Edition())

    with pytest.raises(ReportNotShared):
        run_async(Copies(make).of(server.application, holder))


def test_a_report_that_takes_long_keeps_no_other_workshop_waiting(server, room):
    other = start(server.application)
    holders = [visitor(room), visitor(other)]
    done = threading.Event()

    def make(report, _moment, _edition):
        if report.workshop.code == room.code:
            assert done.wait(20)
        else:
            done.set()
        return b"%PDF"

    for one in (room, other):
        one.share_report(Edition())
    copies = Copies(make)

    async def ask():
        return await asyncio.gather(*(copies.of(server.application, holder) for holder in holders))

    assert [document for document, _ in run_async(ask())] == [b"%PDF", b"%PDF"]


def test_participants_get_the_copy_that_the_facilitator_chose(server, room, phone):
    phone.send("/take-part/note", question="question-1", id="a" * 32, text="Thursday is impossible", way="")
    room.share_report(Edition())
    whole = text_of(download(server.port, phone)[2])
    room.share_report(Edition(individual_notes=False))
    without = text_of(download(server.port, phone)[2])

    assert "Thursday is impossible" in whole
    assert "Thursday is impossible" not in without
    assert room.workshop().report_edition == Edition(individual_notes=False)


def test_a_copy_that_cannot_be_is_not_shared(room):
    with pytest.raises(NotAllowedHere):
        room.share_report(Edition(parts=frozenset({"lunch"})))
    with pytest.raises(NotAllowedHere):
        room.share_report(Edition(paper="a5"))

    assert not room.workshop().report_shared


def test_a_note_hidden_after_sharing_is_in_no_report_from_then_on(server, room, phone):
    phone.send("/take-part/note", question="question-1", id="a" * 32, text="Thursday is impossible", way="")
    room.share_report(Edition())
    before = text_of(download(server.port, phone)[2])
    room.hide_note("a" * 32, hidden=True)
    after = text_of(download(server.port, phone)[2])

    assert "Thursday is impossible" in before
    assert "Thursday is impossible" not in after


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Winter pressures", "Winter-pressures-"),
        ('A "quoted"; name/..', "A-quoted-name-"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd-"),
        ("Iechyd M\u00f4n, \u0141\u00f3d\u017a", "Iechyd-M\u00f4n-\u0141\u00f3d\u017a-"),
        ("\u202egnp \u0000 ../\U0001f600", "gnp-"),
        ("...", "workshop-"),
        ("N" * 200, "N" * 60 + "-"),
        ("\U00020000" * 60, "\U00020000" * 37 + "-"),
    ],
)
def test_the_file_has_a_name_that_every_phone_can_keep(room, name, called):
    here = replace(room.workshop(), name=name)

    assert file_name(here, ".pdf") == f"{called}{here.held_on.isoformat()}.pdf"
