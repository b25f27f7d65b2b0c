"""What a hundred schools’ reports cost in one job: five charts and a PDF each, composed, drawn, printed and stored.

And what it costs to look at one that is stored. Bar: the job under 120 s and 1 GB, a look under 10 ms of CPU.
"""

import resource
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.bench.serving import loop_milliseconds

SCHOOLS = 100
CHOICES = 24
"""Choices of a question, as many as the bank’s longest ones have: a report is then as long as a school’s is."""
LOOKS, FIRST_LOOKS = 200, 20
"""Looks that are measured, after those that warm the process."""


def measure_many_reports() -> None:
    """Say what the job that drafts a wave’s reports costs, in a process of its own: its memory is then its own."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1) as processes:
        took, spent, size, pages, most = processes.submit(draft_all, Path(folder)).result()
    print(
        f"reports    {SCHOOLS} in one job in {took:.0f} s, {spent / SCHOOLS:.2f} s CPU each; "
        f"{pages} pages, {size // 1024} kB, {most:.0f} MB at most"
    )


def draft_all(folder: Path) -> tuple[float, float, int, int, float]:
    """Draft the reports of a wave; return seconds, seconds of CPU, the largest PDF’s bytes, its pages, and MB at most."""
    from sqlalchemy.orm import Session

    from surveys.base import Base
    from surveys.findings import FindingKind, store_findings
    from surveys.reports import reports_of_wave
    from surveys.waves import wave_with_id
    from tests import make
    from tests.pdfs import read
    from tests.voice.report_figures import new_figures
    from voice.database import make_engine, writing_session
    from voice.drafting import draft_reports

    today = date.today()
    engine = make_engine(f"sqlite:///{folder / 'voice.db'}", make.SECRET)
    Base.metadata.create_all(engine)
    figures: dict[str, Any] = new_figures()
    for asked in ("barriers", "wants", "working", "written"):
        figures[asked] = (figures[asked] * CHOICES)[:CHOICES]
    with writing_session(engine) as record:
        opened, closed = today - timedelta(days=40), today - timedelta(days=20)
        wave = make.wave(record, schools=SCHOOLS, opens_on=opened, closes_on=closed)
        found = {(FindingKind.SCHOOL, place.school.urn): figures for place in wave.schools}
        store_findings(record, wave_id=wave.id, figures=found, on=today)
        wave_id = wave.id
        record.commit()
    began, began_cpu = time.monotonic(), time.process_time()
    told = draft_reports(engine, wave_id=wave_id, progress=lambda *_: None, on=today)
    took, spent = time.monotonic() - began, time.process_time() - began_cpu
    assert told == f"Drafts made for {SCHOOLS} schools.", told
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with Session(engine) as record:
        largest = max(
            (one.pdf for one in reports_of_wave(record, wave_with_id(record, wave_id)).values()), key=len
        )
    return took, spent, len(largest), len(read(largest).pages), most


def measure_report_page(folder: Path) -> None:
    """Say what one look at a released report costs a warm process, with the access check that every look has."""
    from sqlalchemy.orm import Session

    from surveys.reports import store_draft
    from surveys.workers import worker_with_email
    from tests import make
    from tests.voice.report_borough import BROOK, LATER, LEAD, Borough, build
    from tests.voice.report_figures import content, new_figures
    from voice import create_app
    from voice.settings import Settings

    engine = build(folder)
    figures: dict[str, Any] = new_figures()
    with Session(engine) as session:
        borough = Borough(session)
        report = store_draft(
            session, place=borough.place(BROOK), content=content(figures), pdf=b"%PDF-", on=LATER
        )
        report.released_on, report.released_by = LATER, borough.lead
        session.commit()
        address, mark = f"/reports/{report.id}", worker_with_email(session, LEAD).fs_uniquifier
    client = create_app(Settings(secret_key=make.SECRET, data=folder, secure_cookies=False)).test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = mark, True
    spent, size = [], 0
    for _ in range(FIRST_LOOKS + LOOKS):
        started = time.process_time()
        answer = client.get(address)
        spent.append((time.process_time() - started) * 1000)
        assert answer.status_code == 200
        size = len(answer.data)
    looks = spent[FIRST_LOOKS:]
    print(
        f"report page {statistics.median(looks):.1f} ms CPU a look, {spent[0]:.0f} ms the first; "
        f"{size // 1024} kB; the loop {loop_milliseconds():.1f} ms"
    )


if __name__ == "__main__":
    measure_many_reports()
    with tempfile.TemporaryDirectory() as scratch:
        measure_report_page(Path(scratch))
