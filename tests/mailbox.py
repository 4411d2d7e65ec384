"""A real SMTP server for the tests, which keeps what it is given and answers as it is told."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

ACCEPTED = "250 OK"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as it came over the wire."""

    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        """The plain text part."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body is not None else ""


@dataclass
class Mailbox:
    """What arrived, and what to answer: set `answer` or `refuse` before the mail is sent."""

    host: str = "127.0.0.1"
    port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    answer: Callable[[Delivery], str] = lambda delivery: ACCEPTED
    refuse: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def url(self) -> str:
        """For TRACKER_SMTP_URL."""
        return f"smtp://{self.host}:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [delivery.message_id for delivery in self.deliveries]

    def to(self, recipient: str) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if recipient in delivery.recipients]

    async def handle_RCPT(  # noqa: N802, RUF100 -- aiosmtpd names its hooks so
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient, or answer what `refuse` says, for example `550 No such person`."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802, RUF100
        """Keep a message if `answer` accepts it."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        delivery = Delivery(tuple(envelope.rcpt_tos), message)
        reply = self.answer(delivery)
        if reply.startswith("2"):
            with self._lock:
                self.deliveries.append(delivery)
        return reply


def free_port() -> int:
    """A TCP port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def smtp_server(mailbox: Mailbox | None = None) -> Iterator[Mailbox]:
    """Run a server on a free port until the block ends."""
    mailbox = mailbox or Mailbox()
    mailbox.port = free_port()
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
