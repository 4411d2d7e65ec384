"""Where a Raperda is, how its strip is drawn, in whose hands the days went: states in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain import moves
from tracker.domain.process import BY_SLUG, Condition, Holder, Phase, Status
from tracker.domain.state import Move, StageRound, State
from tracker.services.views import (
    HistoryLine,
    HolderDays,
    MeetingLine,
    Node,
    PastRound,
    Shape,
    Strip,
    Where,
    Whereabouts,
)

OTHERS = frozenset({Holder.OPD, Holder.KANWIL, Holder.PROVINSI, Holder.BUPATI, Holder.SEKDA})
"""Those the council waits for."""


@dataclass(frozen=True, slots=True)
class Event:
    """The columns of a stage event that pages need."""

    sequence: int
    move: str
    stage: str
    round: int
    target: str
    from_status: str
    to_status: str
    to_holder: str
    occurred_on: date
    recorded_at: datetime
    reason: str
    actor: str
    old_planned_start_on: date | None
    old_planned_end_on: date | None
    planned_start_on: date | None
    planned_end_on: date | None


def where(state: State, today: date) -> Where:
    """Return the facts of the one sentence that says where this Raperda is."""
    one = state.current(state.headline)
    facts = replace(where_of(one, today), kind=_whereabouts(state, one))
    if state.condition is not Condition.AKTIF:
        return replace(facts, days_late=0)
    following = moves.next_step(state) if one.status is not Status.BERLANGSUNG else None
    return replace(facts, following=BY_SLUG[following[1]] if following else None)


def where_of(one: StageRound, today: date) -> Where:
    """Return the same for one round alone, whatever follows it."""
    is_open = one.status is Status.BERLANGSUNG
    return Where(
        kind=_of_round(one),
        stage=BY_SLUG[one.stage],
        round=one.round,
        day=day_of(one, today),
        holder=one.holder,
        since=one.started_on if is_open else one.ended_on,
        planned_end_on=one.planned_end_on,
        days_late=days_late(one, today),
        following=None,
    )


def day_of(one: StageRound, today: date) -> int | None:
    """Return which calendar day of an open round today is, the first being 1."""
    if one.status is not Status.BERLANGSUNG or one.started_on is None:
        return None
    return (today - one.started_on).days + 1


def days_late(one: StageRound, today: date) -> int:
    """Return how many calendar days past its planned end a round is that is not done."""
    if one.status not in (Status.BELUM, Status.BERLANGSUNG) or one.planned_end_on is None:
        return 0
    return max(0, (today - one.planned_end_on).days)


def shape(one: StageRound, today: date) -> Shape:
    """Return how a stage is drawn."""
    if one.status is Status.SELESAI:
        return Shape.SELESAI
    if one.status is Status.DILEWATI:
        return Shape.DILEWATI
    if one.status is not Status.BERLANGSUNG:
        return Shape.BELUM
    if days_late(one, today):
        return Shape.TERLAMBAT
    return Shape.MENUNGGU if one.holder in OTHERS else Shape.BERLANGSUNG


def shapes(state: State, today: date) -> tuple[Shape, ...]:
    """Return the seven dots."""
    return tuple(shape(one, today) for one in state.latest() if BY_SLUG[one.stage].number is not None)


def strip(state: State, events: Iterable[Event], meetings: Iterable[MeetingLine], today: date) -> Strip:
    """Return the stage strip."""
    events = tuple(events)
    by_stage: dict[str, list[MeetingLine]] = {}
    for meeting in meetings:
        if meeting.stage is not None:
            by_stage.setdefault(meeting.stage.slug, []).append(meeting)
    nodes = [_node(state, one, events, by_stage, today) for one in state.latest()]
    return Strip(
        before=tuple(node for node in nodes if node.stage.phase is Phase.PERSIAPAN),
        numbered=tuple(node for node in nodes if node.stage.number is not None),
        after=tuple(node for node in nodes if node.stage.phase is Phase.MENUJU_BERLAKU),
    )


def history(events: Iterable[Event], *, with_actor: bool) -> tuple[HistoryLine, ...]:
    """Return the history, newest first; who did it only for those who may see that."""
    return tuple(_history_line(event, with_actor) for event in reversed(tuple(events)))


def holder_days(state: State, events: Iterable[Event], today: date) -> tuple[HolderDays, ...]:
    """Return the calendar days spent in each one's hands, most first; stages side by side count once."""
    events = tuple(events)
    days: dict[str, set[int]] = {}
    for one in state.rounds:
        if one.started_on is None:
            continue
        for holder, start, end in _stretches(one, events, today):
            days.setdefault(holder, set()).update(range(start.toordinal(), end.toordinal()))
    found = (HolderDays(holder, len(spent)) for holder, spent in days.items() if spent)
    return tuple(sorted(found, key=lambda each: (-each.days, each.holder)))


