"""A pupil asks for somebody to talk to on a shared device: the next pupil finds nothing of it, the school’s lead does."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.alone]

NAME = "Zebedee Quillfeather"


def ask(page: Page, demo: Demo, name: str = NAME) -> None:
    """Ask by the link in the help strip, first without a name."""
    page.goto(f"{demo.address}/pl")
    with page.context.expect_page() as opened:
        page.locator("#help a").click()
    page = opened.value
    assert page.url == f"{demo.address}/talk/pl"
    page.goto(f"{demo.address}/talk")
    page.get_by_label("Which school").select_option("Ashen Vale High School")
    page.get_by_label("How can they find you?").fill("8B")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert").first).to_contain_text("Write your name")
    expect(page.get_by_label("How can they find you?")).to_have_value("8B")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have asked them")
    leaves_nothing(page)


def leaves_nothing(page: Page) -> None:
    """Go back and forward as the next pupil might, and reload each page on the way."""
    for step in (page.go_back, page.reload, page.go_back, page.go_forward, page.reload, page.go_forward):
        step()
        page.wait_for_load_state()
        typed = page.eval_on_selector_all(
            "input:not([type=hidden]), textarea, select",
            "fields => fields.map((field) => field.value).join('')",
        )
        assert typed == "", page.url
        assert NAME not in page.content()
    assert page.context.cookies() == []


def test_a_note_leaves_nothing_on_the_device_and_reaches_the_lead(browser: Browser, demo: Demo) -> None:
    for name in (NAME, "Odd Sock"):  # two pupils, one after the other
        pupils: BrowserContext = browser.new_context()
        ask(pupils.new_page(), demo, name)
        pupils.close()
    staff = browser.new_context()
    page = staff.new_page()
    sign_in(page, demo, "safeguarding-lead")
    page.get_by_role("link", name="Asking to talk").first.click()
    waiting = page.get_by_role("button", name="Open")
    expect(waiting.first).to_be_visible()
    found = set()
    while waiting.count():
        waiting.first.click()
        found.add(page.locator("dd").first.inner_text())
        with page.expect_navigation():
            page.get_by_role("link", name="All notes").click()
    assert {NAME, "Odd Sock"} <= found
    staff.close()


def test_a_lost_connection_loses_nothing(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    page.goto(f"{demo.address}/talk")
    page.get_by_label("Your name").fill(NAME)
    context.set_offline(True)
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("Please tell an adult at school")
    expect(page.get_by_label("Your name")).to_have_value(NAME)
    context.set_offline(False)
    page.get_by_label("Which school").select_option("Ashen Vale High School")
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have asked them")
