"""The process as tables: every row rests on something, and the seven numbers are the public's own."""

import pytest

from tracker.domain.process import (
    BY_SLUG,
    FIRST,
    GATES,
    NEEDS,
    NUMBERED,
    ORDER,
    STAGES,
    WAYS_BACK,
    Gate,
    Kind,
    Phase,
    Stage,
    WayBack,
    depends_on,
    stages_of,
    ways_back,
)
from tracker.domain.state import LAST, PLENARY


def test_the_seven_stages_bear_the_names_and_order_of_the_public_page() -> None:
    assert [(stage.number, stage.name) for stage in NUMBERED] == [
        (1, "Rapat Pansus"),
        (2, "Rapat Komprehensif"),
        (3, "Kunjungan Kerja"),
        (4, "Rapat Pra-Finalisasi"),
        (5, "Rapat Finalisasi"),
        (6, "Harmonisasi Provinsi"),
        (7, "Rapat Paripurna"),
    ]
    assert BY_SLUG["harmonisasi-provinsi"].official == "Fasilitasi gubernur"


def test_what_lies_before_and_after_the_seven_has_no_number() -> None:
    unnumbered = {stage.phase for stage in STAGES if stage.number is None}
    assert unnumbered == {Phase.PERSIAPAN, Phase.MENUJU_BERLAKU}


def test_every_row_of_the_process_rests_on_something() -> None:
    rows: list[Stage | Gate | WayBack] = [*STAGES, *GATES, *WAYS_BACK]
    assert [row for row in rows if not row.basis.strip()] == []
    assert {row.confidence for row in rows} <= {"V", "S", "M", "D"}
    law = ("UU ", "PP ", "Permendagri", "Permenkum")
    assert [row for row in rows if row.confidence == "V" and not row.basis.startswith(law)] == []


def test_every_slug_is_used_once_and_every_row_names_a_stage() -> None:
    assert len(BY_SLUG) == len(STAGES) == len(ORDER)
    assert len(NEEDS) == len(GATES)
    named = {*NEEDS, *(need for needs in NEEDS.values() for need in needs)}
    named |= {slug for way in WAYS_BACK for slug in (way.stage, way.target)}
    assert named <= set(BY_SLUG)
    assert (STAGES[0].slug, STAGES[-1].slug) == (FIRST, LAST)
    assert PLENARY in BY_SLUG


def test_phases_follow_each_other() -> None:
    order = list(Phase)
    places = [order.index(stage.phase) for stage in STAGES]
    assert places == sorted(places)


def test_a_stage_needs_only_what_comes_before_it_and_goes_back_only_to_what_came_before() -> None:
    for gate in GATES:
        assert all(ORDER[need] < ORDER[gate.stage] for need in gate.needs), gate.stage
    for way in WAYS_BACK:
        assert ORDER[way.target] < ORDER[way.stage], way


def test_no_way_back_stands_twice() -> None:
    ways = [(way.stage, way.target) for way in WAYS_BACK]
    assert len(set(ways)) == len(ways)


def test_only_an_evaluated_raperda_goes_to_the_governor_for_evaluation() -> None:
    ordinary = [stage.slug for stage in stages_of(Kind.ORDINARY)]
    evaluated = [stage.slug for stage in stages_of(Kind.EVALUATED)]
    assert set(evaluated) - set(ordinary) == {"evaluasi-gubernur"}
    assert [slug for slug in evaluated if slug != "evaluasi-gubernur"] == ordinary


def test_enactment_needs_the_register_number() -> None:
    """UU 23/2014 Pasal 243 ayat (1): without a register number a Perda cannot be enacted."""
    assert NEEDS["penetapan"] == ("nomor-register",)
    assert not BY_SLUG["nomor-register"].skippable


@pytest.mark.parametrize("slug", [stage.slug for stage in STAGES if ORDER[stage.slug] >= ORDER[PLENARY]])
def test_nothing_from_the_plenary_on_can_be_skipped(slug: str) -> None:
    assert not BY_SLUG[slug].skippable


def test_ways_back_are_offered_nearest_first() -> None:
    assert ways_back("finalisasi") == ("pra-finalisasi", "rapat-komprehensif", "rapat-pansus")
    assert ways_back("rapat-pansus") == ()


def test_what_depends_on_a_stage_is_found_through_others() -> None:
    assert depends_on("penetapan") == {"pengundangan"}
    assert depends_on("nomor-register") == {"penetapan", "pengundangan"}
    assert {"finalisasi", "rapat-paripurna", "pengundangan"} <= depends_on("pembentukan-pansus")
    assert depends_on(LAST) == frozenset()
