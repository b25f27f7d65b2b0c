"""What kinds of words there are for the masker: plain names, names that are words too, English words, unknown ones.

The lists of names in `names/` are facts gathered by us.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path

from analysis.english import is_english, is_rare, most_common, one_letter_away, stands_in_a_list
from analysis.folding import folded
from analysis.listing import listed
from analysis.name_signs import MOSTLY_NAMES, MOSTLY_WORDS, NO_WORDS, WORDS_TOO
from analysis.not_names import FAMOUS, NAMES_TOO, NEVER
from analysis.school_words import KNOWN
from analysis.short_forms import SHORT_FORMS

NAMES = Path(__file__).with_name("names")
# An unknown word one letter away from a word this common is taken for a slip of the pen; rarer ones are seldom meant.
COMMON = 12_000
# Letters; what is longer is no name, and looking for slips in it would take its square in time.
LONGEST = 20
# A wrong letter in a short name makes another word more often than not.
LEAST_LETTERS_OF_A_SLIP = 5

# Words that no list of names makes a name.
_ALWAYS_WORDS = listed(
    """i me my mine we us our you your he him his she her it its they them their this that these those who what which when where why
    how a an the and or but so if as of in on at to by for from with up out off no not yes do does did done is am are was were be
    been has have had can could should would may might must shall than then there here too very just only all any some
    many more most much one two three four five six seven eight nine ten im ive id ill dont cant wont isnt u ur r n x xx ok lol
    get got go going come came say said see saw make made take took know like want need look think tell told let put
    people time day week year way thing things good bad new old long big little lot lots bit work home house food break lunch
    because cos bc bcs coz about after before again every now never always really also even still back over down into
    ye yh ya yo oh ah eh um er hi hey bye pls plz ty omg idk tbh ngl fr sum sumone any an ant son song an so do to hai
    curly dizzy ibs ish iso con posh tiny vis rons pru ness chachi nic mins till top set pen pens trip pit best last
    coach driver guy guys late lady em weeks days early small short street north south east west van site man men lad lads themselves
    bus car tram train book books bag bags door doors room rooms phone phones desk chair table line queue
    """
) - {"may"}  # fmt: skip


class Sort(Enum):
    """What a word is, looked at alone."""

    NAME = auto()  # a name and no word
    SURNAME = auto()  # … and seldom a first name
    DOUBTFUL = auto()  # a name, and a word as well
    WORDY = auto()  # … and far more often a word
    SLIP = auto()  # unknown, and one letter away from a name
    UNKNOWN = auto()  # in no list
    NEARLY = auto()  # unknown and one letter away from an English word, or a rare English word
    WORD = auto()


# What is a name by itself, and what may be one.
PLAIN = (Sort.NAME, Sort.SURNAME)
PERHAPS = (*PLAIN, Sort.DOUBTFUL, Sort.WORDY)


@dataclass(frozen=True)
class Names:
    """The names that are looked for, in small letters without accents."""

    plain: frozenset[str]
    surnames: frozenset[str]
    doubtful: frozenset[str]
    wordy: frozenset[str]

    def sort(self, word: str) -> Sort:
        """What a plain word is. A word that is never hidden is a word."""
        if word in _ALWAYS_WORDS or word in SHORT_FORMS or (word in NEVER and word not in NAMES_TOO):
            return Sort.WORD
        if word in self.wordy:
            return Sort.WORDY
        if word in self.doubtful:
            return Sort.DOUBTFUL
        if word in self.plain:
            return Sort.NAME
        return Sort.SURNAME if word in self.surnames else _unlisted(word, self)

    def is_plain(self, word: str) -> bool:
        """Whether a word is a name on sight."""
        return self.sort(word) in PLAIN


@lru_cache(maxsize=1)
def names() -> Names:
    """The names that ship with Voice."""
    first = _listed("first_names") | _listed("nicknames")
    last = _listed("surnames") - first
    # A surname seldom stands alone, so that one which is an English word is taken for the word.
    words = {name for name in last if stands_in_a_list(name)} - NO_WORDS
    wordy = (words | (MOSTLY_WORDS & (first | last | WORDS_TOO))) - MOSTLY_NAMES - NAMES_TOO
    doubtful = (_listed("name_words") | WORDS_TOO) - wordy - MOSTLY_NAMES | NAMES_TOO
    return Names(
        (first | MOSTLY_NAMES) - doubtful - wordy, last - doubtful - wordy, doubtful, frozenset(wordy)
    )


@lru_cache(maxsize=2)
def widened(first_names: frozenset[str], surnames: frozenset[str]) -> Names:
    """The names that ship and a deployment’s own; what is an English word as well is doubtful unless we know better."""
    ours = names()
    known = ours.plain | ours.doubtful | ours.wordy
    first = {folded(name) for name in first_names} - known
    last = {folded(name) for name in surnames} - known - ours.surnames
    words = {name for name in first | last if is_english(name)}
    return Names(
        ours.plain | (first - words), ours.surnames | (last - words), ours.doubtful | words, ours.wordy
    )


def is_famous(words: tuple[str, ...]) -> bool:
    """Whether these words in a row name somebody whom everybody knows."""
    return words in FAMOUS


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    ours = names()
    return (most_common(COMMON) - ours.plain - ours.surnames - NAMES_TOO) | KNOWN


def _unlisted(word: str, listed: Names) -> Sort:
    if not 3 <= len(word) <= LONGEST or not word.isalpha():
        return Sort.WORD
    if is_english(word):
        return Sort.NEARLY if is_rare(word) else Sort.WORD
    near = one_letter_away(word)
    if not _common().isdisjoint(near):
        return Sort.NEARLY
    slip = len(word) >= LEAST_LETTERS_OF_A_SLIP and not listed.plain.isdisjoint(near)
    return Sort.SLIP if slip else Sort.UNKNOWN


def _listed(name: str) -> frozenset[str]:
    lines = (NAMES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
