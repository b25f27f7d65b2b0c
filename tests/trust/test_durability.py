"""Durable before acknowledged: workers are killed under load, and not one thanked pupil is lost or stored twice."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from sqlalchemy import select

from surveys.migrations import upgrade
from surveys.responses import Answer, Response
from tests import make
from tests.databases import postgresql_database
from voice.database import make_engine, writing_session

pytestmark = pytest.mark.alone

PUPILS = 16
EACH = 25
"""Forms one pupil’s device sends, one after the other."""
KILLS = 6
ROOT = Path(__file__).resolve().parents[2]
SEALED = re.compile(r'name="form" value="([^"]+)"')


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_no_thanked_response_is_lost_or_doubled_while_workers_are_killed(
    database: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'voice.db'}"
        if database == "postgresql":
            url = stack.enter_context(postgresql_database())
        try_it(url, tmp_path)


def try_it(url: str, tmp_path: Path) -> None:
    engine = make_engine(url)
    upgrade(engine)
    with writing_session(engine) as record:
        code = make.wave(record).schools[0].code
        record.commit()
    thanked: Counter[str] = Counter()
    sent: set[str] = set()
    with served(tmp_path, url) as (port, serving):
        pupils = [
            threading.Thread(target=answer, args=(port, code, f"pupil {number}", thanked, sent))
            for number in range(PUPILS)
        ]
        for pupil in pupils:
            pupil.start()
        killed = kill_workers(serving, pupils)
        for pupil in pupils:
            pupil.join(timeout=120)
    assert killed >= KILLS - 1
    with engine.connect() as connection:
        stored = Counter(connection.scalars(select(Answer.text)))
        responses = len(connection.execute(select(Response.id)).all())
    engine.dispose()
    assert len(thanked) == PUPILS * EACH
    assert [text for text in thanked if stored[text] == 0] == []
    assert [text for text, times in stored.items() if times > 1] == []
    assert responses == len(stored)
    assert set(stored) <= sent


def answer(port: int, code: str, name: str, thanked: Counter[str], sent: set[str]) -> None:
    """Answer as one device does; a form whose thanks never came is sent again, as it is, until they come."""
    for number in range(EACH):
        text = f"{name} says {number}"
        sealed = None
        while text not in thanked:
            try:
                if sealed is None:
                    _, page = request(port, "/", {"code": code})
                    found = SEALED.search(page)
                    assert found is not None, page[:500]
                    sealed = found.group(1)
                sent.add(text)
                status, _ = request(port, "/answers", {"form": sealed, "year_group": "Y8", "bar_text": text})
                if status == 303:
                    thanked[text] += 1
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # a worker died with this request; another will answer


def request(port: int, path: str, fields: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields), headers)
        answered = connection.getresponse()
        return answered.status, answered.read().decode()
    finally:
        connection.close()


def kill_workers(serving: subprocess.Popen[bytes], pupils: list[threading.Thread]) -> int:
    """Kill every web worker at once, again and again, while pupils are still answering."""
    killed = 0
    for _ in range(KILLS):
        time.sleep(0.7)
        if not any(pupil.is_alive() for pupil in pupils):
            break
        killed += bool([worker.kill() for worker in web_workers(serving)])
    return killed


def web_workers(serving: subprocess.Popen[bytes]) -> list[psutil.Process]:
    web = [
        child for child in psutil.Process(serving.pid).children() if "granian" in " ".join(child.cmdline())
    ]
    return [worker for parent in web for worker in parent.children() if is_worker(worker)]


def is_worker(process: psutil.Process) -> bool:
    try:
        return "resource_tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the record as `make serve` does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {
        **os.environ,
        "VOICE_SECRET": "d" * 32,
        "VOICE_DATA": str(folder),
        "VOICE_DATABASE_URL": url,
        "VOICE_INSECURE_COOKIES": "yes",
    }
    command = [sys.executable, "-m", "voice.serving", "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        serving = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait_for(port)
            yield port, serving
        finally:
            os.killpg(serving.pid, signal.SIGTERM)
            serving.wait(timeout=30)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
