"""A tutor’s road: a survey is built by clicking, asked on shared devices in four languages, keyed from paper, and counted."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from surveys.base import monday_of
from surveys.definitions import drafts, frame_words
from surveys.languages import LANGUAGES
from tests import pdfs
from tests.browser.conftest import Demo, sign_in, sign_out, words_of
from tests.browser.devices import choice, fill_in, hand_over, leaves_nothing, open_the_survey
from tests.browser.test_keying import key
from voice.doors import FRESH_SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.alone]

PATIENCE = 60_000
"""Milliseconds that a page may take on a machine with much else to do."""
MOST_CLICKS = 60
SURVEY, WAVE, SCHOOL = "Pulse and the way here", "Form period look", "Ashen Vale High School"
OWN_QUESTION = "Which of these would you like more of?"
CHOICES = ("Clubs at lunch", "Quiet rooms", "Something else")
SPOKEN = ("en", "ur", "pl", "en", "ar")
"""The languages of five pupils in turn; six rounds make thirty."""
PUPILS = 30
WORDS = {
    0: "the 88 is full when it gets to us",
    1: "بس بھری ہوتی ہے",
    2: "Autobus jest pełny",
    4: "الحافلة مزدحمة",
    16: "more seats at dinner",
}
"""What some of the pupils write, by their number."""
CUT_OFF = 16
"""The pupil whose connection is lost between opening the survey and sending it."""
PAPERS = (
    {"year_group": "1", "att_feel": "2", "help_head": "Benches"},
    {"year_group": "5", "help_head": "More light", "helped": "1"},
    {"year_group": "3", "language": "Polish"},
)
"""What is typed for each paper, by the name of the field."""


@dataclass
class Hand:
    """Clicks for a person, and counts."""

    clicks: int = 0

    def click(self, on: Locator) -> None:
        self.clicks += 1
        on.click()


@pytest.fixture
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def devices(browser: Browser) -> Iterator[list[Page]]:
    """Three devices that pupils share; script is off on the third."""
    contexts = [browser.new_context(java_script_enabled=runs) for runs in (True, True, False)]
    for context in contexts:
        context.set_default_timeout(PATIENCE)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


@pytest.mark.usefixtures("patience")
def test_a_tutors_road_from_the_bank_to_the_count(page: Page, devices: list[Page], demo: Demo) -> None:
    page.set_default_timeout(PATIENCE)
    sign_in(page, demo, "lead")
    hand = Hand()
    build_a_survey(page, hand)
    code = open_a_wave(page, hand)
    assert hand.clicks < MOST_CLICKS
    print_the_pack(page, code)
    sign_out(page)
    before = rows_by_table(demo)
    answer_on_shared_devices(devices, demo, code)
    key_three_papers(page, demo)
    late = devices[0]
    open_the_survey(late, code, "en")
    pass_the_last_day(demo)
    comes_too_late(late, devices[1], code)
    check_the_record(demo, before)
    sign_in(page, demo, "lead")
    see_the_count(page)


def build_a_survey(page: Page, hand: Hand) -> None:
    """Start from the pulse and the transport module; add, write, move and remove a question; look at it in Urdu."""
    hand.click(page.get_by_role("link", name="Surveys").first)
    hand.click(page.get_by_role("button", name="Build a survey"))
    page.get_by_label("Name of the survey").fill(SURVEY)
    hand.click(page.get_by_label("Pulse"))
    hand.click(page.get_by_label("Getting to school"))
    hand.click(page.get_by_role("button", name="Build it"))
    expect(page.get_by_role("heading", level=1)).to_have_text(SURVEY)
    hand.click(page.get_by_role("button", name="Add from the bank"))
    hand.click(page.get_by_label("There is an adult at school I can talk to"))
    hand.click(page.get_by_label("Adults at school listen to pupils"))
    hand.click(page.get_by_role("button", name="Add what is ticked"))
    hand.click(page.get_by_role("button", name="Write your own question"))
    hand.click(page.get_by_label("One choice out of a list"))
    page.get_by_label("Question or statement").fill(OWN_QUESTION)
    page.get_by_label("Choices, one on each line").fill("\n".join(CHOICES))
    hand.click(page.get_by_role("button", name="Add it to the survey"))
    hand.click(page.get_by_role("button", name=re.compile(rf"Up\s*: {re.escape(OWN_QUESTION)}")))
    hand.click(page.get_by_role("button", name=re.compile(r"Remove\s*: Which bus, tram or stop")))
    expect(page.get_by_text("is out of the survey")).to_be_visible()
    hand.click(page.get_by_role("link", name=LANGUAGES["ur"].own_name))
    shown = page.frame_locator("iframe")
    expect(shown.locator("html[lang=ur][dir=rtl]")).to_be_attached()


def open_a_wave(page: Page, hand: Hand) -> str:
    hand.click(page.get_by_role("link", name="open a wave"))
    page.get_by_label("Name of the wave").fill(WAVE)
    page.get_by_label("Survey").select_option(SURVEY)
    page.get_by_label("First day").fill((date.today() - timedelta(days=7)).isoformat())
    page.get_by_label("Last day").fill(date.today().isoformat())
    for hour in ("Each school day from", "Each school day until"):
        page.get_by_label(hour).fill("")  # at any hour, so that this can be walked at night
    hand.click(page.get_by_label(SCHOOL))
    hand.click(page.get_by_role("button", name="Open the wave"))
    expect(page.get_by_role("heading", level=1)).to_have_text(WAVE)
    return page.locator("td.voice-code").inner_text()


def print_the_pack(page: Page, code: str) -> None:
    page.get_by_role("link", name=SCHOOL).click()
    page.get_by_role("link", name="Pack to print").click()
    for language, title in (("English", code), ("Urdu", code)):
        link = page.get_by_role("link", name=f"Pack in {language} (PDF)").get_attribute("href")
        answer = page.request.get(page.url.partition("/places")[0] + str(link), timeout=PATIENCE)
        assert answer.headers["content-type"] == "application/pdf"
        printed = pdfs.read(answer.body())
        assert printed.root_object["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in printed.root_object
        assert printed.metadata is not None
        assert SCHOOL in str(printed.metadata.title)
        assert len(printed.pages) > 5
        assert title in pdfs.words(answer.body())


def answer_on_shared_devices(devices: list[Page], demo: Demo, code: str) -> None:
    """Thirty pupils, one after the other on each device; nobody finds anything of who sat there before."""
    for device in devices:
        device.goto(demo.address)
    for number in range(PUPILS):
        device = devices[number % len(devices)]
        open_the_survey(device, code, SPOKEN[number % len(SPOKEN)])
        device.context.set_offline(number == CUT_OFF)
        fill_in(device, answers_of(number), WORDS.get(number))
        if number == CUT_OFF:
            send_once_more(device)
        else:
            device.locator("[data-sending]").click()
        hand_over(device)
    for device in devices:
        leaves_nothing(device, list(WORDS.values()))
        device.goto(demo.address)


def answers_of(number: int) -> dict[str, str]:
    return {"year_group": f"Y{7 + number % 5}", "att_feel": str(1 + number % 5), "bar_pick": "bus"}


def send_once_more(device: Page) -> None:
    """The form cannot be sent; it says so, keeps every answer, and goes when the connection is back."""
    device.locator("[data-sending]").click()
    said = drafts()[SPOKEN[CUT_OFF % len(SPOKEN)]]
    expect(device.locator("[data-offline]")).to_have_text(said["page.offline"])
    for name, value in answers_of(CUT_OFF).items():
        expect(choice(device, name, value)).to_be_checked()
    expect(device.locator("[name=help_head]")).to_have_value(WORDS[CUT_OFF])
    device.context.set_offline(False)
    device.locator("[data-sending]").click()


def key_three_papers(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "youth-worker")
    page.get_by_role("link", name="Paper answers").first.click()
    page.get_by_role("link", name=f"{SCHOOL}, {WAVE}").click()
    for number, paper in enumerate(PAPERS, start=1):
        key(page, paper)
        page.keyboard.press("Enter")  # on the button
        expect(page.get_by_role("status")).to_contain_text(f"{number} paper")
    sign_out(page)


def pass_the_last_day(demo: Demo) -> None:
    """Let the wave’s last day be yesterday, as it will be tomorrow; nobody closes it."""
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    with closing(sqlite3.connect(demo.data / "voice.db", timeout=60)) as record, record:
        record.execute("UPDATE wave SET closes_on = ? WHERE name = ?", (yesterday, WAVE))


def comes_too_late(late: Page, next_one: Page, code: str) -> None:
    """Neither a code typed after the last day opens anything, nor is a form taken that was opened before."""
    words = frame_words()
    next_one.wait_for_timeout(1_000 * (FRESH_SECONDS + 1))
    next_one.locator("#code").fill(code)
    next_one.locator("main form button").click()
    expect(next_one.locator("#code-error")).to_have_text(words["start.closed"])
    fill_in(late, answers_of(0), WORDS[0])
    late.locator("[data-sending]").click()
    expect(late.get_by_role("heading", level=1)).to_have_text(words["closed.title"])


def rows_by_table(demo: Demo) -> Counter[str]:
    """Count the rows of every table; of receipts those that no clock may take away meanwhile."""
    with closing(sqlite3.connect(f"file:{demo.data / 'voice.db'}?mode=ro", uri=True)) as record:
        tables = [name for (name,) in record.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return Counter(
            {name: record.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        )


def check_the_record(demo: Demo, before: Counter[str]) -> None:
    """Thirty-three responses and the words that go with them; no other table has grown."""
    kept = """SELECT r.language, r.mode, r.helped, r.week, r.marks, r.picks, a.text FROM response r
        JOIN wave_school p ON p.id = r.wave_school_id JOIN wave w ON w.id = p.wave_id
        LEFT JOIN answer a ON a.response_id = r.id WHERE w.name = ?"""
    with closing(sqlite3.connect(f"file:{demo.data / 'voice.db'}?mode=ro", uri=True)) as record:
        rows = record.execute(kept, (WAVE,)).fetchall()
    online = Counter((SPOKEN[number % len(SPOKEN)], "online") for number in range(PUPILS))
    assert Counter((language, mode) for language, mode, *_ in rows) == online + Counter(
        {("en", "paper"): 2, ("pl", "paper"): 1}
    )
    assert sum(helped for _, _, helped, *_ in rows) == 1
    assert {week for _, _, _, week, *_ in rows} == {monday_of(date.today()).isoformat()}
    typed = [*WORDS.values(), *(paper["help_head"] for paper in PAPERS if "help_head" in paper)]
    assert sorted(words_of(demo, sealed) for *_, sealed in rows if sealed) == sorted(typed)
    grown = rows_by_table(demo) - before
    for kept_by_the_clock in ("screening", "backlog_day", "case_entry", "notice"):
        del grown[kept_by_the_clock]
    assert grown == Counter(response=PUPILS + len(PAPERS), answer=len(typed), receipt=PUPILS + len(PAPERS))


def see_the_count(page: Page) -> None:
    page.get_by_role("link", name="Waves").first.click()
    row = page.get_by_role("row", name=WAVE)
    expect(row).to_contain_text("Closed")
    row.get_by_role("link").click()
    expect(page.get_by_text("Answers so far: 35")).to_be_visible()
    expect(page.get_by_role("row", name=SCHOOL).get_by_role("cell", name="35", exact=True)).to_be_visible()
    page.get_by_role("link", name="Turnout").click()
    expect(page.get_by_text("Answers so far: 35")).to_be_visible()
