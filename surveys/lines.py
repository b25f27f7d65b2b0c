"""Lines: words that staff typed into one line of a form, as they are kept and shown to pupils."""

import re

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control signs, which no keyboard types
    "\ud800-\udfff"  # half a sign, which no database takes
    "\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff"  # no width, or turn the text around them
    "\ufffe\uffff"  # will never be signs
    "]"
)
"""Signs nobody can see, which could hide a word from a check or turn a whole line round.

The joiners that Persian letters and some emoji need (U+200C and U+200D) are left alone.
"""


def one_line(text: str) -> str:
    """Return a text as one line: every run of spaces and line breaks made one space, nothing unseen, none around it."""
    return " ".join(_UNSEEN.sub("", text).split())


def same_words(one: str, other: str) -> bool:
    """Say whether two lines read the same, whatever their capitals."""
    return one_line(one).casefold() == one_line(other).casefold()
