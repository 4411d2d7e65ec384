"""The council of the use cases, once on SQLite and once on PostgreSQL."""

import pytest

from tests.services.house import House
from tracker.bootstrap import Tracker


@pytest.fixture
def house(tracker: Tracker) -> House:
    return House(tracker)
