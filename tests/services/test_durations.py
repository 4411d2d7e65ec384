"""Where the days go: this Raperda beside the council's median, where there is enough to compare with."""

from datetime import timedelta

from sqlalchemy import inspect

from tests.services import past
from tests.services.house import SPBE, TODAY, House
from tracker.services import durations, progress
from tracker.services.timing import Schedule
from tracker.storage.models import StageEvent


def schedule(house: House) -> Schedule:
    with house.tracker.reading() as session:
        return progress.public_page(session, SPBE, now=house.now, today=TODAY).schedule


def begun(house: House, days: int = 8) -> None:
    house.enter("kunjungan-kerja")
    house.do(("pra-finalisasi", "mulai"), occurred_on=TODAY - timedelta(days=days))


def test_open_days_stand_beside_the_median_with_its_sample(house: House) -> None:
    past.remember(house, [2, 4, 6, 8, 30])
    begun(house)
    [found] = schedule(house).stages
    assert (found.stage.slug, found.days, found.is_open) == ("pra-finalisasi", 8, True)
    assert found.median is not None
    assert (found.median.days, found.median.sample_size) == (6, 5)


def test_a_change_that_was_numbered_early_and_ended_late_is_seen(house: House) -> None:
    begun(house)
    newest = house.events()[-1].id
    with house.tracker.transaction() as session:
        session.add(copied(house.events()[-1], id=newest + 2, sequence=90))
    with house.tracker.reading() as session:
        before = durations.stamp(session)
    with house.tracker.transaction() as session:
        session.add(copied(house.events()[-1], id=newest + 1, sequence=91))
    with house.tracker.reading() as session:
        assert durations.stamp(session) != before


def copied(event: StageEvent, **changes: int) -> StageEvent:
    """The same event again, with another number."""
    values = {column.key: getattr(event, column.key) for column in inspect(StageEvent).column_attrs}
    return StageEvent(**values | changes)


def test_four_are_too_few_for_a_median(house: House) -> None:
    past.remember(house, [2, 4, 6, 8])
    begun(house)
    [found] = schedule(house).stages
    assert found.median is None


def test_hands_are_compared_with_those_of_raperda_that_went_the_whole_way(house: House) -> None:
    past.remember(house, [2, 4, 6, 8, 30])
    past.remember(house, [1] * 6, length=3)  # under way still, so their pansus days are not all there
    begun(house)
    [found] = schedule(house).holders
    assert (found.holder, found.days) == ("pansus", 8)
    assert found.median is not None
    assert (found.median.days, found.median.sample_size) == (30, 5)
