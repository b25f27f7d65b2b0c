"""Plain functions that put a small world into the record, with sensible defaults."""

import itertools
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import new_key
from surveys.readings import Outcome, read_text
from surveys.responses import Given, Mode, take_responses
from surveys.schools import School
from surveys.surveys import BANK, SurveyVersion, add_survey
from surveys.texts import unread_texts
from surveys.waves import Wave, WaveSchool, add_wave
from surveys.workers import Role, Worker, add_worker

_numbers = itertools.count(1)
TODAY = date.today()
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
    return add_survey(record, BANK / "secondary.toml", on=date.today())


def wave(
    record: Session,
    *,
    schools: int = 1,
    name: str | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Wave:
    places = [school(record) for _ in range(schools)]
    return wave_in(record, *places, name=name, opens_on=opens_on, closes_on=closes_on)


def wave_in(
    record: Session,
    *schools: School,
    name: str | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Wave:
    """Open a wave in these schools; it is open today unless its dates say otherwise."""
    today = date.today()
    return add_wave(
        record,
        name=name or f"Wave {next(_numbers)}",
        version=version(record),
        schools=schools,
        opens_on=opens_on or today - timedelta(days=7),
        closes_on=closes_on or today + timedelta(days=7),
    )


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
