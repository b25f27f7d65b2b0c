"""The reading room is worked by keyboard alone: read, hide, take back, pass on, put aside, and a page at once."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from surveys.base import Base
from surveys.concerns import Concern
from surveys.readings import Reading
from surveys.responses import Answer
from surveys.screenings import Level, Screening
from surveys.workers import Role
from tests import make
from tests.browser.test_accessibility import what_is_wrong
from voice import create_app
from voice.database import engine_of, writing_session
from voice.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.alone]

SHORT = [f"The bus is late on day {number}" for number in range(1, 25)]
NAMED = "😀 Mrs Okafor shouts at me and zorbo pushes me,\r\nmy mate Kayden Marsh saw it and it goes on every single week"
LONG = (
    "I do not want to come in because nobody talks to me at lunch and the hall is too loud for me every day"
)
WORRY = "My mum's boyfriend hits me when I come home late from school and nobody knows about it at all so please help"
ODD = "<b>bold</b> \u202eback\u202c K\u200bai مدرسة بعيدة and this is long enough that it stands on no page of short ones at all"


@dataclass(frozen=True)
class Room:
    """A served record with texts to read, and somebody to read them."""

    address: str
    email: str
    app: object

    def said(self) -> dict[str, tuple[str, str | None]]:
        """Return what was said of each text that is read: the outcome, and what others may see."""
        with Session(engine_of(self.app)) as record:  # type: ignore[arg-type]
            query = select(Answer.text, Reading.outcome, Reading.shown).join(Reading)
            return {text or "passed on": (outcome, shown) for text, outcome, shown in record.execute(query)}

    def passed_on(self) -> list[str | None]:
        with Session(engine_of(self.app)) as record:  # type: ignore[arg-type]
            return list(record.scalars(select(Concern.text)))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr("surveys.second_readings.SHARE", 0)
    app = create_app(Settings(secret_key=make.SECRET, data=tmp_path, secure_cookies=False))
    Base.metadata.create_all(engine_of(app))
    with writing_session(engine_of(app)) as record:
        place = make.wave(record).schools[0]
        make.responses(record, place, *SHORT, NAMED, LONG, WORRY, ODD)
        levels = {WORRY: Level.RED, NAMED: Level.AMBER, ODD: Level.AMBER, LONG: Level.AMBER}
        for key, text in record.execute(select(Answer.id, Answer.text)).all():
            level = levels.get(text or "", Level.NONE)
            harm = None if level is Level.NONE else "other"
            record.add(Screening(answer_id=key, level=level, harm=harm))
        email = make.worker(record, Role.READER, name="Rita Reader").email
        record.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield Room(f"http://127.0.0.1:{server.server_port}", email, app)
    server.shutdown()
    serving.join()
    server.server_close()
    engine_of(app).dispose()


@pytest.fixture
def reading(page: Page, room: Room) -> Page:
    """A reader’s browser on the page that starts."""
    page.goto(f"{room.address}/sign-in")
    page.get_by_label("E-mail").fill(room.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff")
    page.goto(f"{room.address}/reading")
    return page


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def shown(page: Page) -> str:
    return "".join(page.locator("[data-at]").all_text_contents())


def marks(page: Page) -> dict[str, bool]:
    """Return the words of each mark, and whether they are hidden."""
    boxes = page.locator("[data-words] label")
    return dict(
        boxes.evaluate_all(
            "labels => labels.map(label =>"
            " [label.querySelector('.voice-mark__words').textContent, label.querySelector('input').checked])"
        )
    )


def until(page: Page, words: str) -> None:
    """Put texts aside until one with these words is there."""
    for _ in range(40):
        if words in shown(page):
            return
        press(page, "n")
    raise AssertionError(words)


def test_texts_are_read_by_keyboard_alone(reading: Page, room: Room) -> None:
    page = reading
    assert what_is_wrong(page) == []
    press(page, "f")
    assert shown(page) == WORRY  # what may be urgent comes first
    assert what_is_wrong(page) == []
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Yes, pass it on")).to_be_focused()
    assert what_is_wrong(page) == []
    assert room.passed_on() == []
    press(page, "Enter")
    assert room.passed_on() == [WORRY]
    press(page, "u")
    expect(page.get_by_text("A concern cannot be taken back")).to_be_visible()
    assert room.passed_on() == [WORRY]

    until(page, "Okafor")
    assert what_is_wrong(page) == []
    before = marks(page)
    assert before["Mrs Okafor"] is True
    page.keyboard.press("1")
    assert marks(page)["Mrs Okafor"] is False
    page.keyboard.press("1")
    suspects = [words for words, is_on in before.items() if not is_on]
    for _ in suspects:
        page.keyboard.press("m")
    assert all(marks(page).values())
    choose(page, "week")
    page.keyboard.press("m")
    assert marks(page)["week"] is True
    press(page, "f")
    outcome, words = room.said()[NAMED]
    assert outcome == "hidden"
    assert words is not None
    assert words.startswith("😀 [teacher] shouts")
    assert words.endswith("every single [hidden]")
    assert "Kayden" not in words

    press(page, "u")
    assert "Okafor" in shown(page)
    assert NAMED not in room.said()
    press(page, "f")
    assert room.said()[NAMED][1] is not None


def choose(page: Page, word: str) -> None:
    """Choose a word of the text with the arrow keys."""
    for _ in range(40):
        page.keyboard.press("ArrowRight")
        if page.evaluate("getSelection().toString().trim()") == word:
            return
    raise AssertionError(word)


def test_whatever_was_written_stands_there_as_text(reading: Page, room: Room) -> None:
    page = reading
    press(page, "f")
    until(page, "bold")
    assert "<b>bold</b> ·back· K·ai مدرسة" in shown(page)
    assert what_is_wrong(page) == []
    page.keyboard.press("o")
    expect(page.get_by_label("Other words to hide")).to_be_focused()
    page.keyboard.type("fun")  # no key does anything while somebody types
    page.get_by_role("button", name="Fine as shown").focus()
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("“fun” is not in the text")
    assert ODD not in room.said()


def test_a_choice_of_words_with_the_mouse_is_hidden_as_what_it_is(reading: Page, room: Room) -> None:
    page = reading
    press(page, "f")
    until(page, "lunch")
    page.evaluate(
        """() => {
          const text = document.querySelector("[data-at]").firstChild;
          const at = text.data.indexOf("lunch and");
          getSelection().setBaseAndExtent(text, at, text, at + 9);
        }"""
    )
    page.keyboard.press("m")
    assert marks(page) == {"lunch and": True}
    press(page, "f")
    assert room.said()[LONG] == ("hidden", LONG.replace("lunch and", "[hidden]"))


def test_a_page_of_short_ones_is_read_by_keyboard_alone(reading: Page, room: Room) -> None:
    page = reading
    page.get_by_role("button", name="Read a page of short ones at once").focus()
    press(page, "Enter")
    expect(page.get_by_role("checkbox")).to_have_count(20)
    assert what_is_wrong(page) == []
    for key in "jjjkx":
        page.keyboard.press(key)
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    left = page.get_by_role("checkbox").nth(1).locator("xpath=..").locator("[data-words]").inner_text()
    press(page, "f")
    assert shown(page) == left
    assert len(room.said()) == 19
    press(page, "f")
    assert len(room.said()) == 20


def test_keys_are_listed_and_can_be_turned_off(reading: Page, room: Room) -> None:
    page = reading
    press(page, "f")
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn the keys off").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Turn the keys on")).to_be_focused()
    assert shown(page) == WORRY


def test_without_script_everything_works_as_a_form(room: Room, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{room.address}/sign-in")
    page.get_by_label("E-mail").fill(room.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{room.address}/reading")
    page.get_by_role("button", name="Start reading").click()
    page.get_by_role("button", name="Next, put this aside").click()
    while "Okafor" not in page.locator("blockquote").inner_text():
        page.get_by_role("button", name="Next, put this aside").click()
    page.get_by_role("checkbox", name="Hide “Mrs Okafor” as teacher").uncheck()
    page.get_by_text("Hide other words").click()
    page.get_by_label("Other words to hide").fill("every single week")
    page.get_by_role("button", name="Fine as shown").click()
    words = room.said()[NAMED][1] or ""
    assert words.startswith("😀 Mrs Okafor shouts")
    assert words.endswith("goes on [hidden]")
    page.get_by_role("button", name="Undo").click()
    assert NAMED not in room.said()
    context.close()
