"""Every page that the demo leads to, at two widths: axe finds nothing, and nothing runs off the side."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import ROOT, Demo, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.alone]

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
WIDTHS = (360, 1280)
ROLES = ("lead", "reader", "youth-worker", "subgroup-member", "school", "safeguarding-lead", "duty-officer")
KINDS_OF_PAGE = (
    (re.compile(r"[0-9a-f]{32}"), "KEY"),
    (re.compile(r"\b999\d{3}\b"), "URN"),
    (re.compile(r"/themes/[A-Z]{3}\b"), "/themes/CODE"),
    (re.compile(r"/told/\w+"), "/told/ADDRESS"),
    (re.compile(r"/subgroups/(bullying|transport|periods)"), "/subgroups/SLUG"),
    (re.compile(r"/surveys/(?!new\b|KEY)[a-z0-9-]+"), "/surveys/SLUG"),
    (re.compile(r"/questions/\w+"), "/questions/CODE"),
    (re.compile(r"/strings/[\w.+-]+"), "/strings/STRING"),
    (re.compile(r"\b(preview|KEY)/[a-z]{2,3}\b(?=/strings|$|\?)"), r"\1/LANGUAGE"),
    (re.compile(r"\b(page|shown)=\w+"), r"\1=N"),
)
LOOKED_AT: set[str] = set()
"""Kinds of page that some role’s walk has looked at."""
NOT_A_PAGE = (".pdf", ".svg", ".csv", ".xlsx", ".zip", "/sheet")


def what_is_wrong(page: Page) -> list[str]:
    """Return axe’s findings and any sideways scrolling, at each width."""
    page.evaluate(AXE)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        wrong += [
            f"{page.url} at {width}: {rule['id']}: {node['html'][:120]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess > 0:
            wrong.append(f"{page.url} at {width}: {excess} pixels run off the side")
    return wrong


def kind_of(path: str) -> str:
    for pattern, name in KINDS_OF_PAGE:
        path = pattern.sub(name, path)
    return path


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_can_reach_is_accessible(role: str, page: Page, demo: Demo) -> None:
    sign_in(page, demo, role)
    waiting, seen, wrong = ["/staff"], set[str](), []
    while waiting:
        path = waiting.pop(0)
        if kind_of(path) in seen or path.partition("?")[0].endswith(NOT_A_PAGE):
            continue
        seen.add(kind_of(path))
        answered = page.goto(demo.address + path)
        assert answered is not None
        assert answered.status == 200, f"{path}: {answered.status}"
        # What another role has opened already is the same template, and axe takes most of this test’s time.
        if kind_of(path) not in LOOKED_AT or path == "/staff":
            wrong += what_is_wrong(page)
        LOOKED_AT.add(kind_of(path))
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        own = [link for link in links if link.startswith(demo.address)]
        waiting += [link.removeprefix(demo.address).partition("#")[0] for link in own]
    assert wrong == []
    assert len(seen) > 3


def test_the_pupils_pages_are_accessible_at_every_step(page: Page, demo: Demo) -> None:
    wrong = []
    page.goto(demo.address)
    wrong += what_is_wrong(page)
    page.get_by_label("code").fill(demo.pupil_code)
    page.get_by_role("button").first.click()
    page.locator("#survey").wait_for()
    send = page.locator("[data-sending]")
    for _ in range(80):
        wrong += what_is_wrong(page)
        if send.is_visible():
            break
        year = page.get_by_label("Year 8", exact=True)
        if year.is_visible():
            year.check()
        page.get_by_role("button", name=re.compile("Next|Skip|Start")).filter(visible=True).first.click()
    send.click()
    page.wait_for_url("**/thank-you")
    wrong += what_is_wrong(page)
    assert wrong == []


def test_the_pupils_pages_are_accessible_without_script_and_when_something_is_wrong(
    browser: Browser, demo: Demo
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo.address)
    page.get_by_label("code").fill("WRONG")
    page.get_by_role("button").first.click()
    pages = [page.content()]
    page.get_by_label("code").fill(demo.pupil_code)
    page.get_by_role("button").first.click()
    pages.append(page.content())
    page.locator("textarea[name=bar_text]").fill("x" * 600)
    page.get_by_role("button", name="Send").click()
    pages.append(page.content())
    assert "x" * 600 in pages[-1]
    page.locator("textarea[name=bar_text]").fill("the bus is late")
    page.get_by_label("Year 8", exact=True).check()
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Thank you")
    context.close()
    assert check_still(browser, demo, pages) == []


def check_still(browser: Browser, demo: Demo, pages: list[str]) -> list[str]:
    """Look at pages as they came, with their styles but without their script."""
    context: BrowserContext = browser.new_context(bypass_csp=True)
    page = context.new_page()
    wrong = []
    shown = {"content": ""}
    page.route(
        "**/still",
        lambda route: route.fulfill(body=shown["content"], content_type="text/html; charset=utf-8"),
    )
    for content in pages:
        shown["content"] = re.sub(r"<script[^>]*></script>", "", content)
        page.goto(f"{demo.address}/still")
        wrong += what_is_wrong(page)
    context.close()
    return wrong
