"""What a pupil does at a shared device: opens the survey, fills it in, and leaves it to the next one."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, expect

from surveys.languages import LANGUAGES

STEP_SHOWN = """() => {
    const step = document.querySelector(":is([data-step], .govuk-form-group):not([hidden])");
    return step.querySelector("[data-sending]") ? "end" : step.querySelector("[name]")?.name;
}"""
"""Gives the name of the field that a pupil sees, “end” where the form is sent."""


def open_the_survey(device: Page, code: str, language: str) -> None:
    if language != "en":
        device.get_by_role("link", name=LANGUAGES[language].own_name).click()
    device.locator("#code").fill(code.lower())
    device.locator("main form button").click()
    expect(device.locator("#survey")).to_be_attached()
    assert device.locator("html").get_attribute("lang") == language


def choice(device: Page, name: str, value: str) -> Locator:
    return device.locator(f"[name='{name}'][value='{value}']")


def fill_in(device: Page, answers: Mapping[str, str], words: str | None) -> None:
    """Answer some of the questions, with or without script: go on from one to the next, and past the others.

    words: what to write about the head teacher, if anything.
    """
    if not device.locator("[data-next]").is_visible():
        for name, value in answers.items():
            choice(device, name, value).check()
        if words:
            device.locator("[name=help_head]").fill(words)
        return
    while (at := device.evaluate(STEP_SHOWN)) != "end":
        if at in answers:
            choice(device, at, answers[at]).check()
        elif at == "help_head" and words:
            device.locator("[name=help_head]").fill(words)
        device.locator("[data-next]").click()


def hand_over(device: Page) -> None:
    """One tap, and the next pupil’s code can be typed."""
    device.wait_for_url("**/thank-you**")
    device.locator("main a.voice-button").click()
    expect(device.locator("#code")).to_have_value("")


def leaves_nothing(device: Page, written: Iterable[str]) -> None:
    for step in (device.go_back, device.go_back, device.reload, device.go_forward):
        with suppress(Error):  # the browser has kept nothing of the page that it could show
            step()
        device.wait_for_load_state()
        content = device.locator("html").inner_html()
        assert not any(words in content for words in written), device.url
        assert device.locator("main :checked").count() == 0
    assert device.context.cookies() == []
