"""Plain words: how hard a pupil’s text is to read, what to say instead, and what a survey must never ask.

Advice goes to whoever writes a survey and stops nothing; ``identifying`` refuses (see ``surveys.identifying``).
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from surveys.identifying import identifying

__all__ = [
    "LONGEST_INTRO",
    "LONGEST_SENTENCE",
    "PRIMARY_AGE",
    "SECONDARY_AGE",
    "Advice",
    "advice_on",
    "grade",
    "identifying",
    "instead",
    "intro_too_long",
    "reading_age",
    "sentences",
    "syllables",
    "too_hard",
    "words_of",
]

SECONDARY_AGE = 9
"""Years: pupils’ texts are for a reader of nine, the age at which popular newspapers and health leaflets aim too."""
PRIMARY_AGE = 7
LONGEST_SENTENCE = 14
"""Words. The longest that a weak reader of nine still holds together is about 15; ours stay under it."""
LONGEST_INTRO = 120
"""Words before the first question: about a minute’s reading for a slow reader of eleven."""
GRADE_AND_AGE = 5
"""Years between a school grade of the United States, which the formula yields, and the age of its pupils."""
ENOUGH_WORDS = 30
"""A formula made on passages of 100 words says little of a prompt of five, in which one long word is a fifth of all.
A shorter text is therefore measured as if it stood among plain words, up to this many. Tried on our own bank: at 30
none of its questions is called too hard for the one word that it needs (“neurodivergent”), and prompts in council
English still are (see the tests)."""
PLAIN_SENTENCE = 8
"""Words a sentence in such plain text."""
PLAIN_SYLLABLES = 1.25
"""Syllables a word in texts that readers of eight manage: 1.2 to 1.3 in the pupils’ texts of our own bank."""
JOINED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
JOINED_AT_LENGTH = re.compile(r"\b(?:and|or)\b(?=(?:[ ,]+[\w’'-]+){3})", re.IGNORECASE)
"""In a question, “unsafe or uneasy” is mostly one idea; three more words are mostly a second one."""
NATURAL_PAIRS = re.compile(
    r"\b(?:break and lunch|lunch and break|before and after|to and from|to or from|girls and boys|boys and girls|"
    r"mums? and dads?|parents? (?:and|or) carers?|reading and writing|english and maths|again and again|"
    r"more and more|one or two|two or three|now and then|brothers? (?:and|or) sisters?|ups and downs|"
    r"bus(?:es)? (?:and|or) trams?|bus(?:es)? (?:and|or) trains?|evenings? and weekends?)\b",
    re.IGNORECASE,
)
"""Two words that are one idea."""
DENIALS = re.compile(
    r"\b(?:not|never|cannot|nobody|nothing|nowhere|none|without|hardly|\w+n['’]t)\b", re.IGNORECASE
)


class Advice(NamedTuple):
    """What may make a text hard for pupils, and what to do about it, each in a sentence for staff."""

    problem: str
    suggestion: str


def words_of(text: str) -> list[str]:
    """Return a text’s words; a word with a hyphen or an apostrophe is one. Numbers in figures are words too."""
    return re.findall(r"\w+(?:[’'\-‑]\w+)*", text)


def sentences(text: str) -> list[str]:
    """Return a text’s sentences. A line break ends one as well, as between the lines of a list."""
    parts = re.split(r"(?<=[.?!…])[”’)]*\s+|\n+", text)
    return [part.strip() for part in parts if words_of(part)]


HIATUS = re.compile(
    r"ia(?!l\b|n\b|lly\b)|iu|io(?!u|n)|eo(?!u)|(?<!q)ua(?!r)|uou|oi(?=ng)|yi|sm\b|dn[’']t|sn[’']t"
)
"""Neighbouring vowels that are said apart (“radio”, “usual”), and swallowed ones that are heard (“didn’t”)."""
SILENT = re.compile(
    r"(?:[^laeiouy]e|[^aeiouybcdfgkptz]le|[aeiouy]le|[^tdi]ed|(?<![cgsxzi])(?<![bcdfgkptz]l)(?<![sc]h)es)$"
)
"""Endings whose “e” is not heard: “hope”, “smile”, “liked”, “times”; but “table”, “wanted”, “boxes”."""
ODD_WORDS = {
    "being": 2, "every": 2, "everyone": 3, "everybody": 4, "everything": 3, "people": 2, "science": 2, "quiet": 2,
    "something": 2, "sometimes": 2, "someone": 2, "someplace": 2, "somewhere": 2, "somebody": 3, "themselves": 2,
    "homework": 2, "lonely": 2, "safely": 2, "safety": 2, "ideas": 3, "idea": 3, "area": 3, "areas": 3, "real": 1,
    "trial": 2, "business": 2, "different": 2, "interest": 2, "interesting": 3, "favourite": 2, "evening": 2,
    "evenings": 2, "comfortable": 3, "vegetable": 3, "chocolate": 2, "nowhere": 2, "therefore": 2, "timetable": 3,
    "useful": 2, "hopeful": 2, "careful": 2, "carefully": 3, "movement": 2, "statement": 2, "wednesday": 2,
    "headteacher": 3, "lifestyle": 2, "online": 2, "create": 2, "ok": 2, "anyone": 3, "tired": 2,
    "everywhere": 3, "anxiety": 4, "museum": 3, "maybe": 2, "language": 2, "created": 3, "experience": 4, "social": 2,
}  # fmt: skip
"""Frequent words that the rules get wrong."""


@cache
def syllables(word: str) -> int:
    """Return about how many syllables an English word has, by its vowels. A number in figures counts as one."""
    word = re.sub(r"[’']s$", "", word.casefold())
    if word in ODD_WORDS:
        return ODD_WORDS[word]
    if "-" in word or "‑" in word:
        return sum(syllables(part) for part in re.split(r"[-‑]", word) if part)
    vowels = len(re.findall(r"[aeiouyàáâãäåèéêëìíîïòóôõöùúûüý]+", word)) + len(HIATUS.findall(word))
    return max(1, vowels - bool(SILENT.search(word)))


def grade(text: str) -> float:
    """Return a text’s reading grade after Flesch and Kincaid; a short one is measured among plain words.

    Source: Kincaid, Fishburne, Rogers and Chissom (1975), “Derivation of new readability formulas … for Navy enlisted
    personnel”, Research Branch Report 8-75. A text without words has grade 0.
    """
    words = words_of(text)
    if not words:
        return 0.0
    plain = max(0, ENOUGH_WORDS - len(words))
    spoken = (sum(map(syllables, words)) + plain * PLAIN_SYLLABLES) / (len(words) + plain)
    length = (len(words) + plain) / (len(sentences(text)) + plain / PLAIN_SENTENCE)
    return 0.39 * length + 11.8 * spoken - 15.59


def reading_age(text: str) -> float:
    """Return the age, in years, of the youngest pupils who mostly read such a text with ease."""
    return max(0.0, grade(text)) + GRADE_AND_AGE


def too_hard(text: str, *, age: int = SECONDARY_AGE) -> list[Advice]:
    """Return what makes a text hard to read at this age: hard words, long sentences, and the whole of it."""
    return [*_hard_words(text), *_long_sentences(text), *_too_old(text, age)]


def advice_on(question: str, *, is_statement: bool = False, age: int = SECONDARY_AGE) -> list[Advice]:
    """Return what to think over in a question’s own words: what is hard to read, two ideas in one, a “not”.

    is_statement: pupils say how much they agree with it, or how often it is so.
    """
    found = too_hard(question, age=age)
    if is_statement and (denial := DENIALS.search(question)):
        found.append(
            Advice(
                f"The statement says “{denial[0]}”. To disagree with it, a pupil has to turn it round twice.",
                "Say what is so: “I feel safe”, where it said “I do not feel safe”.",
            )
        )
    alone = NATURAL_PAIRS.sub("", question)
    if joined := (JOINED if is_statement else JOINED_AT_LENGTH).search(alone):
        found.append(
            Advice(
                f"“{joined[0]}” may join two ideas. A pupil may want to answer them differently.",
                "Ask one thing, or make two questions of it.",
            )
        )
    return found


def intro_too_long(*texts: str) -> Advice | None:
    """Return advice when what stands before the first question is longer than 120 words, else ``None``."""
    count = sum(len(words_of(text)) for text in texts)
    if count <= LONGEST_INTRO:
        return None
    return Advice(
        f"There are {count} words before the first question. Pupils stop reading after about {LONGEST_INTRO}.",
        f"Take out {count - LONGEST_INTRO} words.",
    )


@cache
def instead() -> dict[str, str]:
    """Return what to say instead of hard words and phrases."""
    file = Path(__file__).with_suffix(".toml")
    words: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["instead"]
    return words


@cache
def _hard_pattern() -> re.Pattern[str]:
    # The longest first, so that “learning environment” is found before “environment”.
    stems = sorted(instead(), key=len, reverse=True)
    either = "|".join(_with_endings(stem) for stem in stems)
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


def _with_endings(word: str) -> str:
    name = f"hard_{list(instead()).index(word)}"
    if word.endswith("y"):
        return f"(?P<{name}>{re.escape(word[:-1])}(?:y|ies|ied))"
    if word.endswith("e"):
        return f"(?P<{name}>{re.escape(word[:-1])}(?:e|es|ed|ing))"
    return f"(?P<{name}>{re.escape(word)}(?:s|ed|ing)?)"


def _hard_words(text: str) -> Iterator[Advice]:
    listed = list(instead().items())
    seen = set[str]()
    for match in _hard_pattern().finditer(text):
        said, (_, better) = match[0], listed[int((match.lastgroup or "").removeprefix("hard_"))]
        if said.casefold() not in seen:
            seen.add(said.casefold())
            yield Advice(f"“{said}” is a hard word for many pupils.", f"Try “{better}”.")


def _long_sentences(text: str) -> Iterator[Advice]:
    for sentence in sentences(text):
        count = len(words_of(sentence))
        if count > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:5])
            yield Advice(
                f"The sentence “{start} …” has {count} words.",
                f"Use {LONGEST_SENTENCE} or fewer: make two sentences of it, or take words out.",
            )


def _too_old(text: str, age: int) -> Iterator[Advice]:
    found = reading_age(text)
    # Less than a year is less than the formula can tell apart.
    if found >= age + 1:
        longest = [word for word in dict.fromkeys(words_of(text)) if syllables(word) >= 3]
        named = ", ".join(f"“{word}”" for word in sorted(longest, key=syllables, reverse=True)[:3])
        yield Advice(
            f"It reads like a text for age {round(found)}. Pupils’ texts are for age {age}.",
            f"Use shorter words than {named}." if named else "Use shorter sentences.",
        )
