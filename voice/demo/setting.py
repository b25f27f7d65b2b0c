"""What the demo’s authority knows beside its pupils’ answers: published attendance and its own targets, all made up."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from surveys.attendance import own_authorities, store_attendance
from surveys.ees import read_attendance
from surveys.indicators import Phase
from surveys.reports import ReportState, reports_of_wave
from surveys.targets import TargetWanted, Unit, add_target, note_value
from surveys.waves import wave_with_id
from surveys.workers import Worker
from voice.database import writing_session

FIGURES = Path(__file__).parent / "attendance.csv"
START = date(2024, 8, 31)
"""The end of the first year in the file."""
TEAM = "Attendance team"
PUBLISHED = "DfE, pupil attendance by authority, academic year"
TARGETS = (
    ("Attendance in secondary schools", "90.60", "93.00", "attendance", Phase.SECONDARY),
    ("Persistent absence in secondary schools", "26.56", "20.00", "persistent", Phase.SECONDARY),
    ("Persistent absence in primary schools", "15.19", "11.00", "persistent", Phase.PRIMARY),
)
"""What is measured, the value at the start, the target, and the published figure it follows."""
OWN = (
    ("Schools that have told pupils what changed", "0", "14"),
    "Youth service",
    "The steps of the reports",
)
"""A measure of the authority’s own, who answers for it, and where it comes from. Before its first survey none had."""


def know(engine: Engine, *, wave_id: str, lead: str) -> None:
    """Take in three years of figures and put four targets on the register; one’s newest value is counted in a wave."""
    today = date.today()
    due_on = date(today.year + 2, 7, 31)
    with writing_session(engine) as record:
        found = read_attendance(FIGURES, ours=own_authorities(record))
        store_attendance(record, found.figures, source=FIGURES.name, on=today)
        for title, baseline, goal, indicator, phase in TARGETS:
            wanted = TargetWanted(
                title, Unit.PERCENT, baseline, START, goal, due_on, TEAM, PUBLISHED, indicator, phase
            )
            add_target(record, wanted=wanted)
        (title, baseline, goal), owner, source = OWN
        own = add_target(
            record,
            wanted=TargetWanted(title, Unit.NUMBER, baseline, START, goal, due_on, owner, source),
        )
        worker = record.get_one(Worker, lead)
        reports = reports_of_wave(record, wave_with_id(record, wave_id)).values()
        told = sum(one.state is ReportState.TOLD for one in reports)
        note_value(record, target=own, value=str(told), for_day=today, worker=worker, on=today)
        record.commit()
