"""Putting a meaning where words stood, and remembering which of the pupil’s words stood there."""

from __future__ import annotations

import re
import unicodedata

# What sits on or under a letter without being one: accents, and the vowel signs of Hindi, Bengali or Thai.
# Python’s \w leaves them out and would cut words of those languages to pieces. The range covers all scripts
# with such signs that are in everyday use.
MARKS = "".join(
    chr(number) for number in range(0x0300, 0x1D00) if unicodedata.category(chr(number)) in ("Mn", "Mc")
)
WORD = re.compile(rf"[\w{MARKS}]+")


def rewrite(pattern: re.Pattern[str], meaning: str, flat: str, said: dict[str, str]) -> str:
    """Put the meaning where the pattern stands and remember, in `said`, which words stood there."""

    def swap(match: re.Match[str]) -> str:
        remember(match.group(), meaning, said)
        return meaning

    return pattern.sub(swap, flat)


def remember(found: str, new: str, said: dict[str, str]) -> None:
    """Note that `new` was said as `found`; what was rewritten before is traced back to its first wording."""
    before = found.split()
    source = " ".join(dict.fromkeys(said.get(word, word) for word in before))
    for word in new.split():
        if word not in before:
            said.setdefault(word, source)
