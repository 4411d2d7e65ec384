"""A Raperda's place in the process between the tables and the rules."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.process import Condition, Status
from tracker.domain.state import StageRound, State
from tracker.storage.models import Raperda, StageRow


class StageLike(Protocol):
    """Anything with the columns of a stage row: the row itself, or what a page selected of it."""

    stage: str
    round: int
    status: str
    holder: str
    planned_start_on: date | None
    planned_end_on: date | None
    started_on: date | None
    ended_on: date | None


_COLUMNS = ("status", "holder", "planned_start_on", "planned_end_on", "started_on", "ended_on")


def lock(session: Session, slug: str) -> Raperda:
    """Return the Raperda to change, so that whoever comes next waits; raises NotFound."""
    found = session.scalar(select(Raperda).where(Raperda.slug == slug).with_for_update())
    if found is None:
        raise NotFound("raperda", slug)
    return found


def load(session: Session, raperda: Raperda) -> State:
    """Return where the Raperda stands, from its stored projection."""
    rows = session.scalars(select(StageRow).where(StageRow.raperda_id == raperda.id))
    return of_rows(raperda.kind, raperda.condition, raperda.headline, rows)


def of_rows(kind: str, condition: str, headline: str, rows: Iterable[StageLike]) -> State:
    """Put a State together from stage rows."""
    rounds = tuple(round_of(row) for row in rows)
    return State(kind=kind, condition=Condition(condition), headline=headline, rounds=rounds)


def round_of(row: StageLike) -> StageRound:
    """Return one stage row as the rules see it."""
    return StageRound(
        stage=row.stage,
        round=row.round,
        status=Status(row.status),
        holder=row.holder,
        planned_start_on=row.planned_start_on,
        planned_end_on=row.planned_end_on,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def store(session: Session, raperda: Raperda, state: State) -> None:
    """Make the stored projection say what `state` says."""
    rows = session.scalars(select(StageRow).where(StageRow.raperda_id == raperda.id))
    known = {(row.stage, row.round): row for row in rows}
    for one in state.rounds:
        row = known.get((one.stage, one.round))
        if row is None:
            row = StageRow(raperda_id=raperda.id, stage=one.stage, round=one.round)
            session.add(row)
        for column in _COLUMNS:
            setattr(row, column, getattr(one, column))
    raperda.headline = state.headline
    raperda.condition = state.condition
