"""The journal and the forms already answered: what was changed is kept, what was sent twice counts once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from tests.services.house import SPBE, House
from tracker.services import journal, raperda
from tracker.storage.models import JournalEntry, Note, Raperda

KEY = "kunci-formulir"


def write_once(house: House, *, who: str = "ketua", key: str = KEY, fail: bool = False) -> str | None:
    """Answer a form as the door does: claim its key, act, keep where it led."""
    with house.tracker.transaction() as session:
        led_to = journal.answered(session, house[who], key, house.now)
        if led_to is not None:
            return led_to
        raperda.write_note(session, house[who], SPBE, "Catatan", now=house.now)
        journal.answer(session, house[who], key, f"/{who}")
        if fail:
            raise ConnectionError
    return None


def notes(house: House) -> int:
    with house.tracker.reading() as session:
        return session.scalar(select(func.count()).select_from(Note)) or 0


def test_the_same_form_five_times_at_once_records_once_and_leads_to_the_same_place(house: House) -> None:
    house.enter()
    start = Barrier(5)

    def send(_time: int) -> str | None:
        start.wait()
        return write_once(house)

    with ThreadPoolExecutor(5) as line:
        answers = list(line.map(send, range(5)))
    assert sorted(answers, key=str) == ["/ketua"] * 4 + [None]
    assert notes(house) == 1


def test_a_form_whose_answer_failed_may_be_sent_again(house: House) -> None:
    house.enter()
    with pytest.raises(ConnectionError):
        write_once(house, fail=True)
    assert notes(house) == 0
    assert write_once(house) is None
    assert (write_once(house), notes(house)) == ("/ketua", 1)


def test_the_keys_of_two_people_do_not_meet(house: House) -> None:
    house.enter()
    assert (write_once(house), write_once(house, who="staf")) == (None, None)
    assert (write_once(house, who="staf"), notes(house)) == ("/staf", 2)


def test_an_entry_says_who_or_that_it_was_the_command_line(house: House) -> None:
    with house.tracker.transaction() as session:
        journal.record(session, house["admin"], house.now, noun="user", noun_id=7, verb="edit")
        journal.record(session, None, house.now, noun="user", noun_id=7, verb="reset-password")
    with house.tracker.reading() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.noun_id == "7")).all()
    assert [one.actor_id for one in entries] == [house["admin"].id, None]


def test_touching_moves_the_stamp_that_pages_are_kept_by(house: House) -> None:
    house.enter()
    with house.tracker.transaction() as session:
        row = session.scalars(select(Raperda)).one()
        before = row.stamp
        journal.touch(row, house.now)
    with house.tracker.reading() as session:
        assert session.scalars(select(Raperda.stamp)).one() == before + 1


@pytest.mark.parametrize("table", ["stage_event", "journal_entry", "note"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_written_down(
    house: House, table: str, verb: str
) -> None:
    house.enter()
    house.do(("rapat-pansus", "mulai"))
    write_once(house)
    before = house.everything()
    assert before[table]
    with pytest.raises(sa.exc.DBAPIError, match="insert-only"), house.tracker.transaction() as session:
        session.execute(sa.text(verb.format(table)))
    assert house.everything() == before
