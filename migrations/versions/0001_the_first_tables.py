"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSERT_ONLY = ("stage_event", "journal_entry", "note")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "draft_reading",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reader_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_draft_reading")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "kind in ('libur-nasional', 'cuti-bersama', 'lokal', 'hari-kerja')", name=op.f("ck_holiday_kind")
        ),
        sa.CheckConstraint("status in ('tetap', 'perkiraan')", name=op.f("ck_holiday_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("on_date", "kind", name=op.f("uq_holiday_on_date_kind")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_key_at", "login_attempt", ["key", "at"], unique=False)

    op.create_table(
        "pansus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("decree", sa.String(length=300), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pansus")),
        sa.UniqueConstraint("name", name=op.f("uq_pansus_name")),
    )
    op.create_table(
        "stage_setting",
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("goal_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("stage", name=op.f("pk_stage_setting")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("noun_id", sa.String(length=300), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_journal_entry_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    op.create_index("ix_journal_entry_subject", "journal_entry", ["noun", "noun_id"], unique=False)

    op.create_table(
        "pansus_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pansus_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("fraksi", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["pansus_id"], ["pansus.id"], name=op.f("fk_pansus_member_pansus_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_pansus_member_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pansus_member")),
        sa.UniqueConstraint("pansus_id", "user_id", name=op.f("uq_pansus_member_pansus_id_user_id")),
    )
    op.create_index(op.f("ix_pansus_member_user_id"), "pansus_member", ["user_id"], unique=False)

    op.create_table(
        "raperda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=300), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_name", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("propemperda_number", sa.String(length=300), nullable=False),
        sa.Column("initiator", sa.String(length=40), nullable=False),
        sa.Column("leading_opd", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("register_number", sa.String(length=300), nullable=False),
        sa.Column("regulation_number", sa.String(length=300), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("pansus_id", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("headline", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "condition in ('aktif', 'ditarik', 'ditolak', 'berlaku')", name=op.f("ck_raperda_condition")
        ),
        sa.CheckConstraint("initiator in ('bupati', 'dprd')", name=op.f("ck_raperda_initiator")),
        sa.CheckConstraint("kind in ('biasa', 'dievaluasi')", name=op.f("ck_raperda_kind")),
        sa.ForeignKeyConstraint(["pansus_id"], ["pansus.id"], name=op.f("fk_raperda_pansus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raperda")),
        sa.UniqueConstraint("slug", name=op.f("uq_raperda_slug")),
    )
    op.create_index(op.f("ix_raperda_headline"), "raperda", ["headline"], unique=False)
    op.create_index(op.f("ix_raperda_pansus_id"), "raperda", ["pansus_id"], unique=False)
    op.create_index("ix_raperda_condition", "raperda", ["condition"], unique=False)
    op.create_index("ix_raperda_public_list", "raperda", ["is_public", "year", "changed_at"], unique=False)
    op.create_index("ix_raperda_public_stamp", "raperda", ["is_public", "stamp"], unique=False)

    op.create_table(
        "reminder_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status in ('antre', 'dikirim', 'terkirim', 'gagal', 'batal')",
            name=op.f("ck_reminder_message_status"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reminder_message_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_reminder_message_message_id")),
        sa.UniqueConstraint("user_id", "for_day", name=op.f("uq_reminder_message_user_id_for_day")),
    )
    op.create_index(
        "ix_reminder_message_due", "reminder_message", ["status", "next_attempt_at"], unique=False
    )

    op.create_table(
        "submission",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_submission_user_id")),
        sa.PrimaryKeyConstraint("key", "user_id", name=op.f("pk_submission")),
    )
    op.create_table(
        "draft_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("bab_count", sa.Integer(), nullable=False),
        sa.Column("pasal_count", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("visibility in ('publik', 'internal')", name=op.f("ck_draft_version_visibility")),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_draft_version_raperda_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_draft_version_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_version")),
        sa.UniqueConstraint("raperda_id", "number", name=op.f("uq_draft_version_raperda_id_number")),
        sa.UniqueConstraint("raperda_id", "sha256", name=op.f("uq_draft_version_raperda_id_sha256")),
    )
    op.create_index(op.f("ix_draft_version_sha256"), "draft_version", ["sha256"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("invitees", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('dijadwalkan', 'selesai', 'ditunda', 'dibatalkan')", name=op.f("ck_meeting_status")
        ),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_meeting_raperda_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_raperda_id"), "meeting", ["raperda_id"], unique=False)
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_note_author_id")),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_note_raperda_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_raperda_id"), "note", ["raperda_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("planned_start_on", sa.Date(), nullable=True),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status in ('belum', 'berlangsung', 'selesai', 'dilewati', 'dikembalikan')",
            name=op.f("ck_stage_status"),
        ),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_stage_raperda_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("raperda_id", "stage", "round", name=op.f("uq_stage_raperda_id_stage_round")),
    )
    op.create_table(
        "stage_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("from_status", sa.String(length=40), nullable=False),
        sa.Column("to_status", sa.String(length=40), nullable=False),
        sa.Column("from_condition", sa.String(length=40), nullable=False),
        sa.Column("to_condition", sa.String(length=40), nullable=False),
        sa.Column("from_headline", sa.String(length=40), nullable=False),
        sa.Column("to_headline", sa.String(length=40), nullable=False),
        sa.Column("from_holder", sa.String(length=40), nullable=False),
        sa.Column("to_holder", sa.String(length=40), nullable=False),
        sa.Column("old_planned_start_on", sa.Date(), nullable=True),
        sa.Column("old_planned_end_on", sa.Date(), nullable=True),
        sa.Column("planned_start_on", sa.Date(), nullable=True),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column("old_started_on", sa.Date(), nullable=True),
        sa.Column("old_ended_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_stage_event_actor_id")),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_stage_event_raperda_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_event")),
        sa.UniqueConstraint("raperda_id", "sequence", name=op.f("uq_stage_event_raperda_id_sequence")),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("prudent_on", sa.Date(), nullable=True),
        sa.Column("triggered_on", sa.Date(), nullable=True),
        sa.Column("calendar_version", sa.String(length=300), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.CheckConstraint("kind in ('rencana', 'rapat', 'hukum')", name=op.f("ck_deadline_kind")),
        sa.CheckConstraint("status in ('terbuka', 'selesai', 'gugur')", name=op.f("ck_deadline_status")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_deadline_meeting_id")),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_deadline_raperda_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "raperda_id", "kind", "subject", name=op.f("uq_deadline_raperda_id_kind_subject")
        ),
    )
    op.create_index("ix_deadline_open", "deadline", ["status", "due_on"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raperda_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=300), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("visibility in ('publik', 'internal')", name=op.f("ck_paper_visibility")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_meeting_id")),
        sa.ForeignKeyConstraint(["raperda_id"], ["raperda.id"], name=op.f("fk_paper_raperda_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_paper_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("raperda_id", "kind", "sha256", name=op.f("uq_paper_raperda_id_kind_sha256")),
    )
    op.create_index(op.f("ix_paper_meeting_id"), "paper", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_paper_raperda_id"), "paper", ["raperda_id"], unique=False)
    op.create_index(op.f("ix_paper_sha256"), "paper", ["sha256"], unique=False)

    op.create_table(
        "reminder_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("threshold", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_reminder_item_deadline_id")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["reminder_message.id"], name=op.f("fk_reminder_item_message_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reminder_item_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_item")),
        sa.UniqueConstraint(
            "deadline_id",
            "due_on",
            "threshold",
            "user_id",
            name=op.f("uq_reminder_item_deadline_id_due_on_threshold_user_id"),
        ),
    )
    op.create_index(op.f("ix_reminder_item_message_id"), "reminder_item", ["message_id"], unique=False)
    for table in INSERT_ONLY:
        _refuse_change(table)


def downgrade() -> None:
    """Undo."""
    for table in INSERT_ONLY:
        _let_change(table)
    op.drop_table("reminder_item")
    op.drop_table("paper")
    op.drop_table("deadline")
    op.drop_table("stage_event")
    op.drop_table("stage")
    op.drop_table("note")
    op.drop_table("meeting")
    op.drop_table("draft_version")
    op.drop_table("submission")
    op.drop_table("reminder_message")
    op.drop_table("raperda")
    op.drop_table("pansus_member")
    op.drop_table("journal_entry")
    op.drop_table("user_account")
    op.drop_table("stage_setting")
    op.drop_table("pansus")
    op.drop_table("login_attempt")
    op.drop_table("holiday")
    op.drop_table("heartbeat")
    op.drop_table("draft_reading")


def _refuse_change(table: str) -> None:
    """History is insert-only, and the database itself sees to it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is insert-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_insert_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        )


def _let_change(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_insert_only ON {table}")
        op.execute(f"DROP FUNCTION {table}_insert_only()")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
