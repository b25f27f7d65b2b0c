"""No two released figures, subtracted, tell of one to nine pupils; nor does a figure less what it was before."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis import hiding
from analysis.heard import Asked, Heard, Option
from analysis.lines import Lines
from tests.trust.differ import Released
from tests.trust.told import FEW
from voice.insight import versions
from voice.insight.versions import settle

CHOICES = tuple(Option(code, code) for code in ("bus", "noise", "work", "friends"))
FIVE = tuple(Option(str(point), str(point)) for point in range(1, 6))
YEARS = tuple(Option(str(year), f"Year {year}") for year in range(7, 12))
GENDERS = tuple(Option(code, code) for code in ("girl", "boy", "nonbinary", "unsaid"))
ASKED = {
    "att_hard": Asked(FIVE),
    "sch_safe": Asked(FIVE),
    "bar_pick": Asked(CHOICES),
    "year_group": Asked(YEARS),
    "gender": Asked(GENDERS),
}
# Worlds tried; each has hundreds of figures, and every one is set beside every other of its line.
WORLDS = 12
LINES = ("answered", "att_hard", "sch_safe", *(f"bar_pick.{choice.code}" for choice in CHOICES))


def pupil(chance, school, level):
    picks = {
        "att_hard": [str(chance.integers(1, 6))],
        "sch_safe": ["5" if chance.random() < level else "2"],
        "bar_pick": [choice.code for choice in CHOICES if chance.random() < level * chance.random()],
        "year_group": [str(chance.choice(range(7, 12)))],
        "gender": [str(chance.choice(["girl", "boy", "nonbinary", "unsaid"], p=[0.46, 0.46, 0.03, 0.05]))],
    }
    return school, {key: chosen for key, chosen in picks.items() if chance.random() < 0.95}


def world(seed):
    """Return what was heard in three to eight schools, some of them tiny."""
    chance = np.random.default_rng(seed)
    schools = tuple(f"9000{number:02}" for number in range(int(chance.integers(3, 9))))
    ticks = []
    for school in schools:
        size, level = int(chance.choice([4, 11, 60, 140, 260])), chance.uniform(0.05, 0.97)
        ticks += [pupil(chance, school, level) for _ in range(size)]
    return Heard(
        schools=schools, ticks=ticks, writers={}, written=[], said=[], programmes={}, asked=ASKED, themes=[]
    )


def released(heard):
    """Protect a wave as it is protected for release, and keep the lines that the differ can count again."""
    cube = Lines(heard).cube
    kept = replace(
        cube,
        lines={key: line for key, line in cube.lines.items() if key in LINES},
        by_group={
            dimension: {key: line for key, line in lines.items() if key in LINES}
            for dimension, lines in cube.by_group.items()
        },
    )
    return Released(heard, kept)


def as_bytes(cube):
    return json.dumps(cube.as_json(), ensure_ascii=False, sort_keys=True).encode()


@pytest.fixture(scope="module")
def worlds():
    return [released(world(seed)) for seed in range(WORLDS)]


def test_the_differ_counts_what_is_told(worlds):
    assert [one for wave in worlds for one in wave.untrue()] == []
    shown = [one for wave in worlds for one in wave.told if one.figure.shown]
    assert len(shown) > 500
    assert any(one.scope.endswith("gender girl") for one in shown)


def test_no_two_figures_of_a_wave_differ_by_one_to_nine_pupils(worlds):
    assert [pair for wave in worlds for pair in wave.small_differences()] == []


@pytest.mark.parametrize("seed", range(3))
def test_lines_that_came_counted_are_subtracted_too(seed):
    heard, chance = world(seed), np.random.default_rng(seed)
    asked = {school: int(chance.integers(3, 200)) for school in heard.schools}
    said = {school: int(chance.integers(0, base + 1)) for school, base in asked.items()}
    beside = {"asked.pay": {school: (said[school], asked[school]) for school in heard.schools}}
    heard = replace(heard, beside=beside)
    told = Released(heard, Lines(heard).cube)
    assert {len(one.asked) for one in told.told if one.line == "asked.pay"} >= set(asked.values())
    assert told.untrue() == []
    assert told.small_differences() == []
    assert told.told_otherwise() == []


def test_the_differ_catches_differences_that_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(hiding, "_hide_small_differences", lambda *_: None)
    assert any(released(world(seed)).small_differences() for seed in range(WORLDS))


def late(heard, seed):
    """Return what was heard with one to nine answers more or fewer."""
    chance = np.random.default_rng(seed)
    few = int(chance.integers(1, FEW))
    if chance.random() < 0.5:
        left = sorted(chance.choice(len(heard.ticks), len(heard.ticks) - few, replace=False))
        return replace(heard, ticks=[heard.ticks[number] for number in left])
    more = [pupil(chance, str(chance.choice(heard.schools)), chance.random()) for _ in range(few)]
    return replace(heard, ticks=[*heard.ticks, *more])


@pytest.mark.parametrize("seed", range(WORLDS))
def test_one_to_nine_answers_more_or_fewer_change_no_byte_of_what_was_released(worlds, seed):
    told = worlds[seed]
    again = released(late(told.heard, seed)).cube
    assert as_bytes(settle(told.cube, again)) == as_bytes(told.cube)


def test_figures_that_do_change_rest_on_ten_answers_or_none(worlds):
    changed = 0
    for seed, told in enumerate(worlds):
        chance = np.random.default_rng(seed)
        more = [pupil(chance, told.heard.schools[-1], 0.8) for _ in range(int(chance.integers(20, 200)))]
        heard = replace(told.heard, ticks=[*told.heard.ticks, *more])
        settled = Released(heard, settle(told.cube, released(heard).cube))
        before = {(one.line, one.scope): one for one in told.told}
        for now in settled.told:
            was = before.get((now.line, now.scope))
            if was is None or was.figure == now.figure:
                continue
            changed += 1
            for name in was.numbers.keys() & now.numbers.keys():
                moved = abs(len(now.numbers[name]) - len(was.numbers[name]))
                assert moved == 0 or moved >= FEW
    assert changed > 0


def test_the_differ_catches_versions_that_follow_every_late_answer(monkeypatch, worlds):
    monkeypatch.setattr(versions, "may_replace", lambda *_: True)
    assert any(
        as_bytes(settle(told.cube, released(late(told.heard, seed)).cube)) != as_bytes(told.cube)
        for seed, told in enumerate(worlds)
    )
