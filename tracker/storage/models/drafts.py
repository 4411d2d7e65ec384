"""Draft versions, what was read in them, and supporting papers; the bytes are in the draft store."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.storage.models.base import At, Base, Key, Line, MaybeAt, Prose, Sha256, Slug
from tracker.storage.models.people import User


class DraftVersion(Base):
    """One version of a Raperda's text. Withdrawing hides it from the public and deletes nothing.

    `reading` says which reading was accepted: without what is struck through by hand, or all as it stands.
    `original_*` name the file that the version was converted from, where it did not come as .docx.
    """

    __tablename__ = "draft_version"
    __table_args__ = (
        UniqueConstraint("raperda_id", "number"),
        UniqueConstraint("raperda_id", "sha256"),
        CheckConstraint("visibility in ('publik', 'internal')", name="visibility"),
        CheckConstraint("reading in ('bersih', 'apa-adanya')", name="reading"),
    )

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"))
    number: Mapped[int]
    sha256: Mapped[Sha256] = mapped_column(index=True)
    size: Mapped[int]
    filename: Mapped[Line]
    original_sha256: Mapped[Sha256 | None]
    original_filename: Mapped[Line] = mapped_column(default="")
    original_size: Mapped[int | None]
    reading: Mapped[Slug] = mapped_column(default="bersih")
    stage: Mapped[Slug]
    source: Mapped[Slug]
    note: Mapped[Prose] = mapped_column(default="")
    visibility: Mapped[Slug]
    title: Mapped[Prose]
    bab_count: Mapped[int]
    pasal_count: Mapped[int]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[At]
    withdrawn_at: Mapped[MaybeAt]
    withdrawn_reason: Mapped[Prose] = mapped_column(default="")

    uploaded_by: Mapped[User] = relationship(lazy="raise")


class DraftReadingRow(Base):
    """What the reader found in some bytes. Rebuilt from the bytes when the reader is newer, never trusted."""

    __tablename__ = "draft_reading"

    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    reader_version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Paper(Base):
    """A supporting paper that belongs to a stage or to a meeting."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("visibility in ('publik', 'internal')", name="visibility"),
        UniqueConstraint("raperda_id", "kind", "sha256"),
    )

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"), index=True)
    stage: Mapped[Slug]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[Slug]
    title: Mapped[Line]
    visibility: Mapped[Slug]
    sha256: Mapped[Sha256] = mapped_column(index=True)
    size: Mapped[int]
    filename: Mapped[Line]
    media_type: Mapped[Line]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[At]
    withdrawn_at: Mapped[MaybeAt]
    withdrawn_reason: Mapped[Prose] = mapped_column(default="")
