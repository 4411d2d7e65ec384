"""Checking that nothing has been lost: files against rows, and where Raperda stand against their history."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.adapters.draft_store import DraftStore
from tracker.domain.process import BY_SLUG, FIRST, Status
from tracker.domain.state import Move, StageRound, begin
from tracker.services import states
from tracker.storage.models import DraftVersion, Paper, Raperda, StageEvent, StageRow


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `is_harm` is False for a file that nothing refers to."""

    subject: str
    sentence: str
    is_harm: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at and what was found."""

    raperda: int
    events: int
    files: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing has been lost or altered."""
        return not any(finding.is_harm for finding in self.findings)


def check(session: Session, store: DraftStore) -> Report:
    """Look at every file and every history; changes nothing."""
    raperda = session.scalars(select(Raperda).order_by(Raperda.id)).all()
    events: dict[int, list[StageEvent]] = {}
    for event in session.scalars(select(StageEvent).order_by(StageEvent.raperda_id, StageEvent.sequence)):
        events.setdefault(event.raperda_id, []).append(event)
    stages: dict[int, list[StageRow]] = {}
    for row in session.scalars(select(StageRow)):
        stages.setdefault(row.raperda_id, []).append(row)
    kept = set(store.kept())
    findings = [*_files(session, store, kept)]
    for one in raperda:
        findings += _history(one, events.get(one.id, []), stages.get(one.id, []))
    return Report(len(raperda), sum(map(len, events.values())), len(kept), tuple(findings))


def _files(session: Session, store: DraftStore, kept: set[str]) -> Iterator[Finding]:
    drafts = session.execute(select(DraftVersion.sha256, DraftVersion.filename))
    papers = session.execute(select(Paper.sha256, Paper.filename))
    originals = session.execute(
        select(DraftVersion.original_sha256, DraftVersion.original_filename).where(
            DraftVersion.original_sha256.is_not(None)
        )
    )
    wanted = dict([*drafts, *originals, *papers])
    for sha256, filename in sorted(wanted.items()):
        if sha256 not in kept:
            yield Finding(sha256, f"the file of {filename!r} is missing")
        elif not store.intact(sha256):
            yield Finding(sha256, f"the file of {filename!r} has been altered")
    for sha256 in sorted(kept - set(wanted)):
        yield Finding(sha256, "no version or paper refers to this file", is_harm=False)


def _history(raperda: Raperda, events: list[StageEvent], rows: list[StageRow]) -> Iterator[Finding]:
    if [event.sequence for event in events] != list(range(1, len(events) + 1)):
        yield Finding(raperda.slug, "the history has a gap")
    headline, condition = (events[-1].to_headline, events[-1].to_condition) if events else (FIRST, "aktif")
    if (raperda.headline, raperda.condition) != (headline, condition):
        yield Finding(raperda.slug, "the headline stage or condition is not what the history says")
    told = _told(raperda.kind, events)
    stored = {(one.stage, one.round): one for one in map(states.round_of, rows)}
    for stage, number in sorted(told.keys() | stored.keys()):
        if told.get((stage, number)) != stored.get((stage, number)):
            yield Finding(raperda.slug, f"{stage} round {number} is not what the history says")


def _told(kind: str, events: list[StageEvent]) -> dict[tuple[str, int], StageRound]:
    """Return every round as the history tells it: the last word on each counts."""
    told = {(one.stage, one.round): one for one in begin(kind).rounds}
    for event in events:
        told[event.stage, event.round] = StageRound(
            stage=event.stage,
            round=event.round,
            status=Status(event.to_status),
            holder=event.to_holder,
            planned_start_on=event.planned_start_on,
            planned_end_on=event.planned_end_on,
            started_on=event.started_on,
            ended_on=event.ended_on,
        )
        if event.move == Move.SEND_BACK:
            again = _fresh(event.stage, event.round + 1)
            told[event.stage, again.round] = again
            opened = _opened(told, event)
            told[event.target, opened.round] = opened
    return told


def _opened(told: dict[tuple[str, int], StageRound], event: StageEvent) -> StageRound:
    """Return the round that a Raperda was sent back to."""
    last = max((one for one in told.values() if one.stage == event.target), key=lambda one: one.round)
    if last.status is Status.BERLANGSUNG:
        return last
    ahead = last if last.status is Status.BELUM else _fresh(event.target, last.round + 1)
    return replace(ahead, status=Status.BERLANGSUNG, started_on=event.occurred_on)


def _fresh(stage: str, number: int) -> StageRound:
    return StageRound(stage, number, Status.BELUM, BY_SLUG[stage].holder)