def _whereabouts(state: State, one: StageRound) -> Whereabouts:
    closed = {
        Condition.DITARIK: Whereabouts.DITARIK,
        Condition.DITOLAK: Whereabouts.DITOLAK,
        Condition.BERLAKU: Whereabouts.BERLAKU,
    }
    return closed.get(state.condition) or _of_round(one)


def _of_round(one: StageRound) -> Whereabouts:
    if one.status is Status.BERLANGSUNG:
        return Whereabouts.MENUNGGU if one.holder in OTHERS else Whereabouts.BERLANGSUNG
    return Whereabouts.BELUM if one.status is Status.BELUM else Whereabouts.ANTARA


def _node(
    state: State,
    one: StageRound,
    events: tuple[Event, ...],
    meetings: Mapping[str, list[MeetingLine]],
    today: date,
) -> Node:
    return Node(
        stage=BY_SLUG[one.stage],
        shape=shape(one, today),
        is_headline=one.stage == state.headline,
        round=one.round,
        holder=one.holder,
        planned_start_on=one.planned_start_on,
        planned_end_on=one.planned_end_on,
        first_planned_end_on=_slipped_from(one, events),
        started_on=one.started_on,
        ended_on=one.ended_on,
        day=day_of(one, today),
        days_late=days_late(one, today),
        meetings=tuple(meetings.get(one.stage, ())),
        past_rounds=tuple(
            _past_round(old, events)
            for old in state.rounds
            if old.stage == one.stage and old.round < one.round
        ),
    )


def _slipped_from(one: StageRound, events: tuple[Event, ...]) -> date | None:
    plans = [
        event.planned_end_on
        for event in events
        if event.move == Move.RESCHEDULE and (event.stage, event.round) == (one.stage, one.round)
    ]
    first = next((planned for planned in plans if planned), None)
    return first if first != one.planned_end_on else None


def _past_round(one: StageRound, events: tuple[Event, ...]) -> PastRound:
    same = [event for event in events if (event.stage, event.round) == (one.stage, one.round)]
    sent = next((event for event in same if event.move == Move.SEND_BACK), None)
    return PastRound(
        round=one.round,
        started_on=one.started_on,
        ended_on=one.ended_on,
        target=BY_SLUG.get(sent.target) if sent else None,
        reason=sent.reason if sent else "",
    )


def _history_line(event: Event, with_actor: bool) -> HistoryLine:
    planned = event.move == Move.RESCHEDULE
    return HistoryLine(
        sequence=event.sequence,
        move=event.move,
        stage=BY_SLUG[event.stage],
        round=event.round,
        target_stage=BY_SLUG.get(event.target),
        target_holder=event.target if event.target in set(Holder) else "",
        occurred_on=event.occurred_on,
        recorded_at=event.recorded_at,
        actor=event.actor if with_actor else "",
        reason=event.reason,
        from_status=event.from_status,
        to_status=event.to_status,
        old_planned_start_on=event.old_planned_start_on if planned else None,
        old_planned_end_on=event.old_planned_end_on if planned else None,
        planned_start_on=event.planned_start_on if planned else None,
        planned_end_on=event.planned_end_on if planned else None,
    )


def _stretches(one: StageRound, events: tuple[Event, ...], today: date) -> Iterable[tuple[str, date, date]]:
    """Yield who held this round from when to when, in order."""
    assert one.started_on is not None  # noqa: S101 -- the caller looked
    same = [event for event in events if (event.stage, event.round) == (one.stage, one.round)]
    handed = sorted(
        (event.occurred_on, event.sequence, event.to_holder) for event in same if event.move == Move.HAND_OVER
    )
    began = next((event.to_holder for event in same if event.move == Move.START), None)
    holder = began or (BY_SLUG[one.stage].holder if handed else one.holder)
    start = one.started_on
    for day, _, to_holder in handed:
        yield holder, start, max(start, day)
        holder, start = to_holder, max(start, day)
    yield holder, start, max(start, one.ended_on or today)
