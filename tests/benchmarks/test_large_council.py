"""The benchmarks measure a council that could be: its copies are as sound as what was told."""

from sqlalchemy import select

from tests.benchmarks import large_council
from tracker.bootstrap import Tracker
from tracker.services import deadlines, integrity, progress
from tracker.services.progress import Filters
from tracker.storage.models import Deadline, Raperda


def test_copies_are_sound_and_settled(sqlite_tracker: Tracker) -> None:
    council = large_council.found(sqlite_tracker)
    large_council.grow(sqlite_tracker, council, 40, under_way=20)
    with sqlite_tracker.reading() as session:
        report = integrity.check(session, sqlite_tracker.drafts)
        listing = progress.listing(session, Filters(), today=sqlite_tracker.today())
        in_force = (
            select(Deadline)
            .join(Raperda, Raperda.id == Deadline.raperda_id)
            .where(Raperda.condition == "berlaku", Deadline.status == deadlines.OPEN)
        )
        assert session.scalars(in_force).all() == []
    assert report.is_sound, report.findings
    assert (report.raperda, listing.total) == (40, 40)
    assert report.events > 20 * report.raperda
