"""How long checking takes: honest about what cannot be reached, and never worse for having checked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.effort import effort, expected_precision, least_certain_first

scores = st.floats(0, 1)
waitings = st.lists(st.lists(scores, max_size=3), max_size=40)


def test_minutes_left_for_ninety_per_cent():
    waiting = [[0.95]] * 1_750 + [[0.5]] * 450 + [[0.7]] * 200
    left = effort(waiting)
    assert left.sentence == "About 40 minutes left for 90 %."
    assert left.minutes == 40
    assert left.precision_now == pytest.approx((1_662.5 + 225 + 140) / 2_400)
    assert left.precision_then >= 0.9
    assert expected_precision(waiting)[left.answers - 1] < 0.9
    assert (left.recall_now, left.recall_then) == (None, None)


def test_a_workers_own_pace_counts():
    waiting = [[0.5]] * 100
    at_ours, at_theirs = effort(waiting), effort(waiting, seconds_each=16)
    assert at_theirs.answers == at_ours.answers
    assert at_theirs.minutes in (2 * at_ours.minutes, 2 * at_ours.minutes - 1)


def test_what_people_decided_counts_as_right():
    assert effort([[0.5]] * 100, decided=1_000).sentence == "Already at 90 %, by the machine’s own scores."
    assert effort([[0.5]] * 100, decided=50).answers < effort([[0.5]] * 100).answers


@pytest.mark.parametrize("waiting", [[], [[], []]])
@pytest.mark.parametrize("decided", [0, 12])
def test_nothing_to_check(waiting, decided):
    left = effort(waiting, decided=decided)
    assert (left.answers, left.minutes, left.sentence) == (0, 0, "Nothing is left to check.")
    assert left.precision_now == (1.0 if decided else None)


def test_already_there():
    left = effort([[0.95]] * 10)
    assert (left.answers, left.minutes) == (0, 0)
    assert left.sentence == "Already at 90 %, by the machine’s own scores."
    assert left.precision_then == left.precision_now


def test_what_cannot_be_reached_is_said_with_its_reason():
    hopeless = effort([[0.0]] * 10)
    assert (hopeless.answers, hopeless.minutes, hopeless.precision_then) == (None, None, None)
    assert "none of these themes is expected to be right" in hopeless.sentence
    differ = effort([[0.5]] * 10, people_agree=0.8)
    assert differ.sentence == "90 % cannot be reached: people agree with each other on about 8 in 10."
    assert differ.answers is None
    assert effort([[0.5]] * 10, people_agree=0.8, target=0.75).answers is not None


def test_checking_everything_reaches_everything():
    left = effort([[0.3, 0.7], [0.1]], target=1)
    assert (left.answers, left.precision_then) == (2, 1.0)
    assert left.sentence.endswith("left for 100 %.")


def test_recall_is_said_apart_and_only_where_misses_are_known():
    left = effort([[0.8]] * 100, missed_each=0.2)
    assert left.recall_now == pytest.approx(0.8)
    assert left.recall_then == pytest.approx((80 + 0.2 * left.answers) / 100)
    assert effort([], missed_each=0.2).recall_now is None


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (1, "About a minute"),
        (75, "About 10 minutes"),
        (76, "About 15 minutes"),
        (400, "About 55 minutes"),
        (450, "About 60 minutes"),
        (460, "About 65 minutes"),
        (670, "About 1½ hours"),
        (900, "About 2 hours"),
    ],
)
def test_time_is_said_as_people_say_it_and_rounded_up(answers, words):
    assert effort([[0.5]] * answers, target=1).sentence == f"{words} left for 100 %."


def test_the_least_certain_come_first_and_those_without_a_theme_last():
    assert least_certain_first([[0.9], [], [0.8, 0.2], [0.5], [0.5, 0.9]]) == [2, 3, 4, 0, 1]


@given(waitings, st.integers(0, 20))
def test_more_checking_never_lowers_what_is_expected(waiting, decided):
    levels = [level for level in expected_precision(waiting, decided=decided) if level is not None]
    assert all(0 <= before <= after <= 1 for before, after in pairwise(levels))
    if sum(map(sum, waiting)) + decided > 0:
        assert levels[-1] == 1


@given(
    waitings,
    st.integers(0, 20),
    st.floats(0.01, 1),
    st.floats(0.01, 1),
    st.one_of(st.none(), st.floats(0, 2)),
)
def test_a_higher_target_never_takes_less(waiting, decided, one, other, missed):
    low, high = (
        effort(waiting, decided=decided, target=target, missed_each=missed) for target in sorted((one, other))
    )
    if high.answers is not None:
        assert low.answers is not None
        assert low.answers <= high.answers
        assert low.minutes <= high.minutes
        if low.recall_then is not None:
            assert low.recall_now <= low.recall_then <= high.recall_then <= 1 + 1e-9
    for left in (low, high):
        assert left.sentence.endswith(".")
        assert left.answers is None or left.answers <= len(waiting)


@given(waitings.filter(any), st.floats(0.01, 1), st.randoms(use_true_random=False))
def test_the_order_answers_come_in_hardly_matters(waiting, target, random):
    # Only the order among equally uncertain answers may differ.
    mixed = effort(random.sample(waiting, len(waiting)), target=target)
    assert mixed.precision_now == pytest.approx(effort(waiting, target=target).precision_now)


@given(waitings, st.integers(0, 20), scores)
def test_one_more_decision_never_lowers_what_is_expected(waiting, decided, target):
    before = expected_precision(waiting, decided=decided)[0]
    after = expected_precision(waiting, decided=decided + 1)[0]
    assert before is None or after >= before - 1e-12


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"target": 0}, "target"),
        ({"target": 1.01}, "target"),
        ({"seconds_each": 0}, "pace"),
        ({"decided": -1}, "decided"),
        ({"people_agree": 1.5}, "people agree"),
        ({"missed_each": -0.1}, "missed"),
    ],
)
def test_nonsense_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        effort([[0.5]], **wrong)


def test_a_score_that_is_no_chance_is_refused():
    with pytest.raises(ValueError, match="from 0 to 1"):
        effort([[float("nan")]])
