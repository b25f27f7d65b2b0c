"""A small codebook and some coded texts, to change the codebook over."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Coding, Proposal, store_proposals
from surveys.readings import Outcome, Source, read_text
from surveys.themes import Theme
from surveys.waves import Wave
from surveys.workers import Worker
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make

DAY, MONDAY = date(2026, 3, 5), date(2026, 3, 2)
NAMES = {"BUL": "Bullying", "FRD": "Friends", "TRV": "Getting to school", "OTH": "Other or unclear"}


def load(record: Session) -> dict[str, Theme]:
    """Take in the codebook and return its themes by their codes."""
    entries = [ThemeEntry(code, name, f"About {name.lower()}") for code, name in NAMES.items()]
    return {theme.code: theme for theme in load_themes(record, entries, version=1)}


def read_answer(record: Session, wave: Wave, reader: Worker, words: str, *codes: str) -> str:
    """Have an answer sent, read and given these themes by the machine; return its key."""
    make.responses(record, wave.schools[0], words)
    key = make.answer_saying(record, words)
    read_text(record, source=Source.ANSWER, text_id=key, reader=reader, outcome=Outcome.FINE, on=DAY)
    propose(record, Source.ANSWER, key, *codes)
    return key


def read_note(record: Session, wave: Wave, reader: Worker, line: str, *codes: str) -> str:
    """Have a workshop note typed in, read and given these themes by the machine; return its key."""
    programme = add_programme(record, school=wave.schools[0].school, starts_on=DAY)
    note = add_notes(record, workshop=programme.sessions[0], notes=read_lines(line, kind=NoteKind.BARRIER))[0]
    read_text(record, source=Source.NOTE, text_id=note.id, reader=reader, outcome=Outcome.FINE, on=DAY)
    propose(record, Source.NOTE, note.id, *codes)
    return note.id


def propose(record: Session, source: Source, key: str, *codes: str) -> None:
    """Let the machine give a text these themes, each because of its own code."""
    proposals = [Proposal(code, 0.8, [code.lower()]) for code in codes]
    store_proposals(record, {(source, key): proposals}, method="seeds 1")


def everything_said(record: Session) -> set[tuple[object, ...]]:
    """Return every coding as it stands, by what anybody could see of it."""
    record.expire_all()
    return {
        (
            coding.answer_id or coding.note_id,
            coding.theme.code,
            coding.method,
            coding.score,
            tuple(coding.because),
            coding.decision,
            coding.decided_by_id,
            coding.decided_on,
        )
        for coding in record.scalars(select(Coding)).unique()
    }
