"""Intake: one writer for finished forms, so that a year group pressing Send together waits for one commit, not forty."""

import queue
import threading
from concurrent.futures import Future

from sqlalchemy import Engine

from surveys.responses import Given, take_responses

MOST_TOGETHER = 64
"""Forms in one commit at most: past this a commit’s own work outweighs the wait it saves."""
PATIENCE_SECONDS = 20.0
"""A pupil’s browser gives up after about half a minute; before that they should hear from us."""


class IntakeBusy(Exception):
    """The record did not answer in time. The same form may be sent again: it is never stored twice."""


class Intake:
    """Takes finished forms from many request threads and commits them together.

    ``take`` returns only after the commit that holds its form is on disk. A repeat of a form is told from a first
    by its mark, so a form may be sent again whenever the answer was not heard.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[tuple[Given, Future[bool]] | None] = queue.SimpleQueue()
        """``None`` tells the writer to end."""
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def take(self, given: Given) -> bool:
        """Store a form durably; return ``False`` when it had been stored before.

        Raises ``IntakeBusy`` when the record does not answer in time.
        """
        self._start()
        done: Future[bool] = Future()
        self._waiting.put((given, done))
        try:
            return done.result(timeout=PATIENCE_SECONDS)
        except TimeoutError as late:
            raise IntakeBusy from late

    def _start(self) -> None:
        # Started at the first form: a server that forks its workers must not leave the thread in the parent.
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, name="intake", daemon=True)
                self._writer.start()

    def close(self) -> None:
        """End the writer once it has stored what waits. A form that comes later starts it again."""
        with self._starting:
            if self._writer is not None and self._writer.is_alive():
                self._waiting.put(None)
                self._writer.join(timeout=PATIENCE_SECONDS)
            self._writer = None

    def _write(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            while len(batch) < MOST_TOGETHER and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    self._waiting.put(None)  # seen too early: first what came before it
                    break
                batch.append(following)
            self._store(batch)

    def _store(self, batch: list[tuple[Given, Future[bool]]]) -> None:
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                stored = take_responses(connection, [given for given, _ in batch])
        except Exception as problem:
            if len(batch) > 1:  # one bad form must not cost the others theirs
                for one in batch:
                    self._store([one])
                return
            batch[0][1].set_exception(problem)
            return
        for (_, done), is_new in zip(batch, stored, strict=True):
            done.set_result(is_new)
