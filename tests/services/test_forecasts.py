"""The days to come: a forecast from the council's own past, the path of the law, the budget that is next."""

from datetime import date, timedelta

from tests.services import past
from tests.services.house import SPBE, TODAY, House
from tracker.services import durations, plans, progress, raperda, records
from tracker.services.progress import Filters
from tracker.services.raperda import Publication
from tracker.services.stages import Plan
from tracker.services.timing import Outlook
from tracker.storage.models import Raperda


def outlook(house: House, slug: str = SPBE, today: date = TODAY) -> Outlook:
    with house.tracker.reading() as session:
        return progress.public_page(session, slug, now=house.now, today=today).schedule.outlook


def finalised(house: House, **changes: object) -> None:
    """SPBE, finalised today."""
    house.enter("pra-finalisasi", **changes)
    house.do(("finalisasi", "mulai"), ("finalisasi", "selesaikan"))


def test_the_plenary_and_taking_effect_are_forecast_from_this_councils_past(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    found = outlook(house)
    assert found.plenary is not None
    assert found.effect is not None
    assert found.plenary.middle_on == TODAY + timedelta(days=20)
    assert found.plenary.sample_size == 12
    assert found.effect.middle_on == TODAY + timedelta(days=60)
    assert found.why_not is None


def test_with_four_comparable_stages_it_says_so_and_the_plan_and_the_law_stand_instead(house: House) -> None:
    past.remember(house, [10] * 4)
    planned = TODAY + timedelta(days=30)
    finalised(house, plans=(Plan("rapat-paripurna", planned, planned),))
    found = outlook(house)
    assert found.plenary is None
    assert found.effect is None
    assert found.why_not is not None
    assert (found.why_not.stage.slug, found.why_not.known) == ("harmonisasi-provinsi", 4)
    assert (found.planned_on, found.path_from, found.is_approved) == (planned, planned, False)
    assert [due.rule.number for due in found.path] == ["D09", "D10", "D11", "D12", "D15"]


def test_the_path_of_a_budget_goes_on_through_its_evaluation(house: House) -> None:
    house.enter("harmonisasi-provinsi", kind="dievaluasi", subject="apbd")
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"))
    path = outlook(house).path
    assert [due.rule.number for due in path if due.rule.number == "D17"] == ["D17"] * 3
    sent, answered, mended = (due for due in path if due.rule.number == "D17")
    assert (sent.triggered_on, answered.triggered_on, mended.triggered_on) == (
        TODAY,
        sent.due_on,
        answered.due_on,
    )


def test_an_evaluation_that_was_answered_goes_no_other_way_any_more(house: House) -> None:
    house.enter("harmonisasi-provinsi", kind="dievaluasi", subject="apbd")
    for stage in ("rapat-paripurna", "penyampaian-bupati", "evaluasi-gubernur"):
        house.do((stage, "mulai"), (stage, "selesaikan"))
    # What comes after it, D13, was not read in the primary text.
    assert outlook(house).path == ()


def test_what_is_not_public_does_not_count(house: House) -> None:
    past.remember(house, [10] * 6, public=False)
    finalised(house)
    assert outlook(house).plenary is None


def test_after_the_plenary_the_law_counts_from_the_day_it_was_held_and_met_clocks_are_gone(
    house: House,
) -> None:
    house.enter("harmonisasi-provinsi")
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"))
    house.do(("penyampaian-bupati", "mulai"), ("penyampaian-bupati", "selesaikan"))
    found = outlook(house)
    assert (found.path_from, found.is_approved) == (TODAY, True)
    assert [due.rule.number for due in found.path] == ["D10", "D11", "D12", "D15"]
    assert found.path[0].triggered_on == TODAY


def test_a_stage_that_outlasted_the_past_by_far_is_not_forecast_any_more(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    found = outlook(house, today=TODAY + timedelta(days=400))
    assert found.plenary is None
    assert found.why_not is not None
    assert (found.why_not.elapsed, found.why_not.longest) == (400, 10)


def test_money_is_a_hint_about_the_budget_and_only_where_it_is_needed(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    assert outlook(house).budgets == ()
    house.enter("pra-finalisasi", short_name="Biaya", needs_budget=True)
    house.do(("finalisasi", "mulai"), ("finalisasi", "selesaikan"), slug="biaya-2023")
    [budget] = outlook(house, "biaya-2023").budgets
    assert (budget.rule.kind, budget.year) == ("perubahan", 2023)


def test_a_perda_in_force_keeps_the_budget_it_could_enter_beside_the_day_it_names(house: House) -> None:
    house.enter("harmonisasi-provinsi", needs_budget=True)
    for stage in ("rapat-paripurna", "penyampaian-bupati", "nomor-register", "penetapan", "pengundangan"):
        house.do((stage, "mulai"), (stage, "selesaikan"))
    found = outlook(house)
    assert [(one.rule.kind, one.year) for one in found.budgets] == [("perubahan", 2023)]
    assert (found.plenary, found.effect, found.effective_on) == (None, None, None)


def test_another_day_named_by_the_perda_is_kept_apart_from_the_budget_and_not_forecast(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house, needs_budget=True)
    named = date(2024, 1, 1)
    with house.tracker.transaction() as session:
        raperda.publish(session, house["staf"], SPBE, Publication("", "", named), now=house.now)
    found = outlook(house)
    assert (found.effective_on, found.effect) == (named, None)
    assert found.plenary is not None
    assert [one.rule.kind for one in found.budgets] == ["perubahan"]


def test_a_raperda_that_was_withdrawn_has_no_days_to_come(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    house.do(("finalisasi", "tarik"))
    found = outlook(house)
    assert (found.plenary, found.effect, found.path, found.why_not) == (None, None, (), None)


def test_the_list_says_the_next_great_day(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    with house.tracker.reading() as session:
        rows = progress.listing(session, Filters(), today=TODAY).rows
    [row] = [one for one in rows if one.slug == SPBE]
    assert row.coming is not None
    assert row.coming.stage.slug == "rapat-paripurna"
    assert row.coming.forecast == outlook(house).plenary


def test_what_another_raperda_shows_makes_pages_fresh(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    house.enter("finalisasi", short_name="Lain")
    with house.tracker.reading() as session:
        before = progress.schedule_stamp(session)
    house.do(("harmonisasi-provinsi", "mulai"), slug="lain-2023")
    with house.tracker.reading() as session:
        assert progress.schedule_stamp(session) == before
    house.do(("harmonisasi-provinsi", "selesaikan"), slug="lain-2023")
    with house.tracker.reading() as session:
        assert progress.schedule_stamp(session) != before


def test_the_experience_kept_from_before_a_change_equals_one_computed_anew(house: House) -> None:
    past.remember(house, [10, 20, 30, 40, 50])
    finalised(house)
    with house.tracker.reading() as session:
        durations.experience(session)
    house.do(("harmonisasi-provinsi", "mulai"), ("harmonisasi-provinsi", "selesaikan"))
    with house.tracker.reading() as session:
        kept = durations.experience(session)
    with house.tracker.transaction() as session:  # where nothing is kept
        assert durations.experience(session).fingerprint == kept.fingerprint


def test_the_outlook_at_work_is_that_of_the_public_page(house: House) -> None:
    past.remember(house, [10] * 6)
    finalised(house)
    with house.tracker.reading() as session:
        row = session.query(Raperda).filter_by(slug=SPBE).one()
        header = records.header(session, row)
        assert plans.outlook(session, header, house.state(), today=TODAY) == outlook(house)
