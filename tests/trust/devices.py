"""Devices: Voice served as `make serve` does, and pupils’ devices that send a form until they are thanked for it."""

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
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil
from sqlalchemy import select

from surveys.migrations import upgrade
from surveys.responses import Answer, Response
from tests import make
from voice.database import make_engine, writing_session

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0
"""A machine that does other work at the same time may take this long over what takes a second."""
SEALED = re.compile(r'name="form" value="([^"]+)"')


def prepare(url: str) -> str:
    """Make a record with an open wave, and return its code."""
    engine = make_engine(url, make.SECRET)
    upgrade(engine)
    with writing_session(engine) as record:
        place = make.wave(record).schools[0]
        place.cap, code = None, place.code
        record.commit()
    engine.dispose()
    return code


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the record as `make serve` does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {
        **os.environ,
        "VOICE_SECRET": make.SECRET,
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
            _wait_for(port)
            yield port, serving
        finally:
            os.killpg(serving.pid, signal.SIGTERM)
            serving.wait(timeout=30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def web_workers(serving: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the processes that answer requests."""
    web = [
        child for child in psutil.Process(serving.pid).children() if "granian" in " ".join(child.cmdline())
    ]
    return [worker for parent in web for worker in parent.children() if _is_worker(worker)]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "resource_tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def post(port: int, path: str, fields: object) -> tuple[int, str]:
    """Send a form on a connection of its own; return the status, and the page or where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields, doseq=True), headers)  # type: ignore[call-overload]
        answered = connection.getresponse()
        page = answered.read().decode()
        return answered.status, answered.headers.get("Location") or page
    finally:
        connection.close()


def open_form(port: int, code: str) -> str:
    """Return the seal of a new form, however long it takes to get one."""
    while True:
        try:
            status, page = post(port, "/", {"code": code})
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        if found := SEALED.search(page):
            return found.group(1)
        assert status == 503, page[:300]
        time.sleep(0.05)


def send_until_thanked(port: int, sealed: str, text: str, asked: list[tuple[str, str]]) -> None:
    """Send a form, as it is, until it is thanked for; note each page that asks to send it again, beside its text."""
    while True:
        try:
            status, page = post(port, "/answers", {"form": sealed, "year_group": "Y8", "bar_text": text})
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)  # a process died with this request; another will answer
            continue
        if status == 303:
            assert page == "/thank-you"
            return
        assert status == 503, page[:300]
        asked.append((text, page))
        time.sleep(0.1)


class Pupils:
    """Devices that answer one form after the other until they are told that it is enough."""

    def __init__(self, port: int, code: str, *, devices: int) -> None:
        self._port, self._code = port, code
        self._enough = threading.Event()
        self.thanked: list[str] = []
        self.asked_again: list[tuple[str, str]] = []
        """Each text that could not be stored at once, with the page that said so."""
        self._threads = [
            threading.Thread(target=self._answer, args=[number], daemon=True) for number in range(devices)
        ]
        for thread in self._threads:
            thread.start()

    def _answer(self, device: int) -> None:
        number = 0
        while not self._enough.is_set():
            text, number = f"device {device} says {number}", number + 1
            send_until_thanked(self._port, open_form(self._port, self._code), text, self.asked_again)
            self.thanked.append(text)

    def finish(self) -> None:
        """Let every device be thanked for what it is sending, and stop."""
        self._enough.set()
        for thread in self._threads:
            thread.join(timeout=PATIENCE_SECONDS)
            assert not thread.is_alive(), "a device was never thanked"


def check_stored(url: str, thanked: list[str]) -> None:
    """Check that the record holds each thanked text once, in a response of its own, and nothing else."""
    engine = make_engine(url, make.SECRET)
    with engine.connect() as connection:
        stored = Counter(connection.scalars(select(Answer.text)))
        responses = len(connection.execute(select(Response.id)).all())
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
    assert len(set(thanked)) == len(thanked)
    assert [text for text in thanked if stored[text] == 0] == [], "lost"
    assert [text for text, times in stored.items() if times > 1] == [], "doubled"
    assert set(stored) == set(thanked)
    assert responses == len(thanked)
