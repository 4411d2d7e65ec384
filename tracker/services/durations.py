"""Where the days go: how long stages took in this council, and one Raperda beside it."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tracker.domain.forecast import LEAST, History
from tracker.domain.passages import Passage, days_open, passages
from tracker.domain.process import STAGES, Condition, Status
from tracker.domain.state import Move, StageRound, State
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


@dataclass(frozen=True, slots=True)
class _Told:
    """What one Raperda adds to the experience, as of its stamp."""

    stamp: int
    passages: tuple[Passage, ...]
    stages: tuple[tuple[str, int], ...]
    holders: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The experience at some stamp, and what each Raperda has added to it."""

    stamp: "Stamp"
    experience: Experience
    told: Mapping[int, _Told]


Stamp = tuple[int, ...]
_LATELY = 200
_WRITTEN = (StageEvent, JournalEntry)
_NOTHING_OPEN = date.min
_kept: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()
_lock = Lock()


def stamp(session: Session) -> Stamp:
    """Return what changes whenever a stage moves or a Raperda is described anew; short looks at two indexes.

    The newest numbers alone would miss a transaction that ends after one with later numbers, so the newest
    are counted too.
    """
    looked_at: list[ScalarSelect[int]] = []
    for table in _WRITTEN:
        newest = select(func.coalesce(func.max(table.id), 0)).scalar_subquery()
        lately = select(func.count()).where(table.id > newest - _LATELY).scalar_subquery()
        looked_at += (newest, lately)
    return tuple(session.execute(select(*looked_at)).one())


def experience(session: Session) -> Experience:
    """Return what this council's history shows; after a change only what changed is looked at again.

    A session that writes keeps nothing and uses nothing kept: what it sees may yet be undone.
    """
    key = session.get_bind()
    if not key.get_execution_options().get("tracker_reading"):
        return _sum_up(_look(session, {}).values())
    now = stamp(session)
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept.stamp == now:
        return kept.experience
    told = _look(session, kept.told if kept is not None else {})
    found = _sum_up(told.values())
    with _lock:
        _kept[key] = _Kept(now, found, told)
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


def _look(session: Session, known: Mapping[int, _Told]) -> dict[int, _Told]:
    """What each of the Raperda entered last adds; read anew only where its stamp is another one."""
    columns = (Raperda.id, Raperda.stamp, Raperda.kind, Raperda.condition, Raperda.headline)
    newest = select(*columns).where(Raperda.is_public).order_by(Raperda.id.desc()).limit(REMEMBERED)
    rows = session.execute(newest).all()
    found = {row.id: known[row.id] for row in rows if row.id in known and known[row.id].stamp == row.stamp}
    anew = [row for row in rows if row.id not in found]
    ids = [row.id for row in anew]
    stages: dict[int, list[Any]] = {}
    table = StageRow.__table__
    for stage in session.execute(select(table).where(table.c.raperda_id.in_(ids))):
        stages.setdefault(stage.raperda_id, []).append(stage)
    handed = records.events_of(session, ids, (Move.START, Move.HAND_OVER)) if ids else {}
    for row in anew:
        state = states.of_rows(row.kind, row.condition, row.headline, stages.get(row.id, ()))
        found[row.id] = _told(row.stamp, state, handed.get(row.id, ()))
    return found


def _told(stamp: int, state: State, events: Iterable[Event]) -> _Told:
    in_force = state.condition is Condition.BERLAKU
    held = whereabouts.holder_days(state, events, _NOTHING_OPEN) if in_force else ()
    return _Told(
        stamp, passages(state), tuple(_finished(state)), tuple((one.holder, one.days) for one in held)
    )


def _finished(state: State) -> Iterable[tuple[str, int]]:
    by_stage: dict[str, list[StageRound]] = {}
    for one in state.rounds:
        by_stage.setdefault(one.stage, []).append(one)
    for stage, rounds in by_stage.items():
        last = max(rounds, key=lambda one: one.round)
        days = days_open(rounds, _NOTHING_OPEN) if last.status is Status.SELESAI and last.ended_on else None
        if days is not None:
            yield stage, days


def _sum_up(told: Iterable[_Told]) -> Experience:
    told = tuple(told)
    history = History(one for each in told for one in each.passages)
    stages = _medians(one for each in told for one in each.stages)
    holders = _medians(one for each in told for one in each.holders)
    return Experience(history, stages, holders, repr((history.fingerprint, stages, holders)))


def _medians(values: Iterable[tuple[str, int]]) -> dict[str, Median]:
    grouped: dict[str, list[int]] = {}
    for key, days in values:
        grouped.setdefault(key, []).append(days)
    return {key: Median(statistics.median_low(days), len(days)) for key, days in sorted(grouped.items())}
