"""Meetings: scheduling them, changing them, writing down what came of them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import access
from tracker.domain.access import Actor, Permission
from tracker.domain.errors import InvalidValue, NotFound, Stale
from tracker.domain.process import stages_of
from tracker.services import deadlines, journal, states
from tracker.services import law as laws
from tracker.services.deadlines import Because
from tracker.services.reminders import announcing
from tracker.storage.models import Meeting, Raperda

KINDS = (
    "rapat-internal",
    "rapat-kerja",
    "rdp",
    "rdpu",
    "rapat-komprehensif",
    "kunjungan-kerja",
    "pra-finalisasi",
    "finalisasi",
    "paripurna",
    "konsultasi",
)
STATUSES = ("dijadwalkan", "selesai", "ditunda", "dibatalkan")


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """A meeting as someone writes it down. `starts_at` and `ends_at` are aware instants."""

    stage: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    link: str
    agenda: str
    invitees: str
    status: str
    outcome: str
    is_public: bool


def schedule(session: Session, actor: Actor, slug: str, details: MeetingDetails, *, now: datetime) -> Meeting:
    """Add a meeting to a Raperda."""
    access.require(actor, Permission.MANAGE_MEETINGS)
    raperda = _raperda(session, actor, slug)
    _check(raperda, details, now)
    meeting = Meeting(raperda_id=raperda.id, revision=1, **asdict(details))
    session.add(meeting)
    session.flush()
    _after(session, actor, raperda, meeting, verb="create", now=now)
    announcing.meeting(session, meeting, was="", was_at=None, now=now)
    return meeting


def change(
    session: Session,
    actor: Actor,
    slug: str,
    meeting_id: int,
    details: MeetingDetails,
    *,
    seen_revision: int,
    now: datetime,
) -> Meeting:
    """Change a meeting; raises Stale if someone else has. An edit that changes nothing writes nothing."""
    access.require(actor, Permission.MANAGE_MEETINGS)
    raperda = _raperda(session, actor, slug)
    meeting = session.scalar(select(Meeting).where(Meeting.id == meeting_id).with_for_update())
    if meeting is None or meeting.raperda_id != raperda.id:
        raise NotFound("meeting", meeting_id)
    if meeting.revision != seen_revision:
        raise Stale(seen=seen_revision, current=meeting.revision)
    _check(raperda, details, now)
    wanted = asdict(details)
    if all(getattr(meeting, name) == value for name, value in wanted.items()):
        return meeting
    was, was_at = meeting.status, meeting.starts_at
    is_news = any(getattr(meeting, name) != wanted[name] for name in announcing.TOLD)
    for name, value in wanted.items():
        setattr(meeting, name, value)
    meeting.revision += 1
    session.flush()
    _after(session, actor, raperda, meeting, verb="edit", now=now)
    if is_news:
        announcing.meeting(session, meeting, was=was, was_at=was_at, now=now)
    return meeting


def _raperda(session: Session, actor: Actor, slug: str) -> Raperda:
    raperda = states.lock(session, slug)
    access.require_on(actor, Permission.MANAGE_MEETINGS, raperda.pansus_id)
    return raperda


def _check(raperda: Raperda, details: MeetingDetails, now: datetime) -> None:
    if details.stage not in {stage.slug for stage in stages_of(raperda.kind)}:
        raise InvalidValue("stage", "not-a-choice")
    if details.kind not in KINDS:
        raise InvalidValue("kind", "not-a-choice")
    if details.status not in STATUSES:
        raise InvalidValue("status", "not-a-choice")
    if details.ends_at is not None and details.ends_at <= details.starts_at:
        raise InvalidValue("ends_at", "before-start")
    if details.status == "selesai" and details.starts_at > now:
        raise InvalidValue("status", "in-the-future")
    if details.link and not details.link.startswith(("https://", "http://")):
        raise InvalidValue("link", "not-a-link")


def _after(
    session: Session, actor: Actor, raperda: Raperda, meeting: Meeting, *, verb: str, now: datetime
) -> None:
    facts = {"starts_at": meeting.starts_at.isoformat(), "kind": meeting.kind, "status": meeting.status}
    journal.record(session, actor, now, noun="meeting", noun_id=meeting.id, verb=verb, after=facts)
    journal.touch(raperda, now)
    session.flush()
    because = Because("rapat", now, actor.id)
    deadlines.refresh(session, raperda, law=laws.load(session), because=because)
