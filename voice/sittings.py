"""Sittings: what the browser of a reader keeps of the texts they had before them. It is signed, and none of the words."""

import time

from flask import session as browser

from surveys.base import now
from surveys.claims import take_next
from surveys.readings import Outcome, Said, Source
from surveys.second_readings import count_pending
from surveys.sittings import NeverShown, pass_on_late
from surveys.tallies import MOST_SECONDS
from surveys.texts import Backlog, FreeText, backlog
from surveys.waves import words_asked
from voice.access import worker
from voice.database import session

MOST_KEPT = 20
"""Texts one reader may put aside, and readings they may take back; past this the first are forgotten."""
QUICKER = "Someone else has read that text in the meantime. Here is the next one."
PASSED_ON = "Passed to the safeguarding lead. The words are out of the answers."
LATE = "Your time with that text was over or someone else was quicker, but your concern counts."
ALREADY = "That text has been passed to the safeguarding lead already. Thank you for looking so closely."
STAFF_TOO = (
    "If it is about somebody who works at the school, tell the authority’s safeguarding lead yourself."
)


def take_another() -> None:
    """Put the next text into the reader’s hands."""
    take_next(session(), reader=worker(), at=now(), skip=put_aside())
    begin()


def too_late(source: str, text_id: str, wish: str, *, is_for_authority: bool) -> str:
    """Return what to say of a text that has left the reader’s hands; a concern about it is recorded all the same."""
    if source not in set(Source) or wish != Outcome.CONCERN:
        return QUICKER
    said = Said(Outcome.CONCERN, is_for_authority=is_for_authority)
    try:
        is_passed_on = pass_on_late(
            session(),
            source=Source(source),
            text_id=text_id,
            reader=worker(),
            said=said,
            at=now(),
            seconds=seconds(),
        )
    except NeverShown:
        return QUICKER
    if is_passed_on:
        return f"{LATE} {PASSED_ON}"
    return f"{ALREADY} {STAFF_TOO}" if is_for_authority else ALREADY


def begin() -> None:
    """Start the clock of what is now before the reader."""
    browser["taken_at"] = time.time()


def seconds() -> float:
    """Return for how long it was before them; the most that counts where nothing says so."""
    taken_at = browser.get("taken_at")
    return MOST_SECONDS if taken_at is None else time.time() - float(taken_at)


def put_aside() -> list[str]:
    """Return the keys of the texts that this reader has put aside."""
    kept: list[str] = browser.get("aside", [])
    return kept


def add_aside(text: FreeText) -> None:
    browser["aside"] = [*put_aside(), text.id][-MOST_KEPT:]


def forget_aside() -> None:
    browser.pop("aside", None)


def to_look_at() -> list[str]:
    """Return the keys of the texts that this reader ticked on a page for a closer look."""
    kept: list[str] = browser.get("closer", [])
    return kept


def keep_to_look_at(keys: list[str]) -> None:
    browser["closer"] = keys[-MOST_KEPT:]


def remember(text: FreeText, outcome: Outcome) -> None:
    """Remember a reading, so that it can be taken back."""
    browser["read"] = [*browser.get("read", []), (text.source, text.id, outcome)][-MOST_KEPT:]


def last_read() -> tuple[Source, str, Outcome] | None:
    """Return the last reading that could still be taken back: where the text is from, its key, what was said of it."""
    done = browser.get("read")
    return (Source(done[-1][0]), done[-1][1], Outcome(done[-1][2])) if done else None


def forget_last() -> None:
    browser["read"] = browser.get("read", [])[:-1]


def left() -> Backlog:
    """Return what was read and what waits for this reader; second readings are counted in, so that none shows."""
    every = backlog(session())
    return Backlog(every.read, every.unread + count_pending(session(), reader=worker()))


def asked(text: FreeText) -> str:
    """Return what the writer was answering, in words."""
    if text.wave_id is None:
        return f"Workshop note: {text.asked}"
    return words_asked(session(), wave_id=text.wave_id, code=text.asked)
