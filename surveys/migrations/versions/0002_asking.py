"""Asking: kinds, variants, languages, hours, caps, tickets, cover, help lines, local places, requests to talk."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from surveys.migrations.remaking import remade

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = ("single", "several", "agree", "often", "faces", "band", "rank", "grid", "text")
MODES = ("online", "link", "paper", "imported")
VARIANTS = ("secondary", "primary", "symbol", "pulse", "not in school", "frame")
# What rows of before are given; new rows bring their own, so the defaults do not stay.
GIVEN: dict[str, dict[str, tuple[Any, Any]]] = {
    "question": {"shuffled": (sa.Boolean(), sa.false())},
    "receipt": {"is_link": (sa.Boolean(), sa.false())},
    "response": {"helped": (sa.Boolean(), sa.false()), "marks": (sa.JSON(), sa.text("'[]'"))},
    "survey": {"variant": (sa.String(30), "secondary")},
    "survey_version": {"words_edition": (sa.Integer(), "0")},
    "wave_school": {"is_paused": (sa.Boolean(), sa.false()), "uses_tickets": (sa.Boolean(), sa.false())},
}


def upgrade() -> None:
    _add_tables()
    for table, columns in GIVEN.items():
        for name, (kind, given) in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=given))
    for table, name, kind in (
        ("choice", "symbol", sa.String(40)),
        ("question", "module", sa.String(40)),
        ("question", "only_if", sa.String(200)),
        ("question", "symbol", sa.String(40)),
        ("receipt", "wave_school_id", sa.String(32)),
        ("wave", "from_time", sa.Time()),
        ("wave", "to_time", sa.Time()),
        ("wave_school", "cap", sa.Integer()),
        ("wording", "audio", sa.String(80)),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=True))
    # Headcount and a tenth more, rounded up, as for a wave made from now on.
    op.execute("UPDATE wave_school SET cap = (roll * 11 + 9) / 10 WHERE roll IS NOT NULL")
    _change_rules()
    op.create_index("ix_receipt_wave_school_id", "receipt", ["wave_school_id"])


def _change_rules() -> None:
    for name, columns in GIVEN.items():
        with remade(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)
            if name == "question":
                _check_again(table, "ck_question_kind", "kind", KINDS)
            elif name == "response":
                _check_again(table, "ck_response_mode", "mode", MODES)
            elif name == "survey":
                table.create_check_constraint(op.f("ck_survey_variant"), _one_of("variant", VARIANTS))
            elif name == "receipt":
                table.create_foreign_key(
                    op.f("fk_receipt_wave_school_id"), "wave_school", ["wave_school_id"], ["id"]
                )
    with remade("wave") as table:
        table.create_check_constraint(
            op.f("ck_wave_hours_have_two_ends"), "(from_time is null) = (to_time is null)"
        )
        table.create_check_constraint(
            op.f("ck_wave_hours_go_forward"), "from_time is null or from_time < to_time"
        )


def _check_again(table: BatchOperations, name: str, column: str, values: tuple[str, ...]) -> None:
    table.drop_constraint(op.f(name), type_="check")
    table.create_check_constraint(op.f(name), _one_of(column, values))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _add_tables() -> None:
    op.create_table(
        "class_code",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_school_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("cap > 0", name=op.f("ck_class_code_cap_is_positive")),
        sa.ForeignKeyConstraint(
            ["wave_school_id"], ["wave_school.id"], name=op.f("fk_class_code_wave_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_code")),
        sa.UniqueConstraint("code", name=op.f("uq_class_code_code")),
        sa.UniqueConstraint("wave_school_id", "name", name=op.f("uq_class_code_wave_school_id_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cover",
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("lead_name", sa.String(200), nullable=False),
        sa.Column("deputy_name", sa.String(200), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["worker.id"], name=op.f("fk_cover_confirmed_by_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_cover_school_id")),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_cover")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "help_line_check",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("verified_by_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["worker.id"], name=op.f("fk_help_line_check_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_help_line_check")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "local_place",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_local_place_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_place")),
        sa.UniqueConstraint("school_id", "code", name=op.f("uq_local_place_school_id_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "talk_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by_id", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "(seen_by_id is null) = (seen_on is null)",
            name=op.f("ck_talk_request_seen_by_someone_on_a_day"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_talk_request_school_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["worker.id"], name=op.f("fk_talk_request_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_request")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_talk_request_school_id", "talk_request", ["school_id"])


def downgrade() -> None:
    raise RuntimeError("A record is brought forward only. Restore a backup to go back.")
