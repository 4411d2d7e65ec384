"""Who is told of what and how: rules, channels, notices, the messages that carry them, and the heartbeat."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.models.base import At, Base, Key, Line, MaybeAt, Prose, Slug


class ReminderRule(Base):
    """Who hears of which deadlines on which days; `offsets` counts from the due date, below 0 before it.

    Empty `kind`, `phase` and `holder` mean: whatever it is. A rule is switched off, never deleted: notices
    point to it.
    """

    __tablename__ = "reminder_rule"
    __table_args__ = (CheckConstraint("kind in ('', 'rencana', 'rapat', 'hukum')", name="kind"),)

    id: Mapped[Key]
    kind: Mapped[Slug] = mapped_column(default="")
    phase: Mapped[Slug] = mapped_column(default="")
    holder: Mapped[Slug] = mapped_column(default="")
    recipient: Mapped[Slug]
    offsets: Mapped[list[int]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)


class Channel(Base):
    """A way to reach someone: the e-mail address of the account (then `address` is empty) or an Apprise URL.

    The URL is a secret. `server` names what fails together; `mode` is harian (one digest a day) or segera.
    """

    __tablename__ = "channel"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "address"),
        CheckConstraint("kind in ('email', 'apprise')", name="kind"),
        CheckConstraint("mode in ('harian', 'segera')", name="mode"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[Slug]
    address: Mapped[Prose] = mapped_column(default="")
    server: Mapped[Line]
    mode: Mapped[Slug]
    active: Mapped[bool] = mapped_column(default=True)
    failed_at: Mapped[MaybeAt]
    last_error: Mapped[Prose] = mapped_column(default="")


class Notice(Base):
    """One person is told one thing of one deadline, once; what they see in the application.

    `event` is tenggat (an offset was reached), rapat-baru, rapat-berubah or rapat-batal (then `edition` is
    the meeting's revision), or tenggat-pindah (then `was_on` is the date it moved from).
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint(
            "deadline_id", "due_on", "user_id", "event", "offset_days", "edition", name="uq_notice"
        ),
        CheckConstraint(
            "event in ('tenggat', 'rapat-baru', 'rapat-berubah', 'rapat-batal', 'tenggat-pindah')",
            name="event",
        ),
        Index("ix_notice_unread", "user_id", "read_at"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("reminder_rule.id"))
    event: Mapped[Slug]
    due_on: Mapped[date]
    was_on: Mapped[date | None]
    offset_days: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[At]
    posted_at: Mapped[MaybeAt] = mapped_column(index=True)
    read_at: Mapped[MaybeAt]


class Acknowledgement(Base):
    """Someone knows ("sudah tahu") of this date: before it no more until it is due, or no more once over."""

    __tablename__ = "acknowledgement"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    overdue: Mapped[bool] = mapped_column(primary_key=True)
    at: Mapped[At]


class ReminderMessage(Base):
    """One message over one channel: the outbox. `message_id`, its queue key, is its Message-ID.

    `part` is ringkasan (the one digest of the day), kabar-N (told at once) or uji-N (a test message).
    """

    __tablename__ = "reminder_message"
    __table_args__ = (
        UniqueConstraint("channel_id", "for_day", "part"),
        CheckConstraint("status in ('antre', 'dikirim', 'terkirim', 'gagal', 'batal')", name="status"),
        Index("ix_reminder_message_due", "status", "next_attempt_at"),
    )

    id: Mapped[Key]
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    server: Mapped[Line]
    for_day: Mapped[date]
    part: Mapped[Slug]
    message_id: Mapped[Line] = mapped_column(unique=True)
    status: Mapped[Slug]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[At]
    claimed_until: Mapped[MaybeAt]
    sent_at: Mapped[MaybeAt]
    last_error: Mapped[Prose] = mapped_column(default="")


class MessageNotice(Base):
    """A notice in a message; one message carries many, and one notice goes over every channel."""

    __tablename__ = "message_notice"

    message_id: Mapped[int] = mapped_column(ForeignKey("reminder_message.id"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True, index=True)


class Heartbeat(Base):
    """When a scheduler last said that it is alive, began its last round, and how late that round was."""

    __tablename__ = "heartbeat"

    name: Mapped[Slug] = mapped_column(primary_key=True)
    beat_at: Mapped[At]
    ran_at: Mapped[MaybeAt]
    lag_seconds: Mapped[int] = mapped_column(default=0)
    given_up: Mapped[int] = mapped_column(default=0)
    detail: Mapped[Line] = mapped_column(default="")
