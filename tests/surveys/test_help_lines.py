"""Help lines: the numbers that pupils read are those that a person checks."""

import re
from datetime import date, timedelta

import pytest

from surveys.definitions import drafts, frame_words
from surveys.help_lines import HELP_LINES, UnknownHelpLine, help_line_checks, oldest_check, verify_help_line
from surveys.workers import Role
from tests import make

TODAY = date(2026, 3, 23)
NUMBER = re.compile(r"\d[\d\s]*\d")
EVERY_LANGUAGE = {"en": frame_words(), **drafts()}


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_number_on_a_pupils_page_is_a_help_line_that_is_checked(language):
    help_words = [text for key, text in EVERY_LANGUAGE[language].items() if key.startswith("help.")]
    shown = {" ".join(number.split()) for text in help_words for number in NUMBER.findall(text)}
    assert shown == {line.number for line in HELP_LINES}


def test_a_check_is_noted_with_its_day_and_who_made_it(record):
    lead = make.worker(record, Role.LEAD)
    assert oldest_check(record) is None
    for days, line in enumerate(HELP_LINES):
        verify_help_line(record, code=line.code, worker=lead, on=TODAY - timedelta(days=days))
    assert oldest_check(record) == TODAY - timedelta(days=len(HELP_LINES) - 1)
    assert set(help_line_checks(record)) == {line.code for line in HELP_LINES}
    again = verify_help_line(record, code=HELP_LINES[-1].code, worker=lead, on=TODAY)
    assert (again.verified_on, again.verified_by) == (TODAY, lead)
    assert len(help_line_checks(record)) == len(HELP_LINES)


def test_a_line_that_no_page_gives_cannot_be_checked(record):
    with pytest.raises(UnknownHelpLine):
        verify_help_line(record, code="0900", worker=make.worker(record, Role.LEAD), on=TODAY)
