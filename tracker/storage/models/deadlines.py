"""Deadlines: the rules of the law, what is due when and why, and what moved."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.models.base import At, Base, Key, Line, Prose, Slug


class Deadline(Base):
    """A date by which something is due, and the reasoning behind it.

    `kind` is rencana (a planned stage end), rapat (a meeting) or hukum (a statutory clock); `subject` names
    the stage and round, the meeting, or the rule. One row a subject; `due_on` moves with what it follows.
    `moved_from` is the date a statutory clock stood at before, until those concerned have been told.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("raperda_id", "kind", "subject"),
        CheckConstraint("kind in ('rencana', 'rapat', 'hukum')", name="kind"),
        CheckConstraint("status in ('terbuka', 'selesai', 'gugur')", name="status"),
        Index("ix_deadline_open", "status", "due_on"),
    )

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"))
    kind: Mapped[Slug]
    subject: Mapped[Line]
    stage: Mapped[Slug]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    holder: Mapped[Slug]
    due_on: Mapped[date]
    moved_from: Mapped[date | None] = mapped_column(index=True)
    prudent_on: Mapped[date | None]
    triggered_on: Mapped[date | None]
    calendar_version: Mapped[Line] = mapped_column(default="")
    explanation: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    status: Mapped[Slug]


class DeadlineRuleRow(Base):
    """A rule of the law as the administrator's table has it.

    `seed` names the row of the release it came from; it is filled once and then the administrator's own.
    """

    __tablename__ = "deadline_rule"
    __table_args__ = (
        CheckConstraint("unit in ('hari-kerja', 'hari-kalender', 'bulan', 'tanggal', 'minggu')", name="unit"),
        CheckConstraint("direction in ('maju', 'mundur')", name="direction"),
        CheckConstraint("confidence in ('V', 'V predecessor', 'S', 'M', 'D', 'none')", name="confidence"),
        CheckConstraint("unit not in ('tanggal', 'minggu') or month between 1 and 12", name="month"),
    )

    id: Mapped[Key]
    seed: Mapped[Line | None] = mapped_column(unique=True)
    number: Mapped[Slug]
    slug: Mapped[Line] = mapped_column(index=True)
    event: Mapped[Slug]
    satisfied_by: Mapped[Slug]
    count: Mapped[int]
    unit: Mapped[Slug]
    month: Mapped[int]
    direction: Mapped[Slug]
    holder: Mapped[Slug]
    act: Mapped[Prose]
    act_english: Mapped[Prose]
    consequence: Mapped[Prose]
    consequence_english: Mapped[Prose]
    basis: Mapped[Prose]
    phrase: Mapped[Prose]
    confidence: Mapped[Slug]
    kinds: Mapped[list[str]] = mapped_column(JSON)
    subjects: Mapped[list[str]] = mapped_column(JSON)
    initiator: Mapped[Slug]
    other_reading: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    active: Mapped[bool]
    in_force_from: Mapped[date | None]
    in_force_until: Mapped[date | None]


class DeadlineChange(Base):
    """A date that moved, appeared or went: when, by whom, and why. Rows are only ever added.

    `cause` is kalender, aturan, tahap, rencana or rapat. An old date that is missing means it appeared, a new
    one that it went.
    """

    __tablename__ = "deadline_change"
    __table_args__ = (
        CheckConstraint("cause in ('kalender', 'aturan', 'tahap', 'rencana', 'rapat')", name="cause"),
    )

    id: Mapped[Key]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    at: Mapped[At]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cause: Mapped[Slug]
    detail: Mapped[Line] = mapped_column(default="")
    old_due_on: Mapped[date | None]
    new_due_on: Mapped[date | None]
    old_prudent_on: Mapped[date | None]
    new_prudent_on: Mapped[date | None]
    old_calendar: Mapped[Line] = mapped_column(default="")
    new_calendar: Mapped[Line] = mapped_column(default="")
