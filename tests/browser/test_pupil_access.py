"""Every variant in every language: axe finds nothing, nothing runs off a narrow or zoomed screen, script or no script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from surveys.languages import LANGUAGES
from tests.browser.asking import VARIANTS, Asking, serve_every_variant
from tests.browser.test_accessibility import AXE

pytestmark = [pytest.mark.browser, pytest.mark.alone]

NARROW = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=320, height=256)
"""What is left of a screen of 1280 by 1024 when its owner zooms to 400 %."""


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    with serve_every_variant(tmp_path_factory.mktemp("access")) as served:
        yield served


def wrong_with(page: Page) -> list[str]:
    """Return axe’s findings on a page and what runs off its side."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    wrong = [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wrong + ([f"{excess} pixels run off the side"] if excess > 0 else [])


def open_survey(page: Page, asking: Asking, variant: str, language: str) -> None:
    page.goto(f"{asking.address}/{language if language != 'en' else ''}")
    page.locator("#code").fill(asking.codes[variant])
    page.locator("main form button").first.click()
    page.wait_for_selector("#survey")


@pytest.fixture
def long_form(browser: Browser) -> Iterator[Page]:
    """A page where our script never arrives, so that the whole survey stands at once, and axe can still be run."""
    context = browser.new_context(viewport=NARROW, bypass_csp=True)
    page = context.new_page()
    page.route("**/static/*.js", lambda route: route.abort())
    yield page
    context.close()


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_variant_is_accessible_in_every_language_without_script_on_a_narrow_screen(
    long_form: Page, asking: Asking, language: str
) -> None:
    wrong = []
    for variant in VARIANTS:
        open_survey(long_form, asking, variant, language)
        assert long_form.locator("fieldset").first.is_visible()
        wrong += [f"{variant}: {what}" for what in wrong_with(long_form)]
    long_form.goto(f"{asking.address}/{language if language != 'en' else ''}")
    wrong += [f"start: {what}" for what in wrong_with(long_form)]
    long_form.goto(f"{asking.address}/thank-you{'/' + language if language != 'en' else ''}")
    wrong += [f"thanks: {what}" for what in wrong_with(long_form)]
    assert wrong == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_step_of_every_variant_is_accessible_with_script(
    browser: Browser, asking: Asking, variant: str
) -> None:
    context = browser.new_context(viewport=ZOOMED, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    open_survey(page, asking, variant, "ur" if variant == "pulse" else "en")
    wrong = []
    for _ in range(40):
        wrong += wrong_with(page)
        if page.locator("[data-sending]").is_visible():
            break
        year = page.locator("[name=year_group]").first
        if year.count() and year.is_visible():
            year.check()
        page.locator("[data-next]").click()
    assert page.locator("[data-sending]").is_visible()
    assert wrong == []
    context.close()


def test_in_forced_colours_every_button_field_and_choice_keeps_an_edge(
    browser: Browser, asking: Asking
) -> None:
    context = browser.new_context(viewport=NARROW, bypass_csp=True, forced_colors="active")
    page = context.new_page()
    open_survey(page, asking, "secondary", "en")
    page.locator("[data-next]").click()
    seen = page.eval_on_selector_all(
        "#survey button, #survey label, .voice-tool",
        """all => all.filter(one => one.offsetParent && one.matches('button, .voice-options label')).map(one => {
             const style = getComputedStyle(one);
             return parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none';
           })""",
    )
    assert len(seen) > 8
    assert all(seen)
    assert wrong_with(page) == []
    context.close()
