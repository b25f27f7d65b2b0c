"""What a pupil’s answer costs, beside the least that it could cost, and how long pupils wait when all come at once."""

import statistics
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select

from surveys.migrations import upgrade
from surveys.responses import Response
from tests import make
from tests.bench.pupils import FIELDS, SEALED, Walked, walk
from tests.bench.serving import cpu_seconds, loop_milliseconds, served
from voice import create_app
from voice.database import engine_of, make_engine, writing_session
from voice.settings import Settings

DEVICES = 8
JOURNEYS = 800
WARM = 80
ROUNDS = 3
"""Odd, so that the median is one of them."""
YEAR_GROUP = 1_500
CLASSROOMS = 64
SECRET = "b" * 32


def measure_responses(folder: Path) -> None:
    """Print what a completed response costs, the floor, and how a whole school fares at once."""
    engine = make_engine(f"sqlite:///{folder / 'voice.db'}", SECRET)
    upgrade(engine)
    with writing_session(engine) as record:
        place = make.wave(record).schools[0]
        place.cap = None
        place_id, code = place.id, place.code
        record.commit()
    statements = count_statements(folder, code)
    ours = {"VOICE_SECRET": SECRET, "VOICE_DATA": str(folder), "VOICE_INSECURE_COOKIES": "yes"}
    floor = {"FLOOR_DATA": str(folder), "FLOOR_PLACE": place_id, "FLOOR_KEY": SECRET}
    loops, costs, floors = [], [], []
    for _ in range(ROUNDS):
        loops.append(loop_milliseconds())
        costs.append(cost_of_a_response("wsgi:app", ours, code))
        floors.append(cost_of_a_response("tests.bench.floor:app", floor, code))
    with served("wsgi:app", ours) as (port, _):
        walk(port, code, pupils=WARM, devices=DEVICES)
        walked = walk(port, code, pupils=YEAR_GROUP, devices=CLASSROOMS)
    with engine.connect() as connection:
        stored = connection.scalar(select(func.count()).select_from(Response))
    engine.dispose()
    sent = 2 + 2 * ROUNDS * (JOURNEYS + WARM) + WARM + YEAR_GROUP
    assert stored == sent, f"{sent} sent, {stored} stored"
    mine, least, loop = (statistics.median(each) for each in (costs, floors, loops))
    share = statistics.median(one / other for one, other in zip(floors, costs, strict=True))
    print(
        f"response   {mine:6.2f} ms CPU each = {mine / loop:.3f} units, {DEVICES} pupils at once (loop {loop:.1f} ms)"
    )
    print(
        f"floor      {least:6.2f} ms CPU with no framework, same requests, same commit; we reach {share:.0%} of it"
    )
    print(f"statements {statements:6d} a response, opening and sending together")
    print_walked(walked)


def print_walked(walked: Walked) -> None:
    p50, p95, p99 = (walked.slowest(share) for share in (0.5, 0.95, 0.99))
    print(
        f"school     {YEAR_GROUP} pupils on {CLASSROOMS} devices in {walked.seconds:.0f} s, {len(walked.wrong)} errors; "
        f"a page came in {p50:.0f} ms (p50), {p95:.0f} (p95), {p99:.0f} (p99)"
    )
    for wrong in walked.wrong[:5]:
        print(f"           {wrong}")


def cost_of_a_response(target: str, environment: Mapping[str, str], code: str) -> float:
    """Return CPU milliseconds of all server processes per completed journey."""
    with served(target, environment) as (port, process):
        walk(port, code, pupils=WARM, devices=DEVICES)
        before = cpu_seconds(process)
        walked = walk(port, code, pupils=JOURNEYS, devices=DEVICES)
        assert walked.wrong == [], walked.wrong[:5]
        return 1000 * (cpu_seconds(process) - before) / JOURNEYS


def count_statements(folder: Path, code: str) -> int:
    """Return how many statements a whole response takes, and leave its pages behind for the floor to serve."""
    app = create_app(Settings(secret_key=SECRET, data=folder, secure_cookies=False))
    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            counted.append(statement)

    answer(app, code)  # draws the pages and looks the code up
    event.listen(engine_of(app), "before_cursor_execute", count)
    for name, page in answer(app, code).items():
        (folder / name).write_bytes(page)
    app.extensions["voice_intake"].close()
    engine_of(app).dispose()
    return len(counted)


def answer(app: Flask, code: str) -> dict[str, bytes]:
    """Walk one pupil’s way in this process; return its pages."""
    pupil = app.test_client()
    start, survey = pupil.get("/"), pupil.post("/", data={"code": code})
    sealed = SEALED.search(survey.text)
    assert sealed is not None
    assert pupil.post("/answers", data={**FIELDS, "form": sealed.group(1)}).status_code == 303
    without_seal = SEALED.sub("", survey.text).encode()
    return {"start": start.data, "survey": without_seal, "thanks": pupil.get("/thank-you").data}
