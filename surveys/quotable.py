"""Quotable: the rule that stands between a pupil’s words and everybody who may read a quote. Facts in, a reason out."""

from dataclasses import dataclass

WAIT_DAYS = 7
"""Days a wave has been closed before words from it are shown: who wrote what is no longer fresh in a classroom."""
LONGEST = 280
"""Characters: a longer quote says too much about the one who wrote it."""


@dataclass(frozen=True)
class Facts:
    """What is known of an answer, of the theme it is quoted for, and of its clearance."""

    is_let_through: bool
    """A person has read it, and it was not passed on as a concern."""
    is_under_theme: bool
    is_flagged: bool
    """The machine took it for a possible disclosure. An answer it has not looked at counts as not flagged: a person
    has read it, as every other."""
    may_be_quoted: bool
    """The case that a flagged answer led to allows its words to be quoted."""
    letters: int
    """The length of what would be shown: the pupil’s words as let through, or our own in their place."""
    is_sensitive: bool
    cleared_by: str | None = None
    """Keys of the workers who cleared it."""
    second_by: str | None = None
    closed_days: int | None = None
    """Days since the wave’s last day; ``None`` while it is open or planned."""
    is_theme_shown: bool = False
    """The theme’s figure is shown in the scope that the quote would be read in: at least ten texts are under it."""


def why_not_clear(facts: Facts) -> str | None:
    """Return why nobody may clear this answer as a quote, in a sentence for staff; ``None`` when they may."""
    if not facts.is_let_through:
        return "Only an answer that a person has read and let through can be quoted."
    if facts.is_flagged and not facts.may_be_quoted:
        return "This answer may tell of harm, so it is not quoted. The safeguarding lead can allow it in its case."
    if facts.letters > LONGEST:
        return f"A quote has at most {LONGEST} characters. This answer is longer."
    if not facts.is_under_theme:
        return "This answer is not counted under the theme."
    return None


def why_not_show(facts: Facts) -> str | None:
    """Return why a quote is shown nowhere, in a sentence for staff; ``None`` when it may be shown."""
    if reason := why_not_clear(facts):
        return reason
    if facts.cleared_by is None:
        return "Nobody has cleared it."
    if facts.is_sensitive and facts.second_by in (None, facts.cleared_by):
        return "This theme is sensitive: a second person must clear it too."
    if facts.closed_days is None or facts.closed_days <= WAIT_DAYS:
        return f"It is shown when the survey has been closed for more than {WAIT_DAYS} days."
    if not facts.is_theme_shown:
        return "Too few pupils wrote about it here to quote anyone."
    return None
