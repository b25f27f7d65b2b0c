"""The theme board: a lead adds a theme of their own and sees it find answers, merges, splits, renames, and takes all back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from surveys.findings import Finding, FindingKind
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.waves import wave_with_id
from surveys.workers import Role
from tests import make
from tests.browser.conftest import Demo, copy_served, sign_in
from tests.browser.test_accessibility import what_is_wrong
from voice.database import make_engine, writing_session

pytestmark = [pytest.mark.browser, pytest.mark.alone]

TRANSPORT, SAFETY = "Transport and the journey", "Community safety and online life"
WAYS = (
    "lads on e-scooters chase us down the path",
    "nearly got hit by an e-scooter on the pavement",
    "e-scooters everywhere outside the gates",
)
PLACES = (
    "by the park",
    "at the shops",
    "near the bridge",
    "by the station",
    "in our street",
    "at the crossing",
)
SCOOTERS = [f"{way}, {place}" for way in WAYS for place in PLACES]
"""So many in a school that its figures may be told anew, for the wave was told of before: ten or more have come."""


@pytest.fixture(scope="module")
def demo(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own: what is found here hangs on which wave was counted last, and others count, too."""
    with copy_served(built_demo, tmp_path_factory) as served:
        yield served


@pytest.fixture
def scooters(demo: Demo) -> None:
    """Answers about e-scooters in the wave that was counted, read by a person."""
    engine = make_engine(f"sqlite:///{demo.data / 'voice.db'}", (demo.data / "secret").read_text())
    with writing_session(engine) as record:
        counted = select(Finding.wave_id).where(Finding.kind == FindingKind.OVERVIEW)
        wave = max(
            (wave_with_id(record, key) for key in record.scalars(counted)), key=lambda wave: wave.opens_on
        )
        for place in wave.schools[:2]:
            make.responses(record, place, *SCOOTERS, on=wave.opens_on)
        reader = make.worker(record, Role.READER, name="Rita Reader")
        for key in [
            key for key, words in record.execute(select(Answer.id, Answer.text)) if words in SCOOTERS
        ]:
            read_text(
                record,
                source=Source.ANSWER,
                text_id=key,
                reader=reader,
                outcome=Outcome.FINE,
                on=wave.opens_on,
            )
        record.commit()
    engine.dispose()


@pytest.mark.usefixtures("scooters")
def test_a_lead_makes_the_codebook_their_own_and_takes_it_back(
    page: Page, demo: Demo, browser: Browser
) -> None:
    sign_in(page, demo, "lead")
    add_e_scooters(page)
    see_it_find_answers(page)
    merge_and_take_back(page)
    split_and_take_back(page)
    rename_and_take_back(page)
    two_at_once(page, demo, browser)
    undo(page, "E-scooters", re.compile("added “E-scooters”"))
    expect(page.get_by_text("It is out of use since")).to_be_visible()


def open_board(page: Page) -> None:
    page.get_by_role("link", name="Themes", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Themes")


def change(page: Page, name: str) -> None:
    open_board(page)
    page.get_by_role("link", name=f"Change {name}", exact=True).click()
    assert what_is_wrong(page) == []


def undo(page: Page, name: str, what: re.Pattern[str]) -> None:
    open_board(page)
    page.get_by_role("link", name=f"History of {name}", exact=True).click()
    assert what_is_wrong(page) == []
    page.get_by_role("button", name=what).click()
    expect(page.get_by_role("region", name="Done")).to_contain_text("Undone:")


def add_e_scooters(page: Page) -> None:
    open_board(page)
    page.get_by_role("button", name="Add a theme").click()
    assert what_is_wrong(page) == []
    page.get_by_label("Name").fill("E-scooters")
    page.get_by_label("What it is about").fill("Being hit, chased or scared by people on e-scooters")
    page.get_by_label("Words and phrases").fill("nearly got run over by an e-scooter\nlads on e-scooters")
    page.get_by_role("button", name="Add the theme").click()
    expect(page.get_by_role("region", name="Done")).to_contain_text("“E-scooters” is in the codebook.")
    expect(page.get_by_text("Noor Haslam added “E-scooters”.")).to_be_visible()
    assert what_is_wrong(page) == []


def see_it_find_answers(page: Page) -> None:
    page.get_by_role("button", name="Find themes again").click()
    page.get_by_role("link", name="See the themes").wait_for(timeout=240_000)
    expect(page.get_by_text("Done", exact=True)).to_be_visible()
    page.get_by_role("link", name="See the themes").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="E-scooters"))
    expect(row).to_contain_text(re.compile(r"\d+ pupils"))
    row.get_by_role("link").click()
    expect(page.locator("form.voice-check").filter(has_text="e-scooter").first).to_contain_text("the machine")
    open_board(page)
    expect(page.get_by_role("button", name="Find themes again")).to_have_count(0)
    expect(page.locator("#theme-XES")).to_contain_text("pupils wrote about it")


