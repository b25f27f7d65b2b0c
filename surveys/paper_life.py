"""Paper life: a paper on a wave is released as somebody looked at it, and a wrong one is recalled in sight."""

from datetime import date

from sqlalchemy.orm import Session

from surveys.quotes import cleared_quotes
from surveys.texts import require_all_read
from surveys.themes import themes
from surveys.wave_papers import PaperFrozen, WavePaper, lock_paper
from surveys.workers import Worker


class NotYetFinal(Exception):
    """A paper that cannot be released or recalled as it stands, in a sentence for staff."""


def release_paper(session: Session, *, paper: WavePaper, worker: Worker, seen: str, on: date) -> None:
    """Release a draft as it stands.

    ``seen`` is the mark of what the worker looked at. Raises ``PaperFrozen`` when somebody has released it already,
    ``NotAllRead`` while answers of its wave wait to be read, and ``NotYetFinal`` when it was made anew since, was made
    before the wave closed, or quotes words that are not cleared any more.
    """
    lock_paper(session, paper)
    title = paper.content["title"]
    if paper.released_by is not None:
        raise PaperFrozen(f"“{title}” was released already, by {paper.released_by.name}, and stays as it is.")
    if not paper.may_be_released:
        raise NotYetFinal(f"“{title}” was made while the wave was open. Make the papers again.")
    if paper.mark != seen:
        raise NotYetFinal(
            f"“{title}” was made again after you opened this page. It was not released. Look at it once more."
        )
    require_all_read(session, paper.wave_id)
    if not _may_still_be_quoted(session, paper, on=on):
        raise NotYetFinal(
            f"“{title}” quotes words that may not be shown any more. It was not released. Make the papers again."
        )
    paper.released_on, paper.released_by = on, worker
    session.flush()


def recall_paper(session: Session, *, paper: WavePaper, worker: Worker, reason: str, on: date) -> None:
    """Take a released paper back for a reason that everybody who could read it can read from then on.

    Its next draft is a new edition. Raises ``PaperFrozen`` when somebody has recalled it already, and ``NotYetFinal``
    when it was never released or no reason is given.
    """
    lock_paper(session, paper)
    title = paper.content["title"]
    if paper.recalled_by is not None:
        raise PaperFrozen(f"“{title}” was recalled already, by {paper.recalled_by.name}.")
    if not paper.is_released:
        raise NotYetFinal(f"“{title}” is not released, so there is nothing to recall.")
    if not reason.strip():
        raise NotYetFinal("Say why the paper is recalled.")
    paper.recalled_on, paper.recalled_by, paper.recalled_for = on, worker, reason.strip()
    session.flush()


def _may_still_be_quoted(session: Session, paper: WavePaper, *, on: date) -> bool:
    """Say whether every quote of a paper is cleared today for its theme: a paper keeps words, not keys of answers."""
    counts_as = {theme.code: theme.counts_as.code for theme in themes(session)}
    # Which themes are shown was settled when the paper was made, and stands in its figures.
    cleared = cleared_quotes(session, wave=paper.wave, on=on, shown=set(counts_as.values()))
    quoted = {(counts_as.get(quote["theme"]), quote["words"]) for quote in paper.content["quotes"]}
    return quoted <= {(quote.theme_code, quote.words) for quote in cleared}
