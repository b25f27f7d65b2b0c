"""Days out of an export’s times, whichever way round they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.weeks import read_days

TODAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("times", "days", "month_first", "sure"),
    [
        (["9/10/2024 9:05", "9/30/2024 9:05"], [date(2024, 9, 10), date(2024, 9, 30)], True, True),
        (["10/9/2024 9:05", "30/9/2024 9:05"], [date(2024, 9, 10), date(2024, 9, 30)], False, True),
        (["2024-09-10 09:05:00", "2024-09-10T09:05"], [date(2024, 9, 10)] * 2, None, True),
        (
            ["1/9/2024", "2/9/2024", "1/10/2024"],
            [date(2024, 9, 1), date(2024, 9, 2), date(2024, 10, 1)],
            False,
            True,
        ),
        (["5/6/2025"], [date(2025, 5, 6)], True, True),  # the other way round it would be tomorrow’s
        (["5/4/2025"], [date(2025, 5, 4)], True, False),
        (["", "soon", "2024-13-45"], [None] * 3, None, True),
        (["1.9.24 9:00 PM", "30.9.24"], [date(2024, 9, 1), date(2024, 9, 30)], False, True),
    ],
)
def test_the_order_is_told_from_the_file(times, days, month_first, sure):
    read = read_days(times, on=TODAY)
    assert (list(read.days), read.month_first, read.sure) == (days, month_first, sure)


def test_a_person_may_say_the_order():
    assert read_days(["5/4/2025"], on=TODAY, month_first=False).days == (date(2025, 4, 5),)


@given(st.lists(st.text(max_size=20)))
def test_no_text_breaks_it(times):
    assert len(read_days(times, on=TODAY).days) == len(times)


@given(st.dates(min_value=date(2000, 1, 1), max_value=TODAY), st.booleans())
def test_every_day_is_read_back(day, month_first):
    time = f"{day.month}/{day.day}/{day.year}" if month_first else f"{day.day}/{day.month}/{day.year}"
    assert read_days([time], on=TODAY, month_first=month_first).days == (day,)
