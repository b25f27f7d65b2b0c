"""Understanding: a codebook that an authority changes, with its history, blind samples, and groups over waves."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from surveys.migrations.remaking import remade

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHANGES = ("added", "renamed", "described", "phrased", "merged", "split", "retired", "restored", "undone")
DECISIONS = ("confirmed", "removed", "added")
FINDINGS = ("theme", "school", "groups", "overview", "agreement", "trust")
FATES = ("kept", "renamed", "merged", "split", "new", "gone")
JUDGEMENTS = ("confirmed", "refused")
# What rows of before are given; new rows bring their own, so the defaults do not stay.
GIVEN: dict[str, dict[str, tuple[Any, Any]]] = {
    "theme": {
        "phrases": (sa.JSON(), sa.text("'[]'")),
        "is_own": (sa.Boolean(), sa.false()),
        "revision": (sa.Integer(), "0"),
    },
    "coding": {"revision": (sa.Integer(), "1")},
}


def upgrade() -> None:
    for table, columns in GIVEN.items():
        for name, (kind, given) in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=given))
    op.add_column("theme", sa.Column("retired_on", sa.Date(), nullable=True))
    op.add_column("theme", sa.Column("merged_into_id", sa.String(32), nullable=True))
    _change_rules()
    _add_theme_tables()
    _add_review_table()
    _add_sample_tables()
    _add_group_tables()


def _change_rules() -> None:
    for name, columns in GIVEN.items():
        with remade(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)
            if name == "theme":
                table.create_check_constraint(
                    op.f("ck_theme_ends_one_way"), "retired_on is null or merged_into_id is null"
                )
                table.create_check_constraint(op.f("ck_theme_not_merged_into_itself"), "merged_into_id <> id")
                table.create_foreign_key(op.f("fk_theme_merged_into_id"), "theme", ["merged_into_id"], ["id"])
    with remade("finding") as table:
        table.drop_constraint(op.f("ck_finding_findingkind"), type_="check")
        table.create_check_constraint(op.f("ck_finding_findingkind"), _one_of("kind", FINDINGS))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _add_theme_tables() -> None:
    op.create_table(
        "theme_change",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.String(32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone_by_id", sa.String(32), nullable=True),
        sa.CheckConstraint(_one_of("kind", CHANGES), name=op.f("ck_theme_change_changekind")),
        sa.ForeignKeyConstraint(["other_id"], ["theme.id"], name=op.f("fk_theme_change_other_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_change_theme_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["theme_change.id"], name=op.f("fk_theme_change_undone_by_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_theme_change_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
        sa.UniqueConstraint("number", name=op.f("uq_theme_change_number")),
        sa.UniqueConstraint("undone_by_id", name=op.f("uq_theme_change_undone_by_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_theme_change_other_id", "theme_change", ["other_id"])
    op.create_index("ix_theme_change_theme_id", "theme_change", ["theme_id"])
    op.create_table(
        "split_coding",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("new_theme_id", sa.String(32), nullable=False),
        sa.Column("theme_id", sa.String(32), nullable=False),
        sa.Column("answer_id", sa.String(32), nullable=True),
        sa.Column("note_id", sa.String(32), nullable=True),
        sa.Column("decision", sa.String(30), nullable=True),
        sa.Column("decided_by_id", sa.String(32), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(answer_id is null) <> (note_id is null)", name=op.f("ck_split_coding_keeps_one_text")
        ),
        sa.CheckConstraint(
            "(decision is null) = (decided_by_id is null)", name=op.f("ck_split_coding_decisions_have_a_name")
        ),
        sa.CheckConstraint(_one_of("decision", DECISIONS), name=op.f("ck_split_coding_decision")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_split_coding_answer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["worker.id"], name=op.f("fk_split_coding_decided_by_id")),
        sa.ForeignKeyConstraint(["new_theme_id"], ["theme.id"], name=op.f("fk_split_coding_new_theme_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_split_coding_note_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_split_coding_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_split_coding")),
        sa.UniqueConstraint(
            "new_theme_id",
            "theme_id",
            "answer_id",
            name=op.f("uq_split_coding_new_theme_id_theme_id_answer_id"),
        ),
        sa.UniqueConstraint(
            "new_theme_id", "theme_id", "note_id", name=op.f("uq_split_coding_new_theme_id_theme_id_note_id")
        ),
        sqlite_with_rowid=False,
    )


def _add_review_table() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("answer_id", sa.String(32), nullable=False),
        sa.Column("worker_id", sa.String(32), nullable=False),
        sa.Column("batch", sa.String(32), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("considered", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_review_answer_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_review_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_review_answer_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_batch", "review", ["batch"])


def _add_sample_tables() -> None:
    op.create_table(
        "sample",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", sa.String(32), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.String(32), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.String(32), nullable=True),
        sa.Column("decided_batch", sa.String(32), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("kept_by_id", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "(decided_on is null) = (decided_by_id is null) and (decided_on is null) = (decided_batch is null)",
            name=op.f("ck_sample_decided_by_someone"),
        ),
        sa.CheckConstraint(
            "(ended_on is null) = (ended_by_id is null)", name=op.f("ck_sample_ended_by_someone")
        ),
        sa.CheckConstraint(
            "(kept_on is null) = (kept_by_id is null)", name=op.f("ck_sample_kept_by_someone")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_sample_wave_id")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["worker.id"], name=op.f("fk_sample_drawn_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["worker.id"], name=op.f("fk_sample_ended_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["worker.id"], name=op.f("fk_sample_decided_by_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["worker.id"], name=op.f("fk_sample_kept_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_sample_wave_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sampled_text",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sample_id", sa.String(32), nullable=False),
        sa.Column("answer_id", sa.String(32), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("machine_codes", sa.JSON(), nullable=False),
        sa.Column("machine_scores", sa.JSON(), nullable=False),
        sa.Column("ruling", sa.JSON(), nullable=True),
        sa.Column("settled_by_id", sa.String(32), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(ruling is null) = (settled_by_id is null) and (ruling is null) = (settled_on is null)",
            name=op.f("ck_sampled_text_rulings_have_a_name"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_sampled_text_weight_is_positive")),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_sampled_text_sample_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_sampled_text_answer_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["worker.id"], name=op.f("fk_sampled_text_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_text")),
        sa.UniqueConstraint("sample_id", "answer_id", name=op.f("uq_sampled_text_sample_id_answer_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sampled_text_answer_id", "sampled_text", ["answer_id"])
    op.create_table(
        "blind_coding",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sampled_text_id", sa.String(32), nullable=False),
        sa.Column("coder_id", sa.String(32), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.CheckConstraint("seat in (1, 2)", name=op.f("ck_blind_coding_two_seats")),
        sa.ForeignKeyConstraint(
            ["sampled_text_id"], ["sampled_text.id"], name=op.f("fk_blind_coding_sampled_text_id")
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["worker.id"], name=op.f("fk_blind_coding_coder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_coding")),
        sa.UniqueConstraint("sampled_text_id", "seat", name=op.f("uq_blind_coding_sampled_text_id_seat")),
        sa.UniqueConstraint(
            "sampled_text_id", "coder_id", name=op.f("uq_blind_coding_sampled_text_id_coder_id")
        ),
        sqlite_with_rowid=False,
    )


def _add_group_tables() -> None:
    op.create_table(
        "found_group",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("proposed_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(200), nullable=True),
        sa.Column("named_by_id", sa.String(32), nullable=True),
        sa.Column("near_code", sa.String(20), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("centroid", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("theme_id", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "(given_name is null) = (named_by_id is null)", name=op.f("ck_found_group_named_by_someone")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_found_group_numbers_start_at_one")),
        sa.CheckConstraint("size is null or size >= 10", name=op.f("ck_found_group_small_ones_are_not_kept")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_found_group_wave_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["worker.id"], name=op.f("fk_found_group_named_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_found_group_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_group")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_found_group_wave_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_link",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("wave_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("before_id", sa.String(32), nullable=True),
        sa.Column("after_id", sa.String(32), nullable=True),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("decision", sa.String(30), nullable=True),
        sa.Column("decided_by_id", sa.String(32), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(decision is null) = (decided_by_id is null) and (decision is null) = (decided_on is null)",
            name=op.f("ck_group_link_decisions_have_a_name"),
        ),
        sa.CheckConstraint(
            "(after_id is null) = (kind = 'gone')", name=op.f("ck_group_link_gone_ones_have_no_present")
        ),
        sa.CheckConstraint(_one_of("decision", JUDGEMENTS), name=op.f("ck_group_link_linkdecision")),
        sa.CheckConstraint(_one_of("kind", FATES), name=op.f("ck_group_link_linkkind")),
        sa.CheckConstraint(
            "(before_id is null) = (kind = 'new')", name=op.f("ck_group_link_new_ones_have_no_past")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_group_link_wave_id")),
        sa.ForeignKeyConstraint(["before_id"], ["found_group.id"], name=op.f("fk_group_link_before_id")),
        sa.ForeignKeyConstraint(["after_id"], ["found_group.id"], name=op.f("fk_group_link_after_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["worker.id"], name=op.f("fk_group_link_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_link")),
        sa.UniqueConstraint("before_id", "after_id", name=op.f("uq_group_link_before_id_after_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise RuntimeError("A record is brought forward only. Restore a backup to go back.")