def merge_and_take_back(page: Page) -> None:
    change(page, "E-scooters")
    page.get_by_label("Merge into").select_option(TRANSPORT)
    page.get_by_role("button", name="See the merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Merge “E-scooters” into “{TRANSPORT}”?")
    expect(page.get_by_text(re.compile(r"^\d+ texts$"))).not_to_have_count(0)
    assert what_is_wrong(page) == []
    page.get_by_role("button", name="Merge them").click()
    open_board(page)
    expect(page.locator("#theme-XES")).to_have_count(0)
    expect(page.get_by_text(f"counts as “{TRANSPORT}”")).to_be_visible()
    undo(page, "E-scooters", re.compile("merged “E-scooters”"))
    open_board(page)
    expect(page.locator("#theme-XES")).to_be_visible()


def split_and_take_back(page: Page) -> None:
    change(page, TRANSPORT)
    page.get_by_role("link", name="Split it").click()
    page.get_by_label("Find answers with the words").fill("tram, metrolink")
    page.get_by_role("button", name="Find answers").click()
    assert what_is_wrong(page) == []
    expect(page.get_by_label("Every answer with these words")).to_be_checked()
    page.get_by_label("Name").fill("Trams")
    page.get_by_role("button", name="See the split").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Split “Trams” from “{TRANSPORT}”?")
    expect(page.get_by_role("heading", name="Some that would stay")).to_be_visible()
    assert what_is_wrong(page) == []
    page.get_by_role("button", name="Split them").click()
    expect(page.get_by_text(f"Noor Haslam split “Trams” from “{TRANSPORT}”.")).to_be_visible()
    undo(page, "Trams", re.compile("split “Trams”"))
    open_board(page)
    expect(page.locator("#theme-XTR")).to_have_count(0)


def rename_and_take_back(page: Page) -> None:
    change(page, SAFETY)
    page.get_by_label("Name").fill("Safety outside")
    page.get_by_role("button", name="Store the name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History of “Safety outside”")
    undo(page, "Safety outside", re.compile("renamed"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"History of “{SAFETY}”")


def two_at_once(page: Page, demo: Demo, browser: Browser) -> None:
    """Two windows on the same theme: the slower one is told, keeps what was typed, and then stores it."""
    change(page, "E-scooters")
    other = browser.new_context().new_page()
    sign_in(other, demo, "lead")
    change(other, "E-scooters")
    other.get_by_label("Name").fill("Scooters and e-bikes")
    other.get_by_role("button", name="Store the name").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Scooters and e-bikes")
    other.context.close()
    page.get_by_label("More words and phrases").fill("scared of the e-bikes")
    page.get_by_role("button", name="Store words and phrases").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Noor Haslam renamed “E-scooters” to “Scooters and e-bikes”.")
    expect(page.get_by_label("More words and phrases")).to_have_value("scared of the e-bikes")
    page.get_by_role("button", name="Store words and phrases").click()
    expect(page.get_by_text("Noor Haslam added the phrase “scared of the e-bikes”.")).to_be_visible()
    undo(page, "Scooters and e-bikes", re.compile("renamed"))
