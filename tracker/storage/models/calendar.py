"""The days that are not worked, with the decree each rests on."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from tracker.storage.models.base import Base, Key, Line, Slug


class Holiday(Base):
    """A day off, or (kind hari-kerja) a local correction that makes a day off a working day."""

    __tablename__ = "holiday"
    __table_args__ = (
        UniqueConstraint("on_date", "kind"),
        CheckConstraint("kind in ('libur-nasional', 'cuti-bersama', 'lokal', 'hari-kerja')", name="kind"),
        CheckConstraint("status in ('tetap', 'perkiraan')", name="status"),
    )

    id: Mapped[Key]
    on_date: Mapped[date]
    name: Mapped[Line]
    kind: Mapped[Slug]
    source: Mapped[Line]
    status: Mapped[Slug]
