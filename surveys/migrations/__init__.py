"""Migrations: how a database’s tables come to be what the record’s classes say, release by release."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine

from surveys.base import Base

FOLDER = Path(__file__).parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database to the newest tables (or to those of an earlier migration), with its data, in one transaction.

    Raises ``BrokenLinks`` when a row would be left that points at nothing; then nothing is changed.
    """
    with engine.execution_options(writes=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                command.upgrade(_config(connection), to)
            return
        # A table that is made again is dropped first, and SQLite would take every row that points at it along. The
        # switch works outside a transaction alone, so links are checked by hand before anything is kept.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                command.upgrade(_config(connection), to)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise BrokenLinks
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


class BrokenLinks(Exception):
    """A migration would have left rows that point at rows that are not there."""


def differences(engine: Engine) -> list[Any]:
    """Return what a database’s tables lack, or have too much, beside the record’s classes."""
    with engine.connect() as connection:
        found: list[Any] = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        return found


def draft(words: str) -> Path:
    """Write a migration from the newest one to the record’s classes, for a person to check; return its file.

    It is drafted against an empty SQLite file that was brought to the newest migration, never against real data.
    """
    number = f"{len(list((FOLDER / 'versions').glob('*.py'))) + 1:04}"
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/draft.db")
        upgrade(engine)
        with engine.begin() as connection:
            command.revision(_config(connection), message=words, autogenerate=True, rev_id=number)
        engine.dispose()
    file = next((FOLDER / "versions").glob(f"{number}_*.py"))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    return file


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
