"""Deadlines: what is due when, and why."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.models.base import Base, Key, Line, Slug


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
