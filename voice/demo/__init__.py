"""The demo borough: made up, and built by the same verbs that staff and pupils use. It writes no table by itself."""

import json
import random
import secrets
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask_security import hash_password
from sqlalchemy.orm import Session

from surveys.agencies import add_agency
from surveys.base import now
from surveys.gias import import_schools, read_schools
from surveys.schools import schools
from surveys.subgroups import add_first_subgroups
from surveys.talks import Note, ask_for_talk
from surveys.workers import Role, Worker, add_worker
from voice.database import engine_of, writing_session
from voice.demo import acting, answering, asking, meeting, reading, setting
from voice.insight import load_codebook
from voice.insight.screening import screen_new_texts
from voice.seal import Seal
from voice.settings import Settings

FOLDER = Path(__file__).parent
SEED = 20_261_123
STAFF = (
    ("lead", Role.LEAD, "Noor Haslam", None),
    ("reader", Role.READER, "Joss Redfern", None),
    ("second-reader", Role.READER, "Amal Deering", None),
    ("youth-worker", Role.YOUTH_WORKER, "Tamsin Okoro", None),
    ("subgroup-member", Role.SUBGROUP_MEMBER, "Kieran Bly", None),
    ("school", Role.SCHOOL, "Wilma Fernsby", "999001"),
    ("safeguarding-lead", Role.SAFEGUARDING_LEAD, "Marsha Penhale", "999001"),
    ("deputy", Role.SAFEGUARDING_LEAD, "Suhail Rahmani", "999001"),
    ("duty-officer", Role.SAFEGUARDING_LEAD, "Hana Brocklebank", None),
)
"""What they are called in the list of sign-ins, what they may do, their names, and their school if they have one."""
AGENCIES = (
    "Ashenbrook Council, attendance team",
    "Ashenbrook Youth Service",
    "Ashenbrook Transport",
    "School nursing",
    "Schools",
)
TALK = Note("Rowan Thistlewood", "9C, form room 14", "Things at home, I would rather say it than write it")
"""A made-up pupil’s wish to talk, for the safeguarding lead to open."""

Say = Callable[[str], None]


def sign_ins(settings: Settings) -> Path:
    """Return the file that keeps the demo’s codes and passwords; it is written last, when the demo is complete."""
    return settings.data / "demo.json"


def keep(file: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    new = file.with_name(f"{file.name}.new")
    new.touch(mode=0o600)
    new.write_text(text)
    new.replace(file)


def build(app: Flask, say: Say) -> None:
    """Build the borough in an empty record: schools, waves, answers, readings, themes, workshops, actions, reports."""
    settings: Settings = app.extensions["voice_settings"]
    engine, random_, today = engine_of(app), random.Random(SEED), date.today()
    monday = today - timedelta(days=today.weekday())
    seal: Seal = app.extensions["voice_seal"]
    say("Schools, surveys and staff")
    with writing_session(engine) as record:
        load_codebook(record)
        import_schools(record, read_schools(FOLDER / "schools.csv").rows)
        add_first_subgroups(record)
        for name in AGENCIES:
            add_agency(record, name=name)
        staff, passwords = _add_staff(record)
        every = schools(record)
        lead = record.get_one(Worker, staff["lead"])
        asking.confirm_every_cover(record, every, lead=lead, on=today)
        opened = asking.ask(record, every, mark=seal.mark_of_ticket, on=today, monday=monday)
        first = min(every, key=lambda school: school.urn)
        ask_for_talk(record, school=first, note=TALK, keys=app.extensions["voice_talk_keys"])
        record.commit()
    closed_id = opened.closed_id
    say("Answers from about 4,200 pupils")
    answering.answer(engine, opened, mark=seal.mark_of_ticket, random_=random_)
    say("Workshops in eight schools")
    meeting.hold_workshops(engine, random_=random_, first=monday - timedelta(weeks=9))
    say("Reading every comment")
    reading.read(
        engine,
        reader=staff["reader"],
        second=staff["second-reader"],
        wave_ids=(opened.earlier_id, closed_id),
        random_=random_,
    )
    say("Screening what nobody has read yet")
    screen_new_texts(engine, at=now())
    acting.see_concerns(engine, safeguarding_lead=staff["duty-officer"])
    say("Looking for themes")
    acting.find_themes(app, wave_id=opened.earlier_id, lead=staff["lead"])
    acting.find_themes(app, wave_id=closed_id, lead=staff["lead"])
    say("Confirming some of them")
    acting.confirm_some(engine, wave_id=closed_id, lead=staff["lead"], second=staff["second-reader"])
    acting.count_themes(app, wave_id=closed_id, lead=staff["lead"])
    say("Actions and reports")
    acting.act(engine, wave_id=closed_id, member=staff["subgroup-member"])
    acting.report(app, wave_id=closed_id, lead=staff["lead"])
    setting.know(engine, wave_id=closed_id, lead=staff["lead"])
    acting.write_papers(app, wave_id=closed_id, lead=staff["lead"])
    kept = {"pupil code": opened.code, "sign-ins": passwords}
    keep(sign_ins(settings), json.dumps(kept, indent=2))


def _add_staff(record: Session) -> tuple[dict[str, str], list[list[str]]]:
    by_urn = {school.urn: school for school in schools(record)}
    ids, passwords = {}, []
    for called, role, name, urn in STAFF:
        # Random, so that a demo left running where others reach it has no password from a book.
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        email = f"{called}@ashenbrook.example"
        worker = add_worker(
            record,
            name=name,
            email=email,
            password_hash=hash_password(password),
            roles=[role],
            school=by_urn[urn] if urn else None,
        )
        ids[called] = worker.id
        passwords.append([called, email, password])
    return ids, passwords


def introduce(settings: Settings, *, port: int) -> Iterator[str]:
    """Return the lines that tell a visitor where to go and how to sign in."""
    kept = json.loads(sign_ins(settings).read_text())
    yield f"address: http://127.0.0.1:{port}"
    yield f"pupil code: {kept['pupil code']}"
    for called, email, password in kept["sign-ins"]:
        yield f"sign-in: {called} {email} {password}"
