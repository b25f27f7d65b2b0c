"""Serving: what is started together is ended together, down to the last process."""

import os
import sys
import time

import psutil

from voice.serving import Kept

LEAVES_ONE_BEHIND = """
import signal, subprocess, sys
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
left = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
left.stdout.readline()
open(sys.argv[1], "w").write(str(left.pid))
signal.pause()
"""


def test_what_a_process_leaves_behind_is_ended_with_it(tmp_path):
    told = tmp_path / "pid"
    kept = Kept([sys.executable, "-c", LEAVES_ONE_BEHIND, str(told)], dict(os.environ))
    for _ in range(300):
        if told.exists() and told.read_text():
            break
        time.sleep(0.1)
    left = psutil.Process(int(told.read_text()))
    assert left.is_running()
    kept.stop()
    gone, alive = psutil.wait_procs([left], timeout=10)
    assert (gone, alive) == ([left], [])


def test_a_crash_below_python_says_where_it_was(capfd):
    kept = Kept([sys.executable, "-c", "import ctypes\nctypes.string_at(0)"], dict(os.environ))
    for _ in range(300):
        said = capfd.readouterr().err
        if said:
            break
        time.sleep(0.1)
    kept.stop()
    assert "Segmentation fault" in said
    assert "string_at" in said + capfd.readouterr().err
