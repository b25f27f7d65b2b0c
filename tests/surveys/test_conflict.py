"""Conflict: what names a school’s staff goes to the authority, however a pupil writes it."""

import pytest

from surveys.conflict import points_at_staff

STAFF = ["Mrs Fátima Okafor-Bell", "Adam O’Neill", "Jo Li", "Sir John Young"]


@pytest.mark.parametrize(
    "text",
    [
        "mr oneill grabbed me",
        "Mr O'Neill shouts in my face",
        "okafor-bell said it was my fault",
        "OKAFOR-BELL",
        "it was ms li",
        "Young’s lesson is where it happens",
        "the head told me to keep quiet",
        "our headteacher knows",
        "the deputy head laughed",
        "I told the safeguarding lead and she did nothing",
    ],
)
def test_it_points_at_staff(text):
    assert points_at_staff(text, STAFF)


@pytest.mark.parametrize(
    "text",
    [
        "my uncle hits me",
        "li is my friend",
        "they hit my head",
        "younger kids get pushed",
        "my brother neill",
        "",
        "🙂",
    ],
)
def test_it_does_not(text):
    assert not points_at_staff(text, STAFF)


def test_no_name_is_a_pattern():
    assert not points_at_staff("anything", ["", " ", ".*", "(("])
