"""Plain functions that put a small world into the record, with sensible defaults."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import new_key
from surveys.cover import confirm_cover
from surveys.definitions import BANK, add_frame, add_survey
from surveys.help_lines import HELP_LINES, verify_help_line
from surveys.readings import Outcome, read_text
from surveys.reports import Report
from surveys.responses import Answer, Given, Mode, take_responses
from surveys.schools import School
from surveys.surveys import SurveyVersion
from surveys.texts import unread_texts
from surveys.wave_papers import PaperKind, WavePaper, store_paper
from surveys.waves import Wave, WaveSchool, add_wave
from surveys.workers import Role, Worker, add_worker

_numbers = itertools.count(1)
TODAY = date.today()
SECRET = "t" * 32
"""What seals words in the records that tests make in their own process."""
PASSWORD = "correct horse battery"
# Argon2 at the library’s own cost takes a quarter of a second; this hash is of the password above, at the least cost.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$VCKgGmHy1Xp0a3YQf8ck6g$4abVUxLLRqMU/lKlqrtPc/ESz89E4hKq147AhrsngDk"
)


def school(
    record: Session, *, urn: str | None = None, name: str | None = None, roll: int | None = 900
) -> School:
    number = next(_numbers)
    urn = urn or str(100_000 + number)
    made = School(
        urn=urn,
        laestab=f"999{number:04d}",
        name=name or f"School {number}",
        la_name="Ashenbrook",
        phase="Secondary",
        status="Open",
        roll=roll,
    )
    record.add(made)
    record.flush()
    return made


def version(record: Session) -> SurveyVersion:
    add_frame(record, on=date.today())
    return add_survey(record, BANK / "secondary.toml", on=date.today())


def wave(
    record: Session,
    *,
    schools: int = 1,
    name: str | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
    **more: Any,
) -> Wave:
    places = [school(record) for _ in range(schools)]
    return wave_in(record, *places, name=name, opens_on=opens_on, closes_on=closes_on, **more)


def wave_in(
    record: Session,
    *schools: School,
    name: str | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
    **more: Any,
) -> Wave:
    """Open a wave in these schools; it is open today, at any hour, unless its dates or ``more`` say otherwise."""
    today = date.today()
    cover(record, *schools)
    return add_wave(
        record,
        name=name or f"Wave {next(_numbers)}",
        version=version(record),
        schools=schools,
        opens_on=opens_on or today - timedelta(days=7),
        closes_on=closes_on or today + timedelta(days=7),
        on=today,
        **more,
    )


COVER_CHECKER = "cover.checker@example.org"


def cover(record: Session, *schools: School, on: date | None = None) -> None:
    """Have a duty officer, and somebody confirm who stands ready in these schools and check the help lines."""
    by = record.scalars(select(Worker).where(Worker.email == COVER_CHECKER)).one_or_none() or add_worker(
        record, name="Cass Ware", email=COVER_CHECKER, password_hash=PASSWORD_HASH, roles=[Role.LEAD]
    )
    duty_officer(record)
    on = on or date.today()
    for one in schools:
        confirm_cover(record, school=one, lead_name="Ada Byrne", deputy_name="Bo Kerr", worker=by, on=on)
    for line in HELP_LINES:
        verify_help_line(record, code=line.code, worker=by, on=on)


def duty_officer(record: Session) -> Worker:
    """Return the authority’s duty officer, Dot Orr; there is one wherever a school has cover."""
    there = record.scalars(select(Worker).where(Worker.name == "Dot Orr")).one_or_none()
    return there or worker(record, Role.SAFEGUARDING_LEAD, name="Dot Orr")


def worker(record: Session, *roles: Role, urn: str | None = None, name: str = "Sam Field") -> Worker:
    own = record.scalars(select(School).where(School.urn == urn)).one() if urn else None
    return add_worker(
        record,
        name=name,
        email=f"worker{next(_numbers)}@example.org",
        password_hash=PASSWORD_HASH,
        roles=roles,
        school=own,
    )


def responses(
    record: Session,
    place: WaveSchool,
    *texts: str,
    count: int | None = None,
    question: str = "bar_text",
    picks: dict[str, list[str]] | None = None,
    on: date | None = None,
    marks: Sequence[str] = (),
) -> None:
    """Send in forms: one for each text, or ``count`` without any."""
    forms = [
        Given(
            mark=new_key(),
            place_id=place.id,
            day=on or date.today(),
            mode=Mode.ONLINE,
            language="en",
            picks={"year_group": ["Y8"], **(picks or {})},
            texts={question: text} if text else {},
            marks=marks,
        )
        for text in (texts or [""] * (count or 1))
    ]
    take_responses(record.connection(), forms)


def read_everything(record: Session, reader: Worker) -> None:
    """Have a person read every waiting text and find it fine."""
    for text in unread_texts(record, most=100_000):
        read_text(
            record, source=text.source, text_id=text.id, reader=reader, outcome=Outcome.FINE, on=date.today()
        )


def release(record: Session, report: Report, *, by: Worker | None = None, on: date | None = None) -> Report:
    """Release a report as it stands, whether or not somebody has checked it and whatever it says."""
    report.released_on, report.released_by = on or TODAY, by or worker(record, Role.LEAD)
    record.flush()
    return report


def tell(record: Session, wave: Wave) -> WavePaper:
    """Release a paper on a wave, so that its figures are told, and return it."""
    content = {"title": "What pupils told us", "quotes": []}
    kind = PaperKind.SCRUTINY
    paper = store_paper(
        record, wave=wave, kind=kind, subject="", content=content, pdf=b"%PDF", on=wave.last_day
    )
    paper.released_on, paper.released_by = TODAY, worker(record, Role.LEAD)
    record.flush()
    return paper


def answer_saying(record: Session, words: str) -> str:
    """Return the key of the one answer that says this; the record alone cannot look for sealed words."""
    (found,) = (key for key, text in record.execute(select(Answer.id, Answer.text)) if text == words)
    return found
