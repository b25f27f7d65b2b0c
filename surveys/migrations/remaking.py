"""Remaking: changing the rules of a table on SQLite, which can only be done by making the table again."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations


@contextmanager
def remade(name: str) -> Iterator[BatchOperations]:
    """Change a table’s columns and constraints; on SQLite it is copied, with its rows, into a new one.

    The old table is read from the database, its checks too (which Alembic alone would drop), and stays without the
    hidden row number that would keep rows in the order of their arrival.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        with op.batch_alter_table(name) as table:
            yield table
        return
    old = sa.Table(name, sa.MetaData(), autoload_with=connection)
    for check in sa.inspect(connection).get_check_constraints(name):
        old.append_constraint(sa.CheckConstraint(check["sqltext"], name=check["name"]))
    options = {"sqlite_with_rowid": False}
    with op.batch_alter_table(name, recreate="always", copy_from=old, table_kwargs=options) as table:
        yield table
