"""The whole road, by clicking and typing only: from a pupil’s words to what pupils are told."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Demo, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.alone]

WAVE = "Spring look"
WORDS = "the 88 bus drives past us when it is full and then i get a late mark"
NOTE = "Second bus at 3.15 because the first one leaves people behind"
TOLD = "We are asking for one more bus in the morning."


def test_the_whole_road_from_a_pupils_words_to_what_pupils_are_told(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "lead")
    code = open_a_wave(page)
    sign_out(page)
    page.context.clear_cookies()  # the pupil sits at another machine
    answer_as_a_pupil(page, demo, code)
    sign_in(page, demo, "youth-worker")
    paste_notes(page)
    sign_out(page)
    sign_in(page, demo, "reader")
    read_everything(page)
    sign_out(page)
    sign_in(page, demo, "lead")
    find_themes(page)
    confirm_the_bus(page)
    sign_out(page)
    sign_in(page, demo, "subgroup-member")
    add_an_action(page)
    sign_out(page)
    sign_in(page, demo, "lead")
    release_a_report(page)
    sign_out(page)
    sign_in(page, demo, "school")
    open_the_report(page)


def open_a_wave(page: Page) -> str:
    page.get_by_role("link", name="Waves").first.click()
    page.get_by_role("button", name="Open a wave").click()
    page.get_by_label("Name of the wave").fill(WAVE)
    page.get_by_label("Survey").select_option("Being in school: ages 11 to 16")
    page.get_by_label("First day").fill((date.today() - timedelta(days=1)).isoformat())
    page.get_by_label("Last day").fill((date.today() + timedelta(days=5)).isoformat())
    for hour in ("Each school day from", "Each school day until"):
        page.get_by_label(hour).fill("")  # at any hour, so that this can be walked at night
    page.get_by_label("Ashen Vale High School").check()
    page.get_by_role("button", name="Open the wave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WAVE)
    return page.locator("td.voice-code").inner_text()


def answer_as_a_pupil(page: Page, demo: Demo, code: str) -> None:
    page.goto(demo.address)
    page.get_by_label("code").fill(code.lower())
    page.get_by_role("button").first.click()
    walk_the_survey(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert page.context.cookies() == []
    page.go_back()
    page.wait_for_load_state()
    assert WORDS not in page.content()


def walk_the_survey(page: Page) -> None:
    """Answer the year, the barriers and one comment; go past the rest."""
    for _ in range(150):
        if "thank-you" in page.url:
            return
        if (year := page.get_by_label("Year 8", exact=True)).is_visible():
            year.check()
        if (bus := page.get_by_label("Buses, trams or the way here")).is_visible():
            bus.check()
        box = page.locator("textarea[name=bar_text]")
        if box.is_visible():
            box.fill(WORDS)
        onward = page.get_by_role("button", name=re.compile("Send|Next|Skip|Start")).filter(visible=True)
        if onward.count():
            onward.first.click()
        page.wait_for_timeout(100)
    raise AssertionError("the survey has no end")


def paste_notes(page: Page) -> None:
    page.get_by_role("link", name="Workshops").first.click()
    page.get_by_role("link", name="Ashen Vale High School").click()
    page.get_by_role("link", name="Week 6").click()
    page.get_by_label("Notes, one on each line").fill(
        f"{NOTE} | 11 | recommendation\nBus stop has no shelter | 4"
    )
    page.get_by_role("button", name="Add these notes").click()
    expect(page.get_by_text("2 notes added")).to_be_visible()
    page.get_by_role("button", name="Show me what I typed").click()
    expect(page.get_by_role("cell", name=NOTE)).to_be_visible()


def read_everything(page: Page) -> None:
    page.get_by_role("link", name="Reading").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading")
    page.get_by_role("button", name="Start reading").click()
    fine, nothing = (
        page.get_by_role("button", name="Fine as shown"),
        page.get_by_text("There is nothing to read"),
    )
    expect(fine.or_(nothing)).to_be_visible()
    while not nothing.is_visible():
        go_by(page, fine)


def find_themes(page: Page) -> None:
    page.get_by_role("link", name="Waves").first.click()
    page.get_by_role("link", name=WAVE).click()
    page.get_by_role("button", name="Close this wave today").click()
    page.get_by_role("button", name="themes").click()
    page.get_by_role("link", name="See the themes").wait_for(timeout=120_000)
    expect(page.get_by_text("Done", exact=True)).to_be_visible()
    page.get_by_role("link", name="See the themes").click()


def confirm_the_bus(page: Page) -> None:
    go_by(page, page.get_by_role("link", name="Transport and the journey"))
    answer = page.locator("form.voice-check", has_text=WORDS)
    turn_to(page, answer)
    expect(answer).to_contain_text("the machine")
    go_by(page, answer.get_by_role("button", name="Confirm"))
    turn_to(page, answer)
    expect(answer).to_contain_text("Noor Haslam (confirmed)")


def turn_to(page: Page, answer: Locator) -> None:
    while not answer.count():
        go_by(page, page.get_by_role("link", name="More answers"))


def go_by(page: Page, way: Locator) -> None:
    """Click, and wait for the page it leads to: between two pages there is nothing to be counted."""
    with page.expect_navigation():
        way.click()


def add_an_action(page: Page) -> None:
    page.get_by_role("link", name="Subgroups").first.click()
    page.get_by_role("link", name="Transport").click()
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What will be done").fill("Ask for one more bus at 8.10")
    page.get_by_label("Why").fill("Full buses drive past in the morning.")
    page.get_by_label("Agency that owns it").select_option("Ashenbrook Transport")
    page.get_by_label("Person who owns it").fill("Dev Pardoe")
    page.get_by_label("Due").fill((date.today() + timedelta(days=30)).isoformat())
    page.get_by_label("How we tell pupils").fill(TOLD)
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for one more bus at 8.10")


def release_a_report(page: Page) -> None:
    """The report is drafted with the new action in it, checked and released."""
    page.get_by_role("link", name="Waves").first.click()
    page.get_by_role("link", name=WAVE).click()
    page.get_by_role("link", name="Make and release the schools’ reports").click()
    page.get_by_role("button", name="Make drafts").click()
    page.get_by_role("link", name="See the reports").wait_for(timeout=120_000)
    expect(page.get_by_text("Done", exact=True)).to_be_visible()
    page.get_by_role("link", name="See the reports").click()
    row = page.get_by_role("row", name="Ashen Vale High School")
    row.get_by_role("link", name="Check the draft").click()
    page.get_by_role("checkbox", name="Ashen Vale High School").check()
    page.get_by_role("button", name="It is checked").click()
    row.get_by_role("link", name="Release the report").click()
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("row", name="Ashen Vale High School")).to_contain_text("Released")


def open_the_report(page: Page) -> None:
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("button", name=f"Open the report of {WAVE}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ashen Vale High School")
    expect(page.get_by_text("Ask for one more bus at 8.10").first).to_be_visible()
    link = page.get_by_role("link", name="PDF").first.get_attribute("href")
    answer = page.request.get(page.url.split("/reports")[0] + str(link))
    assert answer.headers["content-type"] == "application/pdf"
    printed = PdfReader(BytesIO(answer.body()))
    assert "Ashen Vale High School" in printed.pages[0].extract_text()
    page.locator("a[href*='/told/']").first.click()
    expect(page.get_by_text(TOLD)).to_be_visible()
