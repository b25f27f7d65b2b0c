"""The list of wordings: what pupils say outright is found, figures of speech and denials are not."""

import subprocess
import sys

import pytest

from analysis.alarms import Kind, Level, load_alarms
from analysis.screening import screen_by_wording


@pytest.mark.parametrize(
    ("text", "level", "kind", "words"),
    [
        ("I want to kill myself", Level.RED, Kind.SELF_HARM, "kill myself"),
        ("gonna kms fr", Level.RED, Kind.SELF_HARM, "kms"),
        ("im not gonna be here for results day", Level.RED, Kind.SELF_HARM, "not gonna be here"),
        ("i dont want to be here anymore", Level.RED, Kind.SELF_HARM, "dont want to be here"),
        ("my friend cuts herself in the toilets", Level.RED, Kind.SELF_HARM, "cuts herself"),
        ("my stepdad hits us when hes drunk", Level.RED, Kind.HARM_AT_HOME, "stepdad hits us"),
        ("theyre making me get married in the summer", Level.RED, Kind.HARM_AT_HOME, "making me get married"),
        ("my bf is 24 and picks me up", Level.RED, Kind.SEXUAL_HARM, "bf is 24"),
        ("the olders got me selling weed for them", Level.RED, Kind.EXPLOITATION, "got me selling"),
        ("he had a machete in his bag", Level.RED, Kind.WEAPON_OR_THREAT, "had a machete"),
        ("theres no food at home", Level.AMBER, Kind.NEGLECT, "no food at home"),
        ("Mr Brindle grabbed me by the neck", Level.RED, Kind.STAFF, "Mr Brindle grabbed me"),
        ("i ran away from home last week", Level.AMBER, Kind.OTHER, "ran away from home"),
    ],
)
def test_what_is_said_outright_is_found(text, level, kind, words):
    found = screen_by_wording(text)
    assert (found.level, found.kind) == (level, kind)
    assert any(words in each for each in found.because)
    assert all(each in text for each in found.because)


@pytest.mark.parametrize(
    "text",
    [
        "this homework is killing me",
        "year 9s always cut the queue",
        "i could have died of embarrassment",
        "chemistry is suicide by boredom",
        "my phone died at lunch",
        "shooting practice in netball",
        "there are never enough knives and forks in the canteen",
        "united got battered at football",
        "we did a knife crime assembly and it was boring",
        "nobody here carries knives",
        "i dont self harm or anything i just hate maths",
        "they should have more help for kids who get hit at home",
        "the buses are always late",
        "",
    ],
)
def test_what_only_sounds_like_it_is_not(text):
    assert screen_by_wording(text).level is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "dont tell anyone but my dad hits me",
        "i dont know why my dad hits me",
        "no one believes that my stepdad hits us",
        "there should be help for people like me who cut themselves",
    ],
)
def test_a_denial_of_something_else_takes_nothing_away(text):
    assert screen_by_wording(text).level is Level.RED


def test_what_was_so_until_lately_is_still_read_soon():
    assert screen_by_wording("i dont cut myself anymore").level is Level.AMBER


@pytest.mark.parametrize(
    "text",
    ["K!LL  myself", "k*ll myself", "kiiill myself", "ki\u200bll myself", "kíll mysellf", "unaliving myself"],
)
def test_wordings_are_found_in_disguise_and_shown_as_they_stand(text):
    found = screen_by_wording(text)
    assert found.level is Level.RED
    assert found.because == (text,)


def test_every_wording_is_found_by_the_words_it_needs():
    """A wording is only tried where one of certain words is said; none of those may be missing from it."""
    rules = load_alarms()._rules.rules
    assert len(rules) > 200
    for rule in rules:
        assert any(need in rule.wording.pattern for need in rule.needs.pattern.split("|")), (
            rule.wording.pattern
        )


def test_the_list_loads_without_libraries_of_numbers():
    heavy = "{'numpy', 'scipy', 'sklearn', 'nltk', 'onnxruntime', 'tokenizers', 'pandas'}"
    script = (
        "import analysis.screening, sys; analysis.screening.screen_by_wording('my dad hitts me'); "
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
