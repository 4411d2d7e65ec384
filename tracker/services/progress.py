"""The public read model: what anyone may read of a Raperda, as finished values; nothing internal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.process import STAGES
from tracker.services import durations, forecasts, plans, records, states, whereabouts
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.deadlines import LAW, OPEN
from tracker.services.records import StoredFile
from tracker.services.views import DraftLine, Header, Listing, ListRow, PaperGroup, PaperLine, PublicPage
from tracker.storage.models import Deadline, Raperda, StageRow

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader looks for. Empty values do not filter."""

    words: str = ""
    stage: str = ""
    year: int | None = None
    initiator: str = ""
    page: int = 1


def list_stamp(session: Session) -> int:
    """Return a value that changes whenever anything on the public list may have changed.

    It counts the changes of every Raperda, public or not: so it only ever grows, and no page that was kept
    before one was hidden comes back.
    """
    return session.scalar(select(func.coalesce(func.sum(Raperda.stamp), 0))) or 0


def page_stamp(session: Session, slug: str) -> int:
    """Return a value that changes whenever what is public of this Raperda may have; raises NotFound."""
    stamp = session.scalar(select(Raperda.stamp).where(Raperda.slug == slug, Raperda.is_public))
    if stamp is None:
        raise NotFound("raperda", slug)
    return stamp


def schedule_stamp(session: Session) -> str:
    """Return a value that changes whenever forecasts and medians may have: what other Raperda have shown."""
    return durations.experience(session).fingerprint


def listing(session: Session, filters: Filters, *, today: date) -> Listing:
    """Return one page of the public list, newest year first."""
    return list_raperda(session, filters, Raperda.is_public.is_(True), today=today)


def list_raperda(session: Session, filters: Filters, visible: ColumnElement[bool], *, today: date) -> Listing:
    """Return one page of the Raperda that are visible and fit the filters."""
    wanted = [visible, *_conditions(filters)]
    total = session.scalar(select(func.count()).select_from(Raperda).where(*wanted)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    columns = (
        Raperda.id,
        Raperda.slug,
        Raperda.title,
        Raperda.short_name,
        Raperda.year,
        Raperda.initiator,
        Raperda.is_public,
        Raperda.kind,
        Raperda.condition,
        Raperda.headline,
        Raperda.changed_at,
    )
    order = (Raperda.year.desc(), Raperda.changed_at.desc(), Raperda.id.desc())
    query = select(*columns).where(*wanted).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = session.execute(query).all()
    years = session.scalars(select(Raperda.year).where(visible).distinct().order_by(Raperda.year.desc()))
    return Listing(
        rows=_list_rows(session, rows, today),
        total=total,
        page=page,
        pages=pages,
        years=tuple(years),
        stages=STAGES,
    )


def public_page(session: Session, slug: str, *, now: datetime, today: date) -> PublicPage:
    """Return everything the public page of one Raperda shows; raises NotFound for one that is not public."""
    raperda = _public(session, slug)
    state = states.load(session, raperda)
    events = records.events(session, raperda.id)
    header = records.header(session, raperda)
    meetings = [one for one in records.meetings(session, raperda.id, now=now) if one.is_public]
    upcoming = (one for one in meetings if one.status == "dijadwalkan" and not one.is_past)
    return PublicPage(
        header=header,
        where=whereabouts.where(state, today),
        strip=whereabouts.strip(state, events, meetings, today),
        next_meetings=tuple(sorted(upcoming, key=lambda one: one.starts_at)),
        clocks=tuple(_clocks(session, raperda, today)),
        drafts=_public_drafts(session, raperda.id),
        papers=group_papers(one for one in records.papers(session, raperda.id) if _is_shown(one)),
        history=whereabouts.history(events, with_actor=False),
        schedule=plans.schedule(session, header, state, events, today=today, with_actor=False),
        changed_at=raperda.changed_at,
    )


def _clocks(session: Session, raperda: Raperda, today: date) -> Iterator[DeadlineLine]:
    """Only law: what is not verified and what is a target are for those who work here."""
    running = (Deadline.raperda_id == raperda.id, Deadline.kind == LAW, Deadline.status == OPEN)
    for row in session.scalars(select(Deadline).where(*running).order_by(Deadline.due_on)):
        line = records.deadline_line(row, today)
        if line.rule is not None and line.rule.verified:
            yield line


def public_header(session: Session, slug: str) -> Header:
    """Return what a public Raperda is; raises NotFound."""
    return records.header(session, _public(session, slug))


def public_drafts(session: Session, slug: str) -> tuple[DraftLine, ...]:
    """Return the versions of a Raperda that the public may read, newest first; raises NotFound."""
    return _public_drafts(session, _public(session, slug).id)


def draft_file(session: Session, slug: str, number: int, *, original: bool = False) -> StoredFile:
    """Return where a public version's bytes are; raises NotFound for an internal or withdrawn one."""
    return records.draft_file(public_drafts(session, slug), number, original=original)


def paper_file(session: Session, slug: str, paper_id: int) -> StoredFile:
    """Return where a public paper's bytes are; raises NotFound for an internal or withdrawn one."""
    shown = {one.id for one in records.papers(session, _public(session, slug).id) if _is_shown(one)}
    if paper_id not in shown:
        raise NotFound("paper", paper_id)
    return records.paper_file(session, paper_id)


def group_papers(papers: Iterable[PaperLine]) -> tuple[PaperGroup, ...]:
    """Group papers by kind, in the order in which the kinds first appear."""
    groups: dict[str, list[PaperLine]] = {}
    for paper in papers:
        groups.setdefault(paper.kind, []).append(paper)
    return tuple(PaperGroup(kind, tuple(lines)) for kind, lines in groups.items())


def _public(session: Session, slug: str) -> Raperda:
    found = session.scalar(select(Raperda).where(Raperda.slug == slug, Raperda.is_public))
    if found is None:
        raise NotFound("raperda", slug)
    return found


def _public_drafts(session: Session, raperda_id: int) -> tuple[DraftLine, ...]:
    return records.drafts(session, raperda_id, only_public=True)


def _is_shown(paper: PaperLine) -> bool:
    return paper.is_public and paper.withdrawn_reason is None


def _conditions(filters: Filters) -> Iterable[ColumnElement[bool]]:
    for word in filters.words.casefold().split()[:8]:
        yield or_(
            func.lower(Raperda.title).contains(word, autoescape=True),
            func.lower(Raperda.short_name).contains(word, autoescape=True),
        )
    if filters.stage:
        yield Raperda.headline == filters.stage
    if filters.year is not None:
        yield Raperda.year == filters.year
    if filters.initiator:
        yield Raperda.initiator == filters.initiator


def _list_rows(session: Session, rows: Sequence[Any], today: date) -> tuple[ListRow, ...]:
    ids = [row.id for row in rows]
    of_raperda: dict[int, list[Any]] = {}
    table = StageRow.__table__
    for stage in session.execute(select(table).where(table.c.raperda_id.in_(ids))):
        of_raperda.setdefault(stage.raperda_id, []).append(stage)
    known = durations.experience(session)
    found = []
    for row in rows:
        state = states.of_rows(row.kind, row.condition, row.headline, of_raperda.get(row.id, ()))
        found.append(
            ListRow(
                slug=row.slug,
                title=row.title,
                short_name=row.short_name,
                year=row.year,
                initiator=row.initiator,
                is_public=row.is_public,
                where=whereabouts.where(state, today),
                shapes=whereabouts.shapes(state, today),
                coming=forecasts.coming(state, known, today=today),
                changed_at=row.changed_at,
            )
        )
    return tuple(found)
