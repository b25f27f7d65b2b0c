"""Findings: a new count takes the place of the old one, wave by wave."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.findings import Finding, FindingKind, finding, findings, store_findings
from tests import make

DAY = date(2026, 3, 5)
THEME, SCHOOL = FindingKind.THEME, FindingKind.SCHOOL


def test_a_new_count_replaces_the_whole_of_the_old_one_in_its_wave_alone(record):
    one, other = make.wave(record), make.wave(record)
    old = {(THEME, "BUL"): {"n": 1}, (THEME, "TRV"): {"n": 2}, (SCHOOL, "1"): {"n": 3}}
    for wave in (one, other):
        store_findings(record, wave_id=wave.id, figures=old, on=DAY)
    store_findings(record, wave_id=one.id, figures={(THEME, "TRV"): {"n": 9}}, on=date(2026, 3, 6))
    assert findings(record, wave_id=one.id, kind=THEME) == {"TRV": {"n": 9}}
    assert findings(record, wave_id=one.id, kind=SCHOOL) == {}
    assert findings(record, wave_id=other.id, kind=THEME) == {"BUL": {"n": 1}, "TRV": {"n": 2}}


def test_one_finding_is_found_or_was_never_computed(record):
    wave = make.wave(record)
    store_findings(record, wave_id=wave.id, figures={(THEME, "TRV"): {"n": 9}}, on=DAY)
    found = finding(record, wave_id=wave.id, kind=THEME, subject="TRV")
    assert (found.figures, found.found_on) == ({"n": 9}, DAY)
    assert finding(record, wave_id=wave.id, kind=SCHOOL, subject="TRV") is None
    assert finding(record, wave_id=wave.id, kind=THEME, subject="BUL") is None


def test_a_subject_has_one_finding(record):
    wave = make.wave(record)
    rows = [Finding(wave_id=wave.id, kind=THEME, subject="TRV", figures={}, found_on=DAY) for _ in range(2)]
    record.add_all(rows)
    with pytest.raises(IntegrityError):
        record.flush()
