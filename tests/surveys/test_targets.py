"""Targets: what can stand on the register, how dirty numbers are met, and how far each target is said to be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from surveys.attendance import Area, AreaLevel, Measured, store_attendance
from surveys.indicators import Phase
from surveys.standings import Progress, standings
from surveys.targets import (
    TargetProblem,
    TargetWanted,
    Unit,
    add_target,
    change_target,
    end_target,
    note_value,
    target_with_id,
    targets,
    value_of,
)
from surveys.workers import Role
from tests import make

TODAY = date(2026, 11, 23)
WANTED = TargetWanted(
    title="Attendance in secondary schools",
    unit=Unit.PERCENT,
    baseline="91.93%",
    baseline_on=date(2024, 8, 31),
    goal="93.50",
    due_on=date(2028, 8, 31),
    owner="Attendance team",
    source="DfE",
)


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD)


def noted(record, target, lead, value, day=TODAY):
    return note_value(record, target=target, value=value, for_day=day, worker=lead, on=TODAY)


def standing(record, target):
    (found,) = standings(record, [target])
    return found


@pytest.mark.parametrize(
    ("typed", "value"),
    [("92.38%", 92.38), (" 92.4 % ", 92.4), ("0", 0), ("100", 100), ("46.234", 46.23), ("9 2", 92)],
)
def test_a_value_is_read_as_people_write_it(typed, value):
    assert value_of(typed, unit=Unit.PERCENT, field="value") == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("16:00%", "Write it with a point: 16.00"),
        ("", "The value is missing. Write it in figures"),
        ("lots", "“lots” is not a number"),
        ("-1", "“-1” is not a number"),
        ("1e9", "is not a number"),
        ("nan", "is not a number"),
        ("100.01", "between 0 and 100"),
        ("9" * 5000, "is not a number"),
        ("<script>", "“<script>” is not a number"),
    ],
)
def test_what_is_no_value_gets_a_sentence(typed, says):
    with pytest.raises(TargetProblem, match=says):
        value_of(typed, unit=Unit.PERCENT, field="value")


def test_a_number_may_be_large_but_not_endless():
    assert value_of("1,200", unit=Unit.NUMBER, field="value") == 1200
    with pytest.raises(TargetProblem, match="between 0 and 1,000,000"):
        value_of("1000001", unit=Unit.NUMBER, field="value")


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"goal": "91.93"}, "goal", "same as at the start"),
        ({"goal": "16:00%"}, "goal", "with a point"),
        ({"baseline": "x"}, "baseline", "not a number"),
        ({"due_on": date(2024, 8, 31)}, "due_on", "after that of the start"),
        ({"indicator": "attendance"}, "phase", "which schools"),
        ({"indicator": "attendance", "phase": Phase.SECONDARY, "unit": Unit.NUMBER}, "unit", "in percent"),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(record, changes, field, says):
    with pytest.raises(TargetProblem, match=says) as refused:
        add_target(record, wanted=replace(WANTED, **changes))
    assert refused.value.field == field
    assert targets(record) == []


def test_a_target_says_its_values_as_people_do(record):
    target = add_target(record, wanted=WANTED)
    assert (target.said(target.baseline), target.said(target.goal)) == ("91.93%", "93.5%")
    trained = add_target(record, wanted=replace(WANTED, unit=Unit.NUMBER, baseline="3", goal="1,200"))
    assert trained.said(trained.goal) == "1,200"
    assert target_with_id(record, target.id) is target


@pytest.mark.parametrize(
    ("value", "progress"),
    [
        ("93.5", Progress.REACHED),
        ("95", Progress.REACHED),
        ("93.49", Progress.CLOSER),
        ("91.93", Progress.SAME),
        ("91.92", Progress.FURTHER),
    ],
)
def test_where_a_target_stands_is_told_to_the_hundredth(record, lead, value, progress):
    target = add_target(record, wanted=WANTED)
    assert standing(record, target).progress is Progress.UNKNOWN
    noted(record, target, lead, value)
    assert standing(record, target).progress is progress


@pytest.mark.parametrize(
    ("value", "progress"),
    [
        ("15", Progress.REACHED),
        ("15.01", Progress.CLOSER),
        ("22.01", Progress.SAME),
        ("23", Progress.FURTHER),
    ],
)
def test_less_can_be_better(record, lead, value, progress):
    target = add_target(record, wanted=replace(WANTED, baseline="22.01", goal="15"))
    noted(record, target, lead, value)
    assert standing(record, target).progress is progress


def test_the_newest_value_counts_and_one_for_the_same_day_is_put_right(record, lead):
    target = add_target(record, wanted=WANTED)
    noted(record, target, lead, "92")
    noted(record, target, lead, "91", TODAY - timedelta(days=90))
    noted(record, target, lead, "92.5")
    assert [one.value for one in target.readings] == [92.5, 91.0]
    assert standing(record, target).words == "92.5%"


@pytest.mark.parametrize(
    ("day", "says"),
    [(TODAY + timedelta(days=1), "not come yet"), (date(2024, 8, 30), "before the start")],
)
def test_a_day_outside_is_refused(record, lead, day, says):
    target = add_target(record, wanted=WANTED)
    with pytest.raises(TargetProblem, match=says):
        noted(record, target, lead, "92", day)
    assert target.readings == []


def test_a_missed_day_is_told_unless_it_was_reached_or_ended(record, lead):
    target = add_target(record, wanted=WANTED)
    assert not standing(record, target).is_missed(target.due_on)
    after = target.due_on + timedelta(days=1)
    assert standing(record, target).is_missed(after)
    noted(record, target, lead, "94")
    assert not standing(record, target).is_missed(after)
    other = add_target(record, wanted=WANTED)
    end_target(record, target=other, why="Another measure took its place", on=TODAY)
    assert not standing(record, other).is_missed(after)


def test_an_ended_target_stays_last_with_its_reason_and_takes_nothing_more(record, lead):
    ended, open_ = (add_target(record, wanted=replace(WANTED, title=title)) for title in "ab")
    with pytest.raises(TargetProblem, match="Say why"):
        end_target(record, target=ended, why="  ", on=TODAY)
    end_target(record, target=ended, why="Reached", on=TODAY)
    assert list(targets(record)) == [open_, ended]
    with pytest.raises(TargetProblem, match="has ended"):
        noted(record, ended, lead, "92")
    with pytest.raises(TargetProblem, match="ended already"):
        end_target(record, target=ended, why="Again", on=TODAY)


def test_a_target_can_be_put_right_but_not_what_its_values_are_counted_in(record, lead):
    target = add_target(record, wanted=WANTED)
    noted(record, target, lead, "92")
    change_target(record, target=target, wanted=replace(WANTED, goal="94"))
    assert (target.goal, len(target.readings)) == (94.0, 1)
    with pytest.raises(TargetProblem, match="cannot change"):
        change_target(record, target=target, wanted=replace(WANTED, unit=Unit.NUMBER))


def published(record, value, year="202425", part="Academic year", until=date(2025, 8, 31)):
    area = Area(AreaLevel.AUTHORITY, "999", "Ashenbrook")
    one = Measured(year, part, until, area, Phase.SECONDARY, "attendance", value, None if value else "c")
    store_attendance(record, [one], source="x.csv", on=TODAY)


def test_a_published_figure_since_the_start_counts_by_itself_when_it_is_the_newest(record, lead):
    make.school(record)
    target = add_target(record, wanted=replace(WANTED, indicator="attendance", phase=Phase.SECONDARY))
    published(record, 90.0, "202324", until=date(2024, 8, 31))
    published(record, 99.0, "2026", "Week 40", date(2026, 10, 2))
    assert standing(record, target).progress is Progress.UNKNOWN
    published(record, 92.104)
    found = standing(record, target)
    assert (found.words, found.measured_on, found.published.period.name) == (
        "92.1%",
        None,
        "Academic year 2024/25",
    )
    noted(record, target, lead, "93")
    assert standing(record, target).words == "93%"
    assert standing(record, target).published.words == "92.1%"
    published(record, None)
    assert standing(record, target).published is None
