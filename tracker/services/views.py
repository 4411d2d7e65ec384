"""Finished values that pages show: frozen, complete, with no way back to the database."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.process import Stage
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.timing import Coming, Schedule


class Shape(StrEnum):
    """How a stage is drawn: by shape and word first, colour second."""

    SELESAI = "selesai"
    BERLANGSUNG = "berlangsung"
    MENUNGGU = "menunggu"
    TERLAMBAT = "terlambat"
    BELUM = "belum"
    DILEWATI = "dilewati"


class Whereabouts(StrEnum):
    """What kind of sentence says where a Raperda is."""

    BELUM = "belum"
    BERLANGSUNG = "berlangsung"
    MENUNGGU = "menunggu"
    ANTARA = "antara"
    DITARIK = "ditarik"
    DITOLAK = "ditolak"
    BERLAKU = "berlaku"


@dataclass(frozen=True, slots=True)
class Where:
    """The facts of the one sentence that says where a Raperda is; the same on page, list and mail.

    `day` counts calendar days, the first day being 1; `days_late` those past the planned end.
    For ANTARA, `stage` is the one that ended and `following` the one that may start.
    """

    kind: Whereabouts
    stage: Stage
    round: int
    day: int | None
    holder: str
    since: date | None
    planned_end_on: date | None
    days_late: int
    following: Stage | None


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list. Instants are aware; `revision` is raised by each change."""

    id: int
    revision: int
    kind: str
    stage: Stage | None
    starts_at: datetime
    ends_at: datetime | None
    place: str
    link: str
    agenda: str
    invitees: str
    status: str
    outcome: str
    is_public: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class PastRound:
    """A round of a stage that was sent back."""

    round: int
    started_on: date | None
    ended_on: date | None
    target: Stage | None
    reason: str


@dataclass(frozen=True, slots=True)
class Node:
    """One stage on the strip. `first_planned_end_on` is set where the plan has moved since it was made."""

    stage: Stage
    shape: Shape
    is_headline: bool
    round: int
    holder: str
    planned_start_on: date | None
    planned_end_on: date | None
    first_planned_end_on: date | None
    started_on: date | None
    ended_on: date | None
    day: int | None
    days_late: int
    meetings: tuple[MeetingLine, ...]
    past_rounds: tuple[PastRound, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The stage strip: the quiet cap before, the seven numbered stages, the quiet cap after."""

    before: tuple[Node, ...]
    numbered: tuple[Node, ...]
    after: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a pansus."""

    name: str
    position: str
    fraksi: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a Raperda is, apart from where it is."""

    id: int
    slug: str
    title: str
    short_name: str
    summary: str
    year: int
    propemperda_number: str
    initiator: str
    leading_opd: str
    kind: str
    subject: str
    is_public: bool
    pansus: str
    members: tuple[Member, ...]
    register_number: str
    regulation_number: str
    effective_on: date | None
    needs_budget: bool


@dataclass(frozen=True, slots=True)
class Original:
    """The old Word file that a version was converted from; `size` in bytes."""

    sha256: str
    size: int
    filename: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft version in a list. `compare_with` is the number of the visible version before it.

    `reading` is the one of `clean.READINGS` that was accepted.
    """

    number: int
    stage: Stage
    source: str
    note: str
    filename: str
    size: int
    sha256: str
    original: Original | None
    reading: str
    title: str
    bab_count: int
    pasal_count: int
    uploaded_at: datetime
    uploaded_by: str
    is_public: bool
    withdrawn_reason: str | None
    compare_with: int | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A supporting paper: what it is, and the stage or meeting it belongs to."""

    id: int
    kind: str
    title: str
    filename: str
    size: int
    stage: Stage | None
    meeting_id: int | None
    uploaded_at: datetime
    is_public: bool
    withdrawn_reason: str | None


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers of one kind, newest first."""

    kind: str
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the history: what happened when, and when it was written down.

    `actor` is empty for the public. `old_planned_end_on` and `planned_end_on` are set for a change of plan.
    """

    sequence: int
    move: str
    stage: Stage
    round: int
    target_stage: Stage | None
    target_holder: str
    occurred_on: date
    recorded_at: datetime
    actor: str
    reason: str
    from_status: str
    to_status: str
    old_planned_start_on: date | None
    old_planned_end_on: date | None
    planned_start_on: date | None
    planned_end_on: date | None


@dataclass(frozen=True, slots=True)
class HolderDays:
    """How many calendar days a Raperda has spent in someone's hands while a stage was open."""

    holder: str
    days: int


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Everything the public page of one Raperda shows. `clocks` are the open ones of verified law."""

    header: Header
    where: Where
    strip: Strip
    next_meetings: tuple[MeetingLine, ...]
    clocks: tuple["DeadlineLine", ...]
    drafts: tuple[DraftLine, ...]
    papers: tuple[PaperGroup, ...]
    history: tuple[HistoryLine, ...]
    schedule: Schedule
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ListRow:
    """One Raperda in a list. `shapes` are the seven dots, `coming` the next great day if it can be said."""

    slug: str
    title: str
    short_name: str
    year: int
    initiator: str
    is_public: bool
    where: Where
    shapes: tuple[Shape, ...]
    coming: Coming | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, with the choices its filters offer. `pages` is at least 1."""

    rows: tuple[ListRow, ...]
    total: int
    page: int
    pages: int
    years: tuple[int, ...]
    stages: tuple[Stage, ...]
