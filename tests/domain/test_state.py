"""Where a Raperda stands: rounds, the headline, and what counts as closed."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.errors import IllegalMove
from tracker.domain.process import BY_SLUG, FIRST, Condition, Kind, Status, stages_of
from tracker.domain.state import MOVES, OF_THE_WHOLE, Move, StageRound, WhyNot, begin

DAY = date(2023, 6, 15)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_has_happened_to_a_raperda_that_begins(kind: Kind) -> None:
    state = begin(kind)
    assert [one.stage for one in state.rounds] == [stage.slug for stage in stages_of(kind)]
    assert {(one.round, one.status) for one in state.rounds} == {(1, Status.BELUM)}
    assert (state.condition, state.headline, state.open()) == (Condition.AKTIF, FIRST, ())
    assert all(one.holder == BY_SLUG[one.stage].holder for one in state.rounds)


def test_a_kind_that_does_not_exist_cannot_begin() -> None:
    with pytest.raises(ValueError, match="pesta"):
        begin("pesta")


def test_the_current_round_of_a_stage_is_its_latest() -> None:
    first = begin(Kind.ORDINARY).current("finalisasi")
    old = replace(first, status=Status.DIKEMBALIKAN)
    state = begin(Kind.ORDINARY).with_round(replace(first, round=2)).with_round(old)
    assert state.current("finalisasi").round == 2
    assert [one.round for one in state.rounds if one.stage == "finalisasi"] == [1, 2]
    assert len(state.latest()) == len(stages_of(Kind.ORDINARY))


def test_rounds_stay_in_the_order_of_the_process() -> None:
    added = StageRound("rapat-pansus", 2, Status.BERLANGSUNG, "pansus", started_on=DAY)
    state = begin(Kind.EVALUATED).with_round(added)
    places = [(one.stage, one.round) for one in state.rounds]
    assert places.index(("rapat-pansus", 2)) == places.index(("rapat-pansus", 1)) + 1


def test_a_stage_that_is_no_part_of_the_process_stands_in_nobodys_way() -> None:
    ordinary = begin(Kind.ORDINARY)
    assert ordinary.closed("evaluasi-gubernur")
    assert not begin(Kind.EVALUATED).closed("evaluasi-gubernur")
    with pytest.raises(IllegalMove) as refused:
        ordinary.current("evaluasi-gubernur")
    assert refused.value.reason is WhyNot.NOT_IN_PROCESS


@pytest.mark.parametrize("status", Status)
def test_a_stage_is_closed_once_it_is_done_or_skipped(status: Status) -> None:
    state = begin(Kind.ORDINARY)
    state = state.with_round(replace(state.current("finalisasi"), status=status))
    assert state.closed("finalisasi") is (status in (Status.SELESAI, Status.DILEWATI))


def test_every_move_has_one_row_and_rests_on_something() -> None:
    assert list(MOVES) == list(Move)
    assert [rule.move for rule in MOVES.values() if not rule.basis.strip()] == []
    assert {move for move, rule in MOVES.items() if move in OF_THE_WHOLE and not rule.needs_reason} == set()
