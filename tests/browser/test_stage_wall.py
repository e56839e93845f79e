"""A question on the stage, in a real browser: what is asked, the wall, what is done with notes, the group note."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from screens import PROJECTOR, a_browser, wait_until
from stage_page import NOTES, served

SMALL = {"width": 1280, "height": 720}
SIZES = {"1920x1080": PROJECTOR, "1366x768": {"width": 1366, "height": 768}, "1280x720": SMALL}
SIZES["1024x768"] = {"width": 1024, "height": 768}
# The largest and the one with the least room in each run; those between with the long ones.
LONG = pytest.mark.thorough
EACH_SIZE = ["1920x1080", "1280x720", pytest.param("1366x768", marks=LONG), pytest.param("1024x768", marks=LONG)]
LARGE_OR_SQUARE = ["1920x1080", pytest.param("1024x768", marks=LONG)]
# The cards that can be read: inside the wall and the picture, with nothing of their text cut off, none over another.
WHOLE = """() => {
    const wall = document.querySelector('.wall').getBoundingClientRect();
    const cards = [...document.querySelectorAll('.wall .sheet .card')];
    const boxes = cards.map(card => card.getBoundingClientRect());
    const over = (a, b) => a !== b
        && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return cards.filter((card, number) => {
        const box = boxes[number], inside = box.left >= wall.left - 1 && box.right <= wall.right + 1
            && box.top >= wall.top - 1 && box.bottom <= wall.bottom + 1 && box.bottom <= innerHeight;
        return inside && card.scrollHeight <= card.clientHeight + 1 && card.scrollWidth <= card.clientWidth + 1
            && !boxes.some(other => over(box, other));
    }).length;
}"""
PLACES = """() => Object.fromEntries([...document.querySelectorAll('.wall .sheet .card')].map(card => {
    const { left, top, width, height } = card.getBoundingClientRect();
    return [card.dataset.id, [left, top, width, height]];
}))"""
# The smallest type of all text that can be seen, in u: on the cards, and anywhere in the picture.
SMALLEST = """() => {
    const unit = document.querySelector('.measure').getBoundingClientRect().width / 1000;
    const seen = document.createTreeWalker(document.querySelector('.stage'), NodeFilter.SHOW_TEXT);
    let notes = Infinity, all = Infinity;
    while (seen.nextNode()) {
        const node = seen.currentNode, at = node.parentElement;
        if (!node.textContent.trim() || !at.checkVisibility()) continue;
        if (at.closest('.sr, .rail, .do, [hidden], .measuring')) continue;
        const size = parseFloat(getComputedStyle(at).fontSize) / unit;
        all = Math.min(all, size);
        if (at.matches('.card p')) notes = Math.min(notes, size);
    }
    return [Math.round(10 * notes) / 10, Math.round(10 * all) / 10];
}"""
# A place in a card that is words or margin, whatever is open in it.
CORNER = {"x": 20, "y": 14}
# What `twice.js` takes for the second of a double tap.
SECOND_TAP_WITHIN = 700
CROSS_SITE = "<img src=x onerror=\"document.title='broken in'\"><b>bold</b>"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as at:
        yield at


@pytest.fixture
def own_address() -> Iterator[str]:
    """For a test that types a note of the group's, which the server keeps: another's text would differ from it."""
    with served() as at:
        yield at


def open_stage(browser: Browser, address: str, state: str = "{}", *, asks: str = "", **options) -> Page:
    """The page with a question's part in this state, an expression of the page's own `room.stateOf`."""
    page = a_browser(browser, **({"viewport": PROJECTOR, "reduced_motion": "reduce"} | options)).new_page()
    page.goto(f"{address}/harness.html?{asks}")
    ready(page)
    show(page, state)
    return page


def ready(page: Page) -> None:
    """The page is there, with its faces: one that came later would have everything measured and laid anew."""
    page.wait_for_function("document.documentElement.dataset.ready && document.fonts.status === 'loaded'")


def show(page: Page, state: str) -> None:
    page.evaluate(f"room.show(room.stateOf({state}))")
    settle(page)


def settle(page: Page) -> None:
    """What the browser tells of sizes has been heard, and drawn."""
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def cards(page: Page) -> int:
    return page.locator(".wall .sheet .card").count()


def deeds(page: Page) -> list[dict[str, object]]:
    return page.evaluate("room.deeds")


def sample_notes() -> list[dict[str, object]]:
    """24 notes of 20 to 130 characters, as people send them: evenly spread, none pinned."""
    words = " ".join(str(note["body"]) for note in NOTES).split()
    notes = []
    for place in range(24):
        length = 20 + place * 110 // 23
        text, at = "", place * 17
        while len(text) < length - 8:
            text = f"{text} {words[at % len(words)]}".strip()
            at += 1
        notes.append(text.ljust(20, ".")[:130])
    return [
        {"id": f"{place:032x}", "place": place + 1, "body": body, "way": "mutual-support" if place % 3 else "",
         "marks": place % 5, "pinned": False, "hidden": False, "heading": "", "taken_up": False}
        for place, body in enumerate(notes)
    ]  # fmt: skip


# --- the wall ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", EACH_SIZE)
def test_all_of_24_notes_are_read_whole_at_once(browser, address, size):
    page = open_stage(browser, address, "{notes: 24}", viewport=SIZES[size])

    assert page.evaluate(WHOLE) == 24


@pytest.mark.parametrize(("size", "least"), [("1920x1080", 24), ("1280x720", 20)])
def test_24_notes_of_20_to_130_characters_are_read_whole(browser, address, size, least):
    page = open_stage(browser, address, viewport=SIZES[size])

    page.evaluate("notes => room.show(room.stateOf({ notes }))", sample_notes())
    settle(page)

    assert page.evaluate(WHOLE) >= least


@pytest.mark.parametrize("size", EACH_SIZE)
@pytest.mark.parametrize("grouped", ["false", "true"])
@pytest.mark.parametrize("number", [pytest.param(1, marks=LONG), 6, pytest.param(24, marks=LONG), 60])
def test_no_card_is_cut_on_any_page(browser, address, size, grouped, number):
    page = open_stage(browser, address, f"{{notes: {number}, grouped: {grouped}}}", viewport=SIZES[size])
    read = 0
    for place in range(page.evaluate("room.part.pages()")):
        page.evaluate("page => room.show({ wall_page: page })", place)
        assert page.evaluate(WHOLE) == cards(page)
        read += cards(page)

    assert read == number


def test_notes_are_whole_where_the_window_changed_while_they_were_covered(browser, address):
    page = open_stage(browser, address, "{notes: 24}", viewport=SIZES["1920x1080"])

    page.evaluate("room.show({ covered: true })")
    page.set_viewport_size(SIZES["1280x720"])
    page.wait_for_function("innerWidth === 1280 && innerHeight === 720")
    page.evaluate("room.show({ covered: false })")
    settle(page)

    assert page.evaluate(WHOLE) == cards(page) == 24


def test_300_notes_are_drawn_each_on_one_page(browser, address):
    page = open_stage(browser, address, "{notes: 300}")
    seen: list[str] = []
    for place in range(page.evaluate("room.part.pages()")):
        page.evaluate("page => room.show({ wall_page: page })", place)
        assert page.evaluate(WHOLE) == cards(page)
        seen += page.evaluate(PLACES)

    assert len(seen) == len(set(seen)) == 300
    expect(page.locator(".foot .say")).to_contain_text("page 10 of 10")


@pytest.mark.parametrize("state", ["{notes: 6}", "{notes: 24}", "{notes: 60, grouped: true}", "{notes: 24, long: true}",
    "{notes: 24, spotlight: '1'.padStart(32, '0')}", "{notes: 12, covered: true}", "{}", "{long: true}",
    "{notes: 24, note: 'We start with the handover.'}"])  # fmt: skip
@pytest.mark.parametrize("size", LARGE_OR_SQUARE)
def test_no_text_is_smaller_than_22_and_no_note_than_24(browser, address, state, size):
    page = open_stage(browser, address, state, viewport=SIZES[size])

    notes, everything = page.evaluate(SMALLEST)

    assert everything >= 22
    assert notes >= 24


def test_a_new_note_moves_no_card_in_sight(browser, address):
    page = open_stage(browser, address, "{notes: 6}")
    before = page.evaluate(PLACES)

    page.evaluate("room.add(room.notesOf(7)[6])")

    after = page.evaluate(PLACES)
    assert len(after) == 7
    assert {note: after[note] for note in before} == before
    assert page.evaluate(WHOLE) == 7


def a_wall_a_moment_ago(browser: Browser, address: str, notes: int) -> Page:
    """The wall of so many notes, laid just now by a clock that stands still."""
    page = a_browser(browser, viewport=PROJECTOR, reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto(f"{address}/harness.html")
    ready(page)
    show(page, f"{{notes: {notes}}}")
    page.clock.run_for(2000)
    page.clock.pause_at("2030-01-01")
    page.evaluate("room.show({})")
    return page


def test_while_all_notes_have_room_on_one_page_none_waits_on_a_second(browser, address):
    page = a_wall_a_moment_ago(browser, address, 1)
    for number in range(1, 24):
        page.evaluate("number => room.add(room.notesOf(number + 1)[number])", number)
        assert page.evaluate("room.part.pages()") == 1
        assert page.evaluate(WHOLE) == number + 1


def test_a_new_note_without_room_on_several_pages_has_one_at_once_and_all_are_laid_anew_later(browser, address):
    page = a_wall_a_moment_ago(browser, address, 60)
    # A note that is pinned has all laid anew, now.
    page.evaluate("room.show({ notes: room.state.notes.map((note, at) => ({ ...note, pinned: at === 30 })) })")
    pages = page.evaluate("room.part.pages()")
    number = 60
    while page.evaluate("room.part.pages()") == pages:
        page.evaluate("number => room.add(room.notesOf(number + 1)[number])", number)
        number += 1
    before = page.evaluate(PLACES)

    page.clock.run_for(1900)
    assert page.evaluate(PLACES) == before
    page.clock.run_for(200)

    assert page.evaluate(PLACES) != before
    assert page.evaluate(WHOLE) == cards(page)


MOVED = """before => Object.entries(%s).filter(([id, place]) =>
    id in before && JSON.stringify(place.slice(0, 3)) !== JSON.stringify(before[id].slice(0, 3)))"""
MOVED = MOVED % f"({PLACES})()"
# What may come to a wall while somebody's hand is over it, each of which would lay it anew.
COMES = {
    "a shorter group note": "room.show({ group_note: { step: 'question-2', body: 'We agree.', version: 9 } })",
    "many notes": "room.add(...room.notesOf(20).slice(9))",
    "a pin": "room.show({ notes: room.state.notes.map((note, place) => ({ ...note, pinned: place === 7 })) })",
    "a group": "room.show({ notes: room.state.notes.map((note, at) => ({ ...note, heading: at % 2 ? 'A' : '' })) })",
    "a longer text": "room.show({ notes: room.state.notes.map(note => ({ ...note, body: note.body.repeat(4) })) })",
    "a note gone": """room.show({ notes: room.state.notes.map((note, place) =>
        place === 2 ? { id: note.id, hidden: true } : note) })""",
}
LONG_NOTE = "We share power, listen before we fix, and nobody waits without a name beside them. " * 4


@pytest.mark.parametrize("hand", ["pointer", "keyboard"])
@pytest.mark.parametrize("what", COMES)
def test_no_card_moves_while_a_hand_is_over_the_notes_and_what_waits_comes_once_it_leaves(browser, address, what, hand):
    page = open_stage(browser, address, f"{{notes: 9, note: {LONG_NOTE!r}}}", viewport=SMALL)
    untouched = open_stage(browser, address, f"{{notes: 9, note: {LONG_NOTE!r}}}", viewport=SMALL)
    if hand == "pointer":
        page.mouse.move(300, 500)
    else:
        page.locator(".card").nth(4).focus()
    before = page.evaluate(PLACES)

    page.evaluate(COMES[what])
    settle(page)
    assert page.evaluate(MOVED, before) == []
    untouched.evaluate(COMES[what])
    settle(untouched)
    page.wait_for_function("room.part.say()[1].textContent.includes('once the pointer leaves')")
    if hand == "pointer":
        page.mouse.move(300, 20)
    else:
        page.evaluate("document.activeElement.blur()")

    page.wait_for_function("!room.part.say()[1].textContent.includes('once the pointer leaves')")
    expected = untouched.evaluate(f"new Promise(done => setTimeout(() => done(({PLACES})()), 2100))")
    wait_until(page, lambda: page.evaluate(PLACES) == expected)
    assert page.evaluate(WHOLE) == cards(page)


def test_a_note_is_hit_where_it_was_after_the_group_note_has_become_a_slim_band(browser, own_address):
    page = a_browser(browser, viewport=SMALL, reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto(f"{own_address}/harness.html")
    ready(page)
    show(page, "{notes: 9}")
    page.get_by_label("Group note").click()
    page.keyboard.type("We share power, listen before we fix, and no one waits.")
    settle(page)
    page.locator(".card").nth(5).hover()
    before = page.evaluate(PLACES)

    page.clock.run_for(9000)
    expect(page.locator(".agreed")).to_have_attribute("data-mode", "slim")
    settle(page)
    assert page.evaluate(MOVED, before) == []
    page.mouse.move(300, 20)
    page.clock.run_for(100)

    page.wait_for_function("!room.part.say()[1].textContent.includes('once the pointer leaves')")
    assert page.evaluate(WHOLE) == 9


def test_a_card_keeps_its_element_and_the_focus_while_notes_arrive(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    page.locator(".card").nth(4).focus()
    page.evaluate("globalThis.focused = document.activeElement")

    for number in range(24, 34):
        page.evaluate("number => room.add(room.notesOf(number + 1)[number])", number)
        assert page.evaluate("document.activeElement === focused && focused.isConnected")

    page.evaluate("room.show({ notes: room.state.notes.map(note => ({ ...note, marks: note.marks + 1 })) })")
    assert page.evaluate("document.activeElement === focused && focused.isConnected")


def test_a_note_that_is_true_for_more_stays_where_it_is(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    before = page.evaluate(PLACES)

    page.evaluate("room.show({ notes: room.state.notes.map(note => ({ ...note, marks: 9 })) })")

    expect(page.locator(".card .too").first).to_have_text("+9")
    assert {note: place[0] for note, place in page.evaluate(PLACES).items()} == {n: p[0] for n, p in before.items()}
    assert page.evaluate(WHOLE) == 24


def test_a_hidden_note_goes_and_the_others_stay_whole(browser, address):
    page = open_stage(browser, address, "{notes: 24}")

    page.evaluate(
        """room.show({ notes: room.state.notes.map((note, place) =>
            place === 3 ? { id: note.id, hidden: true } : note) })"""
    )

    assert page.evaluate(WHOLE) == cards(page) == 23
    expect(page.locator(".foot .say")).to_contain_text("23 notes")


def test_pinned_notes_come_first(browser, address):
    page = open_stage(browser, address, "{notes: 24}")

    page.evaluate("room.show({ notes: room.state.notes.map((note, place) => ({ ...note, pinned: place === 20 })) })")

    first = page.locator(".card").first
    expect(first).to_contain_text("Not shared. Owned by three tired people.")
    expect(first).to_contain_text("Pinned.")


def test_groups_stand_under_their_headings_and_the_others_apart(browser, address):
    page = open_stage(browser, address, "{notes: 24, grouped: true}")

    headings = page.locator(".lane h3").all_text_contents()

    assert sorted(headings) == [
        "Not grouped yet 5", "The handover 4", "Time and money 3", "Trust and blame 2", "What already works 5",
        "Who carries it 3", "Who is at the table 2",
    ]  # fmt: skip
    assert page.locator(".lane.loose").evaluate("lane => getComputedStyle(lane).borderTopStyle") == "dashed"


# How many blocks of what is in no group are begun right under another one.
BEGUN_TWICE = """() => {
    const boxes = [...document.querySelectorAll('.lane.loose')].map(lane => lane.getBoundingClientRect());
    const under = (one, other) => other.left === one.left && other.top > one.top;
    return boxes.flatMap(one => boxes.filter(other => under(one, other))).length;
}"""


def test_what_is_in_no_group_goes_on_in_a_column_without_another_heading(browser, address):
    page = open_stage(browser, address)
    for number in range(14, 40):
        page.evaluate(
            """number => room.show(room.stateOf({ notes: room.notesOf(number).map((note, place) =>
                ({ ...note, heading: place < 4 ? 'Handovers' : place < 7 ? 'Time' : '' })) }))""",
            number,
        )
        settle(page)
        assert page.evaluate(BEGUN_TWICE) == 0, number
        assert page.evaluate(WHOLE) == cards(page), number


@pytest.mark.parametrize("size", LARGE_OR_SQUARE)
def test_a_heading_too_long_for_one_line_is_read_whole(browser, address, size):
    page = open_stage(browser, address, "{notes: 24}", viewport=SIZES[size])
    page.evaluate(
        """room.show({ notes: room.state.notes.map((note, place) => ({ ...note,
            heading: place % 3 ? 'Time and attention in the everyday of us' : 'Power' })) })"""
    )
    settle(page)

    names = page.locator(".lane .name")
    assert names.count() >= 2
    assert names.evaluate_all(
        """names => names.filter(name => {
            const line = name.parentElement.getBoundingClientRect(), box = name.getBoundingClientRect();
            return name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight + 1
                || box.bottom > line.bottom + 1;
        }).length"""
    ) == 0  # fmt: skip


def test_a_new_note_lies_with_what_is_in_no_group_and_moves_none(browser, address):
    page = open_stage(browser, address, "{notes: 24, grouped: true}", viewport=SIZES["1024x768"])
    before = page.evaluate(PLACES)

    page.evaluate("room.add({ ...room.notesOf(25)[24], body: 'New.' })")

    after = page.evaluate(PLACES)
    assert {note: after[note] for note in before if note in after} == {n: p for n, p in before.items() if n in after}
    assert page.evaluate(WHOLE) == cards(page)
    assert page.locator(".lane.loose", has_text="Not grouped yet 6").count() == 1


def test_a_note_too_long_for_a_page_has_one_of_its_own(browser, address):
    page = open_stage(browser, address, "{notes: 6}")

    page.evaluate("room.add({ ...room.notesOf(7)[6], body: 'A very long story. '.repeat(500) })")
    pages = page.evaluate("room.part.pages()")
    page.evaluate("page => room.show({ wall_page: page })", pages - 1)

    assert cards(page) == 1
    assert "overflow" not in page.locator(".card.long").evaluate("card => getComputedStyle(card).overflowX")
    assert page.locator(".card.long").evaluate("card => card.textContent.length") > 9000


def test_a_small_window_is_read_like_a_page(browser, address):
    page = open_stage(browser, address, "{notes: 24}", viewport={"width": 640, "height": 900})

    tops = [place[1] for place in page.evaluate(PLACES).values()]

    assert len(tops) == 24
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_people_write_is_shown_as_text(browser, address):
    page = open_stage(browser, address, "{notes: 24, note: ''}")

    page.evaluate(
        """text => room.show({ notes: room.state.notes.map(note => ({ ...note, body: text, heading: text, way: text })),
            group_note: { step: 'question-2', body: text, version: 1 } })""",
        CROSS_SITE,
    )
    page.evaluate("room.show({ spotlight: room.state.notes[0].id })")

    expect(page.locator("blockquote")).to_have_text(CROSS_SITE)
    assert page.locator(".question img, .question b:text-is('bold')").count() == 0
    assert page.title() == "A question of the stage on a plain page"


# --- what is done with notes -------------------------------------------------------------------------------------


def test_at_rest_nothing_on_the_wall_is_a_control(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    page.mouse.click(400, 400)
    expect(page.locator(".card .tools:visible")).to_have_count(1)

    page.evaluate("room.rest()")

    expect(page.locator(".wall :is(button, input):visible")).to_have_count(0)


def test_a_presenting_window_has_no_controls_and_no_way_to_them(browser, address):
    page = open_stage(browser, address, "{notes: 24}", asks="role=present")

    page.locator(".card").nth(3).hover()
    page.locator(".card").nth(3).click(modifiers=["Control"])

    assert page.locator(".question :is(button, input, textarea, [tabindex='0'])").count() == 0
    assert page.locator(".selected").count() == 0
    assert page.evaluate("room.part.controls().length") == 0


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("Spotlight", {"name": "spotlight", "note": f"{2:032d}"}),
        ("Pin", {"name": "pin", "notes": [f"{2:032d}"], "on": True}),
        ("Hide", {"name": "hide", "notes": [f"{2:032d}"], "on": True}),
    ],
)
def test_a_press_on_a_note_opens_what_can_be_done_with_it(browser, address, name, deed):
    page = open_stage(browser, address, "{notes: 6}")
    card = page.locator(".card", has_text="Trust.")

    card.click()
    card.get_by_role("button", name=f"{name}, note").click()

    assert deeds(page) == [deed]


def test_a_pinned_card_offers_to_be_unpinned(browser, address):
    page = open_stage(browser, address, "{notes: 6}")
    card = page.locator(".card.pin").first

    card.click()
    card.get_by_role("button", name="Unpin").click()

    assert [deed["on"] for deed in deeds(page)] == [False]
    expect(page.locator(".card.pin")).to_have_count(1)


def test_several_notes_are_put_into_a_group_by_pointer(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    for text in ("No time.", "Different pay", "Short contracts"):
        page.locator(".card", has_text=text).click(modifiers=["Control"], position={"x": 20, "y": 12})

    page.get_by_role("button", name="Group 3 notes").click()
    form = page.get_by_role("dialog", name="Put 3 notes into a group")
    form.get_by_label("New group").fill("Time and money")
    form.get_by_role("button", name="Put there").click()

    expect(page.locator(".lane h3", has_text="Time and money 3")).to_be_visible()
    assert [(deed["name"], deed["heading"], len(deed["notes"])) for deed in deeds(page)] == [
        ("gather", "Time and money", 3)
    ]
    expect(page.locator(".selected")).to_have_count(0)


def test_a_range_of_notes_is_selected_with_shift(browser, address):
    page = open_stage(browser, address, "{notes: 24}")

    page.locator(".card").nth(2).click(modifiers=["Control"], position={"x": 20, "y": 12})
    page.locator(".card").nth(6).click(modifiers=["Shift"], position={"x": 20, "y": 12})

    expect(page.locator(".selected")).to_have_count(5)
    expect(page.get_by_role("button", name="Group 5 notes")).to_be_visible()


def test_notes_are_selected_and_grouped_by_keyboard_alone(browser, address):
    page = open_stage(browser, address, "{notes: 24, grouped: true}")
    page.locator("#group-note").focus()
    expect(page.locator(".agreed")).to_have_attribute("data-mode", "empty")
    page.keyboard.press("Tab")
    expect(page.locator(".card").first).to_be_focused()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    for expected in ("Select", "Spotlight", "Unpin", "Group"):
        page.keyboard.press("Tab")
        named = page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent")
        belongs = f"{expected}, note 3: A carer told me"
        assert named.startswith(belongs), "which note it belongs to is said out of its place as well"
    page.keyboard.press("Enter")
    page.keyboard.type("Kindness at the handover")
    page.keyboard.press("Enter")

    expect(page.locator(".lane h3", has_text="Kindness at the handover 2")).to_be_visible()
    expect(page.locator(".card:focus")).to_have_count(1)


def test_a_note_is_put_into_a_group_there_is_and_taken_out_again(browser, address):
    page = open_stage(browser, address, "{notes: 24, grouped: true}")
    card = page.locator(".card", has_text="Trust.")

    for choice, heading in (("Trust and blame", "Trust and blame"), ("In no group", "")):
        card.click(position=CORNER)
        card.get_by_role("button", name="Group, note").click()
        page.get_by_role("dialog").get_by_role("button", name=choice).click()
        assert deeds(page)[-1] == {"name": "gather", "notes": [f"{2:032d}"], "heading": heading}
        # Once it is done what was opened is closed: a press before that would close it, and open nothing.
        expect(page.locator(".card .tools:visible")).to_have_count(0)


def test_escape_closes_the_form_then_unselects(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    page.locator(".card").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Group 1 note").click()
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".selected")).to_have_count(1)
    page.keyboard.press("Escape")

    expect(page.locator(".selected")).to_have_count(0)
    assert deeds(page) == []


# What lies beside its own note, over its words or too small to hit, of all controls of notes that can be seen; and how
# many notes have any.
OUT_OF_NOTE = """least => {
    const strips = [...document.querySelectorAll('.wall .card .tools')].filter(strip => strip.checkVisibility());
    const inside = (box, within) => box.left >= within.left && box.right <= within.right
        && box.top >= within.top && box.bottom <= within.bottom;
    const found = strips.flatMap(strip => [...strip.querySelectorAll('.btn')].filter(button => {
        const box = button.getBoundingClientRect(), card = strip.closest('.card');
        const words = card.querySelector('p').getBoundingClientRect();
        return !inside(box, card.getBoundingClientRect()) || (box.top < words.bottom && box.bottom > words.top)
            || box.height < least || box.width < least || button.scrollWidth > button.clientWidth
            || parseFloat(getComputedStyle(button).fontSize) < 13;
    })).map(button => button.textContent);
    return [strips.length, found];
}"""
LETTERS = "() => [...new Set([...document.querySelectorAll('.tools .btn')].map(one => getComputedStyle(one).fontSize))]"


@pytest.mark.parametrize("size", EACH_SIZE)
@pytest.mark.parametrize("state", ["{notes: 6}", "{notes: 24}", "{notes: 24, grouped: true}"])
def test_what_can_be_done_with_a_note_lies_in_it_for_one_note_at_a_time(browser, address, size, state):
    page = open_stage(browser, address, state, viewport=SIZES[size])
    places = page.evaluate(PLACES)
    for card in page.locator(".wall .sheet .card").all():
        card.click(position=CORNER)
        box = card.bounding_box()

        assert page.evaluate(OUT_OF_NOTE, 24) == [1, []]
        assert card.get_by_text("Select", exact=True).is_visible()
        assert box["x"] + box["width"] <= SIZES[size]["width"]
        assert box["y"] + box["height"] <= page.locator(".foot").bounding_box()["y"]
        card.locator("p").click(position={"x": 4, "y": 4})
        assert page.evaluate(OUT_OF_NOTE, 24) == [0, []]

    assert len(page.evaluate(LETTERS)) == 1
    assert page.evaluate(PLACES) == places


def test_on_a_touch_screen_a_tap_on_a_note_opens_controls_that_a_finger_can_hit(browser, address):
    page = open_stage(browser, address, "{notes: 6}", viewport={"width": 390, "height": 844}, has_touch=True)

    for card in page.locator(".wall .sheet .card").all():
        card.tap(position=CORNER)
        # The browser makes a click of a touch some time after it.
        expect(card.locator(".tools")).to_be_visible()
        assert page.evaluate(OUT_OF_NOTE, 44) == [1, []]
        # The next note may have moved to where this one was: a tap there so soon would be a second one.
        page.wait_for_timeout(SECOND_TAP_WITHIN + 50)


def test_what_was_opened_in_a_note_is_closed_by_another_press_by_escape_and_by_leaving(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    one, other = page.locator(".card").nth(2), page.locator(".card").nth(9)
    strips = page.locator(".card .tools:visible")

    one.click(position=CORNER)
    other.click(position=CORNER)
    expect(other.locator(".tools")).to_be_visible()
    expect(strips).to_have_count(1)
    page.keyboard.press("Escape")
    expect(strips).to_have_count(0)
    one.click(position=CORNER)
    expect(strips).to_have_count(1)
    page.mouse.move(10, 60)

    expect(strips).to_have_count(0)
    assert deeds(page) == []


# --- asking, covering, one note ----------------------------------------------------------------------------------


def test_fast_presses_are_all_counted_and_walk_through_the_step(browser, address):
    page = open_stage(browser, address, "{long: true, notes: 24, asking: 'large'}")
    page.evaluate("room.latency = 300")

    for _ in range(4):
        page.keyboard.press("PageDown")

    expect(page.locator(".head")).to_contain_text("sentence 4 of 5")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(page.locator(".wall .card")).to_have_count(24)
    page.wait_for_function("room.state.asking === 'wall'")
    assert [deed.get("sentence") for deed in deeds(page)] == [1, 2, 3, 4, 5, 5]
    page.keyboard.press("PageDown")
    assert page.evaluate("room.moved") is False
    for _ in range(6):
        page.keyboard.press("PageUp")
    page.wait_for_function("room.state.asking === 'large' && room.state.sentence === 0")
    page.keyboard.press("PageUp")
    assert page.evaluate("room.moved") is False


def test_pages_are_turned_by_presses_and_shown_at_once(browser, address):
    page = open_stage(browser, address, "{notes: 300}")
    page.evaluate("room.latency = 300")

    for _ in range(5):
        page.keyboard.press("ArrowRight")

    expect(page.locator(".foot .say")).to_contain_text("page 6 of 10")
    page.wait_for_function("room.state.wall_page === 5")
    expect(page.locator(".foot .say")).to_contain_text("page 6 of 10")


def test_a_press_that_was_refused_is_taken_back(browser, address):
    page = open_stage(browser, address, "{notes: 60}")
    page.evaluate("room.refuses = true")

    page.keyboard.press("PageDown")

    expect(page.locator(".foot .say")).to_contain_text("page 1 of 2")
    assert [deed["name"] for deed in deeds(page)] == ["turn"]


@pytest.mark.parametrize("size", EACH_SIZE)
@pytest.mark.parametrize("number", [1, 9])
def test_a_long_question_is_read_whole_above_the_notes_until_one_of_its_sentences_is_chosen(
    browser, address, size, number
):
    page = open_stage(browser, address, f"{{long: true, notes: {number}, asking: 'wall'}}", viewport=SIZES[size])
    question = page.locator(".q")
    unit = page.evaluate("document.querySelector('.measure').getBoundingClientRect().width / 1000")

    expect(question).to_have_text(page.evaluate("room.state.texts.question.whole"))
    assert question.evaluate("q => parseFloat(getComputedStyle(q).fontSize)") >= 27.9 * unit
    assert page.evaluate(WHOLE) == number
    page.evaluate("room.show({ sentence: 3 })")

    expect(question).to_have_text("And where they are not?")


def test_the_foot_explains_short_marks_only_where_notes_have_them(browser, address):
    page = open_stage(browser, address, "{notes: 30}", viewport=SMALL)
    foot = page.locator(".foot .say")
    expect(foot).to_contain_text("true for 6 more")
    expect(foot).to_contain_text("one of the five ways")

    page.evaluate("room.show({ notes: room.state.notes.map((note) => ({ ...note, marks: 0, way: '' })) })")

    expect(foot).to_contain_text("30 notes")
    expect(foot).not_to_contain_text("true for 6 more")
    expect(foot).not_to_contain_text("one of the five ways")


@pytest.mark.parametrize("long", ["true", "false"])
def test_the_question_stays_large_above_the_first_notes_and_gives_way_to_more(browser, address, long):
    page = open_stage(browser, address, f"{{long: {long}, asking: 'wall'}}", viewport=SMALL)
    unit = page.evaluate("document.querySelector('.measure').getBoundingClientRect().width / 1000")
    size = f"q => Math.round(parseFloat(getComputedStyle(q).fontSize) / {unit})"
    sizes = []
    for number in (0, 1, 3, 4):
        page.evaluate(f"room.show({{ notes: room.notesOf({number}), note_count: {number} }})")
        page.wait_for_function(f"({WHOLE})() === {number}")
        sizes.append(page.locator(".q").evaluate(size))

    assert sizes[0] == sizes[1] == sizes[2] >= 47
    assert sizes[3] <= 44
    page.evaluate("room.show({ notes: room.notesOf(3).map((note) => ({ ...note, body: 'at length '.repeat(60) })) })")
    page.wait_for_function(f"({WHOLE})() === 3")
    assert page.locator(".q").evaluate(size) <= 44


def test_a_question_that_would_be_too_small_is_asked_by_its_sentences(browser, address):
    page = open_stage(browser, address)

    page.evaluate(
        """() => { const sentences = Array.from({ length: 12 }, () => 'why is that so, and not so? '.repeat(8));
            const state = room.stateOf({ long: true });
            const question = { whole: sentences.join(' '), sentences };
            room.show({ ...state, texts: { ...state.texts, question } }); }"""
    )
    settle(page)

    expect(page.locator(".head")).to_contain_text("sentence 1 of 12")
    assert page.locator(".q").evaluate("q => parseFloat(getComputedStyle(q).fontSize)") >= 34
    assert page.locator(".q").evaluate("q => q.offsetHeight <= q.parentElement.clientHeight")


@pytest.mark.parametrize("size", EACH_SIZE)
@pytest.mark.parametrize("state", ["{}", "{long: true}", "{long: true, asking: 'large', sentence: 4}"])
def test_what_is_asked_is_whole_and_large(browser, address, state, size):
    page = open_stage(browser, address, state, viewport=SIZES[size])

    shown = page.locator(".q")
    unit = page.evaluate("document.querySelector('.measure').getBoundingClientRect().width / 1000")

    assert shown.evaluate("q => parseFloat(getComputedStyle(q).fontSize)") >= 34 * unit
    assert shown.evaluate("q => q.offsetHeight <= q.parentElement.clientHeight")
    expect(page.get_by_text("of 18 have sent a note from their phone")).to_be_visible()
    expect(page.get_by_text("3 are writing, 2 have finished")).to_be_visible()


def test_covered_notes_are_a_number_and_cards_all_alike_without_any_text(browser, address):
    page = open_stage(browser, address, "{notes: 24}")

    page.get_by_role("button", name="Cover notes").click()

    expect(page.get_by_role("heading", name="24 notes are in")).to_be_visible()
    backs = page.locator(".face-down li")
    assert len({tuple(round(back.bounding_box()[side]) for side in ("width", "height")) for back in backs.all()}) == 1
    assert backs.count() == 24
    assert not [note["body"] for note in NOTES if str(note["body"]) in page.content()]
    page.get_by_role("button", name="Show notes").click()
    expect(page.locator(".wall .card")).to_have_count(24)


def test_one_note_in_the_spotlight_goes_to_the_next_and_back_to_the_wall(browser, address):
    page = open_stage(browser, address, "{notes: 24}")
    page.locator(".card").nth(2).focus()
    page.keyboard.press("Enter")
    quote = page.locator("blockquote")
    expect(quote).to_contain_text("A carer told me")
    assert quote.evaluate("text => parseFloat(getComputedStyle(text).fontSize)") >= 70
    expect(page.locator(".foot .say")).to_contain_text("Note 3 of 24")

    page.keyboard.press("PageDown")
    expect(quote).to_have_text("Trust.")
    page.get_by_role("button", name="Previous note").click()
    expect(quote).to_contain_text("A carer told me")
    page.get_by_role("button", name="Make an action").click()
    expect(page.get_by_text("made an action")).to_be_visible()
    page.locator("body").press("Escape")

    expect(page.locator(".wall .card")).to_have_count(24)
    assert [deed["name"] for deed in deeds(page)] == ["spotlight", "spotlight", "spotlight", "take_up", "spotlight"]


@pytest.mark.parametrize("length", [1, 300, 1000, 9000])
def test_a_note_of_any_length_stays_within_the_spotlight(browser, address, length):
    page = open_stage(browser, address, "{notes: 6}", viewport=SMALL)

    page.evaluate(
        """length => { const body = 'so it goes '.repeat(length / 10 + 1).slice(0, length);
            const notes = room.state.notes.map(note => ({ ...note, body }));
            room.show({ spotlight: notes[0].id, notes }); }""",
        length,
    )

    assert page.locator(".spotlight figure").evaluate("one => one.offsetHeight <= one.parentElement.clientHeight + 1")


def test_the_five_ways_are_one_key_away_each_with_a_line_and_their_source_once(browser, address):
    page = open_stage(browser, address, "{notes: 24}")

    page.keyboard.press("5")

    ways = page.get_by_role("region", name="The five ways")
    expect(ways.get_by_role("listitem")).to_have_count(5)
    expect(ways.get_by_text("Commit to working together for the longer term")).to_be_visible()
    expect(ways.get_by_text("The King's Fund")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(ways).to_be_hidden()
    page.get_by_role("button", name="Five ways").click()
    expect(ways).to_be_visible()


# --- the group's own note ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", LARGE_OR_SQUARE)
@pytest.mark.parametrize("state", ["long: true", "notes: 0, asking: 'wall'", "notes: 6", "notes: 60",
    "notes: 24, covered: true", "notes: 24, grouped: true", "notes: 24, spotlight: '1'.padStart(32, '0')"])  # fmt: skip
def test_the_group_note_is_in_sight_in_every_state(browser, address, state, size):
    page = open_stage(browser, address, f"{{{state}}}", viewport=SIZES[size])
    for note in ("", "We start with the handover."):
        show(page, f"{{{state}, note: {note!r}}}")
        box = page.get_by_label("Group note").bounding_box()
        foot = page.locator(".foot").bounding_box()
        assert box["height"] > 10
        assert box["y"] + box["height"] <= foot["y"]


def test_the_group_note_is_large_while_written_and_a_slim_band_after_a_rest(browser, own_address):
    page = a_browser(browser, viewport=PROJECTOR, reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto(f"{own_address}/harness.html")
    ready(page)
    show(page, "{notes: 24}")
    area = page.get_by_label("Group note")
    high = "area => Math.round(parseFloat(getComputedStyle(area).fontSize))"
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 60"))

    area.click()
    page.keyboard.type("We start with the handover")
    assert area.evaluate(high) == 44
    assert page.evaluate(WHOLE) == cards(page)
    page.clock.run_for(7000)
    assert area.evaluate(high) == 44
    page.clock.run_for(2000)

    assert area.evaluate(high) == 34
    expect(area).to_be_focused()
    # The wall hears of its new room from the browser, some time, and may wait a moment before it searches.
    page.clock.resume()
    page.wait_for_function(f"({WHOLE})() === 24")
    page.keyboard.type("!")
    assert area.evaluate(high) == 44


def test_a_group_note_is_saved_as_it_is_typed_and_two_that_differ_are_both_shown(browser):
    with served() as address:
        page = open_stage(browser, address, "{notes: 6}")
        area = page.get_by_label("Group note")
        area.fill("Ours")
        expect(page.locator("#group-note-status")).to_have_text("Saved")
        show(page, "{notes: 6, group_note: { step: 'question-2', body: 'Ours', version: 1 }}")

        page.evaluate(
            """() => fetch('/facilitate/group-note',
                { method: 'POST', body: JSON.stringify({ body: 'Theirs', version: 1 }) })"""
        )
        area.fill("Ours, and more")
        expect(page.get_by_text("Somebody else has changed this text meanwhile")).to_be_visible()
        expect(page.get_by_text("Theirs", exact=True)).to_be_visible()
        page.get_by_role("button", name="Keep what I wrote").click()

        expect(page.locator("#group-note-status")).to_have_text("Saved")
        expect(area).to_have_value("Ours, and more")


def test_the_group_note_of_another_step_is_another_text(browser):
    with served() as address:
        page = open_stage(browser, address, "{notes: 6}")
        page.get_by_label("Group note").fill("Of the second question")

        show(page, "{notes: 6, long: true, note: 'Of the fourth'}")

        expect(page.get_by_label("Group note")).to_have_value("Of the fourth")


def test_a_presenting_window_shows_the_group_note_only_when_there_is_one(browser, address):
    page = open_stage(browser, address, "{notes: 6}", asks="role=present")
    assert page.locator(".agreed").is_hidden()

    show(page, "{notes: 6, note: 'We start with the handover.'}")

    expect(page.locator(".agreed")).to_have_text("We agreeWe start with the handover.")
    assert page.locator("textarea").count() == 0
