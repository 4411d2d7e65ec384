"""The migrations: one head, the same tables as the models, there and back, history locked in the database."""

from datetime import UTC, date, datetime

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from tracker.bootstrap import Tracker
from tracker.domain.access import Actor, Role
from tracker.services import accounts, journal
from tracker.services import raperda as raperda_service
from tracker.services.raperda import Description
from tracker.storage.database import alembic_config, migrate

NOW = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)
INSERT_ONLY = ("stage_event", "journal_entry", "note")


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_there_is_one_head() -> None:
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(scripts.get_heads()) == 1


def test_an_empty_database_becomes_what_the_models_say(empty_database_url: str) -> None:
    migrate(empty_database_url)
    command.check(alembic_config(empty_database_url))


def test_the_way_back_leads_to_nothing_and_forward_again(empty_database_url: str) -> None:
    migrate(empty_database_url)
    full = tables(empty_database_url)
    command.downgrade(alembic_config(empty_database_url), "base")
    assert tables(empty_database_url) <= {"alembic_version"}
    migrate(empty_database_url)
    assert tables(empty_database_url) == full


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = tables(database_url)
    migrate(database_url)
    assert tables(database_url) == before


def test_a_version_from_before_the_choice_has_the_clean_reading(empty_database_url: str) -> None:
    command.upgrade(alembic_config(empty_database_url), "0001")
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        _write_a_version(connection)
    migrate(empty_database_url)
    asked = "SELECT number, reading, original_sha256, original_filename, original_size FROM draft_version"
    with engine.connect() as connection:
        assert connection.execute(text(asked)).one() == (1, "bersih", None, "", None)
    with pytest.raises(DatabaseError, match="reading"), engine.begin() as connection:
        connection.execute(text("UPDATE draft_version SET reading = 'kotor'"))
    engine.dispose()


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_history(tracker: Tracker, table: str, verb: str) -> None:
    with tracker.transaction() as session:
        _write_something_everywhere(session, tracker)
    with pytest.raises(DatabaseError, match="insert-only"), tracker.transaction() as session:
        session.execute(text(verb.format(table)))
    with tracker.reading() as session:
        assert session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 -- our own table names


def _write_a_version(connection: Connection) -> None:
    """Write a version, and what its row points at, into the first tables."""
    first_tables = MetaData()
    first_tables.reflect(connection)
    of_type = {bool: True, int: 1, str: "x", datetime: NOW}
    told = {"initiator": "bupati", "kind": "biasa", "condition": "aktif", "visibility": "publik"}
    for name in ("user_account", "raperda", "draft_version"):
        table = first_tables.tables[name]
        needed = [column for column in table.columns if not column.nullable]
        row = {one.name: told.get(one.name, of_type[one.type.python_type]) for one in needed}
        connection.execute(table.insert().values(row))


def _write_something_everywhere(session: object, tracker: Tracker) -> None:
    account = accounts.NewAccount("staf@example.test", "Staf", Role.SEKRETARIAT)
    user_id, _ = accounts.open_account(session, account, now=NOW)  # type: ignore[arg-type]
    actor = Actor(user_id, "Staf", Role.SEKRETARIAT)
    described = Description("Raperda tentang X", "X", "", 2023, "", "bupati", "", "biasa", None, False)
    created = raperda_service.create(
        session,  # type: ignore[arg-type]
        actor,
        described,
        done_through="propemperda",
        now=NOW,
        today=date(2023, 6, 15),
    )
    raperda_service.write_note(session, actor, created.slug, "Catatan", now=NOW)  # type: ignore[arg-type]
    journal.record(session, actor, NOW, noun="uji", noun_id=1, verb="uji")  # type: ignore[arg-type]


def test_what_was_told_before_channels_stays_told(empty_database_url: str) -> None:
    """From the first tables to the newest: everyone keeps their mail, and nobody is reminded twice."""
    config = alembic_config(empty_database_url)
    command.upgrade(config, "0001")
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        for statement in _REMINDED:
            connection.execute(text(statement))
    command.upgrade(config, "head")
    with engine.begin() as connection:
        found = connection.execute(text(_TOLD)).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [
        ("satu@example.test", "harian", "reminder-7-2023-06-15@x", "terkirim", "tenggat", -7, True),
        ("satu@example.test", "harian", "reminder-7-2023-06-16@x", "antre", "tenggat", 1, False),
    ]


_REMINDED = (
    "INSERT INTO user_account (id, email, name, role, password_hash, must_change_password, session_version, "
    "language, created_at) VALUES "
    "(7, 'satu@example.test', 'Satu', 'sekretariat', '', false, 1, 'id', '2023-06-01 00:00:00')",
    "INSERT INTO raperda (id, slug, title, short_name, summary, year, propemperda_number, initiator, "
    "leading_opd, kind, register_number, regulation_number, is_public, condition, headline, revision, stamp, "
    "created_at, changed_at) VALUES (1, 'x', 'X', 'X', '', 2023, '', 'bupati', '', 'biasa', '', '', false, "
    "'aktif', 'rapat-pansus', 1, 1, '2023-06-01 00:00:00', '2023-06-01 00:00:00')",
    "INSERT INTO deadline (id, raperda_id, kind, subject, stage, holder, due_on, calendar_version, status) "
    "VALUES (1, 1, 'rencana', 'a', 'rapat-pansus', 'pansus', '2023-06-22', '', 'terbuka'), "
    "(2, 1, 'rencana', 'b', 'rapat-pansus', 'pansus', '2023-06-15', '', 'terbuka')",
    "INSERT INTO reminder_message (id, user_id, for_day, message_id, status, attempts, next_attempt_at, "
    "sent_at, last_error) VALUES "
    "(1, 7, '2023-06-15', 'reminder-7-2023-06-15@x', 'terkirim', 1, '2023-06-15 00:00:00', "
    "'2023-06-15 00:01:00', ''), "
    "(2, 7, '2023-06-16', 'reminder-7-2023-06-16@x', 'antre', 0, '2023-06-16 00:00:00', NULL, '')",
    "INSERT INTO reminder_item (id, message_id, deadline_id, user_id, due_on, threshold) VALUES "
    "(1, 1, 1, 7, '2023-06-22', 'h-7'), (2, 2, 2, 7, '2023-06-15', 'h+')",
)
_TOLD = (
    "SELECT u.email, c.mode, m.message_id, m.status, n.event, n.offset_days, n.read_at IS NOT NULL "
    "FROM notice n JOIN message_notice l ON l.notice_id = n.id "
    "JOIN reminder_message m ON m.id = l.message_id JOIN channel c ON c.id = m.channel_id "
    "JOIN user_account u ON u.id = c.user_id WHERE n.user_id = u.id ORDER BY n.id"
)
