"""What an answer, a comment and a report cost. Everything is measured in one run, so that its ratios hold.

CPU is user and system time of the whole tree of server processes, divided by what was done. Wall-clock rates depend on
what else the machine does; compare them only within one run.
"""

import csv
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import psutil
from sqlalchemy import func, select

from surveys.migrations import upgrade
from surveys.responses import Response
from tests import make
from voice.database import make_engine, writing_session

ROOT = Path(__file__).resolve().parents[2]
PUPILS = 8
JOURNEYS = 800
ROUNDS = 3
"""Odd, so that the median is one of them."""
FIELDS = {
    "year_group": "Y8",
    "sch_safe": "4",
    "sch_belong": "3",
    "att_hard": "2",
    "bar_pick": ["worry", "bus"],
    "bar_text": "the bus is late most days and then i get a detention for it",
    "help_head": "open the toilets at break",
}
GRANIAN = [
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--blocking-threads",
    "16",
    "--no-ws",
    "--log-level",
    "error",
]
SEALED = re.compile(r'name="form" value="([^"]+)"')


@contextmanager
def served(target: str, environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """Serve a WSGI application as Voice is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", *GRANIAN, "--host", "127.0.0.1", "--port", str(port), target]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, psutil.Process(server.pid)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def cpu_seconds(process: psutil.Process) -> float:
    """Return the CPU time of a process and everything below it."""
    tree = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in tree)


def journey(connection: http.client.HTTPConnection, code: str) -> None:
    """Walk one pupil from the start page to “Thank you”: four requests."""
    ask(connection, "GET", "/")
    form = SEALED.search(ask(connection, "POST", "/", {"code": code}))
    assert form is not None
    ask(connection, "POST", "/answers", {**FIELDS, "form": form.group(1)})
    assert "Thank you" in ask(connection, "GET", "/thank-you")


def ask(connection: http.client.HTTPConnection, method: str, path: str, fields: object = None) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
    connection.request(method, path, urlencode(fields, doseq=True) if fields else None, headers)  # type: ignore[arg-type]
    return connection.getresponse().read().decode()


def walk(port: int, code: str, journeys: int) -> None:
    """Let some pupils make journeys at the same time."""

    def pupil() -> None:
        for _ in range(journeys // PUPILS):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            journey(connection, code)
            connection.close()

    with ThreadPoolExecutor(PUPILS) as pool:
        for done in [pool.submit(pupil) for _ in range(PUPILS)]:
            done.result()


def cost_of_a_response(target: str, environment: dict[str, str], code: str) -> float:
    """Return CPU milliseconds of the server per completed journey."""
    with served(target, environment) as (port, process):
        walk(port, code, 80)  # warm
        before = cpu_seconds(process)
        walk(port, code, JOURNEYS)
        return 1000 * (cpu_seconds(process) - before) / JOURNEYS


def measure_responses(folder: Path) -> None:
    engine = make_engine(f"sqlite:///{folder / 'voice.db'}")
    upgrade(engine)
    with writing_session(engine) as record:
        code = make.wave(record).schools[0].code
        record.commit()
    ours = {"VOICE_SECRET": "b" * 32, "VOICE_DATA": str(folder), "VOICE_INSECURE_COOKIES": "yes"}
    pairs = [
        (cost_of_a_response("wsgi:app", ours, code), cost_of_a_response("tests.bench.bare:app", {}, code))
        for _ in range(ROUNDS)
    ]
    with engine.connect() as connection:
        stored = connection.scalar(select(func.count()).select_from(Response))
    engine.dispose()
    assert stored == ROUNDS * (JOURNEYS + 80), f"{stored} stored"
    mine, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"response   {mine:6.2f} ms CPU each, {PUPILS} pupils at once ({stored} sent, {stored} stored)")
    print(f"bare page  {bare:6.2f} ms CPU for as many requests; a response costs {ratio:.1f} times that")


def measure_coding() -> None:
    from analysis.codebook import load_codebook
    from analysis.coding import code

    with (ROOT / "voice" / "demo" / "pupil_comments.csv").open(encoding="utf-8", newline="") as file:
        texts = [f"{row['text']} ok" for row in csv.DictReader(file)]  # not worded like an example
    book = load_codebook()
    started = time.process_time()
    code(texts[:50], book)
    first = time.process_time() - started
    started = time.process_time()
    code(texts, book)
    spent = time.process_time() - started
    print(f"themes     {len(texts) / spent:6.0f} texts a second of CPU, after {first:.1f} s to learn")


def measure_reports() -> None:
    from tests.voice.report_figures import rich_figures
    from voice.insight import with_charts
    from voice.printing import report_pdf

    content = {
        "format": 1,
        "school": {"name": "School", "urn": "999001", "authority": "Ashenbrook"},
        "wave": {"name": "Wave", "opened": "1 May 2026", "closed": "20 May 2026"},
        "drafted_on": date.today().isoformat(),
        "drafted": "today",
        "quotes": [],
        "actions": [],
    }
    report_pdf(content | {"figures": with_charts(rich_figures())})  # loads the libraries
    spent = []
    for number in range(5):
        started = time.process_time()
        named = content | {"school": {"name": f"School {number}", "urn": "999001", "authority": "Ashenbrook"}}
        pdf = report_pdf(named | {"figures": with_charts(rich_figures())})
        spent.append(time.process_time() - started)
    print(f"report     {statistics.median(spent):6.2f} s CPU each, charts and PDF ({len(pdf) // 1024} kB)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        measure_responses(Path(scratch))
        measure_coding()
        measure_reports()
