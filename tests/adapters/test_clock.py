"""The clock: always aware, and one that stands still for rehearsing a day."""

from datetime import UTC, datetime, timedelta

from tracker.adapters.clock import FixedClock, SystemClock


def test_the_machines_clock_is_aware_and_goes_forward() -> None:
    first, second = SystemClock().now(), SystemClock().now()
    assert first.utcoffset() == timedelta()
    assert first <= second


def test_a_fixed_clock_stands_until_it_is_set() -> None:
    at = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)
    clock = FixedClock(at)
    assert clock.now() == clock.now() == at
    clock.at += timedelta(days=1)
    assert clock.now() == at + timedelta(days=1)
