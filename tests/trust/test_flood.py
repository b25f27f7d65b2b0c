"""A flood: a year group behind one address answers while somebody there tries ten thousand codes."""

import http.client
import random
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from surveys.codes import ALPHABET, CODE_LENGTH
from tests.trust.devices import check_stored, open_form, prepare, send_until_thanked, served

pytestmark = pytest.mark.alone

PUPILS = 300
CLASSROOMS = 30
"""Devices in use at once."""
WITHIN_SECONDS = 60
WRONG = 10_000
GUESSERS = 12
"""Connections of whoever tries codes: more than the server holds back, so that most are answered at once."""
LATER_SECONDS = 1.0
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_flood_of_wrong_codes_refuses_and_delays_no_pupil(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    code = prepare(url)
    with served(tmp_path, url) as (port, _):
        calm = [seconds_to_open(port, code) for _ in range(40)]
        flood = Flood(port, unlike=code)
        thanked: list[str] = []
        waits: list[float] = []
        asked: list[tuple[str, str]] = []
        started = time.monotonic()
        run(CLASSROOMS, lambda device: answer(port, code, device, thanked, waits, asked))
        took = time.monotonic() - started
        flood.join()
    assert (len(thanked), asked) == (PUPILS, [])
    assert took < WITHIN_SECONDS
    assert sum(flood.told.values()) == WRONG
    assert set(flood.told) <= {404, 429}, "a code was guessed, or an error came"
    assert max(waits) < max(calm) + LATER_SECONDS, f"the slowest page took {max(waits):.2f} s"
    check_stored(url, thanked)


def answer(
    port: int, code: str, device: int, thanked: list[str], waits: list[float], asked: list[tuple[str, str]]
) -> None:
    for number in range(PUPILS // CLASSROOMS):
        text = f"device {device} says {number}"
        started = time.monotonic()
        sealed = open_form(port, code)
        waits.append(time.monotonic() - started)
        send_until_thanked(port, sealed, text, asked)
        thanked.append(text)


def seconds_to_open(port: int, code: str) -> float:
    started = time.monotonic()
    open_form(port, code)
    return time.monotonic() - started


def run(count: int, work: object) -> list[threading.Thread]:
    """Run work in so many threads at once, and wait for all."""
    threads = [threading.Thread(target=work, args=[number]) for number in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return threads


class Flood:
    """Somebody who tries code after code on several connections, as fast as answers come."""

    def __init__(self, port: int, *, unlike: str) -> None:
        chance = random.Random(7)
        self._port = port
        drawn = ("".join(chance.choices(ALPHABET, k=CODE_LENGTH)) for _ in range(WRONG * 2))
        self._codes = iter([code for code in drawn if code != unlike][:WRONG])
        self._lock = threading.Lock()
        self.told: dict[int, int] = {}
        self._threads = [threading.Thread(target=self._guess) for _ in range(GUESSERS)]
        for thread in self._threads:
            thread.start()

    def _guess(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while True:
            with self._lock:
                code = next(self._codes, None)
            if code is None:
                break
            connection.request("POST", "/", urlencode({"code": code}), HEADERS)
            answered = connection.getresponse()
            answered.read()
            with self._lock:
                self.told[answered.status] = self.told.get(answered.status, 0) + 1
        connection.close()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
