"""Which budget can still take up what a Raperda costs: a hint for planning, not a rule of law."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

BudgetKind = Literal["murni", "perubahan"]


@dataclass(frozen=True, slots=True)
class BudgetRule:
    """By which day of a year a budget is agreed at the latest, and for which year it is (0 this, 1 next)."""

    kind: BudgetKind
    month: int
    day: int
    years_ahead: int
    basis: str


@dataclass(frozen=True, slots=True)
class Budget:
    """One budget, and the last day on which it is to be agreed."""

    rule: BudgetRule
    year: int
    agreed_by: date


BUDGET_RULES: tuple[BudgetRule, ...] = (
    BudgetRule("perubahan", 9, 30, 0, "UU 23/2014 Pasal 317 ayat (2) dan (3); PP 12/2019 Pasal 179"),
    BudgetRule("murni", 11, 30, 1, "UU 23/2014 Pasal 312; PP 12/2019 Pasal 106 ayat (1)"),
)


def next_budget(passed_on: date) -> Budget:
    """Return the first budget not yet agreed on the day a Raperda passes: an earlier one came without it."""
    ahead = (
        Budget(rule, year + rule.years_ahead, date(year, rule.month, rule.day))
        for year in (passed_on.year, passed_on.year + 1)
        for rule in BUDGET_RULES
    )
    return min((one for one in ahead if one.agreed_by >= passed_on), key=lambda one: one.agreed_by)
