"""Conflict: words that point at a school’s own staff, which its own safeguarding people must not be the ones to judge."""

import re
import unicodedata
from collections.abc import Iterable

LEAST_LETTERS = 3
"""Of a name that is looked for by itself: “Mr Li” needs the title, or every “li” would count."""
ROLES = re.compile(
    r"\b(head ?teachers?|head ?master|head ?mistress|head of (school|year|house)|(the|our) head|sir|deputy head|principal"
    r"|safeguarding (lead|officer)|dsl|teachers?|tutors?|tas?|teaching assistants?|coach(es)?|caretakers?"
    r"|dinner lad(y|ies)|school nurse)\b"
)
TITLED = re.compile(
    r"\b(mr|mrs|ms|mx|dr|mister|madam|prof|professor)\b[. ]+\w"
    # Said without a name too. Before these words it is the verb: “I miss my nan” is of nobody at school.
    r"|\bmiss\b(?! (my|our|him|her|them|you|it|being|having)\b)"
)
WORD = re.compile(r"[^\W_]+")
NO_SURNAMES = frozenset(
    WORD.findall(
        "mr mrs ms miss mx dr mister sir madam coach prof professor rev "
        "mbe obe cbe ba bsc bed ma msc med mphil phd edd hons qts qtls pgce npqh npqsl frsa dsl ddsl senco slt"
    )
)
"""Titles and what people write after a name. Who is called Ma is found by the title."""
AFTER_A_NAME = re.compile(r"[,;/()\[\]]| [-‐–—] ")


def points_at_staff(text: str, names: Iterable[str]) -> bool:
    """Say whether a text speaks of somebody who works at a school, or holds the surname of one of its staff.

    It would rather be wrong than miss one: the authority, which sees the words either way, can share them in a minute;
    what somebody has read of themselves cannot be taken back.
    """
    words = _folded(text)
    if ROLES.search(words) or TITLED.search(words):
        return True
    written = set(WORD.findall(words))
    written |= {word.removesuffix("s") for word in written} | {word.removesuffix("es") for word in written}
    return any(not written.isdisjoint(_surnames(_folded(name))) for name in names)


# ``analysis.pointing`` has a copy: neither package may import the other, and so little is not worth a third.
def _surnames(name: str) -> set[str]:
    """Return what is looked for of a name such as “mary anne oneill-khan, dsl”: “oneill”, “khan” and “oneillkhan”."""
    for piece in AFTER_A_NAME.split(name):
        plain = (word for word in piece.split() if word.replace(".", "") not in NO_SURNAMES)
        words = [parts for word in plain if len("".join(parts := WORD.findall(word))) > 1]  # no initials
        if words:
            looked_for = {*words[-1], "".join(words[-1])} - NO_SURNAMES
            return {part for part in looked_for if len(part) >= LEAST_LETTERS}
    return set()


def _folded(text: str) -> str:
    """Return a text in lower case, without accents and with single spaces, as pupils write names."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[’'‘`´]", "", plain.casefold()).split())
