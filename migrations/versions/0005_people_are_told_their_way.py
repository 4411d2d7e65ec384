"""People are told their way: channels, rules as data, notices, acknowledgements"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OFFSETS = {"h-7": -7, "h-3": -3, "h-1": -1, "h": 0, "h+": 1}
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply: everyone keeps their mail, and what was told stays told."""
    _create_tables()
    op.execute(
        "INSERT INTO channel (user_id, kind, address, server, mode, active, last_error) "
        "SELECT id, 'email', '', 'email', 'harian', true, '' FROM user_account ORDER BY id"
    )
    with op.batch_alter_table("reminder_message") as batch:
        batch.add_column(sa.Column("channel_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("server", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("part", sa.String(length=40), nullable=True))
    op.execute(
        "UPDATE reminder_message SET server = 'email', part = 'ringkasan', channel_id = "
        "(SELECT channel.id FROM channel WHERE channel.user_id = reminder_message.user_id)"
    )
    _items_become_notices()
    op.drop_table("reminder_item")
    with op.batch_alter_table("reminder_message") as batch:
        for name, kind in (("channel_id", sa.Integer()), ("server", sa.String(300)), ("part", sa.String(40))):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.drop_constraint("uq_reminder_message_user_id_for_day", type_="unique")
        batch.drop_constraint("fk_reminder_message_user_id", type_="foreignkey")
        batch.drop_column("user_id")
        batch.create_foreign_key("fk_reminder_message_channel_id", "channel", ["channel_id"], ["id"])
        batch.create_unique_constraint(
            "uq_reminder_message_channel_id_for_day_part", ["channel_id", "for_day", "part"]
        )
    _create_links()
    with op.batch_alter_table("heartbeat") as batch:
        batch.add_column(sa.Column("ran_at", _INSTANT, nullable=True))
        batch.add_column(sa.Column("lag_seconds", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("given_up", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("heartbeat") as batch:
        batch.alter_column("lag_seconds", existing_type=sa.Integer(), server_default=None)
        batch.alter_column("given_up", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("deadline") as batch:
        batch.add_column(sa.Column("moved_from", sa.Date(), nullable=True))
        batch.create_index("ix_deadline_moved_from", ["moved_from"])


def downgrade() -> None:
    """Undo: what went over other channels, and what was told at once, is forgotten."""
    with op.batch_alter_table("deadline") as batch:
        batch.drop_index("ix_deadline_moved_from")
        batch.drop_column("moved_from")
    with op.batch_alter_table("heartbeat") as batch:
        for name in ("ran_at", "lag_seconds", "given_up"):
            batch.drop_column(name)
    op.create_table(
        "reminder_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("threshold", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name="fk_reminder_item_deadline_id"),
        sa.ForeignKeyConstraint(["message_id"], ["reminder_message.id"], name="fk_reminder_item_message_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_reminder_item_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_item"),
        sa.UniqueConstraint(
            "deadline_id",
            "due_on",
            "threshold",
            "user_id",
            name="uq_reminder_item_deadline_id_due_on_threshold_user_id",
        ),
    )
    op.create_index("ix_reminder_item_message_id", "reminder_item", ["message_id"])
    _notices_become_items()
    mails = (
        "SELECT m.id FROM reminder_message m JOIN channel c ON c.id = m.channel_id "
        "WHERE c.kind = 'email' AND m.part = 'ringkasan'"
    )
    for table, column in (("message_notice", "message_id"), ("reminder_message", "id")):
        op.execute(f"DELETE FROM {table} WHERE {column} NOT IN ({mails})")  # noqa: S608 -- our own names
    op.drop_table("message_notice")
    with op.batch_alter_table("reminder_message") as batch:
        batch.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE reminder_message SET user_id = "
        "(SELECT channel.user_id FROM channel WHERE channel.id = reminder_message.channel_id)"
    )
    with op.batch_alter_table("reminder_message") as batch:
        batch.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint("uq_reminder_message_channel_id_for_day_part", type_="unique")
        batch.drop_constraint("fk_reminder_message_channel_id", type_="foreignkey")
        for name in ("channel_id", "server", "part"):
            batch.drop_column(name)
        batch.create_foreign_key("fk_reminder_message_user_id", "user_account", ["user_id"], ["id"])
        batch.create_unique_constraint("uq_reminder_message_user_id_for_day", ["user_id", "for_day"])
    for table in ("acknowledgement", "notice", "channel", "reminder_rule"):
        op.drop_table(table)


def _create_tables() -> None:
    op.create_table(
        "reminder_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('', 'rencana', 'rapat', 'hukum')", name=op.f("ck_reminder_rule_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
    )
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("server", sa.String(length=300), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_at", _INSTANT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('email', 'apprise')", name=op.f("ck_channel_kind")),
        sa.CheckConstraint("mode in ('harian', 'segera')", name=op.f("ck_channel_mode")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_channel_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("user_id", "kind", "address", name=op.f("uq_channel_user_id_kind_address")),
    )
    op.create_table(
        "acknowledgement",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_acknowledgement_deadline_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_acknowledgement_user_id")),
        sa.PrimaryKeyConstraint(
            "user_id", "deadline_id", "due_on", "overdue", name=op.f("pk_acknowledgement")
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=True),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("posted_at", _INSTANT, nullable=True),
        sa.Column("read_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "event in ('tenggat', 'rapat-baru', 'rapat-berubah', 'rapat-batal', 'tenggat-pindah')",
            name=op.f("ck_notice_event"),
        ),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_notice_deadline_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["reminder_rule.id"], name=op.f("fk_notice_rule_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "deadline_id", "due_on", "user_id", "event", "offset_days", "edition", name="uq_notice"
        ),
    )
    op.create_index("ix_notice_unread", "notice", ["user_id", "read_at"])
    op.create_index(op.f("ix_notice_posted_at"), "notice", ["posted_at"])


def _items_become_notices() -> None:
    """What was told before is read: nobody begins with a page of old news."""
    offset = " ".join(f"WHEN '{slug}' THEN {days}" for slug, days in _OFFSETS.items())
    told_at = "COALESCE(m.sent_at, m.next_attempt_at)"
    op.execute(
        "INSERT INTO notice "  # noqa: S608 -- our own names
        "(user_id, deadline_id, event, due_on, offset_days, edition, made_at, posted_at, read_at) "
        f"SELECT i.user_id, i.deadline_id, 'tenggat', i.due_on, CASE i.threshold {offset} END, 0, "
        f"{told_at}, {told_at}, m.sent_at "
        "FROM reminder_item i JOIN reminder_message m ON m.id = i.message_id ORDER BY i.id"
    )
    op.create_table(
        "message_notice_before",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
    )
    op.execute(
        "INSERT INTO message_notice_before SELECT i.message_id, n.id FROM reminder_item i "  # noqa: S608 -- our own names
        "JOIN notice n ON n.deadline_id = i.deadline_id AND n.due_on = i.due_on AND n.user_id = i.user_id "
        f"AND n.offset_days = CASE i.threshold {offset} END"
    )


def _create_links() -> None:
    """After the table of messages has its last shape: SQLite makes it anew."""
    op.create_table(
        "message_notice",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["reminder_message.id"], name=op.f("fk_message_notice_message_id")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_message_notice_notice_id")),
        sa.PrimaryKeyConstraint("message_id", "notice_id", name=op.f("pk_message_notice")),
    )
    op.create_index(op.f("ix_message_notice_notice_id"), "message_notice", ["notice_id"])
    op.execute("INSERT INTO message_notice SELECT message_id, notice_id FROM message_notice_before")
    op.drop_table("message_notice_before")


def _notices_become_items() -> None:
    slug = " ".join(f"WHEN {days} THEN '{slug}'" for slug, days in _OFFSETS.items())
    op.execute(
        "INSERT INTO reminder_item (message_id, deadline_id, user_id, due_on, threshold) "  # noqa: S608 -- our own names
        f"SELECT m.id, n.deadline_id, n.user_id, n.due_on, CASE n.offset_days {slug} END "
        "FROM notice n JOIN message_notice l ON l.notice_id = n.id "
        "JOIN reminder_message m ON m.id = l.message_id JOIN channel c ON c.id = m.channel_id "
        f"WHERE n.event = 'tenggat' AND m.part = 'ringkasan' AND c.kind = 'email' AND n.offset_days IN "
        f"({', '.join(str(days) for days in _OFFSETS.values())})"
    )
