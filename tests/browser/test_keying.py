"""Papers are keyed in by keyboard alone: not one click from the first question of one to the third that is saved."""

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo, sign_in, words_of

pytestmark = [pytest.mark.browser, pytest.mark.alone]

Answers = dict[str, str]
"""What to type at a question, by the name of its field."""
FIRST: Answers = {
    "year_group": "2",
    "sch_safe": "5",
    "bar_pick": "1g",
    "bar_top": "g",
    "bar_text": "The 88 is full",
}
SECOND: Answers = {"year_group": "33", "hot_place": "3", "hot_place.toilets": "56", "helped": "1"}
"""A year typed twice, the second time to take it back: the paper cannot be saved like this."""
THIRD: Answers = {"year_group": "1", "sch_safe": "1", "help_head": "More benches, 2 of them"}


def test_three_papers_are_keyed_by_keyboard_alone(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "youth-worker")
    page.get_by_role("link", name="Paper answers").first.click()
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Key in a paper")
    before = papers(demo)

    key(page, FIRST)
    page.keyboard.press("Enter")  # on the button
    expect(page.get_by_role("status")).to_have_text(re.compile("1 paper keyed"))

    key(page, SECOND, until="helped")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Question 1")
    expect(page.locator("[name='hot_place.toilets']:checked")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link leads to the question
    page.keyboard.press("Tab")
    page.keyboard.press("3")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("2 papers keyed"))

    key(page, THIRD, onward="Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("3 papers keyed"))
    expect(page.locator("[name=year_group]").first).to_be_focused()
    expect(page.locator("#keying input:checked")).to_have_count(0)

    keyed = sorted(papers(demo) - before)
    assert [(picks, texts, helped) for _, picks, texts, helped in keyed if "Y8" in picks] == [
        (
            '{"year_group": ["Y8"], "sch_safe": ["1"], "bar_pick": ["bullying", "bus"], "bar_top": ["bus"]}',
            "The 88 is full",
            0,
        )
    ]
    assert len(keyed) == 3


def key(page: Page, answers: Answers, *, onward: str = "Enter", until: str | None = None) -> None:
    """Type a paper from the first question to the button, or to a question."""
    left = dict(answers)
    expect(page.locator("[name=year_group]").first).to_be_focused()
    for _ in range(80):
        at = page.evaluate("document.activeElement.name || document.activeElement.type")
        page.keyboard.type(left.pop(at, ""))
        if at in (until, "submit"):
            break
        page.keyboard.press(onward)
    assert left == {}


def papers(demo: Demo) -> set[tuple[str, str, str, int]]:
    """Return the papers in the record: key, picks, texts, and whether somebody helped."""
    query = """SELECT r.id, r.picks, a.text, r.helped FROM response r
        LEFT JOIN answer a ON a.response_id = r.id WHERE r.mode = 'paper'"""
    with sqlite3.connect(f"file:{demo.data / 'voice.db'}?mode=ro", uri=True) as record:
        rows = record.execute(query).fetchall()
    return {(key, picks, words_of(demo, sealed), helped) for key, picks, sealed, helped in rows}
