"""The queue is walked by keyboard alone: confirm, change, none, skip, look-alikes and undo, without one click."""

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo, sign_in
from tests.browser.test_accessibility import what_is_wrong

pytestmark = [pytest.mark.browser, pytest.mark.alone]

Decided = set[tuple[str, str]]
"""Words of an answer, and what was decided of a theme on it, such as “BUL confirmed”."""


def test_the_queue_is_walked_by_keyboard_alone(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "reader")
    page.get_by_role("link", name="Themes").first.focus()
    page.keyboard.press("Enter")
    for link in (re.compile("term"), "Review the answers that the machine is least sure of"):
        page.get_by_role("main").get_by_role("link", name=link).first.focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reviewing")
    assert what_is_wrong(page) == []
    before = decided(demo)

    first, codes = shown(page)
    press(page, "c")
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert decided(demo) - before == {(first, f"{code} confirmed") for code in codes}

    changed, codes = shown(page)
    page.keyboard.press("1")
    page.keyboard.press("t")
    expect(page.get_by_label("A part of its name")).to_be_focused()
    page.keyboard.type("other or uncl")  # no key does anything while somebody types
    page.keyboard.press("Enter")
    press(page, "c")
    now = {said for text, said in decided(demo) - before if text == changed}
    assert {f"{codes[0]} removed", "OTH added"} <= now

    skipped, _ = shown(page)
    press(page, "s")
    none, codes = shown(page)
    assert none != skipped
    press(page, "n")
    expect(page.get_by_role("status").first).to_contain_text("Saved: none of the themes.")
    assert {(none, f"{code} removed") for code in codes} <= decided(demo)

    for text in (none, changed, first):
        press(page, "u")
        assert shown(page)[0] == text
    assert decided(demo) == before

    page.keyboard.press("?")
    switch = page.get_by_role("button", name="Turn the keys off")
    switch.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Turn the keys on")).to_be_focused()
    page.keyboard.press("Enter")
    assert decided(demo) == before


def test_answers_alike_get_their_theme_by_keyboard_and_lose_it_by_one_key(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "lead")
    page.goto(f"{demo.address}/waves/{busiest_wave(demo)}/reviewing?theme=TRV")
    before = decided(demo)
    ticked = page.locator("[name=answer]:checked")
    for _ in range(20):
        page.keyboard.press("g")
        expect(page.get_by_role("heading", level=1)).to_have_text("Answers like it")
        if ticked.count() > 2:
            break
        page.go_back()
        press(page, "s")
    assert what_is_wrong(page) == []
    alike = ticked.count()
    page.keyboard.press("2")
    expect(ticked).to_have_count(alike - 1)
    page.keyboard.press("c")
    expect(page.get_by_role("status").first).to_contain_text(f"Saved for {alike - 1} answers")
    assert len(decided(demo) - before) == alike - 1
    press(page, "u")
    assert decided(demo) == before


def shown(page: Page) -> tuple[str, list[str]]:
    """Return the words of the answer that is shown, and its themes."""
    codes = page.locator("[data-shown] input").evaluate_all("boxes => boxes.map(box => box.value)")
    return page.locator("blockquote").inner_text(), codes


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def decided(demo: Demo) -> Decided:
    query = """SELECT r.shown, t.code || ' ' || c.decision FROM coding c JOIN theme t ON t.id = c.theme_id
        JOIN reading r ON r.answer_id = c.answer_id WHERE c.decision IS NOT NULL"""
    return {(shown, said) for shown, said in rows(demo, query)}


def busiest_wave(demo: Demo) -> str:
    query = """SELECT p.wave_id FROM coding c JOIN answer a ON a.id = c.answer_id
        JOIN response r ON r.id = a.response_id JOIN wave_school p ON p.id = r.wave_school_id
        GROUP BY 1 ORDER BY count(*) DESC"""
    return str(rows(demo, query)[0][0])


def rows(demo: Demo, query: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(f"file:{demo.data / 'voice.db'}?mode=ro", uri=True) as record:
        return record.execute(query).fetchall()
