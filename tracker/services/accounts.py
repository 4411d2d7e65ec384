"""Accounts: logging in under a throttle, passwords, and who may have an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.adapters import passwords
from tracker.domain import access
from tracker.domain.access import Actor, Permission, Role
from tracker.domain.errors import InvalidValue, NotFound, Throttled
from tracker.services import channels, journal
from tracker.storage.models import LoginAttempt, PansusMember, User

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 40
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Login:
    """Someone who is logged in, as the web layer keeps them."""

    actor: Actor
    email: str
    language: str
    must_change_password: bool
    session_version: int


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as the administrator sees it."""

    id: int
    email: str
    name: str
    role: Role
    is_disabled: bool
    must_change_password: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What the administrator gives; the initial password is made here."""

    email: str
    name: str
    role: str


def log_in(session: Session, email: str, password: str, *, address: str, now: datetime) -> Login | None:
    """Return who this is, or None (the attempt is then counted); raises Throttled after too many.

    The same answer, in the same time, for a wrong password, an unknown account and a disabled one.
    """
    email = normal_email(email)
    _throttle(session, f"account:{email}", PER_ACCOUNT, now)
    _throttle(session, f"address:{address}", PER_ADDRESS, now)
    user = session.scalar(select(User).where(User.email == email))
    active = user is not None and user.disabled_at is None
    if passwords.verify(user.password_hash if user is not None and active else None, password) and user:
        session.execute(delete(LoginAttempt).where(LoginAttempt.key == f"account:{email}"))
        return _login(session, user)
    session.add_all(LoginAttempt(key=key, at=now) for key in (f"account:{email}", f"address:{address}"))
    return None


def logged_in(session: Session, user_id: int, session_version: int) -> Login | None:
    """Return who a session belongs to, or None once it has been ended or the account disabled."""
    user = session.get(User, user_id)
    if user is None or user.disabled_at is not None or user.session_version != session_version:
        return None
    return _login(session, user)


def change_password(session: Session, person: Actor, old: str, new: str, *, now: datetime) -> int:
    """Set one's own password, ending every other session; return the new session version."""
    user = _user(session, person.id)
    if not passwords.verify(user.password_hash, old):
        raise InvalidValue("old", "wrong")
    if len(new) < passwords.MIN_LENGTH:
        raise InvalidValue("new", "too-short", least=passwords.MIN_LENGTH)
    if new == old:
        raise InvalidValue("new", "nothing-changes")
    _set_password(user, new, must_change=False)
    journal.record(session, person, now, noun="user", noun_id=user.id, verb="password")
    return user.session_version


def set_language(session: Session, person: Actor, language: str) -> None:
    """Choose the language of one's own pages and mail."""
    if language not in LANGUAGES:
        raise InvalidValue("language", "not-a-choice")
    _user(session, person.id).language = language


def accounts(session: Session, actor: Actor) -> tuple[AccountLine, ...]:
    """Return every account, by name."""
    access.require(actor, Permission.ADMINISTER)
    return every_account(session)


def every_account(session: Session) -> tuple[AccountLine, ...]:
    """Return every account, for the command line, which asks for no permission."""
    return tuple(
        AccountLine(
            id=user.id,
            email=user.email,
            name=user.name,
            role=Role(user.role),
            is_disabled=user.disabled_at is not None,
            must_change_password=user.must_change_password,
            created_at=user.created_at,
        )
        for user in session.scalars(select(User).order_by(User.name, User.id))
    )


def add(session: Session, actor: Actor, account: NewAccount, *, now: datetime) -> tuple[int, str]:
    """Add an account and return its id and its initial password, which must be changed at first use."""
    access.require(actor, Permission.ADMINISTER)
    return open_account(session, account, by=actor, now=now)


def open_account(
    session: Session,
    account: NewAccount,
    *,
    by: Actor | None = None,
    must_change: bool = True,
    now: datetime,
) -> tuple[int, str]:
    """Add an account without asking for permission: for the command line and the demo."""
    email = normal_email(account.email)
    if account.role not in set(Role):
        raise InvalidValue("role", "not-a-choice")
    if "@" not in email.strip("@"):
        raise InvalidValue("email", "not-an-address")
    if session.scalar(select(User.id).where(User.email == email)) is not None:
        raise InvalidValue("email", "already-there")
    password = passwords.generate()
    user = User(
        email=email,
        name=account.name.strip(),
        role=account.role,
        password_hash=passwords.hash_password(password),
        must_change_password=must_change,
        created_at=now,
    )
    session.add(user)
    session.flush()
    channels.add_email(session, user.id)
    facts = {"email": email, "role": account.role}
    journal.record(session, by, now, noun="user", noun_id=user.id, verb="create", after=facts)
    return user.id, password


