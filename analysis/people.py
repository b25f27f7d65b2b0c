"""People in a text: names on sight, names that are words where the sentence speaks of a person, unknown words there too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.marks import Mark, What
from analysis.name_lists import PLAIN, Names, Sort
from analysis.name_signs import BY_SIZE
from analysis.name_tokens import Token, famous, initial, tokens_of
from analysis.name_weights import weight

# Signs are added up. From `SURE` on a name is hidden; from these on a person is asked. Set on half of the marked texts and on
# the phrase bank, so that about three of a hundred ordinary answers have a suspect; measured on the other half.
SURE = 3.0
SUSPECT = {
    Sort.UNKNOWN: 0.4,
    Sort.SLIP: 0.4,
    Sort.DOUBTFUL: 1.0,
    Sort.WORDY: 1.4,
    Sort.NEARLY: 1.9,
}
# Texts with this many unknown words, which are this share of all, are in another language, or no words at all.
FOREIGN_WORDS, FOREIGN_SHARE = 4, 0.4


def find_people(written: str, plain: str, names: Names) -> Iterator[Mark]:
    """Find names of people; `written` is the plain text’s twin with capitals, character for character."""
    tokens = tokens_of(written, plain, names)
    skipped = famous(tokens)
    chosen = {place for place, token in enumerate(tokens) if token.sort in PLAIN and place not in skipped}
    doubtful = [
        place
        for place, token in enumerate(tokens)
        if token.sort is not Sort.WORD and place not in skipped and place not in chosen
    ]
    unsure: set[int] = set()
    foreign = _foreign(tokens)
    for _ in range(2):  # what was found in the first round is a sign in the second
        for place in doubtful:
            found = weight(tokens, place, chosen)
            if found >= SURE and tokens[place].sort in (Sort.DOUBTFUL, Sort.WORDY, Sort.SLIP):
                chosen.add(place)
            elif _worth_asking(tokens[place], found, foreign):
                unsure.add(place)
    yield from _marks(tokens, chosen, unsure)


def _foreign(tokens: Sequence[Token]) -> bool:
    strange = sum(token.sort in (Sort.UNKNOWN, Sort.NEARLY) for token in tokens)
    return strange >= FOREIGN_WORDS and strange > FOREIGN_SHARE * len(tokens)


def _worth_asking(token: Token, found: float, foreign: bool) -> bool:
    """Whether a person should look; in a text of another language every word is unknown, and tells nothing."""
    if foreign and token.sort in (Sort.UNKNOWN, Sort.SLIP, Sort.NEARLY):
        return False
    return found >= SUSPECT[token.sort]


def _marks(tokens: Sequence[Token], chosen: set[int], unsure: set[int]) -> Iterator[Mark]:
    place = 0
    while place < len(tokens):
        first = last = place
        if place in chosen:
            while _goes_on(tokens, last, chosen):
                last += 1
            if place and tokens[place - 1].word in BY_SIZE and not tokens[place].opens:
                first -= 1
        elif place in unsure:
            last += _followed(tokens, place) and initial(tokens[place + 1].word)
        elif _sized_letter(tokens, place):
            last += 1
        else:
            place += 1
            continue
        sure = place in chosen or place not in unsure
        yield Mark(tokens[first].start, tokens[last].end, What.NAME, sure)
        place = last + 1


def _followed(tokens: Sequence[Token], place: int) -> bool:
    """Whether another word of the sentence follows without a comma."""
    return place + 1 < len(tokens) and not (tokens[place + 1].opens or tokens[place + 1].listed)


def _goes_on(tokens: Sequence[Token], last: int, chosen: set[int]) -> bool:
    """Whether the next word belongs to the name: another name, an initial, an unknown word with a capital."""
    if not _followed(tokens, last):
        return False
    token, after = tokens[last], tokens[last + 1]
    if last + 1 in chosen:
        return True
    if len(after.word) == 1:
        return initial(after.word) or (after.capital and after.word not in ("a", "i"))
    if after.word == "boy":
        return token.word in ("danny", "johnny", "jonny")
    unknown = after.sort is Sort.UNKNOWN and not token.capital
    return unknown or (after.capital and after.sort in (Sort.UNKNOWN, Sort.DOUBTFUL, Sort.WORDY))


def _sized_letter(tokens: Sequence[Token], place: int) -> bool:
    """“Big j”, “lil t”."""
    if tokens[place].word not in BY_SIZE or not _followed(tokens, place):
        return False
    after = tokens[place + 1].word
    return len(after) == 1 and after.isalpha() and after not in ("a", "i", "u")
