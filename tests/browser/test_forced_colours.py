"""Forced colours, as people set them who need few and strong ones: what is said by a background is said by lines."""

import re

import pytest
from playwright.sync_api import expect
from screens import facilitate, wait_until, walked
from test_accessible import is_drawn
from test_whole_stage import Hall, cards

# How a thing looks, in all that is left of it.
LOOK = """node => {
    const style = getComputedStyle(node);
    return [style.backgroundColor, style.color, style.borderColor, style.borderWidth, style.outlineStyle].join(' ');
}"""
RING = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return null;
    const style = getComputedStyle(at), name = at.getAttribute('aria-label') || at.innerText;
    return [name.trim(), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.fixture(params=["light", "dark"])
def forced(request, server, browser, application):
    """A question with notes on a screen whose colours are forced."""
    at = Hall(server, browser, application, "question-2")
    at.sends("One", "Two", step="question-2")
    page = facilitate(browser, server.address, at.key, "question-2", forced_colors="active", color_scheme=request.param)
    expect(cards(page)).to_have_count(2)
    is_drawn(page)
    return page


def test_where_we_are_is_seen_on_the_rail(forced):
    steps = forced.locator(".rail li")
    past, here, after = (steps.nth(place).evaluate(LOOK) for place in (0, 2, 3))

    assert len({past, here, after}) == 3
    assert steps.nth(2).get_attribute("aria-current") == "step"


def test_what_is_chosen_is_seen(forced):
    button = forced.get_by_role("button", name="Five ways")
    before = button.evaluate(LOOK)
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert button.evaluate(LOOK) != before
    forced.keyboard.press("Escape")

    plain = cards(forced).nth(1).evaluate(LOOK)
    cards(forced).nth(0).focus()
    forced.keyboard.press(" ")
    expect(cards(forced).nth(0)).to_have_class(re.compile(r"\bselected\b"))
    forced.locator("h1").evaluate("heading => heading.focus()")
    assert cards(forced).nth(0).evaluate(LOOK) != plain


def test_everything_that_keys_reach_has_a_ring(forced):
    rings: dict[str, bool] = {}

    def all_around() -> bool:
        walked(forced)
        found = forced.evaluate(RING)
        if found and found[0] != "Group note":
            rings[found[0]] = found[1]
        return len(rings) > 20 and not found

    wait_until(forced, all_around)

    assert {"Welcome", "Results", "Skip to the controls"} <= set(rings)
    assert [name for name in rings if name.startswith("Next: ")]
    assert [name for name, ring in rings.items() if not ring] == []
