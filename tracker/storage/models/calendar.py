"""The days that are not worked, the calendars deadlines were counted with, and the recess of the council."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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


class CalendarVersion(Base):
    """A calendar as it was when deadlines were first counted with it; rows are only ever added."""

    __tablename__ = "calendar_version"

    version: Mapped[Slug] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Recess(Base):
    """A recess (reses) of the council: its offices work, so no statutory clock stands still."""

    __tablename__ = "recess"
    __table_args__ = (CheckConstraint("start_on <= end_on", name="period"),)

    id: Mapped[Key]
    name: Mapped[Line]
    start_on: Mapped[date] = mapped_column(unique=True)
    end_on: Mapped[date]
    basis: Mapped[Line] = mapped_column(default="")


class LawSetting(Base):
    """A choice the law leaves open, by name; without a row it is as the code has it."""

    __tablename__ = "law_setting"

    name: Mapped[Slug] = mapped_column(primary_key=True)
    value: Mapped[Line]
