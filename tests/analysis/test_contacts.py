"""Whatever somebody could be reached by is hidden, however it is spelt."""

from collections import Counter

import pytest

from analysis.masking import What, find_marks
from tests.analysis.spellings import spellings

SPELLINGS = 6_000
LEAST_HIDDEN = 0.99


def hidden(text):
    return [(text[mark.start : mark.end], mark.what) for mark in find_marks(text) if mark.sure]


def test_nearly_every_spelling_is_hidden():
    made, found, missed = Counter(), Counter(), []
    for spelling in spellings(SPELLINGS):
        covered = {
            place for mark in find_marks(spelling.text) if mark.sure for place in range(mark.start, mark.end)
        }
        # “My snap is lexi07”: the name is hidden, the words before it may stay.
        start = spelling.start
        if spelling.kind == "handle":
            start = max(start, *(spelling.text.rfind(by, start, spelling.end) + 1 for by in " ="))
        letters = {place for place in range(start, spelling.end) if spelling.text[place].isalnum()}
        made[spelling.kind] += 1
        found[spelling.kind] += letters <= covered
        if not letters <= covered:
            missed.append(spelling.text)
    assert sum(made.values()) >= 5_000
    for kind, number in made.items():
        assert found[kind] >= LEAST_HIDDEN * number, missed[:20]


@pytest.mark.parametrize(
    ("text", "said", "what"),
    [
        ("call 496 0123 after 4", "496 0123", What.PHONE),
        ("mams is +48 600 123 456", "+48 600 123 456", What.PHONE),
        ("oh seven seven double oh nine hundred one two three", None, What.PHONE),
        ("write to kai.b at gmail pls", "kai.b at gmail", What.EMAIL),
        ("we all got sent discord.gg/abcd", "discord.gg/abcd", What.URL),
        ("my insta is lexi.r add me", "lexi.r", What.HANDLE),
        ("bl99 7ab is miles out", "bl99 7ab", What.ADDRESS),
        ("upn H330112009417 is wrong", "H330112009417", What.NUMBER),
        ("born 30/8/10 if you need it", "30/8/10", What.BIRTH),
        ("everyone in 10 Birch is loud", "10 Birch", What.CLASS),
        ("im in 9B for science", "9B", What.CLASS),
        ("i live at 6 dyehouse brow now", "6 dyehouse brow", What.ADDRESS),
    ],
)
def test_details_of_many_sorts(text, said, what):
    assert hidden(text) == [(said or text, what)]


@pytest.mark.parametrize(
    "text",
    [
        "theres 1240 kids and 18 toilets",
        "we scored 12 and they got 7 in 2023",
        "look at the board",
        "it starts at 8.20 and ends at 3.10",
        "the 135 is late and so is the x41",
        "room 12 at half 11",
        "year 7 8 9 10 and 11 all eat at once",
        "got a c2 for dropping a pen then a c3",
        "P3 is chaos",
        "it costs £38 or 40.50 with the bag",
        "i hate it.me and my sister get the tram",
        "9am till 3pm with 10 mins for lunch",
        "lessons p1 to p5",
        "my snap is blocked at school",
        "the main road is busy and theres no crossing",
        "year 9 have been waiting since may",
        "one two three four five once i caught a fish alive",
        "exams start 12/05/2026",
    ],
)
def test_other_numbers_and_words_stay(text):
    assert hidden(text) == []
