"""How long each stage took: from the day the stage before it was first passed to the day it was itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.process import Phase, Status, stages_of
from tracker.domain.state import StageRound, State

_CLOSED = frozenset({Status.SELESAI, Status.DILEWATI})
_PHASES = tuple(Phase)


@dataclass(frozen=True, slots=True)
class Passage:
    """One stage that was passed: done or skipped. `days` are calendar days, waiting and returns included.

    A stage that sends its Raperda back is passed only when it is done itself, in whatever round: the loop
    belongs to it. So the days of all stages add up to the time the whole way took.
    """

    stage: str
    kind: str
    holder: str
    days: int
    passed_on: date


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a Raperda still has before it: the rounds to pass, and since when it waits for the first."""

    rounds: tuple[StageRound, ...]
    since: date | None


def passages(state: State) -> tuple[Passage, ...]:
    """Return the passages of every stage whose beginning and end are known, in the order of the process."""
    found: list[Passage] = []
    reached: date | None = None
    for rounds in _by_stage(state):
        passed = _first_passed(rounds)
        if passed is None:
            continue
        since = reached or rounds[0].started_on
        if passed.ended_on is None:  # recorded as done earlier, without a date
            reached = None
            continue
        if since is not None:
            days = max(0, (passed.ended_on - since).days)
            found.append(Passage(passed.stage, state.kind, passed.holder, days, passed.ended_on))
        reached = max(filter(None, (reached, passed.ended_on)))
    return tuple(found)


def ahead(state: State, through: str) -> Ahead:
    """Return what lies before a Raperda up to and including stage `through`; stages left behind do not."""
    begun = max((_PHASES.index(phase) for phase in _begun(state)), default=0)
    reached: date | None = None
    remaining: list[tuple[StageRound, ...]] = []
    for stage, rounds in zip(stages_of(state.kind), _by_stage(state), strict=True):
        passed = _first_passed(rounds)
        if passed is None and _PHASES.index(stage.phase) >= begun:
            remaining.append(rounds)
        elif passed is not None and not remaining:
            reached = passed.ended_on and max(filter(None, (reached, passed.ended_on)))
        if stage.slug == through:
            break
    since = (reached or remaining[0][0].started_on) if remaining else None
    return Ahead(tuple(rounds[-1] for rounds in remaining), since)


def days_open(rounds: Iterable[StageRound], today: date) -> int | None:
    """Return how many calendar days these rounds of one stage were open; None where no start is known."""
    spans = [((one.ended_on or today) - one.started_on).days for one in rounds if one.started_on is not None]
    return sum(max(0, days) for days in spans) if spans else None


def _by_stage(state: State) -> Iterable[tuple[StageRound, ...]]:
    for stage in stages_of(state.kind):
        rounds = (one for one in state.rounds if one.stage == stage.slug)
        yield tuple(sorted(rounds, key=lambda one: one.round))


def _first_passed(rounds: tuple[StageRound, ...]) -> StageRound | None:
    return next((one for one in rounds if one.status in _CLOSED), None)


def _begun(state: State) -> Iterable[Phase]:
    for stage, rounds in zip(stages_of(state.kind), _by_stage(state), strict=True):
        if any(one.status is not Status.BELUM for one in rounds):
            yield stage.phase
