"""The rules of the law, what moved a deadline, the calendars it was counted with, and the council's recess"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSERT_ONLY = ("deadline_change", "calendar_version")
SUBJECTS = (
    "'', 'rpjpd-rpjmd', 'apbd', 'perubahan-apbd', 'pertanggungjawaban-apbd', 'pajak-retribusi', 'tata-ruang'"
)


def upgrade() -> None:
    """Apply."""
    # Not in batch mode: on SQLite that would rebuild the table without its other checks.
    op.execute(
        "ALTER TABLE raperda ADD COLUMN subject VARCHAR(40) DEFAULT '' NOT NULL "
        f"CONSTRAINT ck_raperda_subject CHECK (subject in ({SUBJECTS}))"
    )
    op.create_table(
        "calendar_version",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendar_version")),
    )
    op.create_table(
        "recess",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.CheckConstraint("start_on <= end_on", name=op.f("ck_recess_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recess")),
        sa.UniqueConstraint("start_on", name=op.f("uq_recess_start_on")),
    )
    op.create_table(
        "law_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_law_setting")),
    )
    op.create_table(
        "deadline_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=300), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=300), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("satisfied_by", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("act_english", sa.Text(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("consequence_english", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=40), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("initiator", sa.String(length=40), nullable=False),
        sa.Column("other_reading", sa.JSON(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "unit in ('hari-kerja', 'hari-kalender', 'bulan', 'tanggal', 'minggu')",
            name=op.f("ck_deadline_rule_unit"),
        ),
        sa.CheckConstraint("direction in ('maju', 'mundur')", name=op.f("ck_deadline_rule_direction")),
        sa.CheckConstraint(
            "confidence in ('V', 'V predecessor', 'S', 'M', 'D', 'none')",
            name=op.f("ck_deadline_rule_confidence"),
        ),
        sa.CheckConstraint(
            "unit not in ('tanggal', 'minggu') or month between 1 and 12", name=op.f("ck_deadline_rule_month")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rule")),
        sa.UniqueConstraint("seed", name=op.f("uq_deadline_rule_seed")),
    )
    op.create_index(op.f("ix_deadline_rule_slug"), "deadline_rule", ["slug"], unique=False)
    op.create_table(
        "deadline_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("new_due_on", sa.Date(), nullable=True),
        sa.Column("old_prudent_on", sa.Date(), nullable=True),
        sa.Column("new_prudent_on", sa.Date(), nullable=True),
        sa.Column("old_calendar", sa.String(length=300), nullable=False),
        sa.Column("new_calendar", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "cause in ('kalender', 'aturan', 'tahap', 'rencana', 'rapat')",
            name=op.f("ck_deadline_change_cause"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_deadline_change_actor_id")),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_deadline_change_deadline_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_change")),
    )
    op.create_index(op.f("ix_deadline_change_deadline_id"), "deadline_change", ["deadline_id"], unique=False)
    for table in INSERT_ONLY:
        _refuse_change(table)


def downgrade() -> None:
    """Undo."""
    for table in INSERT_ONLY:
        _let_change(table)
    op.drop_table("deadline_change")
    op.drop_table("deadline_rule")
    op.drop_table("law_setting")
    op.drop_table("recess")
    op.drop_table("calendar_version")
    with op.batch_alter_table("raperda") as raperda:
        raperda.drop_constraint(op.f("ck_raperda_subject"), type_="check")
        raperda.drop_column("subject")


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
