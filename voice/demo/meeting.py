"""The demo’s workshops: eight programmes of six sessions, their headcounts and what was said."""

import csv
import random
import re
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from surveys.schools import school_with_urn
from surveys.workers import Role, Worker, WorkerRole
from surveys.workshops import NoteKind, TypedNote, add_notes, add_programme, record_session
from voice.database import writing_session

FOLDER = Path(__file__).parent
NUMBERED = re.compile(r"^\d+\. ")
"""A rank before a note, as on the flip chart; its votes say the same."""


def hold_workshops(engine: Engine, *, random_: random.Random, first: date) -> None:
    """Plan, hold and type up a programme in each of eight schools."""
    notes: defaultdict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / "workshop_notes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            notes[row["school"], int(row["week"])].append(row)
    with writing_session(engine) as record:
        youth_worker = record.scalars(
            select(Worker).join(WorkerRole).where(WorkerRole.role == Role.YOUTH_WORKER)
        ).first()
        for number, school in enumerate(sorted({school for school, _ in notes})):
            programme = add_programme(
                record,
                school=school_with_urn(record, f"9990{school[1:]}"),
                starts_on=first + timedelta(days=number % 5),
                led_by=youth_worker,
            )
            for workshop in programme.sessions:
                rows = notes[school, workshop.week]
                activities = list(dict.fromkeys(row["activity"] for row in rows))
                record_session(
                    record,
                    workshop=workshop,
                    held_on=workshop.held_on,
                    headcount=random_.randint(52, 66),
                    activity=", ".join(activities)[:200],
                )
                typed = [
                    TypedNote(NUMBERED.sub("", row["text"]), NoteKind(row["kind"]), int(row["votes"] or 0))
                    for row in rows
                ]
                if typed:
                    add_notes(record, workshop=workshop, notes=typed)
        record.commit()
