"""The Raperda, where it stands (a stored projection) and its insert-only history."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.storage.models.base import At, Base, Key, Line, Prose, Slug
from tracker.storage.models.people import Pansus, User


class Raperda(Base):
    """A draft regional regulation.

    `revision` is raised by each move and judges races; `stamp` by every change a page could show, and
    tells whether a rendered page is still fresh. `effective_on` is set where the Perda itself names another
    day than that of its promulgation; whether money is there by then is another question (`needs_budget`).
    """

    __tablename__ = "raperda"
    __table_args__ = (
        CheckConstraint("initiator in ('bupati', 'dprd')", name="initiator"),
        CheckConstraint("kind in ('biasa', 'dievaluasi')", name="kind"),
        CheckConstraint(
            "subject in ('', 'rpjpd-rpjmd', 'apbd', 'perubahan-apbd', 'pertanggungjawaban-apbd', "
            "'pajak-retribusi', 'tata-ruang')",
            name="subject",
        ),
        CheckConstraint("condition in ('aktif', 'ditarik', 'ditolak', 'berlaku')", name="condition"),
        Index("ix_raperda_condition", "condition"),
        Index("ix_raperda_public_list", "is_public", "year", "changed_at"),
        Index("ix_raperda_public_stamp", "is_public", "stamp"),
    )

    id: Mapped[Key]
    slug: Mapped[Line] = mapped_column(unique=True)
    title: Mapped[Prose]
    short_name: Mapped[Line]
    summary: Mapped[Prose] = mapped_column(default="")
    year: Mapped[int]
    propemperda_number: Mapped[Line] = mapped_column(default="")
    initiator: Mapped[Slug]
    leading_opd: Mapped[Line] = mapped_column(default="")
    kind: Mapped[Slug]
    subject: Mapped[Slug] = mapped_column(default="", server_default="")
    register_number: Mapped[Line] = mapped_column(default="")
    regulation_number: Mapped[Line] = mapped_column(default="")
    effective_on: Mapped[date | None]
    needs_budget: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=False)
    pansus_id: Mapped[int | None] = mapped_column(ForeignKey("pansus.id"), index=True)
    condition: Mapped[Slug]
    headline: Mapped[Slug] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()
    stamp: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[At]
    changed_at: Mapped[At]

    pansus: Mapped[Pansus | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": revision, "version_id_generator": False}  # noqa: RUF012 -- the name is SQLAlchemy's


class StageRow(Base):
    """One round of one stage as it stands now: the projection of the history."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("raperda_id", "stage", "round"),
        CheckConstraint(
            "status in ('belum', 'berlangsung', 'selesai', 'dilewati', 'dikembalikan')", name="status"
        ),
    )

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"))
    stage: Mapped[Slug]
    round: Mapped[int]
    status: Mapped[Slug]
    holder: Mapped[Slug]
    planned_start_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]


class StageEvent(Base):
    """One entry of the history. Rows are only ever added: triggers in the database refuse the rest."""

    __tablename__ = "stage_event"
    __table_args__ = (UniqueConstraint("raperda_id", "sequence"),)

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"))
    sequence: Mapped[int]
    move: Mapped[Slug]
    stage: Mapped[Slug]
    round: Mapped[int]
    target: Mapped[Slug] = mapped_column(default="")
    from_status: Mapped[Slug]
    to_status: Mapped[Slug]
    from_condition: Mapped[Slug]
    to_condition: Mapped[Slug]
    from_headline: Mapped[Slug]
    to_headline: Mapped[Slug]
    from_holder: Mapped[Slug]
    to_holder: Mapped[Slug]
    old_planned_start_on: Mapped[date | None]
    old_planned_end_on: Mapped[date | None]
    planned_start_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    old_started_on: Mapped[date | None]
    old_ended_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    occurred_on: Mapped[date]
    recorded_at: Mapped[At]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[Prose] = mapped_column(default="")

    actor: Mapped[User] = relationship(lazy="raise")


class StageSetting(Base):
    """What an administrator may correct of a stage: whose it is, and its goal in calendar days."""

    __tablename__ = "stage_setting"

    stage: Mapped[Slug] = mapped_column(primary_key=True)
    holder: Mapped[Slug]
    goal_days: Mapped[int | None]


class Note(Base):
    """An internal note of the pansus or the secretariat; never public."""

    __tablename__ = "note"

    id: Mapped[Key]
    raperda_id: Mapped[int] = mapped_column(ForeignKey("raperda.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[At]
    text: Mapped[Prose]

    author: Mapped[User] = relationship(lazy="raise")
