"""Help lines: the page on which the authority says that it has checked them."""

from datetime import date, timedelta

import pytest

from surveys.help_lines import HELP_LINES, help_line_checks
from surveys.workers import Role
from tests import make

EVERY = [line.code for line in HELP_LINES]


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def test_a_lead_notes_the_lines_that_were_checked(lead, record):
    assert "Not every line was checked yet." in lead.get("/help-lines").text
    lead.post("/help-lines", {"lines": EVERY[:2]})
    assert "Not every line was checked yet." in lead.get("/help-lines").text
    lead.post("/help-lines", {"lines": EVERY[2:]})
    page = lead.get("/help-lines")
    assert "Counts until" in page.text
    assert set(help_line_checks(record)) == set(EVERY)
    for line in HELP_LINES:
        assert line.number in page.text


@pytest.mark.parametrize(
    ("lines", "words"), [([], "Tick the lines"), (["0900"], "from the list"), (["<script>"], "from the list")]
)
def test_a_slip_gets_a_sentence_and_notes_nothing(lead, record, lines, words):
    page = lead.post("/help-lines", {"lines": lines})
    assert page.status == 200
    assert words in page.text
    assert help_line_checks(record) == {}


@pytest.mark.parametrize(("days", "words"), [(180, "Checked Counts until"), (181, "Lapsed The oldest check")])
def test_a_lapse_is_told_to_the_day(lead, record, days, words):
    make.cover(record, on=date.today() - timedelta(days=days))
    record.commit()
    assert words in lead.get("/help-lines").text
