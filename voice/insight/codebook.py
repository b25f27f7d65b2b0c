"""The codebook as the machine works with it: the themes that come with Voice, and what the authority made of them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from analysis.codebook import Codebook, OwnTheme, with_own
from analysis.codebook import load_codebook as read_codebook
from surveys.codebook import ThemeEntry, load_themes
from surveys.theme_changes import CodebookProblem
from surveys.themes import Theme, themes


def load_codebook(session: Session) -> list[Theme]:
    """Take the codebook’s themes into the record."""
    book = read_codebook()
    entries = [ThemeEntry(theme.code, theme.name, theme.description) for theme in book.themes]
    return load_themes(session, entries, version=book.version)


def live_codebook(session: Session) -> Codebook:
    """Return the codebook as it stands in the record: with own themes, other names, merged ones joined, retired ones out."""
    return with_own(read_codebook(), [_as_it_stands(theme) for theme in themes(session)])


def phrases_known(session: Session, theme: Theme) -> list[str]:
    """Return the phrases that a theme has beside the authority’s own: the codebook’s, and those of themes merged into it."""
    found = live_codebook(session).by_code.get(theme.code)
    return [phrase for phrase in found.phrases if phrase not in theme.phrases] if found else []


def refuse_known_phrases(session: Session, phrases: Iterable[str], *, but: Theme | None = None) -> None:
    """Raise ``CodebookProblem`` when another theme has one of these phrases: one that stands for two tells nothing."""
    wanted = {" ".join(phrase.split()).casefold() for phrase in phrases}
    for theme in live_codebook(session).themes:
        if but is not None and theme.code == but.code:
            continue
        if taken := [phrase for phrase in theme.phrases if phrase.casefold() in wanted]:
            raise CodebookProblem(
                f"“{taken[0]}” is a phrase of “{theme.name}” already. A phrase belongs to one theme."
            )


def _as_it_stands(theme: Theme) -> OwnTheme:
    survivor = theme.counts_as
    return OwnTheme(
        code=theme.code,
        name=theme.name,
        description=theme.description,
        phrases=tuple(theme.phrases),
        merged_into=None if survivor is theme else survivor.code,
        is_retired=survivor.retired_on is not None,
        is_own=theme.is_own,
    )
