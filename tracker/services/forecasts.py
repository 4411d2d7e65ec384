"""What can be said of the days to come: the forecast, the clocks of the law, the budget that is next."""

from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.forecast import Forecast, Outlasted, TooFew, forecast
from tracker.domain.law.budget import Budget, next_budget
from tracker.domain.law.chain import chain
from tracker.domain.law.deadline_rules import Matter, RuleBook
from tracker.domain.law.deadlines import DueDate
from tracker.domain.law.legal_events import EVENTS, occurred
from tracker.domain.process import BY_SLUG, Condition
from tracker.domain.state import LAST, PLENARY, State
from tracker.services import law as laws
from tracker.services.durations import Experience
from tracker.services.law import Law
from tracker.services.timing import Coming, NoForecast, Outlook
from tracker.services.views import Header

_APPROVED = "persetujuan-bersama"


def outlook(session: Session, header: Header, state: State, known: Experience, *, today: date) -> Outlook:
    """Return what can be said of the days to come; of a Perda in force, its own day and its budget."""
    if state.condition is not Condition.AKTIF:
        in_force = state.condition is Condition.BERLAKU
        budgets = _budgets(_plenary_days(state, None, None)) if in_force and header.needs_budget else ()
        return Outlook(header.effective_on, budgets, is_approved=in_force)
    plenary = forecast(known.history, state, PLENARY, today)
    effect = None if header.effective_on else forecast(known.history, state, LAST, today)
    planned_on = state.current(PLENARY).planned_end_on if plenary is not None else None
    ends = _plenary_days(state, plenary, planned_on)
    path_from = planned_on if planned_on and planned_on >= today else ends[-1] if ends else None
    return Outlook(
        effective_on=header.effective_on,
        budgets=_budgets(ends) if header.needs_budget else (),
        is_approved=plenary is None,
        plenary=plenary if isinstance(plenary, Forecast) else None,
        effect=effect if isinstance(effect, Forecast) else None,
        why_not=_why_not(plenary) or _why_not(effect),
        planned_on=planned_on,
        path_from=path_from,
        path=_path(state, header, path_from or today, laws.load(session)),
    )


def coming(state: State, known: Experience, *, today: date) -> Coming | None:
    """Return the next great day of a Raperda, the plenary or the promulgation, where it can be said."""
    if state.condition is not Condition.AKTIF:
        return None
    plenary = forecast(known.history, state, PLENARY, today)
    if plenary is not None:
        return Coming(BY_SLUG[PLENARY], plenary) if isinstance(plenary, Forecast) else None
    effect = forecast(known.history, state, LAST, today)
    return Coming(BY_SLUG[LAST], effect) if isinstance(effect, Forecast) else None


def _plenary_days(
    state: State, plenary: Forecast | TooFew | Outlasted | None, planned_on: date | None
) -> tuple[date, ...]:
    """The day of the plenary as it was held, else the two ends of its forecast, else as it is planned."""
    if plenary is None:
        held_on = state.current(PLENARY).ended_on
        return (held_on,) if held_on else ()
    if isinstance(plenary, Forecast):
        return plenary.earliest_on, plenary.latest_on
    return (planned_on,) if planned_on else ()


def _why_not(said: object) -> NoForecast | None:
    if isinstance(said, TooFew):
        return NoForecast(BY_SLUG[said.stage], said.known)
    if isinstance(said, Outlasted):
        return NoForecast(BY_SLUG[said.stage], said.known, said.elapsed, said.longest)
    return None


def _budgets(days: tuple[date, ...]) -> tuple[Budget, ...]:
    return tuple(dict.fromkeys(next_budget(day) for day in days))


def _path(state: State, header: Header, approved_on: date, law: Law) -> tuple[DueDate, ...]:
    """The clocks still to come, each from the day before it at the latest; only what is verified as law."""
    matter = Matter(header.kind, header.subject, header.initiator, header.year)
    book = RuleBook.of(rule for rule in law.book.rules if rule.verified)
    found = {slug: occurred(state, event) for slug, event in EVENTS.items()}
    happened = {slug: one.on for slug, one in found.items() if one is not None}
    links = chain(_APPROVED, approved_on, matter=matter, book=book, calendar=law.calendar, happened=happened)
    ahead = (link.due for link in links if link.due.rule.satisfied_by not in happened)
    return tuple(sorted(ahead, key=lambda due: due.due_on))
