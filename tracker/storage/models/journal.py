"""What was changed beside the stages, and the forms already answered. Journal rows are only ever added."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.models.base import At, Base, Key, Line, Slug


class JournalEntry(Base):
    """Who changed what, when, from what to what. `actor_id` is empty for the command line."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_subject", "noun", "noun_id"),)

    id: Mapped[Key]
    at: Mapped[At]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    noun: Mapped[Slug]
    noun_id: Mapped[Line]
    verb: Mapped[Slug]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Submission(Base):
    """A form that was answered: its idempotency key, and where the answer sent the person."""

    __tablename__ = "submission"

    key: Mapped[Slug] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    at: Mapped[At]
    location: Mapped[Line] = mapped_column(default="")
