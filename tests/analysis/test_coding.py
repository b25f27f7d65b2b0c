"""Answers get the themes a person would give them, with the pupil’s own words as the reason."""

import pytest

from analysis.codebook import OwnTheme, load_codebook, with_own
from analysis.coding import Coded, Example, Kind, code, learned_from, method_of
from analysis.examples import load_examples
from analysis.space import read
from analysis.vectors import choose
from analysis.words import clean

BOOK = load_codebook()


def codes(text):
    return [call.code for call in code([text], BOOK)[0].calls]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # Lesson slots are not periods, and periods are said sideways.
        ("walking from P3 to P4 you get crushed", "SAF"),
        ("double period of maths and I don't get it", "LRN"),
        ("came on in maths", "PER"),
        ("due on", "PER"),
        ("time of the month", "PER"),
        # Sanctions.
        ("iso", "SAN"),
        ("reset room all day", "SAN"),
        ("C2 for being late", "SAN"),
        # Exams and sets.
        ("mocks are coming", "LRN"),
        ("bottom set", "LRN"),
        # Miss, and missing.
        ("miss never listens", "BEL"),
        ("I miss my old school", "TRN"),
        # Alarming words that are not.
        ("it's dead in here", "REL"),
        ("I'm going to die of boredom", "REL"),
        ("people cut the queue", "FAC"),
        ("we cut class because it's boring", "REL"),
        # Staying away.
        ("wag it", "REL"),
        ("skiving", "REL"),
        # Dinner is at noon.
        ("the dinner is cold", "FAC"),
        # Passes.
        ("lost my bus pass", "TRV"),
        ("they won't let me use my time out card", "SEN"),
        # Toilets, three ways.
        ("the toilets are locked", "FAC"),
        ("the toilets are locked and I leaked", "PER"),
        ("people vape in the toilets so I'm scared", "SAF"),
        ("bus was late so I got a detention", "TRV"),
        ("not being funny but the bogs stink", "FAC"),
        ("nothing, school is fine", "POS"),
        ("I don't have anxiety", "POS"),
        ("no bullying here", "POS"),
        ("TOO MANY FIGHTS", "SAF"),
        ("the fucking bus never comes", "TRV"),
        ("mujhe bus mein dar lagta hai", "TRV"),
        ("🚌 late", "TRV"),
    ],
)
def test_a_trap_of_school_english_is_read_right(text, first):
    assert codes(text)[0] == first


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("period 5 is a nightmare", "PER"),
        ("your trainers are sick", "HLT"),
        ("they excluded me from the group chat", "SAN"),
        ("mocks are coming", "BUL"),
        ("no bullying here", "BUL"),
        ("I don't have anxiety", "MHA"),
        ("I used to get bullied but it's sorted now", "BUL"),
    ],
)
def test_a_trap_is_not_walked_into(text, never):
    assert never not in codes(text)


def test_cause_comes_before_what_followed():
    assert codes("bus was late so I got a detention") == ["TRV", "SAN"]


@pytest.mark.parametrize("text", ["idk", "n/a", ".", "", "🤷"])
def test_an_answer_that_cannot_be_told_is_other_and_not_leftover(text):
    coded = code([text], BOOK)[0]
    assert [call.code for call in coded.calls] == ["OTH"]
    assert not coded.leftover


def test_an_answer_that_fits_nothing_is_left_over():
    assert code(["photosynthesis happens in the leaves"], BOOK) == [Coded((), Kind.FITS_NOTHING)]


@pytest.mark.parametrize(
    "text", ["autobus ciągle się spóźnia rano", "مدرسة بعيدة جدا عن البيت", "asdf qwer zxcv uiop"]
)
def test_of_words_it_does_not_know_the_machine_says_that_it_cannot_tell(text):
    assert code([text], BOOK) == [Coded((), Kind.CANNOT_TELL)]


