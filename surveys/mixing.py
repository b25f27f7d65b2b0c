"""Mixing: on PostgreSQL, rows lie in the order they came until somebody lays them out anew."""

from sqlalchemy import Engine, text

MIXED = (
    "response",
    "answer",
    "receipt",
    "talk_request",
    "screening",
    "reading",
    "second_reading",
    "sighting",
    "concern",
    "case_entry",
)
"""The tables that pupils’ own requests write to, and what is written of each answer once it came.

A row of a concern, its log, a reading or a look that lay beside another, under the same stamp, would join the two.
"""


def mix_rows(engine: Engine) -> None:
    """Lay pupils’ rows out by their random keys, all stamped by one transaction, so that no order of arrival is left.

    PostgreSQL keeps a row where there was room when it came, stamped with the number of the transaction that wrote
    it: who holds the database could read from both in which order pupils sent, and which rows one commit brought. The
    rows are written again in one transaction, which stamps them alike, and then put in the order of their keys.
    SQLite has neither: its tables here are kept in the order of their keys.
    """
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        for table in MIXED:
            key = "mark" if table == "receipt" else "id"
            connection.execute(text(f"UPDATE {table} SET {key} = {key}"))
    # Only once that is committed are the old rows dead, and left behind.
    with engine.begin() as connection:
        for table in MIXED:
            connection.execute(text(f"CLUSTER {table} USING pk_{table}"))
