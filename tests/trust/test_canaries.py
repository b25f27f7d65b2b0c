"""Canaries: marks that a pupil’s device and words carry, looked for on every byte the deployment leaves on disk."""

import http.client
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from surveys.responses import Answer
from tests import make
from tests.trust.devices import SEALED, prepare, served
from voice.database import make_engine

pytestmark = pytest.mark.alone

FORMS = 1_000
FAILED = 20
DEVICES = 8
ADDRESS = "127.83.65.71"
"""Any address of 127/8 is this machine, so the server truly sees this one."""
DEVICE = {
    "User-Agent": "Canary-Tablet/7.31",
    "Referer": "https://canary-portal.example/pupil/kayden",
    "X-Forwarded-For": "203.0.113.201",
    "Cookie": "canary_cookie=kayden",
    "Accept-Language": "cy-GB",
}
TRACES = (ADDRESS, "Canary-Tablet", "canary-portal", "203.0.113.201", "canary_cookie", "kayden", "cy-GB")
PHRASE = "canary phrase about the locked toilets"
RECORD = ("voice.db", "voice.db-wal", "voice.db-shm")


class Device:
    """A pupil’s device at an address of its own, with headers that would tell it from others."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=60, source_address=(ADDRESS, 0)
        )

    def close(self) -> None:
        self._connection.close()

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        headers = {**DEVICE, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", path, urlencode(fields), headers)
        answered = self._connection.getresponse()
        return answered.status, answered.read().decode()

    def open_form(self, code: str) -> str:
        found = SEALED.search(self.post("/", {"code": code})[1])
        assert found is not None
        return found.group(1)

    def send(self, sealed: str, text: str) -> int:
        fields = {"form": sealed, "year_group": "Y8", "bar_text": text}
        return self.post("/answers", fields)[0]


@pytest.fixture(scope="module")
def left_on_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, list[str]]]:
    """A deployment’s folder after a thousand forms and twenty failures, the code, and the seals that were used."""
    folder = tmp_path_factory.mktemp("canaries")
    temporary = folder / "temporary"
    temporary.mkdir()
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(temporary)
    try:
        code = prepare(f"sqlite:///{folder / 'voice.db'}")
        seals: list[str] = []
        with served(folder, f"sqlite:///{folder / 'voice.db'}") as (port, _):
            threads = [
                threading.Thread(target=answer, args=[port, code, FORMS // DEVICES, seals])
                for _ in range(DEVICES)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            make_it_fail(folder / "voice.db", port, code, seals)
        yield folder, code, seals
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def answer(port: int, code: str, times: int, seals: list[str]) -> None:
    with closing(Device(port)) as device:
        for _ in range(times):
            sealed = device.open_form(code)
            assert device.send(sealed, PHRASE) == 303
            seals.append(sealed)


def make_it_fail(record: Path, port: int, code: str, seals: list[str]) -> None:
    """Send forms while the table that takes their words is away: each fails inside the server."""
    with closing(Device(port)) as device:
        waiting = [device.open_form(code) for _ in range(FAILED)]
        change(record, "ALTER TABLE answer RENAME TO answer_away")
        statuses = [device.send(sealed, PHRASE) for sealed in waiting]
    change(record, "ALTER TABLE answer_away RENAME TO answer")
    assert all(status >= 500 for status in statuses), statuses
    seals += waiting


def change(record: Path, statement: str) -> None:
    connection = sqlite3.connect(record, timeout=30)
    connection.execute("PRAGMA legacy_alter_table=ON")
    connection.execute(statement)
    connection.commit()
    connection.close()


def files_with(folder: Path, trace: str) -> set[str]:
    wanted = trace.encode()
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and wanted in file.read_bytes()
    }


def test_the_search_finds_what_is_there(left_on_disk: tuple[Path, str, list[str]]) -> None:
    folder, code, _ = left_on_disk
    assert files_with(folder, code) <= set(RECORD)
    assert files_with(folder, code)
    engine = make_engine(f"sqlite:///{folder / 'voice.db'}", make.SECRET)
    with engine.connect() as connection:
        assert connection.scalars(select(Answer.text)).all() == [PHRASE] * FORMS
    engine.dispose()


@pytest.mark.parametrize("trace", TRACES)
def test_nothing_of_a_device_is_anywhere_on_disk(
    left_on_disk: tuple[Path, str, list[str]], trace: str
) -> None:
    assert files_with(left_on_disk[0], trace) == set()


def test_words_are_sealed_wherever_they_are_kept(left_on_disk: tuple[Path, str, list[str]]) -> None:
    assert files_with(left_on_disk[0], "canary phrase") == set()


def test_no_form_can_be_told_from_what_is_kept(left_on_disk: tuple[Path, str, list[str]]) -> None:
    folder, _, seals = left_on_disk
    for sealed in seals[:: len(seals) // 20]:
        nonce = sealed.split(" ")[-1].partition(".")[0]
        assert len(nonce) > 8
        assert files_with(folder, nonce) == set()


def test_failures_are_logged_without_a_pupils_words_or_where_they_came_from(
    left_on_disk: tuple[Path, str, list[str]],
) -> None:
    log = (left_on_disk[0] / "log").read_text()
    assert "canary" not in log.lower()
    assert "127." not in log.replace("127.0.0.1", "")
