"""The council as a whole: how many Raperda stood where, month by month, and how long each stage takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, extract, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.forecast import LEAST
from tracker.domain.process import BY_SLUG, STAGES, Condition, Phase, Stage
from tracker.services import durations
from tracker.services.timing import Median
from tracker.storage.models import Raperda, StageEvent

MONTHS = 60
PHASES = tuple(Phase)


@dataclass(frozen=True, slots=True)
class Month:
    """How many Raperda stood in each phase at the end of a month, or today in the current one."""

    first_on: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class StageMedian:
    """How long a stage was open in this council; `median` is None where too few (`known`) were finished."""

    stage: Stage
    median: Median | None
    known: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the page about the whole council shows: the months oldest first, `phases` as their columns."""

    phases: tuple[Phase, ...]
    months: tuple[Month, ...]
    stages: tuple[StageMedian, ...]


def statistics(session: Session, *, today: date) -> Statistics:
    """Return the figures of the council's public Raperda, up to five years back."""
    medians = durations.experience(session).stages
    stages = (StageMedian(stage, *_told(medians.get(stage.slug))) for stage in STAGES)
    return Statistics(PHASES, _months(_flows(session), today), tuple(stages))


def _told(median: Median | None) -> tuple[Median | None, int]:
    if median is None or median.sample_size < LEAST:
        return None, median.sample_size if median else 0
    return median, median.sample_size


def _months(flows: Iterable[tuple[int, int, int]], today: date) -> tuple[Month, ...]:
    """Add up what came and went; months before the first Raperda are left out."""
    last = _number(today)
    first = last - MONTHS + 1
    change: dict[int, list[int]] = {}
    for number, phase, count in flows:
        change.setdefault(max(first, number), [0] * len(PHASES))[phase] += count
    nothing = standing = [0] * len(PHASES)
    found = []
    for number in range(min(change, default=last), last + 1):
        standing = [was + more for was, more in zip(standing, change.get(number, nothing), strict=True)]
        found.append(Month(date(number // 12, number % 12 + 1, 1), tuple(max(0, one) for one in standing)))
    return tuple(found)


def _flows(session: Session) -> Iterator[tuple[int, int, int]]:
    """Yield month, phase, and by how many more or fewer stood in it: headlines moved, Raperda closed.

    One grouped query over the history: each event tells where its Raperda stood before and after.
    """
    event = StageEvent
    is_first = case((event.sequence == 1, 1), else_=0)
    year, month = extract("year", event.occurred_on), extract("month", event.occurred_on)
    where = (event.from_headline, event.from_condition, event.to_headline, event.to_condition)
    moved = or_(event.sequence == 1, where[0] != where[2], where[1] != where[3])
    query = (
        select(year, month, is_first, *where, func.count())
        .join(Raperda, Raperda.id == event.raperda_id)
        .where(Raperda.is_public, moved)
        .group_by(year, month, is_first, *where)
    )
    for in_year, in_month, first, from_stage, from_what, to_stage, to_what, count in session.execute(query):
        number = int(in_year) * 12 + int(in_month) - 1
        if not first and from_what == Condition.AKTIF:
            yield number, _phase(from_stage), -count
        if to_what == Condition.AKTIF:
            yield number, _phase(to_stage), count


def _phase(stage: Any) -> int:
    return PHASES.index(BY_SLUG[stage].phase)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
