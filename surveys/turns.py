"""Turns: how the processes that write one SQLite file wait for each other."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Engine


class Turns:
    """Lets one process at a time write to a SQLite file, and wakes the next one at once.

    SQLite itself lets a process that finds the file locked sleep, longer each time, and look again; with two processes
    that write all the time, one may sleep through many turns, and its pupils with it. Only those who take turns are
    ordered by this; everybody else still meets SQLite’s own lock, which alone keeps the file whole.
    """

    def __init__(self, engine: Engine) -> None:
        database = engine.url.database if engine.dialect.name == "sqlite" else None
        self._file = f"{database}-turn" if database and database != ":memory:" else None

    def mine(self) -> AbstractContextManager[None]:
        """Return a context in which it is this process’s turn. PostgreSQL needs none: there it is at once."""
        return _locked(self._file) if self._file else nullcontext()


@contextmanager
def _locked(name: str) -> Iterator[None]:
    try:
        file = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        yield  # the disk will not have it; SQLite’s own lock still holds
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)  # ends the turn; so does the death of the process
