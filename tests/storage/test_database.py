"""The way to the tables: all or nothing, one snapshot for a reader, and no read-modify-write lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from tests.conftest import NOW
from tracker.storage.database import Database
from tracker.storage.models import Heartbeat, Holiday, JournalEntry, Pansus, PansusMember
from tracker.storage.once import insert_once


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def day(**changes: Any) -> Holiday:
    facts = {"on_date": date(2023, 6, 29), "name": "Iduladha", "kind": "libur-nasional", "source": "SKB"}
    return Holiday(**{**facts, "status": "tetap", **changes})


def count(database: Database, table: type[Any]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_goes_wrong_with_a_statement_does_not_name_what_it_carried(database: Database) -> None:
    secret = "tgram://123456:KUNCI/1"
    with pytest.raises(sa.exc.SQLAlchemyError) as caught, database.transaction() as session:
        session.execute(sa.text("insert into tidak_ada (address) values (:address)"), {"address": secret})
    assert secret not in str(caught.value)


def test_a_block_that_raises_leaves_no_trace(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:  # noqa: PT012
        session.add(Pansus(name="Pansus SPBE"))
        session.flush()
        _ = 1 / 0
    assert count(database, Pansus) == 0


def test_a_block_that_ends_is_kept(database: Database) -> None:
    with database.transaction() as session:
        session.add(Pansus(name="Pansus SPBE"))
    assert count(database, Pansus) == 1


def test_nothing_done_while_looking_is_kept(database: Database) -> None:
    with database.reading() as session:
        session.add(Pansus(name="Pansus SPBE"))
    assert count(database, Pansus) == 0


def test_whoever_looks_sees_one_moment(database: Database) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Pansus))
        with database.transaction() as other:
            other.add(Pansus(name="Pansus SPBE"))
        assert session.scalar(select(func.count()).select_from(Pansus)) == before == 0
    assert count(database, Pansus) == 1


def test_two_hundred_additions_by_eight_at_once_lose_none(database: Database) -> None:
    with database.transaction() as session:
        session.add(Heartbeat(name="penghitung", beat_at=NOW, detail="0"))

    def add_one(_time: int) -> None:
        with database.transaction() as session:
            row = session.scalars(select(Heartbeat).with_for_update()).one()
            row.detail = str(int(row.detail) + 1)

    with ThreadPoolExecutor(8) as people:
        list(people.map(add_one, range(200)))
    with database.reading() as session:
        assert session.scalars(select(Heartbeat.detail)).one() == "200"


def test_what_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add(PansusMember(pansus_id=7, user_id=7, position="ketua"))


@pytest.mark.parametrize("changes", [{"kind": "pesta"}, {"status": "entah"}])
def test_a_word_the_tables_do_not_know_is_refused(database: Database, changes: dict[str, str]) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add(day(**changes))


def test_inserting_what_is_there_adds_nothing_and_does_not_fail(database: Database) -> None:
    for _ in range(2):
        with database.transaction() as session:
            session.execute(insert_once(session, Heartbeat).values(name="x", beat_at=NOW, detail=""))
    assert count(database, Heartbeat) == 1


def test_an_instant_comes_back_as_it_was_and_aware(database: Database) -> None:
    wib = timezone(timedelta(hours=7))
    at = datetime(2023, 6, 15, 9, 0, 0, 123456, tzinfo=wib)
    with database.transaction() as session:
        session.add(Heartbeat(name="x", beat_at=at))
    with database.reading() as session:
        found = session.scalars(select(Heartbeat.beat_at)).one()
    assert found == at
    assert found.utcoffset() == timedelta()


def test_a_naive_instant_is_refused(database: Database) -> None:
    naive = datetime(2023, 6, 15, 9, 0, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="time zone"), database.transaction() as session:
        session.add(Heartbeat(name="x", beat_at=naive))


def test_a_sum_of_facts_comes_back_as_it_was(database: Database) -> None:
    facts = {"judul": "Raperda “SPBE”", "angka": 3, "hari": ["2023-06-15", None]}
    with database.transaction() as session:
        session.add(JournalEntry(at=NOW, noun="raperda", noun_id="1", verb="edit", after=facts))
    with database.reading() as session:
        assert session.scalars(select(JournalEntry.after)).one() == facts
