"""Translating: what a translation of a string may hold, and what says that a speaker has checked it."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from surveys.languages import LANGUAGES
from surveys.lines import one_line
from surveys.questions import WordingStatus

MOST_TIMES, MOST_MORE = 3, 60
"""A translation may have three times the signs of the English, and 60 more for short words. The longest of the drafts
that ship has twice and 40; longer than this is another text, and breaks a page on a phone."""
LONGEST_NAME = 200
SCRIPTS = {
    "ur": "ARABIC",
    "ar": "ARABIC",
    "fa": "ARABIC",
    "ckb": "ARABIC",
    "pa": "GURMUKHI",
    "uk": "CYRILLIC",
    "pl": "LATIN",
    "ro": "LATIN",
}
"""The letters each language is written in, as Unicode names them."""

_PLACEHOLDER = re.compile(r"\{\w+\}")
_UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control signs
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # break lines, or turn the text around them
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # marks of files, notes between lines, never signs
    "\ud800-\udfff\U000e0000-\U000e007f"  # half a sign, and signs that spell words nobody sees
    "]"
)
"""Signs nobody can see, which could turn a page’s words round. Joiners and direction marks, which Persian and Arabic
need, are let through."""
_LOST = re.compile(r"\ufffd|\?{3,}|[^\W\d_]\?[^\W\d_]")
_SPREADSHEET_ERROR = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)")


class TranslationProblem(Exception):
    """A translation or a check that cannot be taken, in a sentence for staff."""


class Check(NamedTuple):
    """Whether a speaker has checked a string, who, and when."""

    status: WordingStatus
    by: str | None = None
    on: date | None = None


DRAFT = Check(WordingStatus.DRAFT)


def tidy_translation(text: str) -> str:
    """Return a translation as it is kept: on one line, with nothing around it. Spaces that must not break stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def placeholders(text: str) -> set[str]:
    """Return the parts that a page fills in: ``{n}``, ``{longest}``."""
    return set(_PLACEHOLDER.findall(text))


def check_translation(text: str, *, english: str, language: str) -> None:
    """Raise ``TranslationProblem`` when a tidied text cannot stand for the English."""
    _check_signs(text)
    most = MOST_TIMES * len(english) + MOST_MORE
    if len(text) > most:
        raise TranslationProblem(
            f"This has {len(text):,} letters and spaces; in place of this English it can have {most}. Shorten it."
        )
    if missing := sorted(placeholders(english) - placeholders(text)):
        raise TranslationProblem(
            f"Keep {_listed(missing)} as it stands in the English: the page puts something there."
        )
    if extra := sorted(placeholders(text) - placeholders(english)):
        raise TranslationProblem(f"Take out {_listed(extra)}: the English has nothing of that name.")
    if "{" in (rest := _PLACEHOLDER.sub("", text)) or "}" in rest:
        raise TranslationProblem(
            "Take out the single curly bracket: the page cannot tell what belongs there."
        )
    if text != english and not _is_in_script(rest, language):
        raise TranslationProblem(
            f"This is not in the letters of {LANGUAGES[language].name}. Check that it is in the right language."
        )


def check_of(status: str, by: str, on: date | None, *, today: date) -> Check:
    """Return a check from what somebody filled in; raise ``TranslationProblem`` when part of it is missing."""
    by = one_line(by)
    if status == WordingStatus.DRAFT:
        return DRAFT
    if len(by) > LONGEST_NAME or not any(sign.isalpha() for sign in by):
        raise TranslationProblem(f"Write who checked it, in at most {LONGEST_NAME} letters and spaces.")
    if on is None:
        raise TranslationProblem("Write the day it was checked, such as 2026-03-05.")
    if on > today:
        raise TranslationProblem("The day it was checked has not come yet. Write the day it was checked.")
    return Check(WordingStatus.CHECKED, by, on)


def _check_signs(text: str) -> None:
    if _SPREADSHEET_ERROR.search(text):
        raise TranslationProblem(
            "The spreadsheet shows an error here in place of words. Type the words again."
        )
    if _UNSEEN.search(text):
        raise TranslationProblem(
            "This holds a sign that nobody can see. Delete the words and type them again."
        )
    if _LOST.search(text):
        raise TranslationProblem(
            "Letters were lost here: there are question marks in their place. Save the sheet as .xlsx and try again."
        )
    if not any(sign.isalnum() for sign in text):
        raise TranslationProblem("Write it in words, so that it can be read out.")


def _is_in_script(text: str, language: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return not letters or any(unicodedata.name(sign, "").startswith(SCRIPTS[language]) for sign in letters)


def _listed(names: list[str]) -> str:
    return " and ".join(names)
