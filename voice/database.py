"""The database: one engine a process, one session a request."""

from typing import Any

from flask import Flask, current_app, g, request
from flask.sansio.app import App
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from surveys.sealing import TextKey, use_key

BUSY_MILLISECONDS = 15_000
"""How long SQLite waits for another process’s commit. A whole year group’s commits take well under a second."""


def make_engine(url: str, secret: str) -> Engine:
    """Return an engine that commits durably, opens sealed words and, on SQLite, says when it means to write.

    SQLite: write-ahead log with ``synchronous=FULL`` (a commit is on disk before it is acknowledged) and foreign keys
    on. Connections with the execution option ``writes`` begin with the write lock, because a reader that turns writer
    half-way is refused at once when anybody else has committed meanwhile.
    """
    # Errors must not carry what a pupil wrote into a log.
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    use_key(engine, TextKey(secret))
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # deleted words are overwritten, not only let go
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


READS_ONLY = frozenset({"security.login"})
"""Forms that change nothing. Checking a password takes a quarter of a second, which pupils’ answers must not wait for."""


def init_app(app: Flask, engine: Engine) -> None:
    """Give the app its engine and close each request’s session."""
    app.extensions["voice_engine"] = engine
    app.teardown_appcontext(_close)


def engine_of(app: App) -> Engine:
    """Return the app’s engine."""
    engine: Engine = app.extensions["voice_engine"]
    return engine


def writing_session(engine: Engine) -> Session:
    """Return a session that takes the write lock when it begins."""
    return Session(engine.execution_options(writes=True))


def session() -> Session:
    """Return the request’s session. One that may change the record takes the write lock when it begins."""
    if "session" not in g:
        engine = engine_of(current_app)
        reads_only = bool(request) and (
            request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint in READS_ONLY
        )
        g.session = Session(engine) if reads_only else writing_session(engine)
    opened: Session = g.session
    return opened


def _close(_: BaseException | None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def overwrite_deleted(engine: Engine) -> None:
    """Take what was deleted out of the database’s files, where it would lie until its room is needed.

    SQLite overwrites deleted words in its file at once (``secure_delete``) but keeps the change in its log until that is
    emptied. PostgreSQL leaves rows as they were; those of raw words are written anew without them.
    """
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        driver: Any = connection.driver_connection
        driver.autocommit = True  # VACUUM runs in no transaction
        for table in ("answer", "note", "concern", "case_entry"):
            connection.cursor().execute(f"VACUUM FULL {table}")
        driver.autocommit = False
    finally:
        connection.close()
