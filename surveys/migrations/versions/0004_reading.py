"""Reading: words sealed, a queue that is screened and shared out, cases with a log, quotes of two, names that are known."""

import hashlib
import hmac
import json
import secrets
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from surveys.migrations.remaking import remade
from surveys.sealing import TextKey, key_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEALED = ("answer", "note", "concern")
SENSITIVE = ("BUL", "DIS", "SEN", "PER", "MHA", "HLT", "HOM", "POV", "COM")
CHANGES = (
    "added", "renamed", "described", "phrased", "merged", "split", "retired", "restored", "sensitive", "undone",
)  # fmt: skip
LEVELS = ("red", "amber", "none")
HARMS = (
    "self-harm", "harm at home", "sexual harm", "exploitation", "weapon or threat", "neglect",
    "staff member named", "other",
)  # fmt: skip
ACTS = (
    "raised", "told", "escalated", "seen", "shared with the school", "handed over", "decided", "corrected",
    "words may be quoted", "words erased",
)  # fmt: skip
NOTICES = (
    "a concern waits", "a concern still waits", "a concern is not handed over", "a wave was paused",
    "texts wait to be read",
)  # fmt: skip
PURPOSES = ("reading", "second reading", "concern", "own workshop’s notes")
OUTCOMES = ("fine", "hidden", "concern")
LONDON = ZoneInfo("Europe/London")


def upgrade() -> None:
    _add_case_tables()
    for table in SEALED:
        _seal(table)
    _change_concerns()
    _add_reading_tables()
    _add_keeping_tables()
    _change_themes_quotes_and_waves()


