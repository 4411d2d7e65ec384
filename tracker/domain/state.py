"""Where a Raperda stands, the moves that can be asked for, and the rules of each move as a table."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.errors import IllegalMove
from tracker.domain.process import FIRST, ORDER, Condition, Kind, Status, stages_of


class Move(StrEnum):
    """What can happen to a stage, or (the last three) to the Raperda as a whole."""

    START = "mulai"
    COMPLETE = "selesaikan"
    SKIP = "lewati"
    SEND_BACK = "kembalikan"
    REOPEN = "buka-kembali"
    RESCHEDULE = "jadwalkan"
    HAND_OVER = "serahkan"
    FOCUS = "utamakan"
    CORRECT = "koreksi"
    RECORD_EARLIER = "catat-sebelumnya"
    WITHDRAW = "tarik"
    REJECT = "tolak"
    RESUME = "lanjutkan"


class WhyNot(StrEnum):
    """Why a move is refused."""

    CLOSED = "closed"
    NOT_CLOSED = "not-closed"
    NOT_IN_PROCESS = "not-in-process"
    WRONG_STATUS = "wrong-status"
    NEEDS_FIRST = "needs-first"
    NOT_SKIPPABLE = "not-skippable"
    LATER_BEGAN = "later-began"
    NO_WAY_BACK = "no-way-back"
    ONLY_IN_PLENARY = "only-in-plenary"
    IS_FOCUS = "is-focus"


@dataclass(frozen=True, slots=True)
class MoveRule:
    """A row of MOVES: from which statuses, to which, what must be given, and on what it rests."""

    move: Move
    sources: frozenset[Status]
    result: Status | None
    needs_reason: bool
    basis: str


_OPEN = frozenset({Status.BERLANGSUNG})
_AHEAD = frozenset({Status.BELUM})
_DONE = frozenset({Status.SELESAI, Status.DILEWATI})
_ANY = frozenset(Status)
_LOCAL = "Tata cara pencatatan"

MOVES: dict[Move, MoveRule] = {
    rule.move: rule
    for rule in (
        MoveRule(Move.START, _AHEAD, Status.BERLANGSUNG, False, _LOCAL),
        MoveRule(Move.COMPLETE, _OPEN, Status.SELESAI, False, _LOCAL),
        MoveRule(Move.SKIP, _AHEAD, Status.DILEWATI, True, _LOCAL),
        MoveRule(Move.SEND_BACK, _OPEN, Status.DIKEMBALIKAN, True, _LOCAL),
        MoveRule(Move.REOPEN, _DONE, Status.BERLANGSUNG, True, _LOCAL),
        MoveRule(Move.RESCHEDULE, _AHEAD | _OPEN, None, False, _LOCAL),
        MoveRule(Move.HAND_OVER, _OPEN, None, False, _LOCAL),
        MoveRule(Move.FOCUS, _OPEN, None, False, _LOCAL),
        MoveRule(Move.CORRECT, _OPEN | {Status.SELESAI}, None, True, _LOCAL),
        MoveRule(Move.RECORD_EARLIER, _AHEAD, Status.SELESAI, False, _LOCAL),
        MoveRule(Move.WITHDRAW, _ANY, None, True, "UU 12/2011 Pasal 76 jo. Pasal 77"),
        MoveRule(Move.REJECT, _ANY, None, True, "PP 12/2018 Pasal 9 ayat (4) huruf c"),
        MoveRule(Move.RESUME, _ANY, None, True, _LOCAL),
    )
}

OF_THE_WHOLE = frozenset({Move.WITHDRAW, Move.REJECT, Move.RESUME})
PLENARY = "rapat-paripurna"
LAST = "pengundangan"


@dataclass(frozen=True, slots=True)
class StageRound:
    """One round of one stage as it stands. Dates are of the happening, not of the recording."""

    stage: str
    round: int
    status: Status
    holder: str
    planned_start_on: date | None = None
    planned_end_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A Raperda in the process: every round of every stage, and the headline stage, which is stored."""

    kind: str
    condition: Condition
    headline: str
    rounds: tuple[StageRound, ...]

    def current(self, stage: str) -> StageRound:
        """Return the latest round of `stage`; raises IllegalMove where the process has no such stage."""
        latest = [one for one in self.rounds if one.stage == stage]
        if not latest:
            raise IllegalMove(move="", stage=stage, reason=WhyNot.NOT_IN_PROCESS)
        return max(latest, key=lambda one: one.round)

    def latest(self) -> tuple[StageRound, ...]:
        """Return the latest round of every stage, in the order of the process."""
        return tuple(self.current(stage.slug) for stage in stages_of(self.kind))

    def open(self) -> tuple[StageRound, ...]:
        """Return the rounds now going on, in the order of the process."""
        return tuple(one for one in self.latest() if one.status is Status.BERLANGSUNG)

    def closed(self, stage: str) -> bool:
        """Say whether `stage` is done or skipped, or is no part of this Raperda's process."""
        return all(one.stage != stage for one in self.rounds) or self.current(stage).status in _DONE

    def with_round(self, changed: StageRound) -> "State":
        """Return this state with one round replaced, or added where it is new."""
        key = (changed.stage, changed.round)
        others = tuple(one for one in self.rounds if (one.stage, one.round) != key)
        rounds = sorted((*others, changed), key=lambda one: (ORDER[one.stage], one.round))
        return replace(self, rounds=tuple(rounds))


@dataclass(frozen=True, slots=True)
class Request:
    """What someone asks for. `target` is a stage (send back) or a holder (hand over)."""

    move: Move
    stage: str
    occurred_on: date
    reason: str = ""
    target: str = ""
    planned_start_on: date | None = None
    planned_end_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


def begin(kind: str) -> State:
    """Return the state of a Raperda nothing has happened to."""
    rounds = tuple(StageRound(stage.slug, 1, Status.BELUM, stage.holder) for stage in stages_of(kind))
    return State(kind=Kind(kind), condition=Condition.AKTIF, headline=FIRST, rounds=rounds)
