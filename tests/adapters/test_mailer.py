"""The mailer tells a bad address, a bad moment and a server that is down apart."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.mailbox import Mailbox, free_port
from tracker.adapters.delivery import DeliveryFailure
from tracker.adapters.mailer import FolderMailer, MailConnection, SmtpMailer, mailer_for


def _mail(number: int = 1, to: str = "ketua@example.test") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "tracker@example.test", to, "3 tenggat: SPBE"
    mail["Message-ID"] = f"<reminder-{number}@example.test>"
    mail.set_content("Rapat hari ini – pukul 10.00\n")
    return mail


def _failure(connection: MailConnection, mail: EmailMessage) -> tuple[bool, bool, str]:
    with pytest.raises(DeliveryFailure) as caught:
        connection.send(mail)
    return caught.value.permanent, caught.value.server, caught.value.detail


def test_many_mails_go_over_one_connection(smtp_server: Mailbox, tmp_path: Path) -> None:
    with mailer_for(smtp_server.url, tmp_path).open() as connection:
        for number in range(50):
            connection.send(_mail(number))
    assert smtp_server.message_ids == [f"<reminder-{number}@example.test>" for number in range(50)]
    assert smtp_server.deliveries[0].text.strip() == "Rapat hari ini – pukul 10.00"


@pytest.mark.parametrize(
    ("answer", "permanent", "server"),
    [
        ("550 No such person", True, False),
        ("452 Mailbox full", False, False),
        ("421 Going away", False, True),
    ],
)
def test_the_code_for_a_recipient_says_whether_to_try_again(
    smtp_server: Mailbox, tmp_path: Path, answer: str, permanent: bool, server: bool
) -> None:
    smtp_server.refuse["ketua@example.test"] = answer
    with mailer_for(smtp_server.url, tmp_path).open() as connection:
        assert _failure(connection, _mail()) == (permanent, server, answer)


@pytest.mark.parametrize(
    ("answer", "permanent"), [("554 Looks like spam", True), ("451 Try again later", False)]
)
def test_the_code_for_a_message_says_whether_to_try_again(
    smtp_server: Mailbox, tmp_path: Path, answer: str, permanent: bool
) -> None:
    smtp_server.answer = lambda delivery: answer
    with mailer_for(smtp_server.url, tmp_path).open() as connection:
        assert _failure(connection, _mail()) == (permanent, False, answer)


def test_a_refused_message_leaves_the_connection_usable(smtp_server: Mailbox, tmp_path: Path) -> None:
    smtp_server.refuse["pindah@example.test"] = "550 No such person"
    with mailer_for(smtp_server.url, tmp_path).open() as connection:
        _failure(connection, _mail(1, "pindah@example.test"))
        connection.send(_mail(2))
    assert smtp_server.message_ids == ["<reminder-2@example.test>"]


def test_a_server_that_is_not_there_is_the_servers_failure(tmp_path: Path) -> None:
    with mailer_for(f"smtp://127.0.0.1:{free_port()}", tmp_path).open() as connection:
        permanent, server, detail = _failure(connection, _mail())
    assert (permanent, server) == (False, True)
    assert "refused" in detail


@contextmanager
def _rude_server(greeting: bytes, answers: int) -> Iterator[int]:
    """Greets, answers so many commands, and then hangs up; on every connection anew."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client, suppress(OSError):  # who was answered may have left
                    client.sendall(greeting)
                    for _ in range(answers):
                        client.recv(1024)
                        client.sendall(b"250 OK\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_the_first_drop_is_the_messages_and_the_second_in_a_row_the_servers() -> None:
    with (
        _rude_server(b"220 hello\r\n", answers=2) as port,
        SmtpMailer("127.0.0.1", port, timeout=3).open() as connection,
    ):
        assert _failure(connection, _mail(1))[:2] == (False, False)
        assert _failure(connection, _mail(2))[:2] == (False, True)


def test_a_server_that_hangs_is_given_up_after_the_timeout() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        SmtpMailer("127.0.0.1", silent.getsockname()[1], timeout=0.2).open() as connection,
    ):
        assert _failure(connection, _mail())[:2] == (False, True)


def test_an_address_that_smtp_cannot_carry_fails_for_good() -> None:
    with (
        _rude_server(b"220 plain\r\n", answers=9) as port,
        SmtpMailer("127.0.0.1", port, timeout=3).open() as connection,
    ):
        assert _failure(connection, _mail(to="kétua@example.test"))[0] is True


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://mail.example.test", 25, ""),
        ("smtps://mail.example.test", 465, "tls"),
        ("smtp+starttls://mail.example.test", 587, "starttls"),
        ("smtp+starttls://mail.example.test:2525", 2525, "starttls"),
    ],
)
def test_the_scheme_sets_port_and_security(tmp_path: Path, url: str, port: int, security: str) -> None:
    assert mailer_for(url, tmp_path) == SmtpMailer("mail.example.test", port, security)


def test_credentials_are_decoded_and_never_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mailer = mailer_for(f"smtp://surat%40dprd:rahasia%2F1@127.0.0.1:{free_port()}", tmp_path)
    assert isinstance(mailer, SmtpMailer)
    assert (mailer.user, mailer.password) == ("surat@dprd", "rahasia/1")
    with mailer.open() as connection:
        detail = _failure(connection, _mail())[2]
    assert "rahasia" not in repr(mailer) + detail + caplog.text


def test_without_a_server_mail_lands_in_a_folder_and_a_repeat_overwrites_itself(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    mailer = mailer_for("", folder)
    assert isinstance(mailer, FolderMailer)
    with mailer.open() as connection:
        connection.send(_mail(1))
        connection.send(_mail(2))
        connection.send(_mail(1))
    assert sorted(path.name for path in folder.iterdir()) == [
        "reminder-1@example.test.eml",
        "reminder-2@example.test.eml",
    ]
    mail = message_from_bytes((folder / "reminder-1@example.test.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"] == "3 tenggat: SPBE"


def test_a_message_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    mail = _mail()
    mail.replace_header("Message-ID", "<../../escape@example.test>")
    with FolderMailer(tmp_path / "a" / "mail").open() as connection:
        connection.send(mail)
    assert [path.parent.name for path in tmp_path.rglob("*.eml")] == ["mail"]
