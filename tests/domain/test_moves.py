"""How a Raperda moves: every move from every status is done or refused by name, and nothing is ever lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.errors import IllegalMove, InvalidValue
from tracker.domain.moves import (
    move,
    next_step,
    possible,
    possible_of_the_whole,
    refuse_if_impossible,
)
from tracker.domain.process import (
    NUMBERED,
    STAGES,
    WAYS_BACK,
    Condition,
    Kind,
    Phase,
    Stage,
    Status,
    WayBack,
    stages_of,
)
from tracker.domain.state import (
    LAST,
    MOVES,
    OF_THE_WHOLE,
    PLENARY,
    Move,
    Request,
    State,
    WhyNot,
    begin,
)

TODAY = date(2023, 6, 15)
DONE = (Status.SELESAI, Status.DILEWATI)
PANSUS_STAGES = [stage.slug for stage in NUMBERED if stage.phase is Phase.PANSUS]
# Refused for what the process is, whatever the status: by name, so that the list is no surprise.
WORDS = {WhyNot.NEEDS_FIRST, WhyNot.NOT_SKIPPABLE, WhyNot.LATER_BEGAN, WhyNot.NO_WAY_BACK,
         WhyNot.ONLY_IN_PLENARY, WhyNot.IS_FOCUS, WhyNot.NOT_CLOSED}  # fmt: skip


def ask(state: State, asked: Move, stage: str, *, on: date = TODAY, reason: str = "Alasan") -> Request:
    """A request with everything that this move could need."""
    holder = "opd" if state.current(stage).holder != "opd" else "pansus"
    ways = [way.target for way in WAYS_BACK if way.stage == stage]
    target = {Move.SEND_BACK: ways[0] if ways else "", Move.HAND_OVER: holder}.get(asked, "")
    planned = state.current(stage).planned_end_on or on
    is_open = state.current(stage).status is Status.BERLANGSUNG
    dates: dict[str, Any] = {}
    if asked is Move.RESCHEDULE:
        dates = {"planned_start_on": planned, "planned_end_on": planned + timedelta(days=3)}
    if asked is Move.CORRECT:
        dates = {"started_on": on - timedelta(days=30), "ended_on": None if is_open else on - timedelta(9)}
    return Request(asked, stage, occurred_on=on, reason=reason, target=target, **dates)


def walk(state: State, *steps: tuple[str, str], on: date = TODAY) -> State:
    """Make moves: ("rapat-pansus", "mulai"), ..."""
    for stage, asked in steps:
        state = move(state, ask(state, Move(asked), stage, on=on), today=TODAY)
    return state


def entered(through: str = "pembentukan-pansus", kind: Kind = Kind.ORDINARY) -> State:
    """A Raperda entered with everything up to a stage behind it."""
    state = begin(kind)
    for stage in stages_of(kind):
        state = walk(state, (stage.slug, "catat-sebelumnya"))
        if stage.slug == through:
            break
    return state


def finished(stage: str) -> tuple[tuple[str, str], ...]:
    return ((stage, "mulai"), (stage, "selesaikan"))


def refusal(state: State, asked: Move, stage: str) -> IllegalMove:
    with pytest.raises(IllegalMove) as refused:
        move(state, ask(state, asked, stage), today=TODAY)
    return refused.value


# Every move from every status


def _situations() -> Iterator[tuple[State, str]]:
    """Each stage in each status, with the rest untouched, all done, and done as far as the stage before."""
    for kind in Kind:
        stages = [stage.slug for stage in stages_of(kind)]
        for place, slug in enumerate(stages):
            for done in ((), stages, stages[:place]):
                for status in Status:
                    state = begin(kind)
                    for one in state.rounds:
                        now = status if one.stage == slug else Status.SELESAI if one.stage in done else None
                        state = state.with_round(replace(one, status=now)) if now else state
                    yield state, slug


def test_every_move_from_every_status_is_done_or_refused_by_name() -> None:
    done: set[tuple[Move, Status]] = set()
    for state, slug in _situations():
        status = state.current(slug).status
        for asked, rule in MOVES.items():
            why_not = _why_not(state, asked, slug)
            if why_not is None:
                done.add((asked, status))
            else:
                by_status = asked not in OF_THE_WHOLE and status not in rule.sources
                assert why_not in ({WhyNot.WRONG_STATUS} if by_status else WORDS), (asked, status)
    of_a_stage = [rule for rule in MOVES.values() if rule.move not in OF_THE_WHOLE]
    wanted = {(rule.move, status) for rule in of_a_stage for status in rule.sources}
    assert {pair for pair in done if pair[0] not in OF_THE_WHOLE} == wanted


def _why_not(state: State, asked: Move, slug: str) -> str | None:
    try:
        move(state, ask(state, asked, slug), today=TODAY)
    except IllegalMove as refused:
        return refused.reason if (refused.move, refused.stage) == (asked, slug) else "another move"
    return None


def test_what_is_offered_is_exactly_what_is_not_refused() -> None:
    for state, slug in _situations():
        for asked in MOVES:
            offered = possible_of_the_whole(state) if asked in OF_THE_WHOLE else possible(state, slug)
            stage = state.headline if asked in OF_THE_WHOLE else slug
            try:
                refuse_if_impossible(state, asked, stage)
            except IllegalMove:
                assert asked not in offered
            else:
                assert asked in offered


@pytest.mark.parametrize("asked", [asked for asked in MOVES if asked is not Move.RESUME])
@pytest.mark.parametrize("closing", [Condition.DITARIK, Condition.DITOLAK])
def test_nothing_moves_a_withdrawn_or_rejected_raperda_except_resuming_it(
    asked: Move, closing: Condition
) -> None:
    for status in Status:
        state = replace(entered(), condition=closing)
        state = state.with_round(replace(state.current(PLENARY), status=status))
        for stage in STAGES:
            if stage.only is None:
                assert refusal(state, asked, stage.slug).reason is WhyNot.CLOSED
        assert (possible(state, PLENARY), possible_of_the_whole(state)) == ((), (Move.RESUME,))
        assert next_step(state) is None


def test_resuming_goes_on_where_it_stopped() -> None:
    state = walk(entered(), ("rapat-pansus", "mulai"))
    withdrawn = walk(state, ("rapat-pansus", "tarik"))
    assert withdrawn.condition is Condition.DITARIK
    assert walk(withdrawn, ("rapat-pansus", "lanjutkan")) == state


def test_only_a_plenary_rejects_and_after_it_nobody_withdraws() -> None:
    state = entered("harmonisasi-provinsi")
    assert refusal(state, Move.REJECT, PLENARY).reason is WhyNot.ONLY_IN_PLENARY
    state = walk(state, (PLENARY, "mulai"))
    assert walk(state, (PLENARY, "tolak")).condition is Condition.DITOLAK
    approved = walk(state, (PLENARY, "selesaikan"))
    assert refusal(approved, Move.REJECT, PLENARY).reason is WhyNot.ONLY_IN_PLENARY
    late = refusal(approved, Move.WITHDRAW, PLENARY)
    assert (late.reason, late.blocking) == (WhyNot.LATER_BEGAN, (PLENARY,))


def test_a_stage_of_another_kind_cannot_be_moved() -> None:
    for asked in MOVES:
        if asked not in OF_THE_WHOLE:
            with pytest.raises(IllegalMove) as refused:
                move(entered(), Request(asked, "evaluasi-gubernur", TODAY, "Alasan"), today=TODAY)
            assert refused.value.reason is WhyNot.NOT_IN_PROCESS


# The order the law gives


def test_several_stages_of_the_pansus_are_open_at_once_in_any_order() -> None:
    state = walk(entered(), *((slug, "mulai") for slug in reversed(PANSUS_STAGES)))
    assert [one.stage for one in state.open()] == PANSUS_STAGES
    assert state.headline == "rapat-pansus"


def test_a_stage_waits_for_what_it_needs_and_is_told_what_that_is() -> None:
    early = refusal(entered("penjelasan"), Move.START, "rapat-pansus")
    assert (early.reason, early.blocking) == (WhyNot.NEEDS_FIRST, ("pembentukan-pansus",))
    evaluated = entered("penyampaian-bupati", Kind.EVALUATED)
    assert refusal(evaluated, Move.START, "nomor-register").blocking == ("evaluasi-gubernur",)
    assert walk(entered("penyampaian-bupati"), ("nomor-register", "mulai")).headline == "nomor-register"


@pytest.mark.parametrize("asked", [Move.START, Move.SKIP, Move.RECORD_EARLIER])
def test_there_is_no_enactment_before_the_register_number(asked: Move) -> None:
    """UU 23/2014 Pasal 243 ayat (1)."""
    for kind in Kind:
        state = walk(entered("evaluasi-gubernur" if kind is Kind.EVALUATED else "penyampaian-bupati", kind))
        for waiting in (state, walk(state, ("nomor-register", "mulai"))):
            reason = refusal(waiting, asked, "penetapan").reason
            assert reason in (WhyNot.NEEDS_FIRST, WhyNot.NOT_SKIPPABLE)
        ready = walk(state, *finished("nomor-register"))
        if asked is not Move.SKIP:
            assert move(ready, ask(ready, asked, "penetapan"), today=TODAY).headline == "penetapan"


def test_the_last_stage_brings_it_into_force_and_reopening_takes_that_back() -> None:
    state = walk(entered("penetapan"), *finished(LAST))
    assert state.condition is Condition.BERLAKU
    assert entered(LAST).condition is Condition.BERLAKU
    assert walk(state, (LAST, "buka-kembali")).condition is Condition.AKTIF


def test_nothing_begins_any_more_once_it_is_in_force() -> None:
    state = walk(entered(), *finished("finalisasi"), *finished("harmonisasi-provinsi"), *finished(PLENARY))
    state = walk(state, ("kunjungan-kerja", "mulai"))
    for slug in ("penyampaian-bupati", "nomor-register", "penetapan", LAST):
        state = walk(state, *finished(slug))
    assert state.condition is Condition.BERLAKU
    refused = [refusal(state, one, "rapat-pansus") for one in (Move.START, Move.RECORD_EARLIER)]
    assert {(one.reason, one.blocking) for one in refused} == {(WhyNot.LATER_BEGAN, (LAST,))}
    assert possible_of_the_whole(state) == ()
    # What was left open is still closed, without waking the Perda.
    assert walk(state, ("kunjungan-kerja", "selesaikan")).condition is Condition.BERLAKU
    assert walk(state, ("rapat-pansus", "lewati")).condition is Condition.BERLAKU


# Ways back


def test_sending_back_keeps_the_old_round_and_opens_a_new_one() -> None:
    state = walk(entered(), *finished("finalisasi"), ("harmonisasi-provinsi", "mulai"))
    before = state.rounds
    sent = move(state, ask(state, Move.SEND_BACK, "harmonisasi-provinsi"), today=TODAY)
    old = {(one.stage, one.round): one for one in before}
    new = {(one.stage, one.round): one for one in sent.rounds}
    assert set(new) - set(old) == {("harmonisasi-provinsi", 2), ("finalisasi", 2)}
    assert new["harmonisasi-provinsi", 1].status is Status.DIKEMBALIKAN
    assert new["finalisasi", 1] == old["finalisasi", 1]
    assert new["finalisasi", 2].status is Status.BERLANGSUNG
    assert new["harmonisasi-provinsi", 2].status is Status.BELUM
    assert sent.headline == "finalisasi"


def test_a_stage_already_open_is_sent_back_to_as_it_is() -> None:
    state = walk(entered(), ("rapat-komprehensif", "mulai"), ("pra-finalisasi", "mulai"))
    sent = move(state, ask(state, Move.SEND_BACK, "pra-finalisasi"), today=TODAY)
    assert sent.current("rapat-komprehensif") == state.current("rapat-komprehensif")


def test_sending_back_to_a_stage_that_was_still_ahead_keeps_its_plan() -> None:
    state = walk(entered(), ("rapat-komprehensif", "jadwalkan"), ("pra-finalisasi", "mulai"))
    planned = state.current("rapat-komprehensif")
    assert planned.planned_end_on is not None
    sent = move(state, ask(state, Move.SEND_BACK, "pra-finalisasi"), today=TODAY)
    assert sent.current("rapat-komprehensif") == replace(planned, status=Status.BERLANGSUNG, started_on=TODAY)


@pytest.mark.parametrize("row", WAYS_BACK, ids=lambda row: f"{row.stage}-{row.target}")
def test_every_way_back_can_be_walked_and_forward_again(row: WayBack) -> None:
    kind = Kind.EVALUATED if row.stage == "evaluasi-gubernur" else Kind.ORDINARY
    stages = [stage.slug for stage in stages_of(kind)]
    state = walk(entered(stages[stages.index(row.stage) - 1], kind), (row.stage, "mulai"))
    request = replace(ask(state, Move.SEND_BACK, row.stage), target=row.target)
    state = move(state, request, today=TODAY)
    assert state.current(row.target).round == 2
    state = walk(state, (row.target, "selesaikan"), *finished(row.stage))
    assert (state.current(row.stage).round, state.current(row.stage).status) == (2, Status.SELESAI)


def test_a_stage_is_not_reopened_once_something_later_began() -> None:
    state = walk(entered("finalisasi"), ("harmonisasi-provinsi", "mulai"))
    refused = refusal(state, Move.REOPEN, "finalisasi")
    assert (refused.reason, refused.blocking) == (WhyNot.LATER_BEGAN, ("harmonisasi-provinsi",))
    ahead = entered("finalisasi")
    assert walk(ahead, ("finalisasi", "buka-kembali")).current("finalisasi").status is Status.BERLANGSUNG


@pytest.mark.parametrize("slug", PANSUS_STAGES)
def test_no_talk_of_the_first_level_is_reopened_once_the_plenary_began(slug: str) -> None:
    state = walk(entered("harmonisasi-provinsi"), (PLENARY, "mulai"))
    refused = refusal(state, Move.REOPEN, slug)
    assert refused.reason is WhyNot.LATER_BEGAN
    assert PLENARY in refused.blocking


def test_reopening_keeps_the_day_it_began() -> None:
    began = TODAY - timedelta(days=20)
    state = walk(entered(), ("rapat-pansus", "mulai"), on=began)
    state = walk(state, ("rapat-pansus", "selesaikan"), ("rapat-pansus", "buka-kembali"))
    again = state.current("rapat-pansus")
    assert (again.started_on, again.ended_on, again.round) == (began, None, 1)


def test_the_headline_goes_to_what_is_still_open() -> None:
    state = walk(entered(), ("kunjungan-kerja", "mulai"), ("rapat-pansus", "mulai"))
    assert state.headline == "rapat-pansus"
    assert walk(state, ("rapat-pansus", "selesaikan")).headline == "kunjungan-kerja"
    closed = walk(state, ("rapat-pansus", "selesaikan"), ("kunjungan-kerja", "selesaikan"))
    assert closed.headline == "kunjungan-kerja"
    assert next_step(closed) == (Move.START, "pra-finalisasi")
    assert walk(state, ("kunjungan-kerja", "utamakan")).headline == "kunjungan-kerja"
    assert refusal(state, Move.FOCUS, "rapat-pansus").reason is WhyNot.IS_FOCUS


def test_the_next_step_finishes_what_is_open_and_never_leads_nowhere() -> None:
    state = begin(Kind.ORDINARY)
    for _ in range(200):
        step = next_step(state)
        if step is None:
            break
        state = walk(state, (step[1], step[0].value))
    assert state.condition is Condition.BERLAKU


# Values


@pytest.mark.parametrize(("asked", "change", "field", "reason"), [
    ("selesaikan", {"occurred_on": TODAY + timedelta(days=1)}, "occurred_on", "in-the-future"),
    ("selesaikan", {"occurred_on": TODAY - timedelta(days=99)}, "occurred_on", "before-start"),
    ("kembalikan", {"reason": "  "}, "reason", "required"),
    ("kembalikan", {"target": "pengundangan"}, "target", "not-a-choice"),
    ("serahkan", {"target": "siapa"}, "target", "not-a-choice"),
    ("serahkan", {"target": "pansus"}, "target", "nothing-changes"),
    ("jadwalkan", {"planned_end_on": None, "planned_start_on": None}, "planned_end_on", "nothing-changes"),
    ("jadwalkan", {"planned_start_on": TODAY + timedelta(days=9)}, "planned_end_on", "before-start"),
    ("koreksi", {"started_on": None}, "started_on", "required"),
    ("koreksi", {"ended_on": TODAY}, "ended_on", "still-open"),
    ("koreksi", {"started_on": TODAY + timedelta(days=1)}, "started_on", "in-the-future"),
    ("koreksi", {"started_on": TODAY}, "started_on", "nothing-changes"),
    ("tarik", {"reason": ""}, "reason", "required"),
])  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_its_field(
    asked: str, change: dict[str, Any], field: str, reason: str
) -> None:
    state = walk(entered(), ("finalisasi", "mulai"))
    request = replace(ask(state, Move(asked), "finalisasi"), **change)
    with pytest.raises(InvalidValue) as refused:
        move(state, request, today=TODAY)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_a_new_round_does_not_begin_before_the_last_one_ended() -> None:
    state = walk(entered(), ("pra-finalisasi", "mulai"), ("pra-finalisasi", "kembalikan"))
    with pytest.raises(InvalidValue, match="before-last-round"):
        walk(state, ("pra-finalisasi", "mulai"), on=TODAY - timedelta(days=1))


def test_a_first_plan_needs_no_reason_and_a_changed_one_does() -> None:
    state = entered()
    planned = move(state, ask(state, Move.RESCHEDULE, "finalisasi", reason=""), today=TODAY)
    with pytest.raises(InvalidValue, match="plan-changes"):
        move(planned, ask(planned, Move.RESCHEDULE, "finalisasi", reason=""), today=TODAY)


def test_a_date_that_was_missing_in_a_plan_needs_no_reason_and_one_taken_away_does() -> None:
    state = entered()
    half = replace(ask(state, Move.RESCHEDULE, "finalisasi", reason=""), planned_start_on=None)
    planned = move(state, half, today=TODAY)
    whole = move(planned, replace(half, planned_start_on=half.planned_end_on), today=TODAY)
    assert whole.current("finalisasi").planned_start_on == half.planned_end_on
    with pytest.raises(InvalidValue, match="plan-changes"):
        move(whole, half, today=TODAY)


def test_a_closed_round_is_corrected_only_with_both_its_days() -> None:
    state = walk(entered(), *finished("finalisasi"))
    wrong = replace(ask(state, Move.CORRECT, "finalisasi"), ended_on=None)
    with pytest.raises(InvalidValue, match="ended_on: required"):
        move(state, wrong, today=TODAY)


# Whatever people do, in any order

Wish = tuple[Move, Stage, int, bool, int]
WISH = st.tuples(
    st.sampled_from(list(Move)), st.sampled_from(STAGES), st.integers(0, 2), st.booleans(), st.integers(0, 3)
)


def _wanted(state: State, wish: Wish, on: date) -> Request:
    """Half the wishes are turned into something that is possible now, so that walks get far."""
    asked, stage, way, legal, pick = wish
    slug = stage.slug
    known = {one.stage for one in state.rounds}
    if legal or slug not in known:
        pairs = [(one, each.stage) for each in state.latest() for one in possible(state, each.stage)]
        pairs += [(one, state.headline) for one in possible_of_the_whole(state)]
        asked, slug = pairs[(pick * 7 + way * 3) % len(pairs)]
    request = ask(state, asked, slug, on=on)
    ways = [row.target for row in WAYS_BACK if row.stage == slug]
    return replace(request, target=ways[way % len(ways)]) if asked is Move.SEND_BACK and ways else request


def _check_sound(before: State, after: State) -> None:
    old = {(one.stage, one.round): one for one in before.rounds}
    new = {(one.stage, one.round): one for one in after.rounds}
    assert len(new) == len(after.rounds)
    assert set(old) <= set(new)
    assert all(new[key] == one for key, one in old.items() if one.status is Status.DIKEMBALIKAN)
    for stage in stages_of(after.kind):
        rounds = [one for one in after.rounds if one.stage == stage.slug]
        assert [one.round for one in rounds] == list(range(1, len(rounds) + 1))
        assert {one.status for one in rounds[:-1]} <= {Status.DIKEMBALIKAN, *DONE}
        assert rounds[-1].status is not Status.DIKEMBALIKAN
    assert after.current(after.headline).stage == after.headline
    assert not any(one.status is Status.BERLANGSUNG and one.ended_on for one in after.rounds)
    _check_lawful(after)


def _check_lawful(state: State) -> None:
    """Nothing towards enactment is there without what the law wants before it."""
    began = {one.stage for one in state.latest() if one.status in (Status.BERLANGSUNG, Status.SELESAI)}
    if "penetapan" in began:
        assert state.current("nomor-register").status is Status.SELESAI
    if LAST in began:
        assert state.current("penetapan").status is Status.SELESAI
    if state.condition is Condition.BERLAKU:
        assert state.current(LAST).status is Status.SELESAI


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Kind), st.lists(WISH, max_size=60))
def test_whatever_people_do_no_round_is_lost_and_the_headline_is_there(
    kind: Kind, wishes: list[Wish]
) -> None:
    state, on = begin(kind), TODAY - timedelta(days=len(wishes))
    made: list[Request] = []
    for wish in wishes:
        on += timedelta(days=1)
        request = _wanted(state, wish, on)
        try:
            after = move(state, request, today=TODAY)
        except (IllegalMove, InvalidValue):
            continue
        _check_sound(state, after)
        state = after
        made.append(request)
    again = begin(kind)
    for request in made:
        again = move(again, request, today=TODAY)
    assert again == state
