"""ACRO finds nothing against what is shown: no cell of a released table fails its check for ten, or for nobody."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis import hiding
from analysis.protection import protect_lines

ROOT = Path(__file__).parents[2]
TABLES = 200


@pytest.fixture(scope="module")
def tables():
    chance = np.random.default_rng(17)
    made = []
    for _ in range(TABLES):
        schools = int(chance.integers(2, 9))
        bases = chance.integers(0, int(chance.choice([15, 40, 120])), schools)
        counts = chance.binomial(
            bases, np.clip(chance.beta(0.8, 2) * chance.uniform(0.5, 1.6, schools), 0, 1)
        )
        made.append([(int(count), int(base)) for count, base in zip(counts, bases, strict=True)])
    return made


@pytest.fixture(scope="module")
def verdicts(tables):
    """What ACRO has against each cell, for those who said it and for the rest."""
    asked = [sys.executable, "-m", "tests.trust.oracle"]
    told = subprocess.run(
        asked, input=json.dumps(tables), capture_output=True, text=True, cwd=ROOT, check=True, timeout=300
    )
    return json.loads(told.stdout)


def shown_against_its_advice(tables, verdicts):
    """Return the cells that are shown though ACRO would not, and how many are shown in all."""
    figures = protect_lines(
        {
            table: {str(school): cell for school, cell in enumerate(cells)}
            for table, cells in enumerate(tables)
        }
    )
    shown = [
        (table, school)
        for table, cells in enumerate(tables)
        for school in range(len(cells))
        if figures[table][str(school)].shown
    ]
    return [place for place in shown if verdicts[place[0]][place[1]] != ["ok", "ok"]], len(shown)


def test_acro_has_nothing_against_what_is_shown(tables, verdicts):
    wrong, shown = shown_against_its_advice(tables, verdicts)
    assert wrong == []
    assert shown > TABLES // 2


def test_all_that_acro_has_something_against_is_hidden_and_hardly_more(tables, verdicts):
    advised = sum(cell == ["ok", "ok"] for table in verdicts for cell in table)
    _, shown = shown_against_its_advice(tables, verdicts)
    # The rest stands beside what it would give away, which ACRO leaves to a person.
    assert 0.8 * advised < shown <= advised


@pytest.mark.parametrize("least", [5, 9])
def test_acro_catches_a_threshold_that_is_set_too_low(monkeypatch, tables, verdicts, least):
    monkeypatch.setattr(hiding, "SHOWN_FROM", least)
    monkeypatch.setattr("analysis.protection.Level.least_base", property(lambda _: least))
    wrong, _ = shown_against_its_advice(tables, verdicts)
    assert wrong
