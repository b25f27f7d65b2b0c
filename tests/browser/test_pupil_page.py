"""The survey’s page in a pupil’s hands: Back, hiding, listening, bad wifi, and nothing left for whoever comes next."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.asking import Asking, serve_every_variant

pytestmark = [pytest.mark.browser, pytest.mark.alone]

SECRET = "the bus never comes when it rains"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    with serve_every_variant(tmp_path_factory.mktemp("asking")) as served:
        yield served


def open_survey(page: Page, asking: Asking, variant: str = "secondary", language: str = "") -> None:
    page.goto(f"{asking.address}/{language}")
    page.locator("#code").fill(asking.codes[variant])
    page.locator("main form button").first.click()
    page.wait_for_selector("#survey")


def onward(page: Page) -> None:
    page.locator("[data-next]").click()


def to_question(page: Page, code: str) -> None:
    """Press Next until a question shows, answering the year on the way."""
    for _ in range(60):
        if page.locator(f"[name={code}]").first.is_visible():
            return
        year = page.locator("[name=year_group]").first
        if year.is_visible():
            year.check()
        onward(page)
    raise AssertionError(f"{code} never showed")


def send(page: Page) -> None:
    for _ in range(60):
        if page.locator("[data-sending]").is_visible():
            break
        year = page.locator("[name=year_group]").first
        if year.is_visible():
            year.check()
        onward(page)
    page.locator("[data-sending]").click()


def test_back_means_the_question_before_and_keeps_every_answer(page: Page, asking: Asking) -> None:
    open_survey(page, asking)
    to_question(page, "good_text")
    page.locator("[name=good_text]").fill(SECRET)
    onward(page)
    assert not page.locator("[name=good_text]").is_visible()
    page.go_back()
    expect(page.locator("[name=good_text]")).to_have_value(SECRET)
    assert page.locator("[name=good_text]").is_visible()
    page.get_by_role("link", name="Get help now").click()
    assert page.locator("[name=good_text]").is_visible()
    send(page)
    page.wait_for_url("**/thank-you")


@pytest.mark.parametrize("pupils", [2])
def test_after_sending_nothing_of_the_last_pupil_can_be_brought_back(
    context: BrowserContext, asking: Asking, pupils: int
) -> None:
    page = context.new_page()
    for number in range(pupils):
        words = f"{SECRET} {number}"
        open_survey(page, asking)
        nothing_shows(page, SECRET)  # of the pupil before, on a new form on the same device
        to_question(page, "bar_text")
        page.locator("[name=bar_text]").fill(words)
        send(page)
        page.wait_for_url("**/thank-you")
        nothing_shows(page, words)
        page.go_back()
        nothing_shows(page, words)
        page.go_forward()
        nothing_shows(page, words)
        page.goto(f"{asking.address}/thank-you")
        page.reload()
        nothing_shows(page, words)
        assert page.evaluate("history.state") is None
        assert not any(words in address for address in addresses(page))
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.evaluate("caches.keys().then(all => all.length)") == 0


def nothing_shows(page: Page, words: str) -> None:
    page.wait_for_load_state()
    assert words not in page.content()
    fields = page.locator("textarea, input[type=text]")
    assert all(words not in fields.nth(place).input_value() for place in range(fields.count()))
    assert page.locator("[name=year_group]:checked").count() == 0


def addresses(page: Page) -> list[str]:
    return [str(entry) for entry in page.evaluate("performance.getEntries().map(entry => entry.name)")]


def test_no_code_and_no_answer_is_ever_in_an_address_and_nobody_else_is_asked(
    page: Page, asking: Asking
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{asking.address}/#{asking.codes['secondary']}")
    page.wait_for_selector("#survey")
    assert "#" not in page.url
    to_question(page, "bar_text")
    page.locator("[name=bar_text]").fill(SECRET)
    send(page)
    page.wait_for_url("**/thank-you")
    assert all(address.startswith(asking.address) for address in asked)
    told = " ".join(address.partition("#")[0] for address in asked)
    assert asking.codes["secondary"] not in told
    assert "bus" not in told
    assert "Y7" not in told


def test_text_is_neither_spell_checked_nor_remembered_by_the_browser(page: Page, asking: Asking) -> None:
    open_survey(page, asking)
    boxes = page.locator("textarea")
    assert boxes.count() > 0
    for place in range(boxes.count()):
        assert boxes.nth(place).get_attribute("spellcheck") == "false"
        assert boxes.nth(place).get_attribute("autocomplete") == "off"
    assert page.locator("form#survey").get_attribute("autocomplete") == "off"


def test_a_lost_connection_keeps_the_answers_and_a_second_try_sends_them(
    context: BrowserContext, asking: Asking
) -> None:
    page = context.new_page()
    open_survey(page, asking)
    to_question(page, "bar_text")
    page.locator("[name=bar_text]").fill(SECRET)
    context.set_offline(True)
    send(page)
    expect(page.locator("[data-offline]")).to_contain_text("still here")
    assert page.locator("[name=bar_text]").input_value() == SECRET
    context.set_offline(False)
    page.locator("[data-sending]").click()
    page.wait_for_url("**/thank-you")


def test_a_screen_can_be_hidden_and_shown_again(page: Page, asking: Asking) -> None:
    open_survey(page, asking)
    to_question(page, "good_text")
    page.locator("[name=good_text]").fill(SECRET)
    page.get_by_role("button", name="Hide my screen").click()
    expect(page.locator("[name=good_text]")).to_be_hidden()
    page.get_by_role("button", name="Show it again").click()
    expect(page.locator("[name=good_text]")).to_have_value(SECRET)


VOICES = """
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{localService: LOCAL, lang: "en-GB", name: "Here"}],
  speak(said) { window.spoken.push(said.text); setTimeout(() => said.onend(), 0); },
  cancel() {}, addEventListener() {},
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_a_voice_of_the_device_reads_questions_and_choices_aloud(page: Page, asking: Asking) -> None:
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    open_survey(page, asking)
    onward(page)
    page.get_by_role("button", name="Listen", exact=True).click()
    spoken = heard(page, least=9)
    assert spoken[0] == "Which year are you in?"
    assert "Year 9" in spoken
    page.evaluate("window.spoken = []")
    page.get_by_role("button", name="Listen: Year 9").click()
    assert heard(page, least=1) == ["Year 9"]


