"""Entering and describing a Raperda, and notes about it."""

import hashlib
import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, Stale
from tracker.domain.law.deadline_rules import SUBJECTS
from tracker.domain.process import Condition, Kind, Status
from tracker.domain.state import PLENARY, begin
from tracker.services import deadlines, journal, stages, states
from tracker.services import law as laws
from tracker.services.deadlines import Because
from tracker.storage.models import Note, Pansus, Raperda, StageRow


@dataclass(frozen=True, slots=True)
class Description:
    """What a Raperda is. `pansus_id` is None until a pansus has been formed.

    `subject` is what an evaluated one is about (deadline_rules.SUBJECTS), "" for anything else.
    """

    title: str
    short_name: str
    summary: str
    year: int
    propemperda_number: str
    initiator: str
    leading_opd: str
    kind: str
    pansus_id: int | None
    is_public: bool
    needs_budget: bool = False
    subject: str = ""

    @property
    def fingerprint(self) -> int:
        """A number that differs where the description does; judges whether an edit has been overtaken."""
        return int(hashlib.sha256(repr(self).encode()).hexdigest()[:12], 16)


@dataclass(frozen=True, slots=True)
class Publication:
    """The numbers a Raperda is given at the end of its way, and the day the Perda names for taking effect."""

    register_number: str
    regulation_number: str
    effective_on: date | None = None


def create(
    session: Session,
    actor: Actor,
    description: Description,
    *,
    done_through: str | None,
    plans: tuple[stages.Plan, ...] = (),
    now: datetime,
    today: date,
) -> Raperda:
    """Enter a Raperda, with the stages already behind it and its first schedule; raises InvalidValue."""
    access.require(actor, Permission.EDIT_RAPERDA)
    _check(session, description)
    state = begin(description.kind)
    raperda = Raperda(
        slug=_free_slug(session, description),
        condition=Condition.AKTIF,
        headline=state.headline,
        revision=1,
        created_at=now,
        changed_at=now,
        **asdict(description),
    )
    session.add(raperda)
    session.flush()
    states.store(session, raperda, state)
    session.flush()
    journal.record(
        session, actor, now, noun="raperda", noun_id=raperda.id, verb="create", after=asdict(description)
    )
    if done_through:
        stages.record_earlier(session, actor, raperda, done_through, reason="", now=now, today=today)
    if plans:
        command = stages.PlanSchedule(raperda.slug, raperda.revision, plans, reason="")
        stages.plan(session, actor, command, now=now, today=today)
    if description.subject and not (done_through or plans):
        _follow_the_law(session, actor, raperda, now)
    return raperda


def describe(
    session: Session, actor: Actor, slug: str, description: Description, *, seen: int, now: datetime
) -> Raperda:
    """Change what a Raperda is; an edit that changes nothing writes nothing. Its address never changes.

    `seen` is the fingerprint of the description that was edited; raises Stale if it is another one now.
    """
    access.require(actor, Permission.EDIT_RAPERDA)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.EDIT_RAPERDA, raperda.pansus_id)
    stored = Description(**{field.name: getattr(raperda, field.name) for field in fields(Description)})
    if stored.fingerprint != seen:
        raise Stale(seen=seen, current=stored.fingerprint)
    _check(session, description)
    if raperda.kind != description.kind:
        _change_kind(session, raperda, description.kind)
    asked_of_the_law = laws.matter(raperda)
    _change(session, actor, raperda, asdict(description), now)
    if laws.matter(raperda) != asked_of_the_law:
        _follow_the_law(session, actor, raperda, now)
    return raperda


def publish(session: Session, actor: Actor, slug: str, numbers: Publication, *, now: datetime) -> Raperda:
    """Write down the register number, the number of the Perda, and the day it names for taking effect."""
    access.require(actor, Permission.EDIT_RAPERDA)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.EDIT_RAPERDA, raperda.pansus_id)
    _change(session, actor, raperda, asdict(numbers), now)
    return raperda


def write_note(session: Session, actor: Actor, slug: str, text: str, *, now: datetime) -> None:
    """Add an internal note; notes are only ever added."""
    access.require(actor, Permission.WRITE_NOTES)
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.WRITE_NOTES, raperda.pansus_id)
    if not text.strip():
        raise InvalidValue("text", "required")
    session.add(Note(raperda_id=raperda.id, author_id=actor.id, written_at=now, text=text.strip()))


def _change(session: Session, actor: Actor, raperda: Raperda, wanted: dict[str, Any], now: datetime) -> None:
    before = {name: getattr(raperda, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(raperda, name, value)
    journal.touch(raperda, now)
    old, new = ({name: _written(values[name]) for name in changed} for values in (before, changed))
    journal.record(
        session, actor, now, noun="raperda", noun_id=raperda.id, verb="edit", before=old, after=new
    )


def _written(value: Any) -> Any:
    """A value as the journal keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _change_kind(session: Session, raperda: Raperda, kind: str) -> None:
    """Add or take away the stages only one kind has, while nothing has happened to them."""
    state = states.load(session, raperda)
    wanted = {one.stage: one for one in begin(kind).rounds}
    extra = [one for one in state.rounds if one.stage not in wanted]
    if any(one.status is not Status.BELUM for one in extra) or state.closed(PLENARY):
        raise InvalidValue("kind", "already-moved")
    for one in extra:
        where = (StageRow.raperda_id == raperda.id, StageRow.stage == one.stage)
        session.execute(delete(StageRow).where(*where))
    known = {one.stage for one in state.rounds}
    new = tuple(one for stage, one in wanted.items() if stage not in known)
    states.store(session, raperda, replace(state, rounds=new))


def _follow_the_law(session: Session, actor: Actor, raperda: Raperda, now: datetime) -> None:
    session.flush()
    law = laws.load(session)
    deadlines.refresh(session, raperda, law=law, because=Because("tahap", now, actor.id))


def _check(session: Session, description: Description) -> None:
    pansus_id, subject = description.pansus_id, description.subject
    if subject and (subject not in SUBJECTS or description.kind != Kind.EVALUATED):
        raise InvalidValue("subject", "only-evaluated" if subject in SUBJECTS else "not-a-choice")
    if pansus_id is not None and session.get(Pansus, pansus_id) is None:
        raise InvalidValue("pansus_id", "not-a-choice")


def _free_slug(session: Session, description: Description) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", description.short_name.lower()).strip("-")[:60].strip("-")
    base = f"{words or 'raperda'}-{description.year}"
    taken = set(session.scalars(select(Raperda.slug).where(Raperda.slug.startswith(base))))
    return (
        base
        if base not in taken
        else next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)
    )
