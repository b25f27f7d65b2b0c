"""Slips of the pen are put right, words that are right stay, and what a slip changes in the coding is little."""

import csv
from pathlib import Path
from random import Random

import pytest

from analysis.codebook import load_codebook
from analysis.coding import code
from analysis.examples import load_examples, load_phrases
from analysis.spelling import known, repaired
from analysis.vectors import choose
from analysis.words import Cleaned, clean
from tests.analysis.shared import rows_of
from tests.analysis.slips import slip, with_slips

ROOT = Path(__file__).resolve().parents[2]
UNTAUGHT = (ROOT / "tests" / "bench" / "unseen.csv", ROOT / "voice" / "demo" / "workshop_notes.csv")
"""Texts that no lesson was made of: one that was taught changes its score with its wording."""


@pytest.mark.parametrize(
    ("slipped", "meant"),
    [
        ("bullyng", "bullying"),
        ("corridr", "corridor"),
        ("teachr", "teacher"),
        ("anxeity", "anxiety"),
        ("becuase", "because"),
        ("thier", "their"),
        ("dotn", "dont"),
        ("stoped", "stopped"),
        ("detenton", "detention"),
        ("stressin", "stressing"),
        ("embarased", "embarrassed"),  # two slips in a long word
        ("definatly", "definitely"),
    ],
)
def test_a_slip_becomes_the_likeliest_word(slipped, meant):
    assert repaired(slipped) == meant


@pytest.mark.parametrize(
    "word",
    [
        "bullying",
        "colour",
        "behaviour",
        "nowt",
        "mither",
        "ginnel",
        "metrolink",
        "snapchat",
        "ehcp",
        "senco",
        "dont",
        "yaar",
        "wudu",
        "skibidi",
        "nans",
        "bus",
    ],
)
def test_words_that_are_right_are_left(word):
    assert known(word)
    assert repaired(word) == word


@pytest.mark.parametrize(
    "word", ["grimblethorpe", "asdfghjkl", "kraków", "x9q", "y7", "05", "qz", "школа", ""]
)
def test_what_is_near_no_word_is_left(word):
    assert repaired(word) == word


def test_school_words_come_before_others():
    # “carrier” and “courier” are as near; “barrier” is what the survey is about.
    assert repaired("coridor") == "corridor"
    assert repaired("libary") in {
        "library",
        "libary",
    }  # a usual slip may be written out as a short form instead
    assert clean("libary").text == "library"


@pytest.mark.parametrize(
    "text",
    [
        "mera naam theek nahi hai yaar school bohat mushkil hai",
        "nie lubie szkoly bo smieja sie ze mnie",
        "não gosto da escola porque gritam comigo",
        "waxaan ka baqayaa baska",
        "مدرسة صعبة جدا لا أحب الحافلة",
        "स्कूल में शोर बहुत है",
    ],
)
def test_an_answer_in_another_language_is_left_as_it_is(text):
    assert clean(text).text == text


def test_an_answer_full_of_slips_is_still_read():
    assert clean("teh techers dnt lissen and evrybody shouwts").text == (
        "the teachers dont listen and everybody shouts"
    )


def test_a_word_written_like_a_name_is_left():
    assert "tily" in clean("it was my mate Tily again").words


def test_a_repaired_word_is_shown_as_the_pupil_wrote_it():
    assert clean("the bullyng is bad").as_said("bullying") == "bullyng"


def test_most_slips_in_long_words_are_put_right():
    chance = Random(5)
    words = sorted(
        {word for text in _shipped() for word in clean(text).words if word.isascii() and len(word) > 6}
    )
    slips = [(slip(word, chance), word) for word in words if word.isalpha() and known(word)]
    right = sum(clean(slipped).text == clean(word).text for slipped, word in slips)
    assert right / len(slips) > 0.85


def test_hardly_any_word_of_pupils_is_altered():
    words, altered = 0, 0
    for row in rows_of("pupil_comments.csv"):
        cleaned = clean(row["text"])
        words += len(cleaned.words)
        altered += sum(_is_repair(cleaned, word) for word in set(cleaned.words))
    assert altered / words < 0.007


@pytest.mark.parametrize("backend", ["sparse", "meaning"])
def test_a_slip_in_one_word_of_twenty_changes_few_main_themes(backend):
    texts = [row["text"] for file in UNTAUGHT for row in _rows(file)]
    texts *= 3
    chance, book, vectors = Random(11), load_codebook(), choose(backend)
    slipped = [with_slips(text, chance, share=0.05) for text in texts]
    before, after = (
        [coded.calls[0].code if coded.calls else None for coded in code(batch, book, backend=vectors)]
        for batch in (texts, slipped)
    )
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    assert len(texts) > 1_500
    assert changed / len(texts) < 0.03


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shipped() -> list[str]:
    return [example.text for example in (*load_examples(), *load_phrases())]


def _is_repair(cleaned: Cleaned, word: str) -> bool:
    said = cleaned.as_said(word)
    return said != word and said.isalpha() and not known(said) and repaired(said) == word
