"""How a Raperda moves: the one function that applies a move, and what it refuses."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from tracker.domain.errors import IllegalMove, InvalidValue
from tracker.domain.process import BY_SLUG, NEEDS, Condition, Holder, Phase, Status, depends_on, ways_back
from tracker.domain.state import LAST, MOVES, OF_THE_WHOLE, PLENARY, Move, Request, StageRound, State, WhyNot

_NOT_IN_FORCE = frozenset({Move.START, Move.SEND_BACK, Move.RECORD_EARLIER})
"""A Perda in force can be corrected and left-over stages closed, but nothing begins any more."""


def move(state: State, request: Request, *, today: date) -> State:
    """Apply one move and return the state after it.

    Raises IllegalMove where the process has no such move from here, and InvalidValue (field, slug)
    where a date or a reason is missing or cannot be.
    """
    refuse_if_impossible(state, request.move, request.stage)
    _check_values(state, request, today)
    return _APPLY[request.move](state, request)


def refuse_if_impossible(state: State, asked: Move, stage: str) -> None:
    """Raise IllegalMove if `asked` cannot be made on `stage` now, whatever dates and reasons are given."""
    rule = MOVES[asked]
    resumes = asked is Move.RESUME
    if (state.condition in (Condition.DITARIK, Condition.DITOLAK)) is not resumes:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.NOT_CLOSED if resumes else WhyNot.CLOSED)
    if asked in OF_THE_WHOLE:
        _refuse_the_whole(state, asked, stage)
        return
    if asked in _NOT_IN_FORCE and state.condition is Condition.BERLAKU:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.LATER_BEGAN, blocking=(LAST,))
    if state.current(stage).status not in rule.sources:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.WRONG_STATUS)
    check = _REFUSE.get(asked)
    if check:
        check(state, asked, stage)


def possible(state: State, stage: str) -> tuple[Move, ...]:
    """Return the moves that can be made on `stage` now, in the order of MOVES."""
    return tuple(asked for asked in MOVES if asked not in OF_THE_WHOLE and _is_possible(state, asked, stage))


def possible_of_the_whole(state: State) -> tuple[Move, ...]:
    """Return which of withdraw, reject and resume can be made now."""
    return tuple(
        asked for asked in MOVES if asked in OF_THE_WHOLE and _is_possible(state, asked, state.headline)
    )


def next_step(state: State) -> tuple[Move, str] | None:
    """Return the one move that most likely comes next: finish the headline stage, or start another."""
    if _is_possible(state, Move.COMPLETE, state.headline):
        return Move.COMPLETE, state.headline
    order = [one.stage for one in state.latest()]
    after = order[order.index(state.headline) :] + order[: order.index(state.headline)]
    for stage in after:
        if _is_possible(state, Move.START, stage):
            return Move.START, stage
    return None


def changes_plan(old: Iterable[date | None], new: Iterable[date | None]) -> bool:
    """Say whether a planned date that was given once becomes another or none; a first one changes nothing."""
    return any(was is not None and was != becomes for was, becomes in zip(old, new, strict=True))


def _is_possible(state: State, asked: Move, stage: str) -> bool:
    try:
        refuse_if_impossible(state, asked, stage)
    except IllegalMove:
        return False
    return True


def _refuse_the_whole(state: State, asked: Move, stage: str) -> None:
    if asked is Move.WITHDRAW and state.closed(PLENARY):
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.LATER_BEGAN, blocking=(PLENARY,))
    if asked is Move.REJECT and state.current(PLENARY).status is not Status.BERLANGSUNG:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.ONLY_IN_PLENARY)


def _refuse_start(state: State, asked: Move, stage: str) -> None:
    missing = tuple(need for need in NEEDS.get(stage, ()) if not state.closed(need))
    if missing:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.NEEDS_FIRST, blocking=missing)


def _refuse_skip(state: State, asked: Move, stage: str) -> None:
    if not BY_SLUG[stage].skippable:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.NOT_SKIPPABLE)
    _refuse_start(state, asked, stage)


def _refuse_reopen(state: State, asked: Move, stage: str) -> None:
    began = {Status.BERLANGSUNG, Status.SELESAI}
    later = depends_on(stage)
    if BY_SLUG[stage].phase is Phase.PANSUS:  # talks of the first level are over where the plenary begins
        later |= {PLENARY} | depends_on(PLENARY)
    blocking = tuple(one.stage for one in state.latest() if one.stage in later and one.status in began)
    if blocking:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.LATER_BEGAN, blocking=blocking)


def _refuse_send_back(_state: State, asked: Move, stage: str) -> None:
    if not ways_back(stage):
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.NO_WAY_BACK)


def _refuse_focus(state: State, asked: Move, stage: str) -> None:
    if state.headline == stage:
        raise IllegalMove(move=asked, stage=stage, reason=WhyNot.IS_FOCUS)


_REFUSE: dict[Move, Callable[[State, Move, str], None]] = {
    Move.START: _refuse_start,
    Move.SKIP: _refuse_skip,
    Move.RECORD_EARLIER: _refuse_start,
    Move.REOPEN: _refuse_reopen,
    Move.SEND_BACK: _refuse_send_back,
    Move.FOCUS: _refuse_focus,
}


def _check_values(state: State, request: Request, today: date) -> None:
    if request.occurred_on > today:
        raise InvalidValue("occurred_on", "in-the-future")
    if MOVES[request.move].needs_reason and not request.reason.strip():
        raise InvalidValue("reason", "required")
    if request.move in _CHECK:
        _CHECK[request.move](state, request, today)


def _check_start(state: State, request: Request, _today: date) -> None:
    if _before(request.occurred_on, _last_end(state, request.stage)):
        raise InvalidValue("occurred_on", "before-last-round")


def _check_end(state: State, request: Request, _today: date) -> None:
    if _before(request.occurred_on, state.current(request.stage).started_on):
        raise InvalidValue("occurred_on", "before-start")


def _check_send_back(state: State, request: Request, today: date) -> None:
    if request.target not in ways_back(request.stage):
        raise InvalidValue("target", "not-a-choice")
    _check_end(state, request, today)


def _check_hand_over(state: State, request: Request, today: date) -> None:
    if request.target not in set(Holder):
        raise InvalidValue("target", "not-a-choice")
    if request.target == state.current(request.stage).holder:
        raise InvalidValue("target", "nothing-changes")
    _check_end(state, request, today)


def _check_plan(state: State, request: Request, _today: date) -> None:
    current = state.current(request.stage)
    old = (current.planned_start_on, current.planned_end_on)
    new = (request.planned_start_on, request.planned_end_on)
    if new == old:
        raise InvalidValue("planned_end_on", "nothing-changes")
    if _before(request.planned_end_on, request.planned_start_on):
        raise InvalidValue("planned_end_on", "before-start")
    if changes_plan(old, new) and not request.reason.strip():
        raise InvalidValue("reason", "plan-changes")


def _check_correction(state: State, request: Request, today: date) -> None:
    current = state.current(request.stage)
    if request.started_on is None:
        raise InvalidValue("started_on", "required")
    if current.status is Status.SELESAI and request.ended_on is None:
        raise InvalidValue("ended_on", "required")
    if current.status is Status.BERLANGSUNG and request.ended_on is not None:
        raise InvalidValue("ended_on", "still-open")
    if _before(request.ended_on, request.started_on):
        raise InvalidValue("ended_on", "before-start")
    if max(filter(None, (request.started_on, request.ended_on))) > today:
        raise InvalidValue("started_on", "in-the-future")
    if (request.started_on, request.ended_on) == (current.started_on, current.ended_on):
        raise InvalidValue("started_on", "nothing-changes")


_CHECK: dict[Move, Callable[[State, Request, date], None]] = {
    Move.START: _check_start,
    Move.COMPLETE: _check_end,
    Move.SEND_BACK: _check_send_back,
    Move.HAND_OVER: _check_hand_over,
    Move.RESCHEDULE: _check_plan,
    Move.CORRECT: _check_correction,
}


def _before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def _last_end(state: State, stage: str) -> date | None:
    ends = (one.ended_on for one in state.rounds if one.stage == stage)
    return max((end for end in ends if end), default=None)


def _start(state: State, request: Request) -> State:
    started = replace(
        state.current(request.stage),
        status=Status.BERLANGSUNG,
        started_on=request.occurred_on,
        holder=request.target or state.current(request.stage).holder,
    )
    return replace(state.with_round(started), headline=request.stage)


def _close(state: State, request: Request) -> State:
    result = MOVES[request.move].result or Status.SELESAI
    closed = replace(state.current(request.stage), status=result, ended_on=request.occurred_on)
    after = state.with_round(closed)
    if request.stage == LAST and result is Status.SELESAI:
        after = replace(after, condition=Condition.BERLAKU)
    still_open = after.open()
    if request.stage == state.headline and still_open:
        after = replace(after, headline=still_open[-1].stage)
    return after


def _holder(one: StageRound) -> str:
    return BY_SLUG[one.stage].holder


def _send_back(state: State, request: Request) -> State:
    source = state.current(request.stage)
    after = state.with_round(replace(source, status=Status.DIKEMBALIKAN, ended_on=request.occurred_on))
    after = after.with_round(StageRound(source.stage, source.round + 1, Status.BELUM, _holder(source)))
    target = after.current(request.target)
    if target.status is not Status.BERLANGSUNG:
        ahead = target.status is Status.BELUM
        again = target if ahead else StageRound(target.stage, target.round + 1, Status.BELUM, _holder(target))
        opened = replace(again, status=Status.BERLANGSUNG, started_on=request.occurred_on)
        after = after.with_round(opened)
    return replace(after, headline=request.target)


def _reopen(state: State, request: Request) -> State:
    closed = state.current(request.stage)
    opened = replace(
        closed,
        status=Status.BERLANGSUNG,
        ended_on=None,
        started_on=closed.started_on or request.occurred_on,
    )
    return replace(state.with_round(opened), headline=request.stage, condition=Condition.AKTIF)


def _reschedule(state: State, request: Request) -> State:
    planned = replace(
        state.current(request.stage),
        planned_start_on=request.planned_start_on,
        planned_end_on=request.planned_end_on,
    )
    return state.with_round(planned)


def _hand_over(state: State, request: Request) -> State:
    current = state.current(request.stage)
    return state.with_round(replace(current, holder=request.target))


def _correct(state: State, request: Request) -> State:
    fixed = replace(state.current(request.stage), started_on=request.started_on, ended_on=request.ended_on)
    return state.with_round(fixed)


def _record_earlier(state: State, request: Request) -> State:
    after = state.with_round(replace(state.current(request.stage), status=Status.SELESAI))
    condition = Condition.BERLAKU if request.stage == LAST else after.condition
    return replace(after, headline=request.stage, condition=condition)


_APPLY: dict[Move, Callable[[State, Request], State]] = {
    Move.START: _start,
    Move.COMPLETE: _close,
    Move.SKIP: _close,
    Move.SEND_BACK: _send_back,
    Move.REOPEN: _reopen,
    Move.RESCHEDULE: _reschedule,
    Move.HAND_OVER: _hand_over,
    Move.FOCUS: lambda state, request: replace(state, headline=request.stage),
    Move.CORRECT: _correct,
    Move.RECORD_EARLIER: _record_earlier,
    Move.WITHDRAW: lambda state, _: replace(state, condition=Condition.DITARIK),
    Move.REJECT: lambda state, _: replace(state, condition=Condition.DITOLAK),
    Move.RESUME: lambda state, _: replace(state, condition=Condition.AKTIF),
}
