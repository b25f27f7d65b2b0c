"""Intake: one writer for finished forms, so that a year group pressing Send together waits for one commit, not forty."""

import logging
import queue
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future

from sqlalchemy import Engine, bindparam, update
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from surveys.class_codes import ClassCode
from surveys.responses import Given, Taken, take_responses
from surveys.turns import Turns

MOST_TOGETHER = 64
"""Forms in one commit at most: past this a commit’s own work outweighs the wait it saves."""
PATIENCE_SECONDS = 20.0
"""A pupil’s browser gives up after about half a minute; before that they should hear from us."""
TALLIES_TOGETHER = 10
"""Forms of class codes that are counted in the record together, so that no count goes up beside one answer."""
IDLE_SECONDS = 5.0
"""After so long without a form, what was tallied is written even if it is less."""


class IntakeBusy(Exception):
    """The record did not answer in time. The same form may be sent again: it is never stored twice."""


RECORD_AWAY = (OperationalError, InterfaceError)
"""What a record raises that is full, locked for too long, or not there: no fault of any form."""
Waiting = tuple[Given, Future[Taken]]
_COUNT = (
    update(ClassCode.__table__)  # type: ignore[arg-type]
    .where(ClassCode.id == bindparam("code_id"))
    .values(taken=ClassCode.taken + bindparam("more"))
)


class Intake:
    """Takes finished forms from many request threads and commits them together.

    ``take`` returns only after the commit that holds its form is on disk. A repeat of a form is told from a first
    by its mark, so a form may be sent again whenever the answer was not heard.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns = Turns(engine)
        self._waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        """``None`` tells the writer to end."""
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()
        self._tallies: Counter[str] = Counter()
        """Forms taken by class code, not yet counted in the record. Only the writer touches it."""

    def take(self, given: Given) -> Taken:
        """Store a form durably, and say what became of it.

        Raises ``IntakeBusy`` when the record does not answer in time.
        """
        if self._writer is None or not self._writer.is_alive():
            self._start()
        done: Future[Taken] = Future()
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
        while True:
            try:
                first = self._waiting.get(timeout=IDLE_SECONDS if self._tallies else None)
            except queue.Empty:
                self._count()
                continue
            if first is None:
                break
            with self._turns.mine():
                # Gathered once it is our turn: the longer the wait, the more go in one commit.
                self._store(self._batch(first))
            if self._tallies.total() >= TALLIES_TOGETHER:
                self._count()
        self._count()

    def _batch(self, first: Waiting) -> list[Waiting]:
        """Return a form and those that wait behind it."""
        batch = [first]
        while len(batch) < MOST_TOGETHER and not self._waiting.empty():
            following = self._waiting.get()
            if following is None:
                self._waiting.put(None)  # seen too early: first what came before it
                break
            batch.append(following)
        return batch

    def _store(self, batch: Sequence[Waiting]) -> None:
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                outcomes = take_responses(connection, [given for given, _ in batch])
        except RECORD_AWAY as problem:
            # Trying each form alone would only keep them all waiting.
            for _, done in batch:
                done.set_exception(problem)
            return
        except Exception as problem:
            if len(batch) > 1:  # one bad form must not cost the others theirs
                for one in batch:
                    self._store([one])
                return
            batch[0][1].set_exception(problem)
            return
        for (given, done), taken in zip(batch, outcomes, strict=True):
            if taken is Taken.NEW and given.class_code_id is not None:
                self._tallies[given.class_code_id] += 1
            done.set_result(taken)

    def _count(self) -> None:
        """Add what was tallied to the counts of class codes: apart from every answer’s own transaction."""
        if not self._tallies:
            return
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                rows = [{"code_id": code_id, "more": more} for code_id, more in self._tallies.items()]
                connection.execute(_COUNT, rows)
        except SQLAlchemyError as problem:
            # Counts guard against floods and may lag; they are tried again with the next forms.
            logging.getLogger(__name__).warning("Class counts wait: %s", type(problem).__name__)
            return
        self._tallies.clear()
