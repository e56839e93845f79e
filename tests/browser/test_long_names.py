"""Fifteen dimensions with long names: around the radar none lies over another, over the shape or beyond the picture."""

import random

import pytest
from long_names import NAMES, folder_of_long_names
from people import a_participant, a_plan
from playwright.sync_api import expect
from screens import facilitate
from server_process import running
from test_accessible import is_drawn

from across.room.application import open_application
from across.settings import read
from content.reader import read_all

SIZES = {"1920": (1920, 1080), "1280": (1280, 720), "1024": (1024, 768)}
PEOPLE = 12
# What lies over each other: two names, a name and the outermost ring, a name and the edge of the picture.
FAULTS = """list => {
    const box = (node) => node.getBoundingClientRect();
    const names = [...list.children].map((item) => ({ text: item.innerText, room: box(item) }));
    const around = box(list.closest('.plot')), chart = box(list.closest('.plot').querySelector('.chart'));
    const radius = chart.width / 2 / 1.07, x = (chart.left + chart.right) / 2, y = (chart.top + chart.bottom) / 2;
    const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    const near = ({ left, right, top, bottom }) => Math.hypot(
        Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    const outside = ({ left, right, top, bottom }) =>
        left < around.left - 1 || right > around.right + 1 || top < around.top - 1 || bottom > around.bottom + 1;
    return names.flatMap(({ text, room }, number) => [
        ...names.slice(number + 1).filter((other) => over(room, other.room)).map((other) => `${text} / ${other.text}`),
        ...(outside(room) ? [`${text} beyond the picture`] : []),
        ...(near(room) < radius * 0.97 ? [`${text} over the shape`] : []),
    ]);
}"""


@pytest.fixture
def long_names(tmp_path, monkeypatch):
    """A server with this content, and the key to a workshop whose results are revealed."""
    folder = folder_of_long_names(tmp_path)
    monkeypatch.setenv("ACROSS_CONTENT_FOLDER", str(folder))
    [_, content] = read_all(str(folder))
    with running(tmp_path) as server:
        application = open_application(
            read({"ACROSS_DATA_FOLDER": str(server.folder), "ACROSS_CONTENT_FOLDER": str(folder)})
        )
        _, key = application.start(a_plan(content_version=content.version))
        room, chance = application.facilitator(key), random.Random(1)
        room.open_scoring()
        for _ in range(PEOPLE):
            participant = a_participant(room)
            for item in content.questionnaire.items:
                participant.respond(item.id, chance.choice([1, 2, 3, 4, 4, 5]), 1)
        room.move_to("results")
        room.reveal()
        yield server, key
        application.store.close()


def test_fifteen_long_names_stand_apart_around_the_radar(long_names, browser):
    server, key = long_names
    page = facilitate(browser, server.address, key, "results")
    labels = page.locator(".plot:not(.bare) .labels")
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("([w, h]) => innerWidth === w && innerHeight === h", arg=[width, height])
        expect(labels.locator("li")).to_have_count(len(NAMES))
        expect(labels.locator("li .numbers").last).to_be_visible()
        is_drawn(page)

        assert labels.evaluate(FAULTS) == [], (width, height)
