"""The test bed keeps its own promises, so that a green suite means something."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests import databases
from tests.mailbox import Mailbox


def _create_marker(url: str) -> None:
    """Stands in for the migration."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE marker (id INTEGER PRIMARY KEY)"))
    engine.dispose()


def _rows(url: str, *, insert: int | None = None) -> int:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if insert is not None:
            connection.execute(sa.text("INSERT INTO marker VALUES (:id)"), {"id": insert})
        count = connection.execute(sa.text("SELECT count(*) FROM marker")).scalar_one()
    engine.dispose()
    return int(count)


def test_one_sqlite_database_does_not_see_what_another_wrote(tmp_path: Path) -> None:
    server = databases.SqliteServer(tmp_path, _create_marker)
    with server.database() as first, server.database() as second:
        assert _rows(first, insert=1) == 1
        assert _rows(second) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["template.db"]


def test_one_postgresql_database_does_not_see_what_another_wrote(
    postgresql_server: databases.PostgresServer,
) -> None:
    with databases.sharing(postgresql_server, _create_marker) as server:
        with server.database() as first, server.database() as second:
            assert _rows(first, insert=1) == 1
            assert _rows(second) == 0
        gone = first.replace("+psycopg", "")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(gone)


def _letter(number: int, recipient: str = "ketua@example.test") -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = "tracker@example.test", recipient, f"<{number}@t>"
    letter.set_content("Tahap 3 dari 7, Kunjungan Kerja")
    return letter


def test_the_mailbox_keeps_what_it_accepted_and_nothing_else(smtp_server: Mailbox) -> None:
    smtp_server.refuse["pindah@example.test"] = "550 No such person"
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        client.send_message(_letter(1))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(_letter(2, "pindah@example.test"))
        smtp_server.answer = lambda delivery: "451 Try later"
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(_letter(3))
    assert smtp_server.message_ids == ["<1@t>"]
    assert smtp_server.to("ketua@example.test")[0].text.strip() == "Tahap 3 dari 7, Kunjungan Kerja"
