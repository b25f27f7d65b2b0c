"""Cover hours: when people stand ready to look at a concern. The clock of every time limit stands still outside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from surveys.base import LONDON

SATURDAY = 5
MOST_DAYS = 400
"""Days that are looked at one by one; what came longer ago than a year is overdue whatever the hours."""


@dataclass(frozen=True)
class CoverHours:
    """The hours of each working day, and the days on which nobody is there. Times are London’s."""

    start: time = time(8)
    end: time = time(17)
    closed: frozenset[date] = frozenset()

    def is_day(self, day: date) -> bool:
        """Say whether people stand ready on this day at all: Monday to Friday, unless it is a day of closing."""
        return day.weekday() < SATURDAY and day not in self.closed

    def is_over(self, at: datetime) -> bool:
        """Say whether this moment is after the cover of its day."""
        return at.astimezone(LONDON).time() >= self.end

    def is_half_over(self, at: datetime) -> bool:
        """Say whether at least half the cover of this moment’s day has gone by."""
        opens, closes = self._bounds(at.astimezone(LONDON).date())
        return at - opens >= (closes - opens) / 2

    def minutes(self, start: datetime, end: datetime) -> int:
        """Return the whole minutes of cover between two moments."""
        covered = timedelta()
        for day in _days(start.astimezone(LONDON).date(), end.astimezone(LONDON).date()):
            if self.is_day(day):
                opens, closes = self._bounds(day)
                covered += max(min(closes, end) - max(opens, start), timedelta())
        return int(covered.total_seconds() // 60)

    def after(self, start: datetime, minutes: int) -> datetime:
        """Return the moment when so many minutes of cover have gone by; a year ahead when there is no cover."""
        left = timedelta(minutes=minutes)
        first = start.astimezone(LONDON).date()
        for day in _days(first, first + timedelta(days=MOST_DAYS)):
            if not self.is_day(day):
                continue
            opens, closes = self._bounds(day)
            begins = max(opens, start)
            if closes - begins >= left and closes > begins:
                return begins + left
            left -= max(closes - begins, timedelta())
        return start + timedelta(days=MOST_DAYS)

    def _bounds(self, day: date) -> tuple[datetime, datetime]:
        # Compared and subtracted in UTC: on London’s own clock Python would leave the changed hour out of account.
        opens, closes = (datetime.combine(day, clock, tzinfo=LONDON) for clock in (self.start, self.end))
        return opens.astimezone(UTC), closes.astimezone(UTC)


def _days(first: date, last: date) -> Iterator[date]:
    first = max(first, last - timedelta(days=MOST_DAYS))
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


USUAL_HOURS = CoverHours()
"""Eight to five, Monday to Friday: from before the first lesson until after the last club."""


class HoursProblem(ValueError):
    """Cover hours that cannot be meant, in a sentence for whoever sets them."""


def read_hours(hours: str, closed: str = "") -> CoverHours:
    """Return cover hours written as “08:00-17:00”, with days of closing such as “2026-12-25, 2026-12-28”.

    Raises ``HoursProblem``.
    """
    try:
        start, end = (time.fromisoformat(part.strip()) for part in hours.split("-"))
    except ValueError:
        raise HoursProblem(f"Cover hours are written as 08:00-17:00, not “{hours}”.") from None
    if start >= end or start.tzinfo or end.tzinfo:
        raise HoursProblem(f"Cover hours must end after they begin, on one day: “{hours}” do not.")
    days = [part for part in closed.replace(",", " ").split() if part]
    try:
        return CoverHours(start, end, frozenset(date.fromisoformat(day) for day in days))
    except ValueError:
        raise HoursProblem(
            f"Days of closing are written as 2026-12-25, 2026-12-28, not “{closed}”."
        ) from None