def change_account(
    session: Session, actor: Actor, user_id: int, *, name: str, role: str, now: datetime
) -> None:
    """Correct someone's name or role; a changed role ends their sessions."""
    access.require(actor, Permission.ADMINISTER)
    user = _user(session, user_id)
    if role not in set(Role):
        raise InvalidValue("role", "not-a-choice")
    if user.id == actor.id and role != user.role:
        raise InvalidValue("role", "own-account")
    before = {"name": user.name, "role": user.role}
    after = {"name": name.strip(), "role": role}
    if before == after:
        return
    if user.role != role:
        user.session_version += 1
    user.name, user.role = after["name"], role
    journal.touch_all(session)
    journal.record(session, actor, now, noun="user", noun_id=user.id, verb="edit", before=before, after=after)


def disable(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Close an account: no more logging in, no more mail. What it did stays in the history."""
    access.require(actor, Permission.ADMINISTER)
    if user_id == actor.id:
        raise InvalidValue("user", "own-account")
    set_disabled(session, user_id, disabled=True, by=actor, now=now)


def enable(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Open a closed account again."""
    access.require(actor, Permission.ADMINISTER)
    set_disabled(session, user_id, disabled=False, by=actor, now=now)


def set_disabled(
    session: Session, user_id: int, *, disabled: bool, by: Actor | None = None, now: datetime
) -> None:
    """Close or open an account without asking for permission: for the command line."""
    user = _user(session, user_id)
    if (user.disabled_at is not None) == disabled:
        return
    user.disabled_at = now if disabled else None
    user.session_version += 1
    verb = "disable" if disabled else "enable"
    journal.record(session, by, now, noun="user", noun_id=user.id, verb=verb)


def reset_password(session: Session, actor: Actor, user_id: int, *, now: datetime) -> str:
    """Give an account a fresh initial password, end its sessions, and return the password."""
    access.require(actor, Permission.ADMINISTER)
    return give_password(session, user_id, by=actor, now=now)


def give_password(session: Session, user_id: int, *, by: Actor | None = None, now: datetime) -> str:
    """Reset a password without asking for permission: for the command line.

    Whoever knew the old one is shut out: sessions end, and so does the secret calendar feed.
    """
    user = _user(session, user_id)
    password = passwords.generate()
    _set_password(user, password, must_change=True)
    user.feed_sha256 = user.feed_made_at = None
    session.execute(delete(LoginAttempt).where(LoginAttempt.key == f"account:{user.email}"))
    journal.record(session, by, now, noun="user", noun_id=user.id, verb="reset-password")
    return password


def normal_email(email: str) -> str:
    """Return the one form in which an address is stored and looked up."""
    return email.strip().casefold()


def _throttle(session: Session, key: str, limit: int, now: datetime) -> None:
    recent = (LoginAttempt.key == key, LoginAttempt.at > now - WINDOW)
    count, oldest = session.execute(
        select(func.count(), func.min(LoginAttempt.at)).select_from(LoginAttempt).where(*recent)
    ).one()
    if count >= limit:
        raise Throttled(oldest + WINDOW)


def _login(session: Session, user: User) -> Login:
    seats = session.scalars(select(PansusMember.pansus_id).where(PansusMember.user_id == user.id))
    return Login(
        actor=Actor(id=user.id, name=user.name, role=Role(user.role), pansus=frozenset(seats)),
        email=user.email,
        language=user.language,
        must_change_password=user.must_change_password,
        session_version=user.session_version,
    )


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.password_hash = passwords.hash_password(password)
    user.must_change_password = must_change
    user.session_version += 1


def _user(session: Session, user_id: int) -> User:
    user = session.scalar(select(User).where(User.id == user_id).with_for_update())
    if user is None:
        raise NotFound("user", user_id)
    return user
