"""Collecting: before Python 3.12, garbage is collected between the steps of the program, never in the middle of one.

Python 3.11 may collect while it is making room for an object’s attributes. SQLAlchemy sets an attribute of a row’s state when
the row is collected; where that is the state being made room for, its attributes are freed twice and the process dies soon
after. Later versions of Python collect only between steps.
"""

import gc
import os
import sys
import threading
import time

LOOK_SECONDS = 0.05
"""Between two looks: some thousands of new objects at most, which cost a few megabytes until then."""
FULL_SECONDS = 10.0
"""Between two collections of everything, which take a tenth of a second in a grown process."""

_starting = threading.Lock()
_collector: threading.Thread | None = None


def collect_between_steps() -> None:
    """Let a thread collect this process’s garbage from now on, and that of the processes it forks.

    Called again it does nothing, as it does from Python 3.12 on.
    """
    if sys.version_info < (3, 12) and _collector is None:
        os.register_at_fork(after_in_child=_start)  # threads do not live on in a fork
        _start()


def _start() -> None:
    global _collector
    with _starting:
        gc.disable()
        _collector = threading.Thread(target=_collect, name="collector", daemon=True)
        _collector.start()


def _collect() -> None:
    full_at = time.monotonic() + FULL_SECONDS
    while True:
        time.sleep(LOOK_SECONDS)
        young, middling, old = (
            count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if old and time.monotonic() >= full_at:
            gc.collect()
            full_at = time.monotonic() + FULL_SECONDS
        elif middling:
            gc.collect(1)
        elif young:
            gc.collect(0)
