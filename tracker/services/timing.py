"""Finished values about time that pages show: forecasts, plans against what happened, where the days went."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.forecast import Forecast
from tracker.domain.law.budget import Budget
from tracker.domain.law.deadlines import DueDate
from tracker.domain.process import Stage


@dataclass(frozen=True, slots=True)
class Median:
    """Half of `sample_size` took at most so many days."""

    days: int
    sample_size: int


@dataclass(frozen=True, slots=True)
class StageDays:
    """How long one stage was open, all rounds together, beside the council's median where that says much."""

    stage: Stage
    days: int
    is_open: bool
    median: Median | None


@dataclass(frozen=True, slots=True)
class HolderShare:
    """How many calendar days a Raperda has spent in someone's hands, beside the median of those in force."""

    holder: str
    days: int
    median: Median | None


@dataclass(frozen=True, slots=True)
class Slip:
    """One change of a plan that had been made: old and new days, why, and (at work) who and when.

    `days` is how much later the planned end became, negative if earlier, None where an end is missing.
    """

    stage: Stage
    old_start_on: date | None
    old_end_on: date | None
    start_on: date | None
    end_on: date | None
    days: int | None
    reason: str
    recorded_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One stage as it was first planned, and its latest round: as it is planned now and as it goes.

    A round that began anew has no plan until it is given one.
    `days` is how much later than first planned it ended, or is now planned to end.
    """

    stage: Stage
    first_end_on: date | None
    planned_end_on: date | None
    round: int
    started_on: date | None
    ended_on: date | None
    is_done: bool
    days: int | None


@dataclass(frozen=True, slots=True)
class PlanTable:
    """What was planned and what happened, stage by stage, and every change of plan, newest first."""

    lines: tuple[PlanLine, ...]
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class NoForecast:
    """Why there is none: of a stage too few passages are `known`, or it has outlasted them by far."""

    stage: Stage
    known: int
    elapsed: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """The next great day of a Raperda in a list: the end of `stage`, the plenary or the promulgation."""

    stage: Stage
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can be said of the days to come.

    `path` are the clocks of the law from `path_from` on, the day of the plenary: as it is planned, as it was
    held, or the late end of its forecast; None where there is none, and the dates say nothing. `budgets` are
    the earliest that could take up what it costs, by the two ends of the range: one, or two. `effective_on`
    is the day the Perda itself names. `is_approved` says that the plenary has been held.
    """

    effective_on: date | None
    budgets: tuple[Budget, ...]
    is_approved: bool
    plenary: Forecast | None = None
    effect: Forecast | None = None
    why_not: NoForecast | None = None
    planned_on: date | None = None
    path_from: date | None = None
    path: tuple[DueDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """The time of one Raperda: its outlook, its plans, where its days went."""

    outlook: Outlook
    plan: PlanTable
    stages: tuple[StageDays, ...]
    holders: tuple[HolderShare, ...]
