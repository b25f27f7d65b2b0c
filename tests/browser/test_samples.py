"""A blind sample from the drawing to the decisions: two people code by keyboard alone, and a lead reads what comes of it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from surveys.codings import Proposal, store_proposals
from surveys.findings import FindingKind, store_findings
from surveys.heard import read_answers, read_notes
from surveys.migrations import upgrade
from surveys.readings import Source
from surveys.responses import Answer
from surveys.workers import Role
from tests import make
from tests.browser.conftest import ROOT, free_port, wait_for
from tests.browser.test_accessibility import what_is_wrong
from voice.database import make_engine, writing_session
from voice.insight import load_codebook
from voice.insight.finding import seal_of

pytestmark = [pytest.mark.browser, pytest.mark.alone]

BUS, NAMES = "the bus is late", "they call me names"


@dataclass(frozen=True)
class Site:
    """Where it is served, the folder of its record, and how its two coders sign in."""

    address: str
    data: Path
    lead: str
    reader: str
    wave_id: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A record with a counted wave of 52 read texts, served as a deployment is."""
    data = tmp_path_factory.mktemp("samples")
    engine = make_engine(f"sqlite:///{data / 'voice.db'}", make.SECRET)
    upgrade(engine)
    with writing_session(engine) as record:
        load_codebook(record)
        lead = make.worker(record, Role.LEAD, name="Lena Lead")
        reader = make.worker(record, Role.READER, name="Rita Reader")
        wave = make.wave(record, name="Spring")
        make.responses(
            record, wave.schools[0], *(f"{words} {n}" for n in range(26) for words in (BUS, NAMES))
        )
        make.read_everything(record, reader)
        proposals = {
            (Source.ANSWER, answer.id): [Proposal("TRV" if BUS in str(answer.text) else "BUL", 0.8, ["x"])]
            for answer in record.scalars(select(Answer))
        }
        store_proposals(record, proposals, method="seeds 1")
        looked_at = seal_of([*read_answers(record, wave.id), *read_notes(record)])
        overview = {"method": "seeds 1", "looked_at": looked_at}
        store_findings(
            record, wave_id=wave.id, figures={(FindingKind.OVERVIEW, "wave"): overview}, on=date.today()
        )
        emails, wave_id = (lead.email, reader.email), wave.id
        record.commit()
    engine.dispose()
    port = free_port()
    environment = {
        **os.environ,
        "VOICE_SECRET": make.SECRET,
        "VOICE_DATA": str(data),
        "VOICE_INSECURE_COOKIES": "yes",
    }
    with (data / "log").open("w") as log:
        serving = subprocess.Popen(
            [sys.executable, "-m", "voice.serving", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(port)
            yield Site(f"http://127.0.0.1:{port}", data, *emails, wave_id)
        finally:
            os.killpg(serving.pid, signal.SIGTERM)
            serving.wait(timeout=20)


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff")


def test_two_people_code_blind_and_a_lead_reads_how_well_they_agree(
    browser: Browser, page: Page, site: Site
) -> None:
    sign_in(page, site, site.lead)
    page.get_by_role("link", name="Samples").first.click()
    page.get_by_role("link", name="Draw from Spring").click()
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sample 1")
    page.get_by_role("link", name="Code the next text").click()
    keys_tick_take_back_and_refuse(page)
    code_all(page)
    expect(page.get_by_text("still need a second person, who cannot be you")).to_be_visible()

    other = browser.new_context().new_page()
    sign_in(other, site, site.reader)
    other.get_by_role("link", name="Samples").first.click()
    other.get_by_role("link", name="Start coding").click()
    differ_on_the_first(other)
    code_all(other)
    expect(other.get_by_text("Two people have coded every text")).to_be_visible()
    other.context.close()

    page.get_by_role("link", name="Samples").first.click()
    page.get_by_role("main").get_by_role("link", name="Spring, sample 1").click()
    page.get_by_role("button", name="End the coding and show the results").click()
    expect(page.get_by_role("heading", name="How well they agree")).to_be_visible()
    assert what_is_wrong(page) == []
    page.get_by_role("link", name="Settle the next one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people differ on this text")
    assert what_is_wrong(page) == []
    page.get_by_role("button", name="Settle it so").first.click()
    expect(page.get_by_text("Every text that the coders differed on is settled")).to_be_visible()
    page.get_by_role("button", name="Make these the decisions").click()
    expect(page.get_by_text("Decided in your name, texts: 50.")).to_be_visible()
    page.get_by_role("button", name="Put this sample away").click()
    expect(page.get_by_text("Lena Lead put this sample away")).to_be_visible()


def keys_tick_take_back_and_refuse(page: Page) -> None:
    """The search box takes every key that coding needs; what is chosen is told to those who cannot see it."""
    search, chosen = page.get_by_label("Find a theme"), page.locator("[data-chosen]")
    expect(search).to_be_focused()
    assert what_is_wrong(page) == []
    search.press_sequentially("journ")
    expect(
        page.locator(".voice-pick__choice:visible", has_text="Transport and the journey")
    ).to_have_attribute("data-next", "")
    page.keyboard.press("Enter")
    expect(search).to_have_value("")
    for words in ("bullying", "sleep"):
        search.press_sequentially(words)
        page.keyboard.press("Enter")
    expect(chosen).to_have_text("Chosen: Transport and the journey, Bullying, Sleep, mornings and lateness.")
    expect(page.locator("[data-first]")).to_have_text("Transport and the journey main")
    search.press_sequentially("periods")
    page.keyboard.press("Enter")
    expect(chosen).to_have_text("At most 3 themes: take one back first.")
    page.keyboard.press("Backspace")
    expect(chosen).to_have_text("Chosen: Transport and the journey, Bullying.")
    page.keyboard.press("0")
    expect(chosen).to_have_text("Chosen: Fits nothing.")
    page.keyboard.press("?")
    expect(chosen).to_have_text("Chosen: Cannot tell.")
    page.keyboard.press("?")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose a theme, or say")
    page.get_by_label("Find a theme").focus()


def differ_on_the_first(page: Page) -> None:
    page.get_by_label("Find a theme").press("0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have coded 1;")).to_be_visible()


def code_all(page: Page) -> None:
    """Code what is left by typing a word and pressing Enter twice."""
    words = page.locator(".voice-text__words")
    heading = page.get_by_role("heading", level=1)
    for _ in range(60):
        if "Nothing is left" in heading.inner_text():
            return
        about_bus = BUS in words.inner_text()
        before = page.url
        page.keyboard.type("journey" if about_bus else "bullying")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    raise AssertionError("more texts than were drawn")


def test_a_text_is_coded_without_script(browser: Browser, site: Site) -> None:
    with sqlite3.connect(site.data / "voice.db") as record:
        (sample_id,) = record.execute("SELECT id FROM sample").fetchone()
        record.execute(
            "UPDATE sample SET ended_on = NULL, ended_by_id = NULL, kept_on = NULL, kept_by_id = NULL"
        )
        record.execute("DELETE FROM blind_coding")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, site, site.reader)
    page.goto(f"{site.address}/samples/{sample_id}/code")
    expect(page.get_by_label("Find a theme")).to_be_hidden()
    page.get_by_label("Bullying").check()
    page.get_by_label("Transport and the journey").check()
    page.get_by_label("Which one is it mostly about?").select_option("Transport and the journey")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("You have coded 1;")).to_be_visible()
    context.close()
    with sqlite3.connect(site.data / "voice.db") as record:
        (codes,) = record.execute("SELECT codes FROM blind_coding").fetchone()
    assert json.loads(codes) == ["TRV", "BUL"]
