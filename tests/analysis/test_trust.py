"""The line that says how far to trust a theme: plain, honest about what it rests on, and safe to show."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.shares import effective_number, in_words, wilson
from analysis.trust import Basis, Checked, InTen, trust

THEMES = ("TRV", "SLP", "BUL")
codings = st.lists(st.sampled_from(THEMES), max_size=3, unique=True)
samples = st.lists(
    st.builds(Checked, machine=codings, people=st.lists(codings, max_size=2), weight=st.floats(1, 40)),
    max_size=80,
)


def texts(machine, people, number, weight=1.0):
    return [Checked(machine, [people], weight)] * number


SAMPLE = [
    *texts(["TRV"], ["TRV"], 34),
    *texts(["TRV"], ["SLP"], 9),
    *texts([], ["TRV"], 14),
    *texts(["SLP"], ["SLP"], 4),
]


def test_a_checked_theme_is_said_in_tenths_with_how_far_off_it_may_be():
    line = trust(["TRV"], checked=SAMPLE)["TRV"]
    assert line.basis is Basis.CHECKED
    assert line.sentence == (
        "Of 10 answers the machine puts here, people agree with about 8 (between 6 and 9, from about 45 checked). "
        "It misses about 3 in 10 of those that belong here."
    )
    assert (line.agrees, line.checked) == (InTen(8, 6, 9), 45)
    assert line.misses.low <= 3 <= line.misses.high


def test_before_anybody_checked_it_goes_by_its_own_scores_and_says_so():
    line = trust(["TRV"], scores={"TRV": [0.7] * 30})["TRV"]
    assert line.basis is Basis.OWN_SCORES
    assert line.sentence == (
        "Nobody has checked this theme yet. "
        "By the machine’s own reckoning, about 7 in 10 of the answers it puts here belong here."
    )
    assert line.agrees is None


def test_too_few_checked_is_not_counted_as_checked():
    line = trust(["SLP"], checked=SAMPLE, scores={"SLP": [0.9] * 3 + [1.0] * 30})["SLP"]
    assert line.basis is Basis.OWN_SCORES
    assert line.sentence.startswith("Too few answers here have been checked to say. By the machine’s own")
    assert "nearly all" in line.sentence
    assert line.checked is None


@pytest.mark.parametrize("scores", [None, {}, {"TRV": []}, {"TRV": [0.9] * 9}])
def test_a_theme_with_hardly_an_answer_says_that_there_is_nothing_to_go_by(scores):
    line = trust(["TRV"], scores=scores)["TRV"]
    assert line.basis is Basis.NOTHING
    assert "too few answers" in line.sentence


def test_what_it_misses_is_left_open_where_people_found_too_few():
    line = trust(["TRV"], checked=texts(["TRV"], ["SLP"], 20) + texts(["TRV"], ["TRV"], 3))["TRV"]
    assert "people agree with about 1 (" in line.sentence
    assert line.misses is None
    assert line.sentence.endswith("How many it misses cannot be told yet.")


def test_all_right_and_all_wrong_are_said_without_claiming_all():
    right = trust(["TRV"], checked=texts(["TRV"], ["TRV"], 30))["TRV"]
    assert "agree with nearly all (between 8 and 10" in right.sentence
    assert "It misses hardly any" in right.sentence
    wrong = trust(["TRV"], checked=texts(["TRV"], ["SLP"], 30) + texts([], ["TRV"], 30))["TRV"]
    assert "agree with hardly any (between 0 and 2" in wrong.sentence
    assert "It misses nearly all" in wrong.sentence


def test_two_people_who_differ_have_half_a_say_each():
    both = Checked(["TRV"], [["TRV"], ["SLP"]])
    line = trust(["TRV"], checked=[both] * 40)["TRV"]
    assert line.agrees.about == 5
    assert "It misses hardly any" in line.sentence


def test_texts_nobody_coded_are_left_out():
    assert trust(["TRV"], checked=[Checked(["TRV"], [])] * 40)["TRV"].basis is Basis.NOTHING


def test_a_text_counts_as_many_as_it_stands_for_and_unequal_weights_widen_the_interval():
    even = texts(["TRV"], ["TRV"], 20) + texts(["TRV"], ["SLP"], 20)
    assert trust(["TRV"], checked=even)["TRV"].agrees.about == 5
    heavy = texts(["TRV"], ["TRV"], 20, weight=9.0) + texts(["TRV"], ["SLP"], 20)
    assert trust(["TRV"], checked=heavy)["TRV"].agrees.about == 9
    assert effective_number([1.0] * 20) == pytest.approx(20)
    assert effective_number([9.0] * 20 + [1.0] * 20) < 40
    assert effective_number([]) == 0


@settings(max_examples=60)
@given(samples, st.dictionaries(st.sampled_from(THEMES), st.lists(st.floats(0, 1), max_size=30)))
def test_every_theme_has_a_sentence_and_no_number_that_may_not_be_shown(checked, scores):
    lines = trust(THEMES, checked=checked, scores=scores)
    assert list(lines) == list(THEMES)
    for line in lines.values():
        assert line.sentence.endswith(".")
        assert "nan" not in line.sentence
        assert (line.basis is Basis.CHECKED) == (line.agrees is not None) == (line.checked is not None)
        assert line.checked is None or (line.checked >= 10 and line.checked % 5 == 0)
        for part in (line.agrees, line.misses):
            assert part is None or 0 <= part.low <= part.about <= part.high <= 10


@settings(max_examples=40)
@given(samples, st.randoms(use_true_random=False))
def test_the_order_of_the_sample_has_no_say(checked, random):
    assert trust(THEMES, checked=random.sample(checked, len(checked))) == trust(THEMES, checked=checked)


def test_a_score_that_is_no_chance_is_refused():
    with pytest.raises(ValueError, match="from 0 to 1"):
        trust(["TRV"], scores={"TRV": [1.2] * 10})


@given(st.floats(0, 1), st.floats(0.5, 10_000))
def test_wilsons_interval_holds_the_share_and_narrows(share, base):
    low, high = wilson(share, base)
    assert 0 <= low <= share <= high <= 1
    lower, higher = wilson(share, base * 4)
    assert higher - lower < high - low


def test_wilsons_interval_as_printed_in_textbooks():
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    with pytest.raises(ValueError, match="cannot be"):
        wilson(0.5, 0)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "hardly any"),
        (0.04, "hardly any"),
        (0.06, "about 1 in 10"),
        (0.5, "about half"),
        (0.99, "nearly all"),
    ],
)
def test_a_share_is_said_in_steps(share, words):
    assert in_words(share) == words
