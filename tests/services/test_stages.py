"""Moving a Raperda: what succeeds is in the history, what fails leaves no trace, who comes second is told."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from tests.services.house import SPBE, TODAY, House
from tracker.domain import moves
from tracker.domain.errors import IllegalMove, InvalidValue, NotAllowed, NotFound, Refusal, Stale
from tracker.domain.process import Condition, Status, ways_back
from tracker.domain.state import Move, Request
from tracker.services import committees, integrity, stages
from tracker.services.stages import MoveStage, Plan, PlanSchedule

EIGHT = 8


# Together


def test_of_eight_people_making_the_same_move_one_wins_and_seven_are_told(house: House) -> None:
    house.enter()
    command, start = house.command("rapat-pansus", "mulai"), Barrier(EIGHT)

    def act(_person: int) -> str:
        start.wait()
        return attempt(house, command)

    with ThreadPoolExecutor(EIGHT) as people:
        answers = Counter(people.map(act, range(EIGHT)))
    assert answers == {"done": 1, "Stale": EIGHT - 1}
    assert house.moves() == [("rapat-pansus", "mulai")]
    assert house.revision() == command.seen_revision + 1


def test_with_eight_people_moving_one_raperda_history_is_exactly_what_succeeded(house: House) -> None:
    house.enter()
    start = Barrier(EIGHT)

    def act(person: int) -> list[tuple[str, str]]:
        choose, done = random.Random(person), []
        start.wait()
        for _ in range(200):
            command = house.command(*something_possible(house, choose))
            if attempt(house, command) == "done":
                done.append((command.request.stage, command.request.move.value))
            if len(done) == 3:
                break
        return done

    with ThreadPoolExecutor(EIGHT) as people:
        succeeded = [one for each in people.map(act, range(EIGHT)) for one in each]
    assert len(succeeded) == 3 * EIGHT
    assert Counter(house.moves()) == Counter(succeeded)
    sequences = [one.sequence for one in house.events()]
    assert sequences == list(range(1, len(sequences) + 1))
    assert house.revision() - 1 == len(succeeded) + 1
    with house.tracker.reading() as session:
        assert integrity.check(session, house.tracker.drafts).findings == ()


def attempt(house: House, command: MoveStage) -> str:
    """Make a move and say how it ended."""
    try:
        with house.tracker.transaction() as session:
            stages.move(session, house["staf"], command, now=house.now, today=TODAY)
    except (Stale, IllegalMove) as refused:
        return type(refused).__name__
    return "done"


def something_possible(house: House, choose: random.Random) -> tuple[str, str]:
    state = house.state()
    simple = (Move.START, Move.COMPLETE, Move.REOPEN, Move.SKIP)
    pansus = [one.stage for one in state.latest() if one.stage >= "rapat-pansus" or one.stage == "finalisasi"]
    found = [(stage, one.value) for stage in pansus for one in moves.possible(state, stage) if one in simple]
    return choose.choice(found)


# What is written down


def test_an_entry_of_the_history_says_who_when_and_from_what_to_what(house: House) -> None:
    house.enter()
    happened = TODAY - timedelta(days=3)
    house.do(("rapat-pansus", "mulai"), by="ketua", occurred_on=happened, reason=" Undangan terkirim ")
    [entry] = [one for one in house.events() if one.move == "mulai"]
    assert (entry.actor_id, entry.recorded_at, entry.occurred_on) == (house["ketua"].id, house.now, happened)
    assert (entry.from_status, entry.to_status, entry.reason) == ("belum", "berlangsung", "Undangan terkirim")
    assert (entry.from_headline, entry.to_headline) == ("pembentukan-pansus", "rapat-pansus")
    assert (entry.old_started_on, entry.started_on) == (None, happened)


def test_a_correction_is_a_new_entry_and_the_old_one_stays(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"))
    right = TODAY - timedelta(days=2)
    house.do(("rapat-pansus", "koreksi"), started_on=right)
    first, second = house.events()[-2:]
    assert (first.started_on, second.old_started_on, second.started_on) == (TODAY, TODAY, right)
    assert house.state().current("rapat-pansus").started_on == right


def test_sending_back_keeps_the_first_round_in_the_table(house: House) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"), ("rapat-pansus", "selesaikan"), ("rapat-komprehensif", "mulai"))
    house.do(("rapat-komprehensif", "kembalikan"), target="rapat-pansus", reason="Definisi belum sepakat")
    state = house.state()
    rounds = [(one.stage, one.round, one.status) for one in state.rounds if one.stage.startswith("rapat-pa")]
    assert ("rapat-pansus", 1, Status.SELESAI) in rounds
    assert ("rapat-pansus", 2, Status.BERLANGSUNG) in rounds
    assert state.headline == "rapat-pansus"


def test_a_stage_starts_in_the_hands_its_setting_names(house: House) -> None:
    house.enter()
    with house.tracker.transaction() as session:
        committees.set_stage(
            session, house["admin"], "rapat-pansus", holder="opd", goal_days=10, now=house.now
        )
    house.do(("rapat-pansus", "mulai"), ("kunjungan-kerja", "mulai"))
    state = house.state()
    assert (state.current("rapat-pansus").holder, state.current("kunjungan-kerja").holder) == (
        "opd",
        "pansus",
    )


def test_a_walk_of_many_moves_leaves_a_state_that_its_history_tells(house: House) -> None:
    house.enter(kind="dievaluasi")
    choose = random.Random(15)
    for _ in range(40):
        state = house.state()
        found = [(one.stage, each) for one in state.latest() for each in moves.possible(state, one.stage)]
        stage, asked = choose.choice([one for one in found if one[1] is not Move.CORRECT])
        house.do((stage, asked.value), **_facts(house, stage, asked))
    with house.tracker.reading() as session:
        assert integrity.check(session, house.tracker.drafts).findings == ()


def _facts(house: House, stage: str, asked: Move) -> dict[str, Any]:
    current = house.state().current(stage)
    if asked is Move.SEND_BACK:
        return {"target": ways_back(stage)[0]}
    if asked is Move.HAND_OVER:
        return {"target": "opd" if current.holder != "opd" else "pansus"}
    if asked is Move.RESCHEDULE:
        return {"planned_end_on": (current.planned_end_on or TODAY) + timedelta(days=7)}
    return {}


# What leaves no trace


@pytest.mark.parametrize(("stage", "asked", "facts", "refusal"), [
    ("rapat-paripurna", "mulai", {}, IllegalMove),
    ("rapat-pansus", "mulai", {"occurred_on": TODAY + timedelta(days=1)}, InvalidValue),
    ("rapat-pansus", "lewati", {"reason": " "}, InvalidValue),
    ("evaluasi-gubernur", "mulai", {}, IllegalMove),
])  # fmt: skip
def test_a_refused_move_leaves_no_trace(
    house: House, stage: str, asked: str, facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(refusal):
        house.do((stage, asked), **facts)
    assert house.everything() == before


@pytest.mark.parametrize(("who", "stage", "asked"), [
    ("lain", "rapat-pansus", "mulai"),
    ("pimpinan", "rapat-pansus", "mulai"),
    ("ketua", "rapat-pansus", "tarik"),
])  # fmt: skip
def test_whoever_may_not_leaves_no_trace(house: House, who: str, stage: str, asked: str) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(NotAllowed):
        house.do((stage, asked), by=who)
    assert house.everything() == before


def test_an_old_page_is_refused_with_both_revisions(house: House) -> None:
    house.enter()
    command = house.command("rapat-pansus", "mulai")
    house.do(("kunjungan-kerja", "mulai"))
    before = house.everything()
    with pytest.raises(Stale) as refused, house.tracker.transaction() as session:
        stages.move(session, house["staf"], command, now=house.now, today=TODAY)
    assert (refused.value.seen, refused.value.current) == (command.seen_revision, house.revision())
    assert house.everything() == before


def test_what_fails_after_the_move_takes_the_move_with_it(house: House) -> None:
    house.enter()
    before, command = house.everything(), house.command("rapat-pansus", "mulai")
    with pytest.raises(ZeroDivisionError), house.tracker.transaction() as session:  # noqa: PT012
        stages.move(session, house["staf"], command, now=house.now, today=TODAY)
        session.flush()
        _ = 1 / 0
    assert house.everything() == before


def test_a_raperda_that_does_not_exist_is_not_found(house: House) -> None:
    command = MoveStage("tidak-ada", 1, Request(Move.START, "rapat-pansus", TODAY))
    with pytest.raises(NotFound), house.tracker.transaction() as session:
        stages.move(session, house["staf"], command, now=house.now, today=TODAY)


# Entered when already on its way


def test_what_lies_behind_is_recorded_as_done_without_days(house: House) -> None:
    house.enter("finalisasi")
    state = house.state()
    behind = [one for one in state.latest() if one.status is Status.SELESAI]
    assert [one.stage for one in behind][-1] == state.headline == "finalisasi"
    assert {(one.started_on, one.ended_on) for one in behind} == {(None, None)}
    assert {one.move for one in house.events()} == {"catat-sebelumnya"}
    assert len(house.events()) == len(behind) == 11


def test_a_raperda_entered_as_a_perda_in_force_is_in_force(house: House) -> None:
    house.enter("pengundangan")
    assert house.state().condition is Condition.BERLAKU


def test_a_stage_the_kind_does_not_have_cannot_lie_behind(house: House) -> None:
    before = house.everything()
    with pytest.raises(InvalidValue) as refused:
        house.enter("evaluasi-gubernur")
    assert (refused.value.field, refused.value.reason) == ("done_through", "not-a-choice")
    assert house.everything() == before


# Schedules


def _plan(house: House, *plans: Plan, reason: str = "", seen: int | None = None) -> int:
    command = PlanSchedule(SPBE, house.revision() if seen is None else seen, plans, reason)
    with house.tracker.transaction() as session:
        return stages.plan(session, house["ketua"], command, now=house.now, today=TODAY)


VISIT = Plan("kunjungan-kerja", date(2023, 7, 3), date(2023, 7, 7))
FINAL = Plan("finalisasi", None, date(2023, 7, 14))


def test_a_schedule_writes_only_what_changes(house: House) -> None:
    house.enter()
    assert _plan(house, VISIT, FINAL) == 2
    later = Plan("finalisasi", None, date(2023, 7, 21))
    assert _plan(house, VISIT, later, reason="Menunggu Kominfo") == 1
    assert house.moves() == [
        ("kunjungan-kerja", "jadwalkan"), ("finalisasi", "jadwalkan"), ("finalisasi", "jadwalkan"),
    ]  # fmt: skip
    slip = house.events()[-1]
    assert (slip.old_planned_end_on, slip.planned_end_on) == (FINAL.end_on, later.end_on)


def test_a_schedule_that_changes_nothing_writes_nothing(house: House) -> None:
    house.enter()
    _plan(house, VISIT)
    before = house.everything()
    with pytest.raises(InvalidValue, match="nothing-changes"):
        _plan(house, VISIT)
    assert house.everything() == before


def test_a_schedule_with_one_wrong_date_changes_no_stage_at_all(house: House) -> None:
    house.enter()
    before = house.everything()
    with pytest.raises(InvalidValue, match="before-start"):
        _plan(house, VISIT, Plan("finalisasi", date(2023, 7, 21), date(2023, 7, 14)))
    with pytest.raises(Stale):
        _plan(house, VISIT, seen=1)
    with pytest.raises(IllegalMove):
        _plan(house, VISIT, Plan("propemperda", None, TODAY))
    assert house.everything() == before
