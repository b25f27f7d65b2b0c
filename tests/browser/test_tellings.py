"""The pupils’ page “You said, we did” in a real browser: read out by the device alone, accessible, and whole without script."""

from datetime import date

import pytest
from flask import Flask, render_template
from playwright.sync_api import Browser, Page, Route, expect

from surveys.actions import Action, Status
from surveys.themes import Theme
from tests.browser.test_accessibility import what_is_wrong
from tests.voice.report_figures import content, rich_figures
from voice.telling import told_back, what_pupils_said

pytestmark = pytest.mark.browser

ADDRESS = "http://voice.example/told/4K7M9P"
VOICES = """
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{localService: LOCAL, lang: "en-GB", name: "Here"}],
  speak(said) { window.spoken.push(said.text); setTimeout(() => said.onend(), 40); },
  cancel() {}, addEventListener() {},
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def action(status: Status) -> Action:
    theme = Theme(code="FAC", name="Toilets, food and the building")
    words = f"This is {status.value}."
    return Action(title="x", pupil_words=words, status=status, theme=theme, due_on=date(2027, 1, 31))


def serve(page: Page, app: Flask) -> None:
    """Answer whatever the browser asks for from the app, without a server."""
    figures, actions = rich_figures(), [action(status) for status in Status]
    with app.test_request_context():
        told = render_template(
            "tellings/told.html",
            school=content()["school"],
            wave=content()["wave"],
            next_wave="Spring 2027 opens on 3 March 2027.",
            said=what_pupils_said(figures),
            told=told_back(actions, figures=figures, on=date(2026, 11, 23)),
        )

    def answer(route: Route) -> None:
        if "/told/" in route.request.url:
            # The policy that goes with every page, so that the browser holds this one to it.
            policy = app.test_client().get("/healthy").headers["Content-Security-Policy"]
            headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
            route.fulfill(body=told, headers=headers)
            return
        with app.test_client().get(route.request.url, buffered=True) as file:
            route.fulfill(body=file.data, content_type=file.content_type, status=file.status_code)

    page.route("**/*", answer)


def until_said(page: Page, words: str) -> list[str]:
    """Wait until these words were spoken, and return all that was."""
    for _ in range(100):
        spoken: list[str] = page.evaluate("window.spoken")
        if words in spoken:
            return spoken
        page.wait_for_timeout(50)
    raise AssertionError(f"“{words}” was not said: {spoken}")


def test_a_voice_of_the_device_reads_the_page_in_order_and_stops_when_asked(page: Page, app: Flask) -> None:
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    serve(page, app)
    page.goto(ADDRESS)
    page.get_by_role("button", name="Listen to this page").click()
    until_said(page, "You told us")
    page.get_by_role("button", name="Stop").click()
    spoken = page.evaluate("window.spoken")
    assert spoken[0] == "You said, we did"
    assert spoken[1].startswith("This is for pupils of Brook Lane High School.")
    assert spoken[2] == "You told us"
    page.wait_for_timeout(300)
    assert page.evaluate("window.spoken") == spoken  # it says no more once it was stopped
    assert "If somebody is in danger now, call 999." not in spoken
    page.evaluate("window.spoken = []")
    page.get_by_role("button", name="Listen to this page").click()
    spoken = until_said(page, "If somebody is in danger now, call 999.")
    expect(page.get_by_role("button", name="Listen to this page")).to_be_visible()
    assert spoken[0] == "You said, we did"
    assert "This is stopped." in spoken


def test_no_listen_button_where_text_would_leave_the_device(page: Page, app: Flask) -> None:
    page.add_init_script(VOICES.replace("LOCAL", "false"))
    serve(page, app)
    page.goto(ADDRESS)
    expect(page.get_by_role("heading", name="You told us")).to_be_visible()
    expect(page.locator("[data-listen]")).to_be_hidden()


def test_the_page_says_everything_without_script_and_is_accessible_with_it(
    browser: Browser, page: Page, app: Flask
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    serve(plain, app)
    plain.goto(ADDRESS)
    for said in ("Corridors", "This is done.", "We can’t do this yet", "Have your say next", "0800 1111"):
        expect(plain.get_by_text(said).first).to_be_visible()
    context.close()
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    serve(page, app)
    page.goto(ADDRESS)
    assert what_is_wrong(page) == []
