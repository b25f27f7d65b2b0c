"""Wrong codes: answered slowly where that costs nobody anything, so that guessing by hand or by a simple program is no use.

A right code never passes through here, so nothing that happens here can refuse it or hold it up. What keeps codes from
being guessed is their length; docs/decisions/0014-wrong-codes.md does the sum.
"""

import threading
import time

HELD_SECONDS = 1.0
"""A pupil who mistyped hardly notices; whoever tries codes one after the other gets through 3,600 in an hour."""
MOST_HELD = 2
"""Of the 8 requests a process serves at once: those that wait here must leave enough for everybody else."""


class WrongCodes:
    """Holds a few wrong codes back at a time."""

    def __init__(self, *, seconds: float = HELD_SECONDS, most: int = MOST_HELD) -> None:
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(most)

    def hold(self) -> bool:
        """Hold a wrong code back for a moment; ``False``, at once, when as many are held as may be."""
        if not self._places.acquire(blocking=False):
            return False
        try:
            time.sleep(self._seconds)
        finally:
            self._places.release()
        return True
