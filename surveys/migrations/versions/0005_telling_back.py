"""Telling back: the life of a report, papers on a wave, published attendance, targets, and schools that became others."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from surveys.migrations.remaking import remade

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHANGED = {
    ("finding", "findingkind"): ("theme", "school", "groups", "overview", "agreement", "trust", "cube"),
    ("job", "jobkind"): ("find themes", "count themes", "draft reports", "make papers"),
    ("notice", "noticekind"): (
        "a concern waits", "a concern still waits", "a concern is not handed over", "a wave was paused",
        "texts wait to be read", "a report waits",
    ),
}  # fmt: skip
"""What a row may be, by table and the name of the rule."""
PHASES = ("All schools", "Primary", "Secondary", "Special", "Alternative provision")
STEPS = ("checked", "seen", "answered", "told", "recalled")
VERDICTS = ("yes", "in part", "not yet", "no")
PAPERS = ("overview", "pack", "scrutiny", "trust", "summary")
LINKS = ("predecessor", "successor", "merged", "split")


def upgrade() -> None:
    for (table, rule), values in CHANGED.items():
        with remade(table) as again:
            again.drop_constraint(op.f(f"ck_{table}_{rule}"), type_="check")
            again.create_check_constraint(op.f(f"ck_{table}_{rule}"), _listed("kind", values))
    _add_life_of_reports()
    _add_wave_papers()
    _add_attendance()
    _add_targets()
    _add_school_links()


def _listed(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _one_of(table: str, column: str, name: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    """Return the rule that a column holds one of these words."""
    return sa.CheckConstraint(_listed(column, values), name=op.f(f"ck_{table}_{name}"))


def _rule(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _text(name: str, length: int | None = 32, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def _link(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _add(table: str, *parts: sa.schema.SchemaItem) -> None:
    primary = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    op.create_table(table, _text("id"), *parts, primary, sqlite_with_rowid=False)


def _add_life_of_reports() -> None:
    _add(
        "report_step",
        _text("report_id"),
        _text("kind", 30),
        _text("worker_id"),
        _day("taken_on"),
        _text("note", None),
        _one_of("report_step", "kind", "stepkind", STEPS),
        _rule("report_step", "recalled_for_a_reason", "kind <> 'recalled' or note <> ''"),
        _link("report_step", "report_id", "report"),
        _link("report_step", "worker_id", "worker"),
        _once("report_step", "report_id", "kind"),
    )
    _add(
        "report_reply",
        _text("report_id"),
        _text("line", 64),
        _text("verdict", 30),
        _text("words", None),
        _one_of("report_reply", "verdict", "verdict", VERDICTS),
        _rule("report_reply", "no_needs_a_reason", "verdict = 'yes' or words <> ''"),
        _link("report_reply", "report_id", "report"),
        _once("report_reply", "report_id", "line"),
    )


def _add_wave_papers() -> None:
    _add(
        "wave_paper",
        _text("wave_id"),
        _text("kind", 30),
        _text("subject", 200),
        sa.Column("number", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        _day("made_on"),
        _day("released_on", nullable=True),
        _text("released_by_id", nullable=True),
        _day("recalled_on", nullable=True),
        _text("recalled_by_id", nullable=True),
        sa.Column("recalled_for", sa.String(), nullable=False, server_default=""),
        _one_of("wave_paper", "kind", "paperkind", PAPERS),
        _rule("wave_paper", "released_by_someone", "(released_on is null) = (released_by_id is null)"),
        _rule(
            "wave_paper",
            "recalled_by_someone_for_a_reason",
            "(recalled_on is null) = (recalled_by_id is null) and (recalled_on is null) = (recalled_for = '')",
        ),
        _rule("wave_paper", "recalled_after_release", "recalled_on is null or released_on is not null"),
        _link("wave_paper", "released_by_id", "worker"),
        _link("wave_paper", "recalled_by_id", "worker"),
        _link("wave_paper", "wave_id", "wave"),
        _once("wave_paper", "wave_id", "kind", "subject", "number"),
    )


def _add_attendance() -> None:
    _add(
        "attendance_period",
        _text("year", 6),
        _text("part", 200),
        _day("until"),
        _text("source", 200),
        _day("taken_on"),
        _once("attendance_period", "year", "part"),
    )
    _add(
        "attendance_figure",
        _text("period_id"),
        _text("area_level", 30),
        _text("area_code", 20),
        _text("area_name", 200),
        _text("phase", 30),
        _text("indicator", 20),
        _number("value", nullable=True),
        _text("marker", 5, nullable=True),
        _one_of("attendance_figure", "area_level", "arealevel", ("authority", "region", "England")),
        _one_of("attendance_figure", "phase", "phase", PHASES),
        _rule("attendance_figure", "value_or_marker", "(value is null) <> (marker is null)"),
        _link("attendance_figure", "period_id", "attendance_period"),
        _once("attendance_figure", "period_id", "area_code", "phase", "indicator"),
    )
    op.create_index(op.f("ix_attendance_figure_period_id"), "attendance_figure", ["period_id"])


def _add_targets() -> None:
    _add(
        "target",
        _text("title", 200),
        _text("unit", 30),
        _number("baseline"),
        _day("baseline_on"),
        _number("goal"),
        _day("due_on"),
        _text("owner", 200),
        _text("source", 200),
        _text("indicator", 20, nullable=True),
        _text("phase", 30, nullable=True),
        _day("ended_on", nullable=True),
        _text("ended_why", 200, nullable=True),
        _one_of("target", "unit", "unit", ("percent", "number")),
        _one_of("target", "phase", "phase", PHASES),
        _rule("target", "indicator_has_a_phase", "(indicator is null) = (phase is null)"),
        _rule("target", "goal_differs", "baseline <> goal"),
        _rule("target", "due_after_baseline", "due_on > baseline_on"),
    )
    _add(
        "target_reading",
        _text("target_id"),
        _day("measured_on"),
        _number("value"),
        _text("noted_by_id"),
        _day("noted_on"),
        _link("target_reading", "target_id", "target"),
        _link("target_reading", "noted_by_id", "worker"),
        _once("target_reading", "target_id", "measured_on"),
    )


def _add_school_links() -> None:
    _add(
        "school_link",
        _text("school_id"),
        _text("other_urn", 6),
        _text("other_name", 200, nullable=True),
        _text("kind", 30),
        _day("day", nullable=True),
        _one_of("school_link", "kind", "schoollinkkind", LINKS),
        _link("school_link", "school_id", "school"),
        _once("school_link", "school_id", "other_urn"),
    )
    op.create_index(op.f("ix_school_link_other_urn"), "school_link", ["other_urn"])


def downgrade() -> None:
    raise RuntimeError("A record is brought forward only. Restore a backup to go back.")
