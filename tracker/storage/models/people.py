"""People who log in, the pansus they sit in, and their attempts to log in."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.storage.models.base import At, Base, Key, Line, MaybeAt, Sha256, Slug


class User(Base):
    """An account. `session_version` is raised to end every session of it at once.

    `feed_sha256` is the hash of the secret address of its calendar feed; the address itself is kept nowhere.
    """

    __tablename__ = "user_account"

    id: Mapped[Key]
    email: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    role: Mapped[Slug]
    password_hash: Mapped[Line]
    must_change_password: Mapped[bool]
    session_version: Mapped[int] = mapped_column(default=1)
    language: Mapped[Slug] = mapped_column(default="id")
    disabled_at: Mapped[MaybeAt]
    feed_sha256: Mapped[Sha256 | None] = mapped_column(unique=True, index=True)
    feed_made_at: Mapped[MaybeAt]
    created_at: Mapped[At]


class Pansus(Base):
    """A special committee, formed by a Keputusan DPRD."""

    __tablename__ = "pansus"

    id: Mapped[Key]
    name: Mapped[Line] = mapped_column(unique=True)
    decree: Mapped[Line] = mapped_column(default="")
    formed_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    members: Mapped[list["PansusMember"]] = relationship(
        lazy="raise", order_by="PansusMember.id", cascade="all, delete-orphan"
    )


class PansusMember(Base):
    """Someone's seat in a pansus. `position` is ketua, wakil-ketua, sekretaris or anggota."""

    __tablename__ = "pansus_member"
    __table_args__ = (UniqueConstraint("pansus_id", "user_id"),)

    id: Mapped[Key]
    pansus_id: Mapped[int] = mapped_column(ForeignKey("pansus.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    position: Mapped[Slug]
    fraksi: Mapped[Line] = mapped_column(default="")

    user: Mapped[User] = relationship(lazy="raise")


class LoginAttempt(Base):
    """A failed attempt to log in, by account and by address; the throttle counts these."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_key_at", "key", "at"),)

    id: Mapped[Key]
    key: Mapped[Line]
    at: Mapped[At]
