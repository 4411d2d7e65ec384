"""The council as a whole: each public Raperda counts once, where it stands, at the end of every month."""

from datetime import date

from tests.services import past
from tests.services.house import TODAY, House
from tracker.domain.process import Phase
from tracker.services import statistics
from tracker.services.statistics import MONTHS, Statistics


def told(house: House, today: date = TODAY) -> Statistics:
    with house.tracker.reading() as session:
        return statistics.statistics(session, today=today)


def standing(house: House, today: date = TODAY) -> dict[str, dict[Phase, int]]:
    """By month, the phases in which any stood."""
    found = told(house, today)
    return {
        month.first_on.isoformat()[:7]: {
            phase: count for phase, count in zip(found.phases, month.counts, strict=True) if count
        }
        for month in found.months
    }


def test_a_raperda_moves_from_band_to_band_and_leaves_when_it_is_in_force(house: House) -> None:
    house.enter("pra-finalisasi")
    for stage, on in (
        ("finalisasi", date(2023, 1, 9)),
        ("harmonisasi-provinsi", date(2023, 2, 6)),
        ("rapat-paripurna", date(2023, 3, 6)),
        ("penyampaian-bupati", date(2023, 4, 3)),
        ("nomor-register", date(2023, 4, 10)),
        ("penetapan", date(2023, 4, 17)),
        ("pengundangan", date(2023, 5, 8)),
    ):
        house.do((stage, "mulai"), (stage, "selesaikan"), occurred_on=on)
    found = standing(house)
    # It was entered in June, and what was done by then has no day: its first day is that of its first move.
    assert found["2023-02"].get(Phase.PROVINSI) == 1
    assert found["2023-03"].get(Phase.PARIPURNA) == 1
    assert found["2023-04"].get(Phase.MENUJU_BERLAKU) == 1
    assert Phase.MENUJU_BERLAKU not in found["2023-05"]


def test_a_return_is_seen_in_the_month_it_happened(house: House) -> None:
    house.enter("finalisasi")
    house.do(("harmonisasi-provinsi", "mulai"))
    assert standing(house)["2023-06"] == {Phase.PROVINSI: 1}
    house.do(("harmonisasi-provinsi", "kembalikan"), target="finalisasi")
    assert standing(house)["2023-06"] == {Phase.PANSUS: 1}


def test_one_waiting_for_its_next_stage_still_counts_and_one_withdrawn_does_not(house: House) -> None:
    house.enter("finalisasi")
    assert standing(house)["2023-06"] == {Phase.PANSUS: 1}
    house.do(("finalisasi", "tarik"))
    assert standing(house)["2023-06"] == {}
    house.do(("finalisasi", "lanjutkan"))
    assert standing(house)["2023-06"] == {Phase.PANSUS: 1}


def test_what_is_not_public_is_not_counted(house: House) -> None:
    house.enter("finalisasi", is_public=False)
    assert standing(house)["2023-06"] == {}


def test_those_who_stand_still_are_counted_in_every_month_since_and_five_years_are_shown(
    house: House,
) -> None:
    house.enter("finalisasi")
    found = told(house, date(2031, 1, 15))
    assert len(found.months) == MONTHS
    assert {month.total for month in found.months} == {1}


def test_a_council_without_a_history_has_one_empty_month(house: House) -> None:
    found = told(house)
    assert [(month.first_on, month.total) for month in found.months] == [(date(2023, 6, 1), 0)]
    assert {one.known for one in found.stages} == {0}


def test_medians_are_given_from_five_on_with_their_number(house: House) -> None:
    past.remember(house, [3, 3, 5, 9])
    house.enter("finalisasi", short_name="SPBE")
    before = {one.stage.slug: one for one in told(house).stages}["finalisasi"]
    assert (before.median, before.known) == (None, 4)
    past.remember(house, [7])
    after = {one.stage.slug: one for one in told(house).stages}["finalisasi"]
    assert after.median is not None
    assert (after.median.days, after.known) == (5, 5)
