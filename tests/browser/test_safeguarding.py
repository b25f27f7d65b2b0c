"""Two hundred texts arrive and a reader clears them by keyboard; what is grave reaches whom it must and nobody else."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select

from surveys.schools import school_with_urn
from surveys.waves import WaveSchool
from tests import make
from tests.browser.conftest import Demo, sign_in, sign_out
from tests.trust.devices import SEALED, post
from voice.database import make_engine, writing_session

pytestmark = [pytest.mark.browser, pytest.mark.alone]

URN = "999001"
TEXTS = 200
HOME = "my stepdad hits me when he has been drinking so i dont want the last bell to go"
ABOUT_THE_HEAD = "the headteacher hurt my arm in his office and said nobody would believe me"
GRAVE = (HOME, ABOUT_THE_HEAD)
WAYS = ("the bus was late", "maths is too fast", "the hall is loud", "it rains at break", "no soap anywhere")
ORDINARY = [f"{WAYS[number % len(WAYS)]}, week {number}" for number in range(TEXTS - len(GRAVE))]
OTHERS = ("lead", "reader", "second-reader", "youth-worker", "subgroup-member", "school")
A_TICK = 240_000
"""Milliseconds. The clock looks once a minute; a machine with much else to do may take several."""


@pytest.fixture
def sent(demo: Demo) -> None:
    """Two hundred pupils of a school have answered, as their devices send it."""
    engine = make_engine(f"sqlite:///{demo.data / 'voice.db'}", (demo.data / "secret").read_text())
    with writing_session(engine) as record:
        wave = make.wave_in(record, school_with_urn(record, URN), name="Two hundred texts")
        code = wave.schools[0].code
        record.scalars(select(WaveSchool).where(WaveSchool.code == code)).one().cap = None
        record.commit()
    engine.dispose()
    port = int(demo.address.rpartition(":")[2])
    for text in (*ORDINARY[:100], *GRAVE, *ORDINARY[100:]):
        found = SEALED.search(post(port, "/", {"code": code})[1])
        assert found is not None
        answer = {"form": found.group(1), "year_group": "Y8", "bar_text": text}
        assert post(port, "/answers", answer)[0] == 303


def test_two_hundred_texts_are_read_and_two_disclosures_reach_the_right_people(
    page: Page, demo: Demo, sent: None
) -> None:
    # At once, before anybody has read them: the machine’s first look, within the minute.
    sign_in(page, demo, "duty-officer")
    numbers = numbers_of(page, demo)
    sign_out(page)
    sign_in(page, demo, "reader")
    read_by_keyboard(page, demo)
    sign_out(page)
    for role in ("safeguarding-lead", "deputy"):
        sign_in(page, demo, role)
        assert words_behind(page, demo, numbers[HOME]) == HOME
        assert numbers[ABOUT_THE_HEAD] not in page.goto(f"{demo.address}/concerns").text()  # type: ignore[union-attr]
        sign_out(page)
    for role in OTHERS:
        sign_in(page, demo, role)
        assert page.request.get(f"{demo.address}/concerns").status == 403
        for body in everything_linked(page, demo):
            assert not any(words in body for words in GRAVE)
        sign_out(page)
    mail = b"".join(file.read_bytes() for file in (demo.data / "mail").rglob("*") if file.is_file())
    assert b"Sign in" in mail
    log = (demo.data / "log").read_text(errors="replace")
    for words in GRAVE:
        assert words.encode() not in mail
        assert words not in log
        assert not any(words.encode() in file.read_bytes() for file in demo.data.rglob("*") if file.is_file())


def numbers_of(page: Page, demo: Demo) -> dict[str, str]:
    """Wait until a case holds each of the grave texts, and return its number by its words."""
    found: dict[str, str] = {}
    for _ in range(A_TICK // 5_000):
        page.goto(f"{demo.address}/concerns")
        rows = page.locator("tbody tr", has_text="Not seen").filter(has_text="Ashen Vale")
        for number in rows.locator("a.voice-code").all_inner_texts():
            found[words_behind(page, demo, number)] = number
        if found.keys() >= set(GRAVE):
            return found
        page.wait_for_timeout(5_000)
    raise AssertionError(f"nobody was told of all of it, but of {sorted(found)}")


def words_behind(page: Page, demo: Demo, number: str) -> str:
    page.goto(f"{demo.address}/concerns")
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Show me the words").click()
    return page.locator("#as-written blockquote").inner_text().strip()


def read_by_keyboard(page: Page, demo: Demo) -> None:
    """Read everything there is by pressing keys: what is grave is passed on, the rest is fine."""
    page.goto(f"{demo.address}/reading")
    read = 0
    press(page, "f")  # starts
    while (shown := page.locator("[data-words]")).count():
        if shown.inner_text().strip() in GRAVE:
            page.keyboard.press("c")
            expect(page.get_by_role("button", name="Yes, pass it on")).to_be_focused()
            press(page, "Enter")
        else:
            press(page, "f")
        read += 1
    assert read >= TEXTS


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def everything_linked(page: Page, demo: Demo) -> Iterator[str]:
    """Return the pages that this person’s desk and menu lead to, and the pages that those lead to."""
    seen: set[str] = set()
    ahead = ["/staff"]
    for _ in range(2):
        found: list[str] = []
        for path in ahead:
            if path in seen or "sign-out" in path:
                continue
            seen.add(path)
            answered = page.request.get(f"{demo.address}{path}")
            if "text/html" not in answered.headers.get("content-type", ""):
                continue
            body = answered.text()
            yield body
            found += re.findall(r'href="(/[^"#]*)', body)
        ahead = list(dict.fromkeys(found))


def test_a_cleared_quote_stands_in_its_theme_and_one_that_is_not_cleared_stands_nowhere(
    page: Page, demo: Demo
) -> None:
    sign_in(page, demo, "lead")
    theme = quoted_theme(page, demo)
    waiting = page.locator("section.voice-check", has=page.get_by_role("button", name="Clear as a quote"))
    cleared, left = (waiting.nth(place).locator(".voice-check__words").inner_text() for place in (0, 1))
    waiting.nth(0).get_by_role("button", name="Clear as a quote").click()
    expect(page.get_by_text("Cleared as a quote")).to_be_visible()
    sign_out(page)
    sign_in(page, demo, "subgroup-member")
    page.goto(theme)
    if (more := page.locator("summary", has_text="more")).count():
        more.click()
    expect(page.get_by_text(cleared).first).to_be_visible()
    for body in everything_linked(page, demo):
        assert left not in body
    sign_out(page)
    sign_in(page, demo, "school")
    for body in everything_linked(page, demo):
        assert left not in body
    for href in page.locator("a[href$='.pdf']").evaluate_all("links => links.map(link => link.href)"):
        pdf = PdfReader(BytesIO(page.request.get(href).body()))
        assert left not in " ".join(part.extract_text() for part in pdf.pages)
    assert left not in (demo.data / "log").read_text(errors="replace")


def quoted_theme(page: Page, demo: Demo) -> str:
    """Lead to the basket of a theme that needs one person and has answers to choose from; return the theme’s address."""
    page.goto(f"{demo.address}/waves")
    page.get_by_role("link", name=re.compile("^Autumn term")).first.click()
    page.get_by_role("link", name="See the themes").click()
    page.get_by_role("link", name="Transport and the journey").click()
    theme = page.url
    page.goto(f"{theme}/quotes")
    return theme
