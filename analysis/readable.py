"""Readable: a cleaned answer as plain English again, for the language model, which never met our marks for things.

It reads “lesson” where “period 5” stood and “no problem” where a harm was denied; the answer as the pupil wrote it
would tell it of blood and of bullies.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.spelling import known
from analysis.vectors import MEANING, Backend
from analysis.words import Cleaned, clean

# Letters; longer words are put right or are words of another language or school.
LONGEST_SCRAP = 3

_PLAIN = {
    "abilityset": "ability set",
    "angryface": "angry",
    "buspass": "bus pass",
    "clownface": "fool",
    "cryface": "crying",
    "deniedproblem": "no problem",
    "fedup": "fed up",
    "happyface": "happy",
    "laughingface": "laughing",
    "leftout": "left out",
    "lessonslot": "lesson",
    "longing": "i miss",
    "missedschool": "missed school",
    "mockexam": "mock exam",
    "oncall": "on call",
    "periodstart": "my period started",
    "queuejump": "jumps the",
    "sanctionstep": "sanction",
    "schoolyear": "year",
    "solvedproblem": "no problem now",
    "timeoutcard": "time out card",
    "toiletpass": "toilet pass",
    "year7": "year 7",
}


def readable(cleaned: Cleaned) -> str:
    """Return the answer in plain lower-case English, with sentence ends, and without scraps that are no words."""
    return " ".join(_PLAIN.get(word, word) for word in cleaned.text.split() if not _is_scrap(word))


def _is_scrap(word: str) -> bool:
    """Whether it is the rest of a short word after a slip, which the model would take for something else."""
    return 1 < len(word) <= LONGEST_SCRAP and word.isalpha() and word.isascii() and not known(word)


def for_backend(texts: Sequence[str], backend: Backend) -> Sequence[str]:
    """Return answers as a backend is given them, for coding and for grouping alike: a wave is then encoded once."""
    return [readable(clean(text)) for text in texts] if backend.name == MEANING else texts
