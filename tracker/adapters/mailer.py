"""Sending mail: over SMTP, or into a folder of .eml files where there is no server."""

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tracker.adapters.delivery import DeliveryFailure

_TIMEOUT = 10.0  # seconds a single answer of the server may take
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_CLOSING = 421  # RFC 5321, 3.8: the server says that it is going away, whatever the command was


class MailConnection(Protocol):
    """Takes messages one after the other."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; raises DeliveryFailure if it was not taken."""
        ...


class Mailer(Protocol):
    """A way to send mail."""

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        """Yield a connection for any number of messages. Nothing is connected before the first."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """A server at host and port; `security` is "", "tls" or "starttls"."""

    host: str
    port: int
    security: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeout: float = _TIMEOUT

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        """Yield a connection that is made at the first message and made again after a drop."""
        connection = _SmtpConnection(self)
        try:
            yield connection
        finally:
            connection.close()

    def connect(self) -> smtplib.SMTP:
        """Return a connection ready for mail; raises what smtplib and the network raise."""
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


class _SmtpConnection:
    """One session with the server. A second drop in a row counts as the server's, not the message's."""

    def __init__(self, mailer: SmtpMailer) -> None:
        self._mailer = mailer
        self._server: smtplib.SMTP | None = None
        self._dropped = False

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; raises DeliveryFailure if it was not taken."""
        server = self._connected()
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as problem:
            raise _refused(problem.recipients) from problem
        except smtplib.SMTPSenderRefused as problem:
            raise DeliveryFailure(permanent=False, detail=_words(problem), server=True) from problem
        except smtplib.SMTPResponseException as problem:
            raise self._answered(problem) from problem
        except (smtplib.SMTPNotSupportedError, ValueError) as problem:
            raise DeliveryFailure(permanent=True, detail=_words(problem)) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise self._broken(problem) from problem
        self._dropped = False

    def close(self) -> None:
        """Say goodbye; a server that is gone is not an error."""
        server, self._server = self._server, None
        if server is None:
            return
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()

    def _connected(self) -> smtplib.SMTP:
        # smtplib closes the socket itself when the server hangs up or says 421.
        if self._server is not None and self._server.sock is not None:
            return self._server
        try:
            self._server = self._mailer.connect()
        except (smtplib.SMTPException, OSError) as problem:
            raise DeliveryFailure(permanent=False, detail=_words(problem), server=True) from problem
        return self._server

    def _answered(self, problem: smtplib.SMTPResponseException) -> DeliveryFailure:
        going_away = problem.smtp_code == _CLOSING
        return DeliveryFailure(permanent=problem.smtp_code >= 500, detail=_words(problem), server=going_away)

    def _broken(self, problem: Exception) -> DeliveryFailure:
        if self._server is not None:
            self._server.close()
        again, self._dropped = self._dropped, True
        return DeliveryFailure(permanent=False, detail=_words(problem), server=again)


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Writes each message as a .eml file; the same Message-ID overwrites itself."""

    folder: Path

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        """Yield something that writes into the folder."""
        yield self

    def send(self, message: EmailMessage) -> None:
        """Write one message; a reader of the folder never sees half of it."""
        name = re.sub(r"[^\w@.+-]", "_", str(message["Message-ID"] or "message").strip("<> "), flags=re.ASCII)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            target = self.folder / f"{name.lstrip('.')}.eml"
            part = target.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(message.as_bytes(policy=policy.SMTP))
            part.replace(target)
        except OSError as problem:
            raise DeliveryFailure(permanent=False, detail=_words(problem), server=True) from problem


def mailer_for(smtp_url: str, folder: Path) -> Mailer:
    """Return a mailer for smtp://, smtps:// or smtp+starttls://; without a URL mail lands in `folder`.

    User name and password in the URL are percent-encoded.
    """
    if not smtp_url:
        return FolderMailer(folder)
    parts = urlsplit(smtp_url)
    return SmtpMailer(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        security={"smtps": "tls", "smtp+starttls": "starttls"}.get(parts.scheme, ""),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _refused(recipients: dict[str, tuple[int, bytes]]) -> DeliveryFailure:
    """One message has one recipient here; with several, one temporary answer makes it temporary."""
    answers = list(recipients.values())
    going_away = any(code == _CLOSING for code, _ in answers)
    detail = "; ".join(f"{code} {_text(words)}" for code, words in answers)
    return DeliveryFailure(
        permanent=all(code >= 500 for code, _ in answers), detail=detail, server=going_away
    )


def _words(problem: Exception) -> str:
    """What went wrong in the server's own words, without the Python around it."""
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return str(problem) or type(problem).__name__


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
