"""Conflict: words that point at a school’s own staff, which its own safeguarding people must not be the ones to judge."""

import re
import unicodedata
from collections.abc import Iterable

LEAST_LETTERS = 3
"""Of a name that is looked for by itself: “Mr Li” needs the title, or every “li” would count."""
ROLES = re.compile(
    r"\b(head ?teacher|head ?master|head ?mistress|head of (school|year|house)|(the|our) head|sir|deputy head|principal"
    r"|safeguarding (lead|officer)|dsl)\b"
)
TITLES = r"(?:mr|mrs|miss|ms|mx|dr|sir|madam|coach)\.? "


def points_at_staff(text: str, names: Iterable[str]) -> bool:
    """Say whether a text speaks of a role that leads a school, or holds the name of somebody on its staff.

    It would rather be wrong than miss one: the authority, which sees the words either way, can share them in a minute;
    what somebody has read of themselves cannot be taken back.
    """
    words = _folded(text)
    return bool(ROLES.search(words)) or any(_names(words, _folded(name)) for name in names)


def _names(words: str, name: str) -> bool:
    last = name.rpartition(" ")[2]
    if not last:
        return False
    title = "" if len(last) >= LEAST_LETTERS else TITLES
    return re.search(rf"\b{title}{re.escape(last)}(s|es)?\b", words) is not None


def _folded(text: str) -> str:
    """Return a text in lower case, without accents and with single spaces, as pupils write names."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[’'‘`]", "", plain.casefold()).split())
