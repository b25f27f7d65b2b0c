"""The codebook: the themes that come with Voice, and what an authority makes of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import product
from string import ascii_uppercase
from typing import NamedTuple
from unicodedata import category

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.sensitive_themes import SENSITIVE
from surveys.theme_changes import (
    ChangeKind,
    CodebookProblem,
    hold_codebook,
    record_change,
    standing_changes,
)
from surveys.themes import UNCLEAR, Theme, live_themes, themes
from surveys.workers import Worker

NAME_MOST = 60
"""Letters and spaces: longer names do not fit beside a bar of a chart."""
DESCRIPTION_MOST = 300
PHRASE_MOST = 100
"""A phrase is a way of putting it; a longer one is an answer, and answers teach by being confirmed."""
PHRASES_MOST = 60
"""Enough for every way of putting it, few enough for a person to read through."""
EMOJI = "So"
"""How Unicode files pictures; pupils write with them, so they may be a phrase."""
OWN_TO_CHANGE = (ChangeKind.RENAMED, ChangeKind.DESCRIBED, ChangeKind.SENSITIVE)
"""What an authority may put differently in themes that come with Voice."""
OWN_LETTER = "X"
"""Codes of an authority’s own themes begin with it; no theme that comes with Voice does."""


class ThemeEntry(NamedTuple):
    """A theme as the codebook has it."""

    code: str
    name: str
    description: str


def load_themes(session: Session, entries: Iterable[ThemeEntry], *, version: int) -> list[Theme]:
    """Take in the codebook’s themes: new ones are added, known ones brought up to date, none is ever removed.

    What a person has renamed, described or found sensitive or not stays as they put it.
    """
    known = {theme.code: theme for theme in themes(session)}
    kept = {(change.theme_id, change.kind) for change in standing_changes(session, *OWN_TO_CHANGE)}
    loaded = []
    for position, entry in enumerate(entries):
        theme = known.get(entry.code) or Theme(code=entry.code)
        if theme.is_own:
            raise CodebookProblem(f"The code {entry.code} belongs to “{theme.name}”, a theme of your own.")
        if (theme.id, ChangeKind.RENAMED) not in kept:
            theme.name = entry.name
        if (theme.id, ChangeKind.DESCRIBED) not in kept:
            theme.description = entry.description
        if (theme.id, ChangeKind.SENSITIVE) not in kept:
            theme.is_sensitive = entry.code in SENSITIVE
        theme.position, theme.codebook_version = position, version
        session.add(theme)
        loaded.append(theme)
    session.flush()
    return loaded


def add_theme(
    session: Session, *, name: str, description: str, phrases: Sequence[str], worker: Worker
) -> Theme:
    """Add a theme of the authority’s own; raise ``CodebookProblem`` when it cannot be told from another.

    It works at once from its name, its description (which may be empty) and its phrases, of which it needs one.
    """
    if not phrases:
        raise CodebookProblem("Write at least one word or phrase that pupils use for it.")
    theme = new_theme(session, name=name, description=description, phrases=phrases)
    record_change(session, ChangeKind.ADDED, theme=theme, worker=worker, before={}, after=as_described(theme))
    return theme


def new_theme(session: Session, *, name: str, description: str, phrases: Sequence[str]) -> Theme:
    """Return a new theme of the authority’s own, with a code that no theme ever had. The caller says where it came from."""
    hold_codebook(session)
    theme = Theme(
        code=_free_code(name, {theme.code for theme in themes(session)}),
        name=checked_name(session, name),
        description=checked_description(description),
        phrases=checked_phrases(phrases),
        position=1 + (session.scalar(select(func.max(Theme.position))) or 0),
        codebook_version=0,
        is_own=True,
        revision=0,
    )
    session.add(theme)
    session.flush()
    return theme


def as_described(theme: Theme) -> dict[str, object]:
    """Return what people can put in words about a theme, as its history keeps it."""
    return {"name": theme.name, "description": theme.description, "phrases": list(theme.phrases)}


def rename_theme(session: Session, *, theme: Theme, name: str, worker: Worker) -> None:
    """Give a theme another name; raise ``CodebookProblem`` when a theme in use has it."""
    _refuse_gone(theme)
    name, before = checked_name(session, name, but=theme), theme.name
    if name == before:
        return
    theme.name = name
    record_change(
        session, ChangeKind.RENAMED, theme=theme, worker=worker, before={"name": before}, after={"name": name}
    )


def describe_theme(session: Session, *, theme: Theme, description: str, worker: Worker) -> None:
    """Say anew what a theme is about; raise ``CodebookProblem`` when that is too long."""
    _refuse_gone(theme)
    description, before = checked_description(description), theme.description
    if description == before:
        return
    theme.description = description
    record_change(
        session,
        ChangeKind.DESCRIBED,
        theme=theme,
        worker=worker,
        before={"description": before},
        after={"description": description},
    )


def change_phrases(
    session: Session, *, theme: Theme, come: Sequence[str], gone: Sequence[str], worker: Worker
) -> None:
    """Give a theme more of the authority’s words and phrases, and take some of them out.

    Raises ``CodebookProblem`` when there are too many, one cannot be used, or a theme of its own is left without any.
    """
    _refuse_gone(theme)
    before = list(theme.phrases)
    after = checked_phrases([*(phrase for phrase in before if phrase not in gone), *come])
    if theme.is_own and before and not after:
        raise CodebookProblem("Leave it at least one word or phrase: the machine knows it by nothing else.")
    if after == before:
        return
    theme.phrases = after
    record_change(
        session,
        ChangeKind.PHRASED,
        theme=theme,
        worker=worker,
        before={"phrases": before},
        after={"phrases": after},
    )


def retire_theme(session: Session, *, theme: Theme, worker: Worker, on: date) -> None:
    """Take a theme out of use: it is proposed and counted no more, and everything said of it stays in the record."""
    _refuse_gone(theme)
    if theme.code == UNCLEAR:
        raise CodebookProblem(f"“{theme.name}” is where answers go that nobody can tell, so it stays.")
    theme.retired_on = on
    told = {"name": theme.name}
    record_change(session, ChangeKind.RETIRED, theme=theme, worker=worker, before=told, after={})


def restore_theme(session: Session, *, theme: Theme, worker: Worker) -> None:
    """Bring a retired theme back; raise ``CodebookProblem`` when it is not retired or its name is in use."""
    if theme.retired_on is None:
        raise CodebookProblem(f"“{theme.name}” is not out of use.")
    checked_name(session, theme.name, but=theme)
    before, theme.retired_on = {"retired_on": theme.retired_on.isoformat()}, None
    told = {"name": theme.name}
    record_change(session, ChangeKind.RESTORED, theme=theme, worker=worker, before=before, after=told)


def _refuse_gone(theme: Theme) -> None:
    if not theme.is_live:
        raise CodebookProblem(f"“{theme.name}” is not in use any more. Bring it back first.")


def checked_name(session: Session, name: str, *, but: Theme | None = None) -> str:
    """Return a name as it is kept; raise ``CodebookProblem`` when it is empty, too long, or another live theme’s."""
    name = " ".join(name.split())
    _check_words(name, what="name", most=NAME_MOST)
    for theme in live_themes(session):
        if theme is not but and theme.name.casefold() == name.casefold():
            raise CodebookProblem(f"Another theme is called “{theme.name}”. Choose a name of its own.")
    return name


def checked_description(description: str) -> str:
    """Return a description as it is kept, which may be empty; raise ``CodebookProblem`` when it is too long."""
    description = " ".join(description.split())
    if description:
        _check_words(description, what="description", most=DESCRIPTION_MOST)
    return description


def checked_phrases(phrases: Iterable[str]) -> list[str]:
    """Return phrases as they are kept, each once; raise ``CodebookProblem`` when one, or their number, is too long."""
    kept: dict[str, str] = {}
    for phrase in (" ".join(phrase.split()) for phrase in phrases):
        if phrase:
            _check_length(phrase, what=f"phrase “{phrase[:40]}”", most=PHRASE_MOST)
            if not any(sign.isalnum() or category(sign) == EMOJI for sign in phrase):
                raise CodebookProblem(f"“{phrase}” has no word in it.")
            kept.setdefault(phrase.casefold(), phrase)
    if len(kept) > PHRASES_MOST:
        raise CodebookProblem(f"A theme can have {PHRASES_MOST} phrases of your own. These are {len(kept)}.")
    return list(kept.values())


def _check_words(words: str, *, what: str, most: int) -> None:
    if not words:
        raise CodebookProblem(f"Write a {what}.")
    _check_length(words, what=what, most=most)
    if not any(sign.isalnum() for sign in words):
        raise CodebookProblem(f"The {what} needs a letter or a number in it.")


def _check_length(words: str, *, what: str, most: int) -> None:
    if len(words) > most:
        raise CodebookProblem(
            f"The {what} can have {most} letters and spaces. This has {len(words):,}, so shorten it."
        )


def _free_code(name: str, taken: Collection[str]) -> str:
    """Return three capitals that no theme ever had: the letter of own themes and, if they are free, the name’s first two."""
    letters = [letter for letter in name.upper() if letter in ascii_uppercase][:2]
    wanted = ["".join(letters)] if len(letters) == 2 else []
    for pair in [*wanted, *("".join(pair) for pair in product(ascii_uppercase, repeat=2))]:
        if OWN_LETTER + pair not in taken:
            return OWN_LETTER + pair
    raise CodebookProblem(
        "There is no code left for another theme of your own. Bring an old one back instead."
    )
