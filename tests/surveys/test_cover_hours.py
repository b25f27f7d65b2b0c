"""Cover hours: minutes are counted while people stand ready, and at no other time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.base import LONDON
from surveys.cover_hours import USUAL_HOURS, CoverHours, HoursProblem, read_hours
from tests.surveys.raising import london

MONDAY, TUESDAY, FRIDAY, SATURDAY = 2, 3, 6, 7


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (london(TUESDAY, "10:00"), london(TUESDAY, "10:30"), 30),
        (london(TUESDAY, "07:00"), london(TUESDAY, "08:01"), 1),
        (london(TUESDAY, "16:50"), london(TUESDAY, "23:59"), 10),
        (london(MONDAY, "16:45"), london(TUESDAY, "08:14"), 29),
        (london(MONDAY, "16:45"), london(TUESDAY, "08:15"), 30),
        (london(FRIDAY, "16:45"), london(9, "08:15"), 30),  # over a weekend
        (london(SATURDAY, "10:00"), london(SATURDAY, "18:00"), 0),
        (london(MONDAY, "08:00"), london(9, "08:00"), 5 * 9 * 60),
        (london(TUESDAY, "11:00"), london(TUESDAY, "10:00"), 0),
    ],
)
def test_minutes_of_cover(start, end, minutes):
    assert USUAL_HOURS.minutes(start, end) == minutes


def test_summer_time_moves_the_hours_with_the_clock_on_the_wall():
    friday, monday = london(27, "16:45"), london(30, "08:15")  # the clocks go forward on the Sunday between
    assert friday.utcoffset() != monday.utcoffset()
    assert USUAL_HOURS.minutes(friday, monday) == 30
    autumn = london(23, "16:45", month=10), london(26, "08:15", month=10)
    assert USUAL_HOURS.minutes(*autumn) == 30
    all_day = CoverHours(time(0), time(23, 59))
    sunday = datetime(2026, 3, 29, tzinfo=LONDON)
    assert all_day.minutes(sunday, sunday + timedelta(days=1)) == 0  # a Sunday, whatever its length


def test_it_does_not_matter_on_whose_clock_a_moment_is_given():
    summer = datetime(2026, 7, 7, 7, 0, tzinfo=UTC)  # eight o’clock in London
    assert USUAL_HOURS.minutes(summer, summer + timedelta(minutes=9)) == 9
    assert USUAL_HOURS.minutes(summer - timedelta(hours=1), summer) == 0


def test_days_of_closing_do_not_count():
    hours = read_hours("09:00-15:30", "2026-03-03, 2026-03-04")
    assert hours.minutes(london(MONDAY, "15:20"), london(5, "09:05")) == 15
    assert not hours.is_day(date(2026, 3, 3))
    assert hours.is_day(date(2026, 3, 5))


def test_a_day_is_half_over_and_then_over():
    for clock, half, over in (
        ("12:29", False, False),
        ("12:30", True, False),
        ("16:59", True, False),
        ("17:00", True, True),
    ):
        at = london(TUESDAY, clock)
        assert (USUAL_HOURS.is_half_over(at), USUAL_HOURS.is_over(at)) == (half, over)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)), st.integers(1, 3000)
)
def test_when_so_many_minutes_have_gone_by_is_the_first_such_moment(start, minutes):
    start = start.replace(second=0, microsecond=0)
    due = USUAL_HOURS.after(start, minutes)
    assert USUAL_HOURS.minutes(start, due) == minutes
    assert USUAL_HOURS.minutes(start, due - timedelta(minutes=1)) == minutes - 1


def test_where_there_is_never_cover_nothing_hangs():
    closed = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(1000))
    assert CoverHours(closed=closed).after(london(TUESDAY, "10:00"), 30) > london(TUESDAY, "10:00", month=12)


@pytest.mark.parametrize(
    "written", ["", "8", "08:00", "17:00-08:00", "08:00-08:00", "08:00-25:00", "a-b", "08:00-12:00-17:00"]
)
def test_hours_that_cannot_be_meant_get_a_sentence(written):
    with pytest.raises(HoursProblem, match="Cover hours"):
        read_hours(written)


@pytest.mark.parametrize("written", ["2026-02-30", "25/12/2026", "Christmas"])
def test_days_that_cannot_be_meant_get_a_sentence(written):
    with pytest.raises(HoursProblem, match="Days of closing"):
        read_hours("08:00-17:00", written)