def test_the_reasons_are_the_pupils_own_words():
    text = "Miss NEVER listens & the bogs r locked in period 3"
    for call in code([text], BOOK)[0].calls:
        assert 1 <= len(call.because) <= 4
        assert all(said in text.lower() for said in call.because)


def test_nearly_every_call_has_a_reason_and_a_chance():
    texts = [example.text for example in load_examples()[:300]]
    coded = code(texts, BOOK)
    calls = [call for one in coded for call in one.calls]
    assert all(0 <= call.score <= 1 for call in calls)
    assert all(len(one.calls) <= 3 for one in coded)
    assert all(one.leftover == (not one.calls) for one in coded)
    assert sum(bool(call.because) for call in calls) > 0.98 * len(calls)


def test_the_same_answer_is_coded_the_same_alone_and_among_others():
    texts = ["the bus is always late", "toilets", "I get nervous before tests"]
    together = code(texts, BOOK)
    assert [code([text], BOOK)[0] for text in texts] == together
    assert code(list(reversed(texts)), BOOK) == list(reversed(together))


def test_nothing_to_code_is_not_an_error():
    assert code([], BOOK) == []


def test_an_answer_worded_like_an_example_is_scored_by_all_the_others():
    example = load_examples()[0]
    learned = learned_from(BOOK, (), choose("sparse"))
    without = learned.seen[clean(example.text).text]
    with_it = learned.scores(learned.space.place(read([clean(example.text)])), None)[0]
    main = BOOK.codes.index(example.themes[0])
    assert without[main] < with_it[main]
    chance = code([example.text], BOOK, backend=choose("sparse"))[0].calls[0].score
    expected = learned.calibration.chances(without[None, :].astype(float))[0].max()
    assert chance == pytest.approx(expected, abs=0.001)


@pytest.mark.usefixtures("few_lessons")
def test_what_people_confirm_here_teaches():
    local = [
        Example(f"the {word} hub again", ("TRV",)) for word in ("Glenmore", "old", "new", "other", "big")
    ]
    before = codes("the hub again")
    after = [call.code for call in code(["the hub again"], BOOK, confirmed=local)[0].calls]
    assert before[:1] != ["TRV"]
    assert after[0] == "TRV"


def test_progress_ends_at_the_whole():
    told = []
    code([f"bus {number}" for number in range(12_000)], BOOK, backend=choose("sparse"), progress=told.append)
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_the_method_says_what_looked_at_the_answers():
    assert method_of(choose("sparse")) == "examples 2, words and letters, version 1"
    assert method_of(choose("meaning")) == "examples 2, MiniLM 8199be6f"


@pytest.mark.usefixtures("few_lessons")
def test_an_authoritys_own_theme_finds_answers_at_once():
    own = OwnTheme("ESC", "E-scooters", "", ("kids on e-scooters nearly hit me",), None, False, True)
    book = with_own(BOOK, [own])
    found = code(["someone on a scooter went into me by the crossing"], book)[0]
    assert "ESC" in [call.code for call in found.calls]
    assert not any(call.code == "ESC" for call in code(["maths is too hard"], book)[0].calls)


@pytest.mark.usefixtures("few_lessons")
def test_a_merged_theme_counts_under_its_survivor_and_a_retired_one_not_at_all():
    merged = OwnTheme("FRD", "Friendships", "x", (), "BEL", False, False)
    retired = OwnTheme("FAM", "Family", "x", (), None, True, False)
    book = with_own(BOOK, [merged, retired])
    assert code(["i have no friends here"], book)[0].calls[0].code == "BEL"
    assert "FAM" not in {call.code for call in code(["we went on holiday in term time"], book)[0].calls}


@pytest.mark.usefixtures("few_lessons")
def test_a_person_is_believed_over_everything_that_shipped():
    said = "the hub is full of wasps"
    confirmed = [Example(said, ("HLT",))] * 3
    assert code([said], BOOK, confirmed=confirmed)[0].calls[0].code == "HLT"
