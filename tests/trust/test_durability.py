"""Durable before acknowledged: through kills, a full disk and a lost database, no thanked pupil is lost or stored twice."""

import random
import resource
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.databases import OwnPostgresql, postgresql_database
from tests.trust.devices import (
    PATIENCE_SECONDS,
    Pupils,
    check_stored,
    open_form,
    post,
    prepare,
    send_until_thanked,
    served,
    web_workers,
)

pytestmark = pytest.mark.alone

DEVICES = 12
KILLS = 20
FORMS = 24
DATABASE_KILLS = 5


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_no_thanked_response_is_lost_or_doubled_while_workers_are_killed(
    database: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'voice.db'}"
        if database == "postgresql":
            url = stack.enter_context(postgresql_database())
        code = prepare(url)
        with served(tmp_path, url) as (port, serving):
            pupils = Pupils(port, code, devices=DEVICES)
            killed = 0
            until(lambda: len(pupils.thanked) >= DEVICES)
            while killed < KILLS:
                for worker in web_workers(serving):
                    worker.kill()
                    killed += 1
                seen = len(pupils.thanked)
                until(lambda seen=seen: len(pupils.thanked) >= seen + DEVICES)  # type: ignore[misc]
            pupils.finish()
        assert len(pupils.thanked) >= KILLS // 2 * DEVICES
        check_stored(url, pupils.thanked)


def until(is_so: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something that should come soon."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_a_form_sent_by_several_devices_at_once_across_a_kill_is_stored_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    code, chance = prepare(url), random.Random(3)
    with served(tmp_path, url) as (port, serving):
        forms = {f"form {number}": open_form(port, code) for number in range(FORMS)}
        sending = [
            threading.Thread(target=send_until_thanked, args=[port, sealed, text, []], daemon=True)
            for text, sealed in forms.items()
            for _ in range(chance.randint(1, 5))
        ]
        for number, thread in enumerate(sending):
            thread.start()
            if number == len(sending) // 2:
                for worker in web_workers(serving):
                    worker.kill()
        for thread in sending:
            thread.join(timeout=PATIENCE_SECONDS)
            assert not thread.is_alive()
    check_stored(url, list(forms))


def test_a_full_disk_keeps_answers_on_the_page_and_needs_no_hand_when_there_is_room_again(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    code = prepare(url)
    with served(tmp_path, url) as (port, serving):
        pupils = Pupils(port, code, devices=4)
        until(lambda: len(pupils.thanked) >= 20)
        # The kernel now refuses every worker to write past this place in any file, as it would on a full disk.
        for worker in web_workers(serving):
            limit_files(worker, 1_024)
        until(lambda: len(pupils.asked_again) >= 20)
        thanked_while_full = len(pupils.thanked)
        sealed = open_form(port, code)  # pages still open
        status, page = post(port, "/answers", {"form": sealed, "year_group": "Y8", "bar_text": "keep me"})
        assert (status, "keep me" in page) == (503, True)
        for worker in web_workers(serving):
            limit_files(worker, resource.RLIM_INFINITY)
        until(lambda: len(pupils.thanked) >= thanked_while_full + 20)
        pupils.finish()
        asked_again: list[tuple[str, str]] = []
        send_until_thanked(port, sealed, "keep me", asked_again)
        assert asked_again == []
    for text, page in pupils.asked_again:
        assert "Your answers are all still here" in page
        assert text in page
    check_stored(url, [*pupils.thanked, "keep me"])


def limit_files(process: psutil.Process, size: int) -> None:
    _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, most))


@pytest.mark.postgresql
def test_a_database_that_is_killed_and_started_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with OwnPostgresql() as server:
        code = prepare(server.url)
        with served(tmp_path, server.url) as (port, _):
            pupils = Pupils(port, code, devices=DEVICES)
            for _ in range(DATABASE_KILLS):
                seen, asked = len(pupils.thanked), len(pupils.asked_again)
                until(lambda seen=seen: len(pupils.thanked) >= seen + DEVICES)  # type: ignore[misc]
                server.kill()
                until(lambda asked=asked: len(pupils.asked_again) > asked)  # type: ignore[misc]
                server.start()
            pupils.finish()
        for text, page in pupils.asked_again:
            assert "Your answers are all still here" in page
            assert text in page
        check_stored(server.url, pupils.thanked)
