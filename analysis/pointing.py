"""Pointing: whether a text names a member of staff, or says that the harm comes from one.

Such a text must not be read first by the one it is about. In doubt the answer is yes: it then goes to the local
authority, which loses little time; the other mistake would put a child’s words into the wrong hands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analysis.spoken import folded

_WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’‘`´]")
_TITLES = frozenset({"mr", "mrs", "ms", "mx", "dr", "mister", "missus", "professor"})
# These are said with a name, without one, and of other things: “Miss Khan”, “I miss my nan”.
_OPEN_TITLES = frozenset({"miss", "sir", "coach"})
# Those who run the school or its safeguarding: named at all, they do not read it first.
_LEADING = re.compile(
    r" (?:the head|our head|my head teacher|head ?teachers?|headmaster|headmistress|head master|deputy head|deputy heads|"
    r"assistant head|principal|vice principal|head of school|safeguarding lead|safeguarding officer|safeguarding team|"
    r"safeguarding (?:lady|man|woman|person)|dsl|slt) "
)
_ROLES = (
    r"(?:teachers?|sir|miss|coach|coaches|tas?|teaching assistants?|tutors?|caretaker|site manager|(?:bus |taxi |minibus )?driver|"
    r"dinner lad(?:y|ies)|lunch supervisors?|staff|heads? of year|hoy|mentor|technician|cover supervisor|escort|"
    r"counsellor|nurse|librarian|chaplain|football manager|instructor|trainer|invigilator|grown ups? at school|adults? at school)"
)
# What a grown-up in school must not do, and what children say of those who do it.
_DEEDS = (
    r"(?:hits?|hit|slap\w*|punch\w*|push\w*|shov\w*|grab\w*|drag\w*|pin|pins|pinned|restrain\w*|kick\w*|chok\w*|strangl\w*|"
    r"threw|throws|hurts?|squeez\w*|lock\w*|smack\w*|touch\w*|strok\w*|kiss\w*|hug\w*|cuddl\w*|massag\w*|rub\w*|tickl\w*|"
    r"grop\w*|texts?|texted|texting|messag\w*|dms?|dmd|snap\w*|adds|added|whatsapp\w*|star(?:es|ing|ed)|perv\w*|leer\w*|"
    r"winks?|winked|flirt\w*|threat\w*|scares?|scared|drunk|creep\w*|weird|inappropriate\w*|uncomfortable|racist|"
    r"slurs?|alone|secret|lifts?|house|number|knee|shoulders?|waist|bum|legs|body|changing|undress\w*|"
    r"nonce|p(?:a)?edo\w*|groom\w*|abus\w*|rap(?:e|ed|ist)|dating|boyfriend|girlfriend|dark|bruis\w*|swore at|swears at)"
)
_DOES = re.compile(rf" {_ROLES} (?:\w+ ){{0,7}}{_DEEDS} ")
_DONE_BY = re.compile(
    rf" {_DEEDS} (?:\w+ ){{0,3}}(?:by|off|from|of|with) (?:a |my |our |the |one of the |some )?{_ROLES} "
)
_DEED = re.compile(_DEEDS)
# Surnames shorter than this are as likely to be any word.
LEAST_LETTERS = 3
# What people write after a name. Who is called Ma is found by the title.
_AFTER_NAMES = frozenset(
    _WORD.findall(
        "mbe obe cbe ba bsc bed ma msc med mphil phd edd hons qts qtls pgce npqh npqsl frsa dsl ddsl senco slt"
    )
)
_NO_SURNAMES = _TITLES | _OPEN_TITLES | _AFTER_NAMES | {"madam", "prof", "rev"}
_ENDS_A_NAME = re.compile(r"[,;/()\[\]]| [-‐–—] ")


def points_at_staff(text: str, staff: Iterable[str] = ()) -> bool:
    """Whether a member of staff is named or pointed at. `staff` are names as a school gives them: “Mrs T. Okafor”."""
    written = [_APOSTROPHES.sub("", piece) for piece in _WORD.findall(text)]
    words = [folded(piece) for piece in written]
    flat = f" {' '.join(words)} "
    return bool(
        _LEADING.search(flat)
        or _DOES.search(flat)
        or _DONE_BY.search(flat)
        or _titled(written, words)
        or _listed(written, words, frozenset(staff))
    )


def _titled(written: list[str], words: list[str]) -> bool:
    """Whether a title stands before a name: “mr t” always, “Miss Khan” where it is written or looks like a name."""
    return any(
        title in _TITLES or (title in _OPEN_TITLES and _like_a_name(written[place]))
        for place, title in enumerate(words[:-1], start=1)
        if place < len(words) and not words[place].isdecimal()
    )


def _like_a_name(word: str) -> bool:
    from analysis.spelling import known  # its lists take a moment to load

    return (word[0].isupper() and not word.isupper()) or (word.isalpha() and not known(folded(word)))


def _listed(written: list[str], words: list[str], staff: frozenset[str]) -> bool:
    surnames = _surnames(staff)
    return any(
        word in surnames
        and (
            (place and words[place - 1] in _TITLES | _OPEN_TITLES)
            or _DEED.fullmatch(after)
            or _like_a_name(written[place])
        )
        for place, (word, after) in enumerate(zip(words, [*words[1:], ""], strict=bool(words)))
    )


@lru_cache(maxsize=100)
def _surnames(staff: frozenset[str]) -> frozenset[str]:
    """Return what is looked for of each name, with and without the s of “Okafors”."""
    whole = {part for name in staff for part in _surname(_APOSTROPHES.sub("", name))}
    return frozenset(whole | {f"{name}s" for name in whole})


# ``surveys.conflict`` has a copy: neither package may import the other, and so little is not worth a third.
def _surname(name: str) -> set[str]:
    """Return what is looked for of a name such as “Mary Anne ONeill-Khan, DSL”: “oneill”, “khan” and “oneillkhan”."""
    for piece in _ENDS_A_NAME.split(name):
        plain = (word for word in piece.split() if folded(word).replace(".", "") not in _NO_SURNAMES)
        words = [parts for word in plain if len("".join(parts := _WORD.findall(word))) > 1]  # no initials
        if words:
            looked_for = {folded(part) for part in (*words[-1], "".join(words[-1]))} - _NO_SURNAMES
            return {part for part in looked_for if len(part) >= LEAST_LETTERS}
    return set()
