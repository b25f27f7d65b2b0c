"""Readable: a cleaned answer as plain English again, for the language model, which never met our marks for things.

It reads “lesson” where “period 5” stood and “no problem” where a harm was denied; the answer as the pupil wrote it
would tell it of blood and of bullies.
"""

from __future__ import annotations

from analysis.words import Cleaned

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
    """Return the answer in plain lower-case English, with sentence ends."""
    return " ".join(_PLAIN.get(word, word) for word in cleaned.text.split())
