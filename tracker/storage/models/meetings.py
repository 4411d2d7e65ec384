"""Meetings of a Raperda: sittings of a stage, with agenda and outcome."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.models.base import At, Base, Key, Line, MaybeAt, Prose, Slug


class Meeting(Base):
    """One meeting. `revision` is raised by each change and judges races."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("status in ('dijadwalkan', 'selesai', 'ditunda', 'dibatalkan')", name="status"),
    )

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"), index=True)
    stage: Mapped[Slug]
    kind: Mapped[Slug]
    starts_at: Mapped[At] = mapped_column(index=True)
    ends_at: Mapped[MaybeAt]
    place: Mapped[Line] = mapped_column(default="")
    link: Mapped[Line] = mapped_column(default="")
    agenda: Mapped[Prose] = mapped_column(default="")
    invitees: Mapped[Prose] = mapped_column(default="")
    status: Mapped[Slug]
    outcome: Mapped[Prose] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision, "version_id_generator": False}  # noqa: RUF012 -- the name is SQLAlchemy's
