"""Labels hold what sets a group apart, in the pupils’ own words."""

from analysis.labels import describe
from analysis.words import clean

BUSES = [
    "The bus stop is miles away",
    "buses never come to my bus stop",
    "nobody waits at the bus stop",
    "bus driver shouts",
]
LOOS = ["toilets locked again", "locked toilets all day", "toilets r locked and stink", "school toilets"]


def labels(*groups, nearness=None):
    return describe([[clean(text) for text in texts] for texts in groups], nearness)


def test_each_group_is_told_by_its_own_words():
    buses, loos = labels(BUSES, LOOS)
    assert buses.words[:2] == ("bus", "stop")
    assert set(loos.words) == {"toilets", "locked"}


def test_words_that_every_answer_may_hold_tell_nothing():
    one, other = labels(["school is hard because I get buses", "I really get buses", "buses"], LOOS)
    assert one.words == ("buses",)
    assert "school" not in other.words


def test_words_that_belong_together_are_shown_together():
    buses, _ = labels(BUSES, LOOS)
    assert buses.phrases == ("bus stop",)


def test_words_are_shown_as_most_pupils_wrote_them():
    one, _ = labels(["bullied", "bullied daily", "bullies"], LOOS)
    assert one.words == ("bullied",)


def test_a_denied_harm_is_not_what_a_group_is_about():
    one, _ = labels(
        ["no bullying here", "no bullying", "never any bullying, just rain", "rain", "rain"], LOOS
    )
    assert one.words == ("rain",)


def test_words_near_the_centre_come_first():
    texts = ["mud", "mud", "mud", "rain", "rain", "rain"]
    near_mud, near_rain = (
        labels(texts, LOOS, nearness=[near, [1.0] * 4])[0].words
        for near in ([0.9] * 3 + [0.2] * 3, [0.2] * 3 + [0.9] * 3)
    )
    assert near_mud == ("mud", "rain")
    assert near_rain == ("rain", "mud")


def test_a_group_without_a_common_word_has_no_label():
    one, none = labels(["snow", "hail", "fog"], [])
    assert one.words == one.phrases == none.words == ()
    assert describe([]) == []
