"""Where the days go: how long stages took in this council, and one Raperda beside it."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.forecast import LEAST, History
from tracker.domain.passages import days_open, passages
from tracker.domain.process import STAGES, Condition, Status
from tracker.domain.state import Move, State
from tracker.services import records, states, whereabouts
from tracker.services.timing import HolderShare, Median, StageDays
from tracker.services.whereabouts import Event
from tracker.storage.models import JournalEntry, Raperda, StageEvent, StageRow

REMEMBERED = 300
"""The Raperda entered last that are looked at: more than a council takes up in fifteen years."""


@dataclass(frozen=True, slots=True)
class Experience:
    """What the public Raperda of this council have shown so far; `fingerprint` differs where that does."""

    history: History
    stages: Mapping[str, Median]
    holders: Mapping[str, Median]
    fingerprint: str


Stamp = tuple[int, int]
_WRITTEN = (StageEvent, JournalEntry)
_NOTHING_OPEN = date.min
_kept: WeakKeyDictionary[Any, tuple[Stamp, Experience]] = WeakKeyDictionary()
_lock = Lock()


def stamp(session: Session) -> Stamp:
    """Return what changes whenever a stage moves or a Raperda is described anew; two looks at an index."""
    newest = (select(func.coalesce(func.max(table.id), 0)).scalar_subquery() for table in _WRITTEN)
    events, entries = session.execute(select(*newest)).one()
    return events, entries


def experience(session: Session) -> Experience:
    """Return what this council's history shows, computed once for every stamp.

    To be asked in a session for reading: one that writes could be undone, and what it saw kept.
    """
    key, now = session.get_bind(), stamp(session)
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept[0] == now:
        return kept[1]
    found = _look(session)
    with _lock:
        _kept[key] = now, found
    return found


def by_stage(state: State, known: Experience, today: date) -> tuple[StageDays, ...]:
    """Return the days of every stage that has begun, in the order of the process."""
    found = []
    for stage in STAGES:
        rounds = [one for one in state.rounds if one.stage == stage.slug]
        days = days_open(rounds, today)
        if days is not None:
            is_open = any(one.status is Status.BERLANGSUNG for one in rounds)
            found.append(StageDays(stage, days, is_open, _enough(known.stages.get(stage.slug))))
    return tuple(found)


def by_holder(
    state: State, events: Iterable[Event], known: Experience, today: date
) -> tuple[HolderShare, ...]:
    """Return the days spent in each one's hands, most first."""
    return tuple(
        HolderShare(one.holder, one.days, _enough(known.holders.get(one.holder)))
        for one in whereabouts.holder_days(state, events, today)
    )


def _enough(median: Median | None) -> Median | None:
    return median if median is not None and median.sample_size >= LEAST else None


def _look(session: Session) -> Experience:
    newest = (
        select(Raperda.id).where(Raperda.is_public).order_by(Raperda.id.desc()).limit(REMEMBERED).subquery()
    )
    ids = select(newest.c.id)
    columns = (Raperda.id, Raperda.kind, Raperda.condition, Raperda.headline)
    rows: dict[int, list[Any]] = {}
    table = StageRow.__table__
    for row in session.execute(select(table).where(table.c.raperda_id.in_(ids))):
        rows.setdefault(row.raperda_id, []).append(row)
    ways = {
        one.id: states.of_rows(one.kind, one.condition, one.headline, rows.get(one.id, ()))
        for one in session.execute(select(*columns).where(Raperda.id.in_(ids)))
    }
    history = History(one for state in ways.values() for one in passages(state))
    stages = _medians(_finished(ways.values()))
    holders = _medians(_handled(session, ways))
    return Experience(history, stages, holders, repr((history.fingerprint, stages, holders)))


def _finished(ways: Iterable[State]) -> Iterable[tuple[str, int]]:
    for state in ways:
        for one in state.latest():
            rounds = [each for each in state.rounds if each.stage == one.stage]
            days = days_open(rounds, _NOTHING_OPEN) if one.status is Status.SELESAI and one.ended_on else None
            if days is not None:
                yield one.stage, days


def _handled(session: Session, ways: Mapping[int, State]) -> Iterable[tuple[str, int]]:
    in_force = {key: state for key, state in ways.items() if state.condition is Condition.BERLAKU}
    handed = records.events_of(session, in_force, (Move.START, Move.HAND_OVER))
    for key, state in in_force.items():
        for one in whereabouts.holder_days(state, handed.get(key, ()), _NOTHING_OPEN):
            yield one.holder, one.days


def _medians(values: Iterable[tuple[str, int]]) -> dict[str, Median]:
    grouped: dict[str, list[int]] = {}
    for key, days in values:
        grouped.setdefault(key, []).append(days)
    return {key: Median(statistics.median_low(days), len(days)) for key, days in sorted(grouped.items())}
