"""How much the words around a word say that it is a person’s name.

Signs are added up: what the word is alone, what comes before it, what comes after, and names nearby.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.listing import listed
from analysis.name_lists import PERHAPS, Sort
from analysis.name_signs import (
    ACTS,
    ADVERBS,
    ASKING,
    BEFORE_NO_NAME,
    BY_SIZE,
    CALLED,
    CALLING,
    DEEDS,
    DOINGS,
    IN_A_YEAR,
    JOINED,
    ME,
    OF_A_YEAR,
    OURS,
    POSTS,
    RELATIVES,
    STATES,
    SUBJECTS,
    TO_PERSONS,
    TO_SOMEBODY,
    TOWARDS,
    WHO_AM_I,
    WHO_IS_IT,
    WORDS_TOO,
)
from analysis.name_tokens import Token, initial

_ALONE = {Sort.UNKNOWN: 1.0, Sort.SLIP: 1.5, Sort.DOUBTFUL: 1.0}
# Unknown words that end so are built like English ones: “slushies”.
_WORDY_ENDS = ("ies", "ing", "ed", "ly", "ness", "ers", "ment", "tion", "ish", "ful", "able")
# Written with a capital, or “in year 9”, without being anybody.
_SEASONS = listed("may april june august summer autumn winter")
_HELPING_VERBS = listed("will may can")
# What stands straight before, the first that fits.
_BEFORE = (
    (CALLED, 3.0),
    (CALLING, 1.5),
    (WHO_AM_I, 1.5),
    (BY_SIZE, 1.5),
    (BEFORE_NO_NAME, -3.0),
    (TO_SOMEBODY, 2.0),
    (TOWARDS, 1.0),
)
# After the first of these even a word like “will” is hidden at the beginning of a sentence.
_AFTER = ((ACTS, 2.6), (DEEDS, 2.0), (DOINGS, 1.0), (STATES, 0.5))
_BEFORE_WILL = (
    TOWARDS | CALLED | CALLING | WHO_AM_I | TO_SOMEBODY | BY_SIZE | listed("friend mate is") | JOINED
)
_AFTER_A_NAME = ACTS | DEEDS | DOINGS | JOINED
_WHERE = listed("at in near")
_FIRST_OF_SENTENCE = 0.4


def weight(tokens: Sequence[Token], place: int, chosen: set[int]) -> float:
    """How much speaks for a name at this place; `chosen` are the places of names already found."""
    return (
        _alone(tokens[place])
        + _from_before(tokens, place)
        + _from_after(tokens, place)
        + _from_names(tokens, place, chosen)
    )


def _alone(token: Token) -> float:
    found = _ALONE.get(token.sort, 0.0)
    if token.sort is Sort.WORDY and token.word in WORDS_TOO:
        found = 0.5  # a first name rather than a surname
    if token.capital:
        return found + 2.0 * (not token.opens and token.word not in _SEASONS)
    wordy = token.sort not in PERHAPS and token.word.endswith(_WORDY_ENDS)
    return found - 1.0 * wordy


def _from_before(tokens: Sequence[Token], place: int) -> float:
    if tokens[place].opens:
        return _FIRST_OF_SENTENCE
    before = tokens[place - 1]
    if tokens[place].word in _HELPING_VERBS and before.word not in _BEFORE_WILL:
        return -3.0  # “people will hit you”
    if before.word in ASKING and before.opens:
        return 1.0
    by_two = _from_two_before(before.word, tokens[place - 2].word if place > 1 else "")
    if by_two is not None:
        return by_two
    return _from_one_before(tokens[place], before.word)


def _from_two_before(before: str, earlier: str) -> float | None:
    """What two words say together: “my friend X”, “my name is X”, “next to X”."""
    if before in RELATIVES:
        return 2.0 if earlier in OURS else 0.5
    if before in ("is", "names", "name") and earlier in WHO_IS_IT:
        return 3.0
    return 1.0 if before == "to" and earlier in TO_PERSONS else None


def _from_one_before(token: Token, before: str) -> float:
    if token.sort in (Sort.UNKNOWN, Sort.SLIP):
        if before in ADVERBS:
            return 0.0
        if before in _WHERE:
            return 0.5  # a place or a school
    if before in WHO_AM_I and token.sort is Sort.WORDY:
        return 0.0  # “im happy”
    return _first_of(_BEFORE, before)


def _from_after(tokens: Sequence[Token], place: int) -> float:
    after, later = _next(tokens, place), _next(tokens, place + 1)
    word = tokens[place].word
    if word in _HELPING_VERBS and after not in _AFTER_A_NAME:
        return -2.0
    if after in IN_A_YEAR and later in OF_A_YEAR:
        return 1.0 if word in _SEASONS else 1.5
    if later in POSTS and after in ("on", "in", "at", "from", "the"):
        return 1.5
    if after in JOINED and later in ME:
        return 2.0
    return 1.0 if initial(after) else _first_of(_AFTER, after)


def _next(tokens: Sequence[Token], place: int) -> str:
    """The word after this place in the same sentence, or none."""
    return tokens[place + 1].word if place + 1 < len(tokens) and not tokens[place + 1].opens else ""


def _first_of(table: Sequence[tuple[frozenset[str], float]], word: str) -> float:
    return next((found for words, found in table if word in words), 0.0)


def _from_names(tokens: Sequence[Token], place: int, chosen: set[int]) -> float:
    """What names nearby say: “X and Jack”, “Jack, X”, “Jack X”; nothing where X is a verb after its subject."""
    if place and tokens[place - 1].word in SUBJECTS:
        return 0.0
    return max(
        (*_from_one_side(tokens, place, -1, chosen), *_from_one_side(tokens, place, 1, chosen)), default=0.0
    )


def _from_one_side(tokens: Sequence[Token], place: int, step: int, chosen: set[int]) -> Iterator[float]:
    near, beyond = place + step, place + 2 * step
    if not 0 <= near < len(tokens):
        return
    later = tokens[max(place, near)]
    if near in chosen and not later.opens:
        yield 2.0 if later.listed else 1.5
    elif _perhaps(tokens[near]) and (
        later.listed or tokens[near].sort is tokens[place].sort is Sort.DOUBTFUL
    ):
        yield 1.0  # “jade, ruby”, “jade ruby”
    elif tokens[near].word in JOINED and 0 <= beyond < len(tokens):
        if beyond in chosen or (step < 0 and tokens[beyond].word in ME):
            yield 2.0
        elif _perhaps(tokens[beyond]):
            yield 1.0


def _perhaps(token: Token) -> bool:
    return token.sort in _ALONE
