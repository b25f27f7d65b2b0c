"""How much checking is left until the themes are as right as was asked for.

Everything here is expected, not counted: it goes by calibrated scores, the chance that a person would agree with a
coding. Checking an answer settles all its codings: right ones stay and wrong ones go. A person’s decision counts as
right.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.shares import in_words

# Seconds a person takes to read one answer and press a key, 450 an hour; judged. A worker’s own pace is better.
SECONDS_EACH = 8.0
TARGET = 0.9
# Up to ten minutes each one is named, then steps of five, and from an hour and a half on half hours.
BY_ONE, BY_FIVE = 10, 90

NOTHING = "Nothing is left to check."


@dataclass(frozen=True)
class Effort:
    """What is left to do, and what it would bring. Shares are from 0 to 1; None where they cannot be told.

    answers, minutes: still to check, the least certain first; None where the target cannot be reached.
    precision_now, precision_then: the share of all codings that are right, before and after that checking.
    recall_now, recall_then: the share of themes in the answers that are found, where it was known how many are missed.
    """

    answers: int | None
    minutes: int | None
    precision_now: float | None
    precision_then: float | None
    recall_now: float | None
    recall_then: float | None
    sentence: str


def least_certain_first(waiting: Sequence[Sequence[float]]) -> list[int]:
    """Return the places of the answers in the order to check them: by their lowest score, equals as they came.

    Answers without a coding come last.
    """
    return sorted(range(len(waiting)), key=lambda place: min(waiting[place], default=math.inf))


def effort(
    waiting: Sequence[Sequence[float]],
    *,
    decided: int = 0,
    target: float = TARGET,
    seconds_each: float = SECONDS_EACH,
    people_agree: float = 1.0,
    missed_each: float | None = None,
) -> Effort:
    """Work out the checking left until a share ``target`` of all codings is right.

    waiting: for each answer nobody has checked, the calibrated scores of its codings.
    decided: how many codings hold because a person decided so.
    people_agree: how often two people agree, where a blind sample has told; no checking gets beyond that.
    missed_each: how many themes the machine misses in one unchecked answer, where a blind sample has told.
    """
    _refuse_nonsense(waiting, decided, target, seconds_each)
    _refuse_no_share(people_agree, missed_each)
    levels = expected_precision(waiting, decided=decided)
    now = levels[0]
    needed = next(
        (number for number, level in enumerate(levels) if level is not None and level >= target), None
    )
    if not any(waiting):
        needed, sentence = 0, NOTHING
    elif needed == 0:
        sentence = f"Already at {_percent(target)}, by the machine’s own scores."
    elif target > people_agree:
        needed = None
        sentence = (
            f"{_percent(target)} cannot be reached: people agree with each other on {in_words(people_agree)}."
        )
    elif needed is None:
        sentence = f"{_percent(target)} cannot be reached: none of these themes is expected to be right."
    else:
        sentence = f"{_in_time(needed * seconds_each)} left for {_percent(target)}."
    return Effort(
        answers=needed,
        minutes=None if needed is None else math.ceil(needed * seconds_each / 60),
        precision_now=now,
        precision_then=None if needed is None else levels[needed],
        recall_now=_recall(waiting, decided, missed_each, 0),
        recall_then=None if needed is None else _recall(waiting, decided, missed_each, needed),
        sentence=sentence,
    )


def expected_precision(waiting: Sequence[Sequence[float]], *, decided: int = 0) -> list[float | None]:
    """Return the share of codings expected to be right once none, one, two, … of the answers are checked.

    Answers are taken the least certain first. It never falls. None where no coding would be left.
    """
    right = _expected_right(waiting, decided)
    wrong_in_each = [
        math.fsum(1 - score for score in waiting[place]) for place in least_certain_first(waiting)
    ]
    # Added up from the end, so that nothing wrong is left, to the last digit, when all are checked.
    wrong_left = [*itertools.accumulate(reversed(wrong_in_each), initial=0.0)][::-1]
    return [right / (right + wrong) if right + wrong else None for wrong in wrong_left]


def _expected_right(waiting: Sequence[Sequence[float]], decided: int) -> float:
    return decided + math.fsum(score for scores in waiting for score in scores)


def _recall(
    waiting: Sequence[Sequence[float]], decided: int, missed_each: float | None, checked: int
) -> float | None:
    """A person who checks an answer also adds what was missed in it; misses are taken as spread evenly over answers."""
    if missed_each is None:
        return None
    right = _expected_right(waiting, decided)
    there = right + missed_each * len(waiting)
    return (right + missed_each * checked) / there if there else None


def _percent(share: float) -> str:
    return f"{share * 100:.4g} %"


def _in_time(seconds: float) -> str:
    """Say a time in steps that people use, rounded up."""
    minutes = math.ceil(seconds / 60)
    if minutes > BY_ONE:
        minutes = math.ceil(minutes / 5) * 5
    if minutes == 1:
        return "About a minute"
    if minutes < BY_FIVE:
        return f"About {minutes} minutes"
    hours, half = divmod(math.ceil(minutes / 30), 2)
    return f"About {hours:,}{'½' if half else ''} hours"


def _refuse_nonsense(
    waiting: Sequence[Sequence[float]], decided: int, target: float, seconds_each: float
) -> None:
    if not 0 < target <= 1:
        raise ValueError("The target is a share: above 0 and at most 1.")
    if decided < 0 or not 0 < seconds_each < math.inf:
        raise ValueError("What is decided cannot be under 0, and a pace is a number of seconds above 0.")
    if not all(0 <= score <= 1 for scores in waiting for score in scores):
        raise ValueError("A score is a chance: from 0 to 1.")


def _refuse_no_share(people_agree: float, missed_each: float | None) -> None:
    if not 0 <= people_agree <= 1:
        raise ValueError("How often people agree is a share: from 0 to 1.")
    if missed_each is not None and not 0 <= missed_each < math.inf:
        raise ValueError("How many themes are missed in one answer cannot be under 0.")
