"""Subgroups: evidence that is protected, quotes that are cleared, and actions whose lateness is plain to see."""

import pytest

from surveys.findings import FindingKind, finding, store_findings
from surveys.workers import Role
from tests import make
from tests.borough import FINE, NAME, RAW, THEME, UNREAD


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def member(signed_in):
    return signed_in(Role.SUBGROUP_MEMBER)


def test_the_three_subgroups_are_listed_with_what_is_overdue(member):
    cards = {
        card.h2.text: card.get_text(" ", strip=True)
        for card in member.get("/subgroups").soup.select(".voice-card")
    }
    assert set(cards) == {"Bullying", "Periods", "Transport"}
    assert cards["Transport"].endswith("1 action, 1 overdue")
    assert cards["Periods"].endswith("0 actions")


def test_a_subgroup_shows_its_evidence_and_its_actions(member):
    page = member.get("/subgroups/transport")
    assert "About 3 in 10 of pupils who wrote, wrote about it: 140 of 550." in page.text
    assert "Workshops that spoke of it: half or more." in page.text
    assert [quote.text for quote in page.soup.select("blockquote")] == [f"“{FINE}”"]
    row = page.soup.select_one("tbody tr").get_text(" ", strip=True)
    assert row.startswith("Run one more bus Ash Owner, Transport team")
    assert row.endswith("In progress Overdue")
    assert page.soup.select_one("tbody tr .govuk-tag--red").text == "Overdue"
    for others in (RAW, NAME, UNREAD):
        assert others not in page.response.text


def test_a_subgroup_without_evidence_or_actions_says_so(member):
    page = member.get("/subgroups/periods")
    assert "None yet." in page.text
    assert "There are no figures on these themes to show yet." in page.text


def test_a_theme_too_small_to_show_has_no_quote(member, record, borough_record):
    wave_id = borough_record[1].wave_id
    figures = finding(record, wave_id=wave_id, kind=FindingKind.THEME, subject=THEME).figures
    hidden = {**figures["written"]["total"], "shown": False, "words": "too small to say", "count": None}
    small = {**figures, "written": {**figures["written"], "total": hidden}}
    store_findings(record, wave_id=wave_id, figures={(FindingKind.THEME, THEME): small}, on=make.TODAY)
    record.commit()
    page = member.get("/subgroups/transport")
    assert "Too small to say of pupils who wrote" in page.text or "Too small to say" in page.text
    assert page.soup.select("blockquote") == []
