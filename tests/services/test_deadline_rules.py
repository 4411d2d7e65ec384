"""The rules as a table: filled once, an administrator's ever after, and a preview that tells what will be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from tests.services.house import SPBE, TODAY, House
from tracker.domain.errors import InvalidValue, NotAllowed, NotFound, Stale
from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.domain.law.deadlines import DEADLINE_RULES
from tracker.services import calendars, deadline_rules, law, recesses, recounting
from tracker.services.calendars import AddHoliday, CountCutiBersama, RefreshYear, RemoveHoliday
from tracker.services.deadlines import Because
from tracker.services.recesses import Recess
from tracker.services.recounting import Effect
from tracker.storage.models import Deadline, DeadlineChange, DeadlineRuleRow, Holiday, JournalEntry

PLENARY = date(2023, 6, 7)
SENDING = "penyampaian-ke-bupati"


def in_plenary(house: House) -> None:
    house.enter("harmonisasi-provinsi")
    house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"), occurred_on=PLENARY)


def stored(house: House, slug: str = SENDING) -> tuple[int, DeadlineRule]:
    with house.tracker.reading() as session:
        row = session.scalars(select(DeadlineRuleRow).where(DeadlineRuleRow.slug == slug)).first()
        assert row is not None
        return row.id, law.rule(row)


def save(house: House, rule_id: int | None, rule: DeadlineRule, by: str = "admin") -> tuple[Effect, ...]:
    with house.tracker.transaction() as session:
        return deadline_rules.save(session, house[by], rule_id, rule, now=house.now)


def test_the_table_begins_with_every_rule_of_the_release(house: House) -> None:
    with house.tracker.reading() as session:
        lines = deadline_rules.lines(session, house["admin"])
    assert {line.rule for line in lines} == set(DEADLINE_RULES)


def test_what_was_filled_once_belongs_to_the_administrator(house: House) -> None:
    rule_id, rule = stored(house)
    save(house, rule_id, replace(rule, count=5, basis="Undang-undang baru"))
    with house.tracker.transaction() as session:
        assert deadline_rules.fill(session) == 0
    assert stored(house)[1].count == 5


def test_a_rule_of_a_later_release_is_added_beside_the_others(house: House) -> None:
    with house.tracker.transaction() as session:
        for row in session.scalars(select(DeadlineRuleRow).where(DeadlineRuleRow.slug == SENDING)):
            session.delete(row)
    with house.tracker.transaction() as session:
        assert deadline_rules.fill(session) == 1
    assert stored(house)[1] in DEADLINE_RULES


def test_a_preview_tells_what_saving_does(house: House) -> None:
    in_plenary(house)
    rule_id, rule = stored(house)
    changed = replace(rule, count=5)
    with house.tracker.reading() as session:
        told = deadline_rules.preview(session, house["admin"], rule_id, changed)
    (effect,) = told.effects
    assert (effect.slug, effect.old_due_on, effect.new_due_on) == (SPBE, date(2023, 6, 12), date(2023, 6, 14))
    assert house.deadlines()[SENDING].due_on == date(2023, 6, 12)
    assert save(house, rule_id, changed) == told.effects
    assert house.deadlines()[SENDING].due_on == date(2023, 6, 14)


@pytest.mark.parametrize("change", ["add", "remove", "refresh", "count"])
def test_a_preview_of_the_calendar_tells_what_the_change_does(house: House, change: str) -> None:
    in_plenary(house)
    with house.tracker.transaction() as session:
        # A decree that was recorded wrong, so that refreshing the year has something to put right.
        for row in session.scalars(select(Holiday).where(Holiday.on_date == date(2023, 6, 30))):
            session.delete(row)
    with house.tracker.transaction() as session:
        recounting.recount(session, Because("kalender", house.now))
    admin, now = house["admin"], house.now
    added = AddHoliday(date(2023, 6, 9), "Pilkada", "lokal", "", "tetap")
    with house.tracker.reading() as session:
        iduladha = session.scalars(select(Holiday.id).where(Holiday.on_date == date(2023, 6, 29))).one()
        changes: dict[str, calendars.Change] = {
            "add": added,
            "remove": RemoveHoliday(iduladha),
            "refresh": RefreshYear(2023),
            "count": CountCutiBersama(works=True),
        }
        told = calendars.preview(session, admin, changes[change])
    before = {row.subject: row.due_on for row in house.deadlines().values()}
    with house.tracker.transaction() as session:
        done = {
            "add": lambda: calendars.add(session, admin, added, now=now, seen=told.seen),
            "remove": lambda: calendars.remove(session, admin, iduladha, now=now, seen=told.seen),
            "refresh": lambda: calendars.refresh(session, admin, 2023, now=now, seen=told.seen),
            "count": lambda: calendars.count_cuti_bersama(
                session, admin, works=True, now=now, seen=told.seen
            ),
        }[change]()
    assert done == told.effects
    after = {row.subject: row.due_on for row in house.deadlines().values()}
    moved = {key for key in before if before[key] != after[key]}
    assert moved
    assert {effect.rule.slug for effect in done if effect.old_due_on != effect.new_due_on} == moved


def test_a_new_rule_tells_of_what_it_asks_and_not_of_what_was_met_long_ago(house: House) -> None:
    in_plenary(house)
    # Something that in_plenary has met and something that it has not.
    for slug, satisfied_by in (("l-1", "raperda-disampaikan"), ("l-2", "penetapan")):
        rule = replace(stored(house)[1], number="L", slug=slug, satisfied_by=satisfied_by)
        save(house, None, rule)
    assert {slug: house.deadlines()[slug].status for slug in ("l-1", "l-2")} == {
        "l-1": "selesai",
        "l-2": "terbuka",
    }
    with house.tracker.reading() as session:
        told = session.scalars(select(Deadline.subject).join(DeadlineChange)).all()
    assert told == ["l-2"]


def test_an_edit_that_changes_nothing_writes_nothing(house: House) -> None:
    in_plenary(house)
    rule_id, rule = stored(house)
    before = house.everything()
    assert save(house, rule_id, rule) == ()
    with house.tracker.transaction() as session:
        calendars.count_cuti_bersama(session, house["admin"], works=False, now=house.now)
    assert house.everything() == before


def test_what_was_seen_before_another_change_is_refused(house: House) -> None:
    rule_id, rule = stored(house)
    with house.tracker.reading() as session:
        seen = deadline_rules.preview(session, house["admin"], rule_id, replace(rule, count=5)).seen
    with house.tracker.transaction() as session:
        added = AddHoliday(date(2023, 6, 9), "Pilkada", "lokal", "", "tetap")
        calendars.add(session, house["admin"], added, now=house.now)
    before = house.everything()
    with pytest.raises(Stale), house.tracker.transaction() as session:
        deadline_rules.save(
            session, house["admin"], rule_id, replace(rule, count=5), now=house.now, seen=seen
        )
    assert house.everything() == before


def test_the_journal_keeps_the_rule_before_and_after(house: House) -> None:
    rule_id, rule = stored(house)
    save(house, rule_id, replace(rule, count=5))
    with house.tracker.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.noun == "deadline-rule")).one()
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.verb, entry.before["count"], entry.after["count"]) == ("edit", 3, 5)


def test_the_table_may_not_name_a_rule_twice_for_one_day(house: House) -> None:
    rule_id, rule = stored(house)
    with pytest.raises(InvalidValue, match="same-start"):
        save(house, None, replace(rule, count=4))
    with pytest.raises(NotFound):
        save(house, 999, rule)
    assert rule_id


@pytest.mark.parametrize("who", ["staf", "ketua", "pimpinan"])
def test_only_the_administrator_changes_the_law_and_sees_what_it_moves(house: House, who: str) -> None:
    rule_id, rule = stored(house)
    before = house.everything()
    with pytest.raises(NotAllowed):
        save(house, rule_id, replace(rule, count=4), by=who)
    actor = house[who]
    with house.tracker.reading() as session:
        for asked in (
            lambda: deadline_rules.lines(session, actor),
            lambda: deadline_rules.line(session, actor, rule_id),
            lambda: deadline_rules.preview(session, actor, rule_id, rule),
            lambda: calendars.preview(session, actor, RefreshYear(2023)),
            lambda: recounting.latest(session, actor),
            lambda: recesses.lines(session, actor),
        ):
            with pytest.raises(NotAllowed):
                asked()
    with house.tracker.transaction() as session:
        with pytest.raises(NotAllowed):
            recesses.add(session, actor, Recess("Reses", TODAY, TODAY), now=house.now)
        with pytest.raises(NotAllowed):
            recesses.remove(session, actor, 1, now=house.now)
        with pytest.raises(NotAllowed):
            calendars.count_cuti_bersama(session, actor, works=True, now=house.now)
    assert house.everything() == before


def test_counting_again_asks_no_more_for_many_raperda_than_for_one(house: House) -> None:
    def queries() -> int:
        seen: list[str] = []
        engine = house.tracker.database._writer

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            with house.tracker.transaction() as session:
                recounting.recount(session, Because("kalender", house.now))
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    house.enter()
    one = queries()
    for number in range(8):
        slug = house.enter("harmonisasi-provinsi", short_name=f"Nomor {number}")
        house.do(("rapat-paripurna", "mulai"), ("rapat-paripurna", "selesaikan"), slug=slug)
    assert queries() == one


def test_an_upgrade_gives_old_dates_their_reasoning_and_calls_nothing_moved(house: House) -> None:
    in_plenary(house)
    with house.tracker.transaction() as session:
        for row in session.scalars(select(Deadline).where(Deadline.kind == "hukum")):
            row.explanation = {"count": 3, "unit": "hari-kerja", "skipped": [], "provisional": False}
    with house.tracker.transaction() as session:
        recounting.recount(session, Because("aturan", house.now))
    assert "rule" in (house.deadlines()[SENDING].explanation or {})
    with house.tracker.reading() as session:
        assert session.scalars(select(DeadlineChange)).all() == []


@pytest.mark.parametrize("table", ["deadline_change", "calendar_version"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_what_moved_and_by_which_calendar_is_kept_by_the_database_itself(
    house: House, table: str, verb: str
) -> None:
    in_plenary(house)
    with house.tracker.transaction() as session:
        added = AddHoliday(PLENARY + timedelta(days=1), "Pilkada", "lokal", "", "tetap")
        calendars.add(session, house["admin"], added, now=house.now)
    column = "id" if table == "deadline_change" else "version"
    with pytest.raises(DatabaseError, match="insert-only"), house.tracker.transaction() as session:
        session.execute(text(verb.format(table, column)))
