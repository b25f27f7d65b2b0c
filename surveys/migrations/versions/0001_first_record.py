"""First record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_receipt_forget_on"), "receipt", ["forget_on"], unique=False)
    op.create_table(
        "school",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("laestab", sa.String(length=7), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("la_name", sa.String(length=200), nullable=False),
        sa.Column("type_name", sa.String(length=200), nullable=True),
        sa.Column("phase", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=200), nullable=False),
        sa.Column("low_age", sa.Integer(), nullable=True),
        sa.Column("high_age", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(length=200), nullable=True),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("percent_fsm", sa.Double(), nullable=True),
        sa.Column("trust", sa.String(length=200), nullable=True),
        sa.Column("ukprn", sa.String(length=8), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("town", sa.String(length=200), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("head", sa.String(length=200), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("urn", name=op.f("uq_school_urn")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subgroup",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subgroup")),
        sa.UniqueConstraint("slug", name=op.f("uq_subgroup_slug")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("slug", name=op.f("uq_survey_slug")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_theme_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subgroup_theme",
        sa.Column("subgroup_id", sa.String(length=32), nullable=False),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["subgroup_id"], ["subgroup.id"], name=op.f("fk_subgroup_theme_subgroup_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_subgroup_theme_theme_id")),
        sa.PrimaryKeyConstraint("subgroup_id", "theme_id", name=op.f("pk_subgroup_theme")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_version_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_version")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_version_survey_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.String(length=32), nullable=True),
        sa.Column("agency_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_worker_email_is_lower_case")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_worker_agency_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_worker_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("email", name=op.f("uq_worker_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_worker_fs_uniquifier")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "concern",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("school_id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.String(length=32), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("seen_by_id", sa.String(length=32), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("done", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(seen_by_id is null) = (seen_on is null)", name=op.f("ck_concern_seen_by_someone_on_a_day")
        ),
        sa.ForeignKeyConstraint(["raised_by_id"], ["worker.id"], name=op.f("fk_concern_raised_by_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_concern_school_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["worker.id"], name=op.f("fk_concern_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school_id", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("led_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["led_by_id"], ["worker.id"], name=op.f("fk_programme_led_by_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_programme_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("school_id", "starts_on", name=op.f("uq_programme_school_id_starts_on")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "single",
                "several",
                "agree",
                "often",
                "rank",
                "grid",
                "text",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("longest", sa.Integer(), nullable=True),
        sa.Column("picks_of", sa.String(length=40), nullable=True),
        sa.Column("theme_code", sa.String(length=20), nullable=True),
        sa.CheckConstraint("longest is null or longest > 0", name=op.f("ck_question_longest_is_positive")),
        sa.CheckConstraint("most is null or most > 0", name=op.f("ck_question_most_is_positive")),
        sa.ForeignKeyConstraint(["version_id"], ["survey_version.id"], name=op.f("fk_question_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_question_version_id_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wave",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_wave_closes_after_it_opens")),
        sa.ForeignKeyConstraint(["version_id"], ["survey_version.id"], name=op.f("fk_wave_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("name", name=op.f("uq_wave_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wording",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft", "checked", name="wordingstatus", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("checked_by", sa.String(length=200), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["survey_version.id"], name=op.f("fk_wording_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("version_id", "language", "key", name=op.f("uq_wording_version_id_language_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "worker_role",
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "reader",
                "youth worker",
                "subgroup member",
                "school",
                "safeguarding lead",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_role_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", "role", name=op.f("pk_worker_role")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subgroup_id", sa.String(length=32), nullable=False),
        sa.Column("school_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=True),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "not started",
                "in progress",
                "done",
                "stopped",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("pupil_words", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_action_agency_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_action_school_id")),
        sa.ForeignKeyConstraint(["subgroup_id"], ["subgroup.id"], name=op.f("fk_action_subgroup_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_action_theme_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_action_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "choice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "axis",
            sa.Enum("row", "column", name="axis", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(length=20), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_choice_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
        sa.UniqueConstraint("question_id", "axis", "code", name=op.f("uq_choice_question_id_axis_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "theme",
                "school",
                "groups",
                "overview",
                name="findingkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_finding_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("wave_id", "kind", "subject", name=op.f("uq_finding_wave_id_kind_subject")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "find themes",
                "count themes",
                "draft reports",
                name="jobkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.CheckConstraint("progress between 0 and 100", name=op.f("ck_job_progress_is_a_percentage")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["worker.id"], name=op.f("fk_job_asked_by_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_job_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wave_school",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("school_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_wave_school_school_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_school_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_school")),
        sa.UniqueConstraint("code", name=op.f("uq_wave_school_code")),
        sa.UniqueConstraint("wave_id", "school_id", name=op.f("uq_wave_school_wave_id_school_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workshop_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("activity", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "headcount is null or headcount between 0 and 500",
            name=op.f("ck_workshop_session_headcount_is_sensible"),
        ),
        sa.CheckConstraint("week between 1 and 6", name=op.f("ck_workshop_session_week_is_one_to_six")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_workshop_session_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_session")),
        sa.UniqueConstraint("programme_id", "week", name=op.f("uq_workshop_session_programme_id_week")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("action_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.String(length=32), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_note_action_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["worker.id"], name=op.f("fk_action_note_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_note")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_action_note_action_id"), "action_note", ["action_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "barrier",
                "cause",
                "idea",
                "recommendation",
                "works",
                name="notekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.CheckConstraint("votes is null or votes >= 0", name=op.f("ck_note_votes_are_not_negative")),
        sa.ForeignKeyConstraint(["session_id"], ["workshop_session.id"], name=op.f("fk_note_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_note_session_id"), "note", ["session_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_school_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by_id", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "(published_on is null) = (published_by_id is null)", name=op.f("ck_report_published_by_someone")
        ),
        sa.CheckConstraint(
            "published_on is null or pdf is not null", name=op.f("ck_report_published_with_its_pdf")
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["worker.id"], name=op.f("fk_report_published_by_id")),
        sa.ForeignKeyConstraint(
            ["wave_school_id"], ["wave_school.id"], name=op.f("fk_report_wave_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("address", name=op.f("uq_report_address")),
        sa.UniqueConstraint("wave_school_id", "number", name=op.f("uq_report_wave_school_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_school_id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "online",
                "paper",
                "imported",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_school_id"], ["wave_school.id"], name=op.f("fk_response_wave_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_response_wave_school_id"), "response", ["wave_school_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("response_id", sa.String(length=32), nullable=False),
        sa.Column("question_code", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_answer_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_answer_response_id"), "answer", ["response_id"], unique=False)
    op.create_table(
        "coding",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=True),
        sa.Column("note_id", sa.String(length=32), nullable=True),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "confirmed",
                "removed",
                "added",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(answer_id is null) <> (note_id is null)", name=op.f("ck_coding_codes_one_text")),
        sa.CheckConstraint(
            "(decision is null) = (decided_by_id is null)", name=op.f("ck_coding_decisions_have_a_name")
        ),
        sa.CheckConstraint(
            "method is not null or decision is not null", name=op.f("ck_coding_someone_says_so")
        ),
        sa.CheckConstraint("score is null or score between 0 and 1", name=op.f("ck_coding_score_is_a_share")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_coding_answer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["worker.id"], name=op.f("fk_coding_decided_by_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_coding_note_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coding_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("answer_id", "theme_id", name=op.f("uq_coding_answer_id_theme_id")),
        sa.UniqueConstraint("note_id", "theme_id", name=op.f("uq_coding_note_id_theme_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_coding_theme_id"), "coding", ["theme_id"], unique=False)
    op.create_table(
        "quote",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("theme_id", sa.String(length=32), nullable=False),
        sa.Column("cleared_by_id", sa.String(length=32), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_quote_answer_id")),
        sa.ForeignKeyConstraint(["cleared_by_id"], ["worker.id"], name=op.f("fk_quote_cleared_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_quote_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("answer_id", "theme_id", name=op.f("uq_quote_answer_id_theme_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=True),
        sa.Column("note_id", sa.String(length=32), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "fine",
                "hidden",
                "concern",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("reader_id", sa.String(length=32), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'concern') = (shown is null)", name=op.f("ck_reading_concerns_are_not_shown")
        ),
        sa.CheckConstraint(
            "(answer_id is null) <> (note_id is null)", name=op.f("ck_reading_reads_one_text")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_reading_answer_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_reading_note_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["worker.id"], name=op.f("fk_reading_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_reading_answer_id")),
        sa.UniqueConstraint("note_id", name=op.f("uq_reading_note_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("reading")
    op.drop_table("quote")
    op.drop_index(op.f("ix_coding_theme_id"), table_name="coding")
    op.drop_table("coding")
    op.drop_index(op.f("ix_answer_response_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index(op.f("ix_response_wave_school_id"), table_name="response")
    op.drop_table("response")
    op.drop_table("report")
    op.drop_index(op.f("ix_note_session_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_action_note_action_id"), table_name="action_note")
    op.drop_table("action_note")
    op.drop_table("workshop_session")
    op.drop_table("wave_school")
    op.drop_table("job")
    op.drop_table("finding")
    op.drop_table("choice")
    op.drop_table("action")
    op.drop_table("worker_role")
    op.drop_table("wording")
    op.drop_table("wave")
    op.drop_table("question")
    op.drop_table("programme")
    op.drop_table("concern")
    op.drop_table("worker")
    op.drop_table("survey_version")
    op.drop_table("subgroup_theme")
    op.drop_table("theme")
    op.drop_table("survey")
    op.drop_table("subgroup")
    op.drop_table("school")
    op.drop_index(op.f("ix_receipt_forget_on"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_table("agency")
