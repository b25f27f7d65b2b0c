"""Turnout: counted by year for a whole wave, never by school and year."""

from surveys.turnout import NOT_SAID, years_taken
from tests import make


def test_years_are_counted_over_all_schools_of_one_wave(record):
    wave = make.wave(record, schools=2)
    for place in wave.schools:
        make.responses(record, place, count=2)
        make.responses(record, place, picks={"year_group": ["Y9"]})
        make.responses(record, place, picks={"year_group": []})
    make.responses(record, make.wave(record).schools[0], count=7)
    assert years_taken(record, wave.id) == {"Y8": 4, "Y9": 2, NOT_SAID: 2}
