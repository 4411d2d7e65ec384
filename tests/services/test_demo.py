"""The demonstration council: every stage of the process, told through the use cases, sound from the start."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests import databases
from tests.conftest import NOW
from tracker import bootstrap, demo
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker
from tracker.domain.process import NUMBERED, Condition
from tracker.domain.state import Move
from tracker.services import accounts, integrity, progress
from tracker.services.progress import Filters
from tracker.services.views import PublicPage
from tracker.settings import Settings
from tracker.storage.models import Deadline, DraftVersion, Raperda, StageEvent, StageRow, User


@pytest.fixture(scope="module")
def told(
    sqlite_server: databases.SqliteServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Tracker, dict[str, str]]]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with sqlite_server.database() as url:
        environment = {"TRACKER_DATA_DIR": str(folder), "TRACKER_DATABASE_URL": url}
        tracker = bootstrap.build(
            Settings.from_environment(environment), clock=FixedClock(NOW.replace(year=2026))
        )
        bootstrap.prepare(tracker)
        assert demo.is_empty(tracker)
        yield tracker, demo.load(tracker)
        tracker.close()


@pytest.fixture
def tracker_told(told: tuple[Tracker, dict[str, str]]) -> Tracker:
    return told[0]


def _page(tracker: Tracker, slug: str) -> PublicPage:
    with tracker.reading() as session:
        return progress.public_page(session, slug, now=tracker.now(), today=tracker.today())


def test_a_told_demonstration_is_no_longer_empty_and_is_sound(tracker_told: Tracker) -> None:
    assert not demo.is_empty(tracker_told)
    with tracker_told.reading() as session:
        report = integrity.check(session, tracker_told.drafts)
    assert report.findings == ()
    assert report.raperda >= 9


def test_every_numbered_stage_is_the_headline_of_some_raperda_or_behind_it(tracker_told: Tracker) -> None:
    with tracker_told.reading() as session:
        headlines = set(session.scalars(select(Raperda.headline)))
        conditions = set(session.scalars(select(Raperda.condition)))
        open_stages = set(session.scalars(select(StageRow.stage).where(StageRow.status == "berlangsung")))
    assert {stage.slug for stage in NUMBERED} <= headlines | open_stages
    assert Condition.BERLAKU in conditions


def test_late_ones_and_returned_ones_are_among_them(tracker_told: Tracker) -> None:
    with tracker_told.reading() as session:
        returned = session.scalar(select(func.count()).where(StageEvent.move == Move.SEND_BACK))
        overdue = select(func.count()).where(
            Deadline.status == "terbuka", Deadline.due_on < tracker_told.today()
        )
        late = session.scalar(overdue)
    assert returned
    assert late


def test_spbe_is_told_with_the_dates_of_june_2023(tracker_told: Tracker) -> None:
    with tracker_told.reading() as session:
        rows = progress.listing(session, Filters(words="SPBE"), today=tracker_told.today()).rows
        [slug] = [row.slug for row in rows if row.year == 2023]
        pasal = session.scalars(
            select(DraftVersion.pasal_count).join(Raperda, Raperda.id == DraftVersion.raperda_id)
            .where(Raperda.slug == slug)
        ).all()  # fmt: skip
    assert len(pasal) == 4
    assert max(pasal) >= 40
    page = _page(tracker_told, slug)
    meetings = [one for node in page.strip.numbered for one in node.meetings]
    assert date(2023, 6, 15) in {one.starts_at.date() for one in meetings}
    assert page.where.stage.slug == "harmonisasi-provinsi"
    assert all(one.occurred_on < date(2023, 7, 1) for one in page.history)


def test_nothing_happened_in_the_future(tracker_told: Tracker) -> None:
    with tracker_told.reading() as session:
        latest = session.scalar(select(func.max(StageEvent.occurred_on)))
        recorded = session.scalar(select(func.max(StageEvent.recorded_at)))
    assert latest is not None
    assert latest <= tracker_told.today()
    assert recorded is not None
    assert recorded <= tracker_told.now()


def test_everyone_of_the_demonstration_can_log_in_with_the_password_shown(
    told: tuple[Tracker, dict[str, str]],
) -> None:
    tracker, shown = told
    assert set(shown) == {email for email, _, _ in demo.PEOPLE}
    assert len(set(shown.values())) == len(shown)
    with tracker.transaction() as session:
        for email, _, role in demo.PEOPLE:
            login = accounts.log_in(session, email, shown[email], address="-", now=tracker.now())
            assert login is not None
            assert (login.actor.role, login.must_change_password) == (role, False)


def test_nobody_in_it_is_real(tracker_told: Tracker) -> None:
    with tracker_told.reading() as session:
        addresses = session.scalars(select(User.email)).all()
    assert all(address.endswith("@dprd.example") for address in addresses)
