"""Servers to measure: started as Voice starts its own, and weighed by the CPU time of all their processes."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path

import psutil

from voice.serving import web_command

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def served(target: str, environment: Mapping[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """Serve a WSGI application with the server and the settings that Voice is served with."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = web_command(target, host="127.0.0.1", port=port)
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
    """Return the CPU time, user and system, of a process and everything below it."""
    tree = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in tree)


def loop_milliseconds() -> float:
    """Return the CPU time of a fixed piece of Python work, the best of five.

    It is the one that ``tools/load.py`` runs: a cost divided by it can be compared between machines and hours.
    """
    best = float("inf")
    for _ in range(5):
        started = time.thread_time()
        counted = {}
        for number in range(20_000):
            counted[str(number % 997)] = f"{number}-x"
            escape("<a>")
        best = min(best, time.thread_time() - started)
    return best * 1000
