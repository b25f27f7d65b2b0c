"""Hiding: words that could tell who wrote a text, or of whom, give way to a word for what they were."""

import enum
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Placeholder(enum.StrEnum):
    """What hidden words were. It stands in square brackets in their place, so that the text keeps its sense."""

    WORDS = "hidden"
    NAME = "name"
    TEACHER = "teacher"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    LINK = "link"
    SCHOOL = "school"
    ADDRESS = "address"
    NUMBER = "pupil number"
    CLASS = "class"
    BIRTH = "birth date"

    @property
    def shown(self) -> str:
        return f"[{self.value}]"


HIDDEN = Placeholder.WORDS.shown
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
"""Signs that a database or a page cannot hold: an empty sign, and halves of a pair of surrogates."""
REPLACEMENT = "\ufffd"
_PLACEHOLDERS = re.compile("|".join(re.escape(one.shown) for one in Placeholder))


class Span(NamedTuple):
    """Words to hide: from ``start`` up to but without ``end``, counted in the raw text, and what they are."""

    start: int
    end: int
    what: Placeholder = Placeholder.WORDS


class NothingHidden(Exception):
    """Words were to be hidden that are not in the text."""


def hide_words(
    text: str,
    phrases: Sequence[str],
    spans: Iterable[Span] = (),
    *,
    what: Placeholder = Placeholder.WORDS,
) -> str:
    """Return the text with these spans hidden, and every phrase wherever it stands and however it is written.

    ``what``: what the phrases are. Raises ``NothingHidden`` when there is nothing to hide, a phrase is not in the text,
    or a span lies outside it.
    """
    found = [_inside(text, span) for span in spans]
    chosen = [phrase.strip() for phrase in phrases if phrase.strip()]
    if not chosen and not found:
        raise NothingHidden("Say which words to hide.")
    for phrase in chosen:
        # Spaces match line breaks too, and the look-ahead finds phrases that overlap: “Kai Lee” and “Lee Marsh”.
        words = r"\s+".join(re.escape(word) for word in phrase.split())
        places = [match.span(1) for match in re.finditer(f"(?=({words}))", text, re.IGNORECASE)]
        if not places:
            raise NothingHidden(f"“{phrase}” is not in the text. Copy the words as they stand there.")
        found += [Span(start, end, what) for start, end in places]
    return _without(text, found)


def _inside(text: str, span: Span) -> Span:
    if not 0 <= span.start < span.end <= len(text):
        raise NothingHidden(
            "What was marked does not fit this text. Look at it again and mark the words anew."
        )
    return span


def _without(text: str, spans: Iterable[Span]) -> str:
    """Return the text with these spans hidden; spans that overlap become one, and so do neighbours of one kind."""
    shown, end = "", 0
    last: Placeholder | None = None
    for start, stop, what in sorted(spans):
        if start > end or (start == end and what is not last):
            shown += text[end:start] + what.shown
        end, last = max(end, stop), what
    return shown + text[end:]


def storable(text: str) -> str:
    """Return a text as every database and page can hold it; what they cannot hold is shown as “�”."""
    return NOT_STORABLE.sub(REPLACEMENT, text)


def without_placeholders(shown: str) -> str:
    """Return a text without the marks of what was hidden: they are our words, not the pupil’s."""
    return _PLACEHOLDERS.sub(" ", shown)
