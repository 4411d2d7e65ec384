"""Sending to the services that Apprise speaks: Telegram, WhatsApp gateways and many more."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tracker.adapters.delivery import DeliveryFailure
from tracker.domain.channels import LOCAL_ONLY, SERVICES, is_harmless, masked, scheme_of

_REFUSED_FOR_GOOD = re.compile(r"error=40[0134]\b|error=410\b")
_NOT_REACHED = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeout|Failed to establish")
_DROPPED = re.compile(r"Connection error|[Tt]imed? ?out")
_CAUSE = re.compile(r"""Caused by (\w+)\(["']?.*?\): (.*?)["']?\)\)$""", re.S)
"""What went wrong in the network, without the layers of Python around it."""
_WORDS_END = 500


@dataclass(frozen=True, slots=True)
class Post:
    """A message for a service. `address` is the Apprise URL and a secret."""

    address: str = field(repr=False)
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Notifier:
    """Hands messages over to the services with these schemes, and to no others."""

    schemes: frozenset[str] = frozenset(SERVICES)

    def understands(self, address: str) -> bool:
        """Say whether this is the URL of a service that may be used; asks nobody."""
        if not _may_be_used(address, self.schemes):
            return False
        with _listening(address):
            return _plugin(address) is not None

    @contextmanager
    def open(self) -> Iterator["ServiceConnection"]:
        """Yield what takes messages for one server, one after the other."""
        yield ServiceConnection(self.schemes)


class ServiceConnection:
    """One round with a server. A second drop in a row counts as the server's, not the message's."""

    def __init__(self, schemes: frozenset[str]) -> None:
        self._schemes = schemes
        self._dropped = False

    def send(self, post: Post) -> None:
        """Hand over one message; raises DeliveryFailure, in the service's words with the secrets masked."""
        if not _may_be_used(post.address, self._schemes):
            raise DeliveryFailure(permanent=True, detail=f"{scheme_of(post.address)}: not allowed here")
        with _listening(post.address) as heard:
            try:
                plugin = _plugin(post.address)
                taken = plugin is not None and plugin.notify(title=post.title, body=post.body)
            except Exception as problem:
                detail = masked(str(problem) or type(problem).__name__, post.address)
                raise DeliveryFailure(permanent=False, detail=detail) from None
        if not taken:
            raise self._failure("; ".join(heard) or "no reason given", understood=plugin is not None)
        self._dropped = False

    def _failure(self, words: str, *, understood: bool) -> DeliveryFailure:
        dropped = bool(_DROPPED.search(words))
        again, self._dropped = self._dropped, dropped
        return DeliveryFailure(
            permanent=not understood or bool(_REFUSED_FOR_GOOD.search(words)),
            detail=words[:_WORDS_END],
            server=bool(_NOT_REACHED.search(words)) or (dropped and again),
        )


def _may_be_used(address: str, schemes: frozenset[str]) -> bool:
    return scheme_of(address) in schemes - LOCAL_ONLY and is_harmless(address)


def _plugin(address: str) -> Any:
    from apprise import Apprise, AppriseAsset, OverflowMode  # noqa: PLC0415 -- it loads every service there is, in a second

    # No persistent store: what services answer is not kept on this disk.
    plugin = Apprise.instantiate(address, asset=AppriseAsset(storage_mode="memory", secure_logging=True))
    if plugin is not None:
        plugin.overflow_mode = OverflowMode.SPLIT
    return plugin


@contextmanager
def _listening(address: str) -> Iterator[list[str]]:
    """Yield what Apprise says in this thread, which is the only place where it gives a reason."""
    heard: list[str] = []
    logger = logging.getLogger("apprise")
    ear = _Ear(heard, address)
    logger.propagate = False  # its own lines name people and tokens
    logger.setLevel(logging.DEBUG)
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


class _Ear(logging.Handler):
    """Keeps warnings, and the exceptions of the network that Apprise only tells to developers."""

    def __init__(self, heard: list[str], address: str) -> None:
        super().__init__()
        self._heard = heard
        self._address = address
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        telling = record.levelno >= logging.WARNING or words.startswith("Socket Exception")
        if record.thread == self._thread and telling:
            cause = _CAUSE.search(words)
            told = f"{cause.group(1)}: {cause.group(2)}" if cause else words
            self._heard.append(masked(" ".join(told.split()), self._address))