def heard(page: Page, *, least: int) -> list[str]:
    """Wait until this many things were said, and return them."""
    for _ in range(100):
        spoken: list[str] = page.evaluate("window.spoken")
        if len(spoken) >= least:
            return spoken
        page.wait_for_timeout(100)
    raise AssertionError(f"too little was said: {spoken}")


@pytest.mark.parametrize(("local", "language"), [("false", ""), ("true", "ur")])
def test_no_listen_button_where_text_would_leave_the_device_or_no_voice_knows_the_language(
    page: Page, asking: Asking, local: str, language: str
) -> None:
    page.add_init_script(VOICES.replace("LOCAL", local))
    open_survey(page, asking, language=language)
    expect(page.locator("[data-hide]")).to_be_visible()
    expect(page.locator("[data-listen]")).to_be_hidden()


def test_a_question_that_depends_on_another_shows_only_when_it_applies(page: Page, asking: Asking) -> None:
    open_survey(page, asking)
    to_question(page, "bar_pick")
    page.locator("[name=bar_pick][value=none]").check()
    onward(page)
    assert not page.locator("[name=bar_top]").first.is_visible()
    page.go_back()
    page.locator("[name=bar_pick][value=bus]").check()
    page.locator("[name=bar_pick][value=worry]").check()
    onward(page)
    assert page.locator("[name=bar_top]").first.is_visible()


@pytest.mark.parametrize("language", ["ur", "pl"])
def test_a_survey_in_another_language_runs_its_own_way_and_thanks_in_it(
    page: Page, asking: Asking, language: str
) -> None:
    page.goto(asking.address)
    page.locator(f"a[hreflang={language}]").click()
    page.locator("#code").fill(asking.codes["secondary"])
    page.locator("main form button").first.click()
    page.wait_for_selector("#survey")
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == ("rtl" if language == "ur" else None)
    send(page)
    page.wait_for_url(re.compile(f"/thank-you/{language}$"))
    assert page.locator("html").get_attribute("lang") == language


def test_the_whole_survey_can_be_answered_with_the_keyboard_alone(page: Page, asking: Asking) -> None:
    page.goto(asking.address)
    page.keyboard.press("Tab")  # the skip link
    for _ in range(20):
        if page.evaluate("document.activeElement.id") == "code":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(asking.codes["pulse"].lower())
    page.keyboard.press("Enter")
    page.wait_for_selector("#survey")
    for _ in range(60):
        press_button(page, "[data-next]")
        if page.locator("[data-sending]").is_visible():
            break
        field = page.locator("#survey input:visible, #survey textarea:visible").first
        if field.count() and field.get_attribute("type") == "radio":
            tab_to(page, "#survey input:visible")
            page.keyboard.press("Space")
    press_button(page, "[data-sending]")
    page.wait_for_url("**/thank-you")


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("([q]) => document.activeElement.matches(q)", [wanted.replace(":visible", "")]):
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def press_button(page: Page, wanted: str) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def test_pictures_stand_beside_the_words_of_the_symbol_survey(page: Page, asking: Asking) -> None:
    open_survey(page, asking, "symbol")
    onward(page)
    visible = page.locator("#survey svg:visible")
    assert visible.count() >= 3
    for place in range(visible.count()):
        box = visible.nth(place).bounding_box()
        assert box is not None
        assert box["width"] >= 40


def test_without_script_a_pupil_answers_and_is_thanked(browser: Browser, asking: Asking) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_survey(page, asking, language="pl")
    page.locator("textarea[name=bar_text]").fill(SECRET)
    page.locator("[name=year_group]").nth(2).check()
    page.locator("[data-sending]").click()
    page.wait_for_url("**/thank-you/pl")
    # The page was an answer to a form and may not be kept, so the browser has nothing to go back to.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
    page.wait_for_timeout(500)  # until the browser’s own notice stands
    assert SECRET not in page.content()
    context.close()
