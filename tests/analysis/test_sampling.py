"""The blind sample: enough, fair, and the same however often and in whatever order it is drawn."""

import math
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sampling import Candidate, draw

candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(0, 10**6).map(str),
        school=st.sampled_from("ABC"),
        first_theme=st.sampled_from(("TRV", "SLP", "BUL", "")),
        confidence=st.sampled_from((0.2, 0.4, 0.5, 0.8, 0.95)),
    ),
    max_size=200,
    unique_by=lambda text: text.key,
)


def borough(number: int) -> list[Candidate]:
    """Answers as a borough gives them: fourteen schools and twenty themes, some much larger than others."""
    chance = Random(4)
    return [
        Candidate(
            f"answer {n}",
            f"school {min(chance.randrange(14), chance.randrange(14))}",
            f"theme {min(chance.randrange(20), chance.randrange(20))}",
            chance.random(),
        )
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("there", "drawn"), [(0, 0), (1, 1), (49, 49), (51, 50), (500, 50), (505, 51), (2_400, 240)]
)
def test_one_in_ten_and_no_fewer_than_fifty(there, drawn):
    assert len(draw(borough(there))) == drawn


@settings(max_examples=60)
@given(candidates, st.integers(0, 40))
def test_each_text_at_most_once_and_weights_make_up_all_texts(texts, least):
    drawn = draw(texts, least=least)
    assert len(drawn) == min(len(texts), max(least, math.ceil(len(texts) / 10)))
    assert {one.key for one in drawn} <= {text.key for text in texts}
    assert len({one.key for one in drawn}) == len(drawn)
    assert sum(one.weight for one in drawn) == pytest.approx(len(texts))
    assert all(one.weight >= 1 for one in drawn)


@settings(max_examples=40)
@given(candidates, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_has_no_say(texts, random):
    assert draw(random.sample(texts, len(texts)), least=20) == draw(texts, least=20)


@settings(max_examples=60)
@given(candidates)
def test_every_stratum_has_a_text_where_there_are_places_enough(texts):
    def stratum(text: Candidate, ranked: list[float]) -> tuple[str, str, int]:
        cuts = [ranked[len(ranked) * third // 3] for third in (1, 2)]
        return text.school, text.first_theme, sum(text.confidence >= cut for cut in cuts)

    ranked = sorted(text.confidence for text in texts)
    strata = {text.key: stratum(text, ranked) for text in texts}
    drawn = {strata[one.key] for one in draw(texts)}
    if len(set(strata.values())) <= min(50, len(texts)):
        assert drawn == set(strata.values())


def test_places_go_by_size():
    texts = [Candidate(f"{n}", "A", "TRV" if n % 10 else "SLP", 0.5) for n in range(1_000)]
    themes = {text.key: text.first_theme for text in texts}
    assert Counter(themes[one.key] for one in draw(texts)) == {"TRV": 90, "SLP": 10}


def test_a_rare_theme_is_drawn_and_stands_for_no_more_than_it_is():
    texts = [*borough(2_000), Candidate("rare", "school 1", "PER", 0.5)]
    drawn = {one.key: one.weight for one in draw(texts)}
    assert drawn["rare"] == 1


def test_schools_and_confidence_keep_their_parts_where_strata_are_too_many():
    texts = borough(2_400)
    by_key = {text.key: text for text in texts}
    drawn = [by_key[one.key] for one in draw(texts)]
    assert {text.first_theme for text in texts} == {text.first_theme for text in drawn}
    for school, there in Counter(text.school for text in texts).items():
        assert sum(text.school == school for text in drawn) == pytest.approx(there / 10, abs=6)
    assert sum(text.confidence < 1 / 3 for text in drawn) == pytest.approx(80, abs=5)


def test_weighting_gives_back_what_is_true_of_all():
    texts = borough(5_000)
    sure = sum(text.confidence > 0.8 for text in texts) / len(texts)
    by_key = {text.key: text for text in texts}
    drawn = draw(texts)
    estimate = sum(one.weight for one in drawn if by_key[one.key].confidence > 0.8) / len(texts)
    assert estimate == pytest.approx(sure, abs=0.04)


def test_the_order_drawn_tells_nothing_of_school_or_confidence():
    texts = borough(2_400)
    by_key = {text.key: text for text in texts}
    schools = [by_key[one.key].school for one in draw(texts)]
    assert schools != sorted(schools)
    assert len(set(schools[:20])) > 5


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 1.5}, {"least": -1}])
def test_a_share_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="share to draw"):
        draw(borough(10), **wrong)


def test_a_key_that_comes_twice_and_a_confidence_that_is_no_number_are_refused():
    text = Candidate("a", "A", "TRV", 0.5)
    with pytest.raises(ValueError, match="comes twice"):
        draw([text, text])
    with pytest.raises(ValueError, match="is a number"):
        draw([Candidate("a", "A", "TRV", math.nan)])
