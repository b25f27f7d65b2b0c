"""Whether an answer tells of something hard, of something that works, or of something to do.

The question asked decides where the words leave it open: what would you change asks for suggestions, what does
the school do well for what works, and everything else for what makes it hard. Praise with a “but” is a barrier.
"""

from __future__ import annotations

from typing import Literal

from analysis.polarity_words import COMPLAINTS, NO_PRAISE, PRAISE, SUGGESTIONS
from analysis.words import clean

Polarity = Literal["barrier", "works", "suggestion"]

# Questions of the survey that ask for an idea; the help questions of its modules end in “_help”.
ASKS_FOR_IDEAS = frozenset(("help_head", "hot_fix", "out_first"))
ASKS_FOR_PRAISE = frozenset(("good_text",))


def polarity(text: str, question: str | None = None) -> Polarity:
    """What an answer tells of, given the code of the question it answers (None for a note or an unknown one)."""
    said = clean(text).text
    praised = bool(PRAISE.found(said))
    if question in ASKS_FOR_PRAISE:
        return "barrier" if NO_PRAISE.search(said) and not praised else "works"
    suggested = bool(SUGGESTIONS.found(said))
    only_praised = praised and not suggested and not COMPLAINTS.found(said)
    if question in ASKS_FOR_IDEAS or (question or "").endswith("_help"):
        return "works" if only_praised else "suggestion"
    if suggested:
        return "suggestion"
    return "works" if only_praised else "barrier"
