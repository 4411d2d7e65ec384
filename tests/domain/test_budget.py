"""Which budget is next: one that was agreed before a Raperda passed came without it."""

from datetime import date

import pytest

from tracker.domain.law.budget import BUDGET_RULES, next_budget


@pytest.mark.parametrize(("passed_on", "kind", "year"), [
    (date(2023, 1, 10), "perubahan", 2023),
    (date(2023, 9, 30), "perubahan", 2023),
    (date(2023, 10, 1), "murni", 2024),
    (date(2023, 11, 30), "murni", 2024),
    (date(2023, 12, 1), "perubahan", 2024),
    (date(2024, 2, 29), "perubahan", 2024),
])  # fmt: skip
def test_the_first_budget_not_yet_agreed_is_the_next(passed_on: date, kind: str, year: int) -> None:
    found = next_budget(passed_on)
    assert (found.rule.kind, found.year) == (kind, year)
    assert found.agreed_by >= passed_on


def test_every_day_of_agreement_has_a_basis() -> None:
    assert all("UU 23/2014" in rule.basis for rule in BUDGET_RULES)