def _one_of(table: str, column: str, name: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    """Return the rule that a column holds one of these words."""
    return sa.CheckConstraint(_listed(column, values), name=op.f(f"ck_{table}_{name}"))


def _listed(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _link(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _key(name: str, *, length: int = 32, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _one_text(table: str, rule: str) -> list[sa.Constraint]:
    """Return the rules of a table whose rows are about one answer or one note."""
    return [
        sa.CheckConstraint("(answer_id is null) <> (note_id is null)", name=op.f(f"ck_{table}_{rule}")),
        _link(table, "answer_id", "answer"),
        _link(table, "note_id", "note"),
        sa.UniqueConstraint("answer_id", name=op.f(f"uq_{table}_answer_id")),
        sa.UniqueConstraint("note_id", name=op.f(f"uq_{table}_note_id")),
    ]


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def _seal(table: str) -> None:
    """Encrypt the words of a table where they stand, and leave nothing of what they were in its file."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        op.add_column(table, sa.Column("sealed", sa.LargeBinary(), nullable=True))
    rows = connection.execute(sa.text(f"SELECT id, text FROM {table} WHERE text IS NOT NULL")).all()
    change = sa.text(f"UPDATE {table} SET {'text' if is_sqlite else 'sealed'} = :sealed WHERE id = :id")
    if rows:  # only then is a secret needed
        key = key_of(connection.dialect)
        connection.execute(change, [{"id": row.id, "sealed": key.close(row.text)} for row in rows])
    if is_sqlite:
        with remade(table) as again:
            again.alter_column("text", type_=sa.LargeBinary(), nullable=True)
        return
    op.alter_column(table, "text", nullable=True)
    # Changing the type writes the whole table again; the old words go with its old file.
    op.execute(f"ALTER TABLE {table} ALTER COLUMN text TYPE bytea USING sealed")
    op.drop_column(table, "sealed")


def _add_case_tables() -> None:
    op.create_table(
        "case_end",
        _key("id", length=3),
        sa.Column("number", sa.Integer(), nullable=False),
        _key("link", length=64),
        _key("proof", length=64),
        _primary("case_end"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_entry",
        _key("id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _key("concern_id"),
        _key("act", length=30),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("by_id", nullable=True),
        _key("told_id", nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        _key("digest", length=64),
        _key("link", length=64),
        _one_of("case_entry", "act", "act", ACTS),
        _link("case_entry", "by_id", "worker"),
        _link("case_entry", "concern_id", "concern"),
        _link("case_entry", "told_id", "worker"),
        _primary("case_entry"),
        sa.UniqueConstraint("number", name=op.f("uq_case_entry_number")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_entry_concern_id", "case_entry", ["concern_id"])
    op.create_table(
        "notice",
        _key("id"),
        _key("kind", length=30),
        _key("worker_id"),
        _key("concern_id", nullable=True),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _one_of("notice", "kind", "noticekind", NOTICES),
        _link("notice", "concern_id", "concern"),
        _link("notice", "worker_id", "worker"),
        _primary("notice"),
        sqlite_with_rowid=False,
    )


NEW_IN_CONCERN: dict[str, tuple[Any, Any]] = {
    "number": (sa.String(9), "''"),
    "level": (sa.String(30), "'red'"),  # a person had raised every one
    "raised_by": (sa.String(30), "'reader'"),
    "is_for_authority": (sa.Boolean(), sa.false()),
}


def _change_concerns() -> None:
    for name, (kind, given) in NEW_IN_CONCERN.items():
        default = sa.text(given) if isinstance(given, str) else given
        op.add_column("concern", sa.Column(name, kind, nullable=False, server_default=default))
    for column in (
        _key("wave_id", nullable=True),
        _key("year", length=40, nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_to_seen", sa.Integer(), nullable=True),
        _key("harm", length=30, nullable=True),
    ):
        op.add_column("concern", column)
    _move_to_the_log()
    with remade("concern") as table:
        for name in NEW_IN_CONCERN:
            table.alter_column(name, server_default=None)
        table.drop_constraint(op.f("ck_concern_seen_by_someone_on_a_day"), type_="check")
        for name in ("seen_by_id", "raised_by_id"):
            table.drop_constraint(op.f(f"fk_concern_{name}"), type_="foreignkey")
        for name in ("seen_by_id", "seen_on", "raised_by_id", "raised_on", "done"):
            table.drop_column(name)
        table.create_unique_constraint(op.f("uq_concern_number"), ["number"])
        table.create_foreign_key(op.f("fk_concern_wave_id"), "wave", ["wave_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_concern_bucket_goes_when_seen"), "minutes_to_seen is null or came_at is null"
        )
        for rule, held, values in (
            ("level", "level", LEVELS),
            ("harm", "harm", HARMS),
            ("raisedby", "raised_by", ("screen", "reader", "workshop")),
        ):
            table.create_check_constraint(op.f(f"ck_concern_{rule}"), _listed(held, values))


def _move_to_the_log() -> None:
    """Give each old concern a number, and the log an entry for each thing that its columns said was done."""
    connection = op.get_bind()
    concerns = sa.table(
        "concern",
        *(sa.column(name) for name in ("id", "school_id", "raised_by_id", "seen_by_id", "done", "number")),
        *(sa.column(name, sa.Date()) for name in ("week", "raised_on", "seen_on")),
        sa.column("came_at", sa.DateTime(timezone=True)),
    )
    log = _Log(connection)
    for row in connection.execute(sa.select(concerns).order_by(concerns.c.raised_on, concerns.c.id)).all():
        number = _number()
        waits_since = None if row.seen_on else _midnight(row.raised_on)
        change = concerns.update().where(concerns.c.id == row.id)
        connection.execute(change.values(number=number, came_at=waits_since))
        of = (row.id, [number, row.school_id, row.week.isoformat()])
        log.add(of, "raised", row.raised_on, row.raised_by_id, None)
        if row.seen_on:
            log.add(of, "seen", row.seen_on, row.seen_by_id, None)
        if row.seen_on and row.done:
            log.add(of, "decided", row.seen_on, row.seen_by_id, row.done)
    log.close()


def _number() -> str:
    signs = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


class _Log:
    """Writes the case log as this release chains it, whatever a later one does."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._number, self._before = 0, ""

    def add(self, of: tuple[str, list[str]], act: str, on: date, by_id: str, words: str | None) -> None:
        key: TextKey = key_of(self._connection.dialect)
        concern_id, about = of
        at, salt, digest = _midnight(on), secrets.token_bytes(16).hex(), "0" * 64
        if words is not None:
            digest = salt + self._hash(key, ["words", salt, words])[:32]
        self._number += 1
        told = [self._number, concern_id, about, act, round(at.timestamp()), by_id, None, digest]
        self._before = self._hash(key, [self._before, *told])
        self._connection.execute(
            sa.table(
                "case_entry",
                *(
                    sa.column(name)
                    for name in ("id", "number", "concern_id", "act", "by_id", "digest", "link")
                ),
                sa.column("at", sa.DateTime(timezone=True)),
                sa.column("words", sa.LargeBinary()),
            ).insert(),
            {
                "id": secrets.token_hex(16),
                "number": self._number,
                "concern_id": concern_id,
                "act": act,
                "at": at.astimezone(ZoneInfo("UTC")),
                "by_id": by_id,
                "words": None if words is None else key.close(words),
                "digest": digest,
                "link": self._before,
            },
        )

    def close(self) -> None:
        """Say where the log ends."""
        if not self._number:
            return
        proof = self._hash(key_of(self._connection.dialect), ["end", self._number, self._before])
        end = sa.table("case_end", *(sa.column(name) for name in ("id", "number", "link", "proof")))
        row = {"id": "end", "number": self._number, "link": self._before, "proof": proof}
        self._connection.execute(end.insert(), row)

    @staticmethod
    def _hash(key: TextKey, parts: list[object]) -> str:
        return hmac.new(key.chain_key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()


def _add_reading_tables() -> None:
    op.create_table(
        "screening",
        _key("id"),
        _key("answer_id", nullable=True),
        _key("note_id", nullable=True),
        _key("level", length=30),
        _key("harm", length=30, nullable=True),
        sa.Column("points_at_staff", sa.Boolean(), nullable=False),
        sa.Column("may_be_quoted", sa.Boolean(), nullable=False),
        _one_of("screening", "level", "level", LEVELS),
        _one_of("screening", "harm", "harm", HARMS),
        sa.CheckConstraint(
            "(level = 'none') = (harm is null)", name=op.f("ck_screening_only_a_worry_has_a_kind")
        ),
        *_one_text("screening", "looks_at_one_text"),
        _primary("screening"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim",
        _key("id"),
        _key("answer_id", nullable=True),
        _key("note_id", nullable=True),
        _key("worker_id"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        *_one_text("claim", "claims_one_text"),
        _link("claim", "worker_id", "worker"),
        _primary("claim"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "second_reading",
        _key("id"),
        _key("answer_id", nullable=True),
        _key("note_id", nullable=True),
        _key("reader_id", nullable=True),
        _key("outcome", length=30, nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        _one_of("second_reading", "outcome", "outcome", OUTCOMES),
        sa.CheckConstraint(
            "(outcome is null) = (reader_id is null)", name=op.f("ck_second_reading_read_by_someone")
        ),
        sa.CheckConstraint(
            "(outcome is null) = (read_on is null)", name=op.f("ck_second_reading_read_on_a_day")
        ),
        *_one_text("second_reading", "reads_one_text"),
        _link("second_reading", "reader_id", "worker"),
        _primary("second_reading"),
        sqlite_with_rowid=False,
    )
    counts = ("texts", "fine", "hidden", "concerns", "seconds")
    op.create_table(
        "reading_tally",
        _key("worker_id"),
        sa.Column("week", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        _link("reading_tally", "worker_id", "worker"),
        _primary("reading_tally", "worker_id", "week"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "backlog_day",
        _key("wave_id"),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("read", "unread")),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        _link("backlog_day", "wave_id", "wave"),
        _primary("backlog_day", "wave_id", "day"),
        sqlite_with_rowid=False,
    )


def _add_keeping_tables() -> None:
    op.create_table(
        "sighting",
        _key("id"),
        _key("worker_id"),
        _key("purpose", length=30),
        _key("subject"),
        sa.Column("week", sa.Date(), nullable=False),
        _one_of("sighting", "purpose", "purpose", PURPOSES),
        _link("sighting", "worker_id", "worker"),
        _primary("sighting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_subject", "sighting", ["subject"])
    op.create_index("ix_sighting_worker_id", "sighting", ["worker_id"])
    op.create_table(
        "retention_rule",
        _key("id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        _key("set_by_id"),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "days <= 30 or reason is not null", name=op.f("ck_retention_rule_longer_needs_a_reason")
        ),
        sa.CheckConstraint("days between 0 and 365", name=op.f("ck_retention_rule_days_are_sensible")),
        _link("retention_rule", "set_by_id", "worker"),
        _primary("retention_rule"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "known_name",
        _key("words", length=200),
        _key("part", length=30),
        _one_of("known_name", "part", "namepart", ("first name", "surname")),
        _primary("known_name", "words", "part"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_name",
        _key("id"),
        _key("school_id"),
        _key("name", length=200),
        _link("staff_name", "school_id", "school"),
        _primary("staff_name"),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_staff_name_school_id_name")),
        sqlite_with_rowid=False,
    )


def _change_themes_quotes_and_waves() -> None:
    op.add_column("theme", sa.Column("is_sensitive", sa.Boolean(), nullable=False, server_default=sa.false()))
    themes = sa.table("theme", sa.column("code"), sa.column("is_sensitive", sa.Boolean()))
    op.get_bind().execute(themes.update().where(themes.c.code.in_(SENSITIVE)).values(is_sensitive=True))
    with remade("theme") as table:
        table.alter_column("is_sensitive", server_default=None)
    with remade("theme_change") as table:
        table.drop_constraint(op.f("ck_theme_change_changekind"), type_="check")
        table.create_check_constraint(op.f("ck_theme_change_changekind"), _listed("kind", CHANGES))
    op.add_column("quote", _key("second_by_id", nullable=True))
    op.add_column("quote", sa.Column("paraphrase", sa.String(), nullable=True))
    with remade("quote") as table:
        table.create_foreign_key(op.f("fk_quote_second_by_id"), "worker", ["second_by_id"], ["id"])
    op.add_column("wave", _key("paused_for", length=30, nullable=True))
    with remade("wave") as table:
        table.create_check_constraint(op.f("ck_wave_pausecause"), "paused_for IN ('red unseen', 'backlog')")


def downgrade() -> None:
    raise RuntimeError("A record is brought forward only. Restore a backup to go back.")
