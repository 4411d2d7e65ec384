"""A file that was read and kept but is no version yet: its facts travel in a signed address, for a while."""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from tracker.domain.access import Actor
from tracker.domain.errors import NotFound

OPEN_FOR: Final = timedelta(hours=24)
"""How long its page can be opened."""

ANSWER_WITHIN: Final = timedelta(hours=48)
"""How long its form is taken, so that who opened the page in time can finish it."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Bytes in the draft store, and what they are called; `size` in bytes."""

    sha256: str
    size: int
    filename: str


def address_part(file: KeptFile, raperda_id: int, actor: Actor, now: datetime) -> str:
    """Return the part of an address that opens this file for this person and this Raperda alone."""
    return _serializer().dumps([raperda_id, actor.id, int(now.timestamp()), *astuple(file)])


def kept_file(part: str, raperda_id: int, actor: Actor, now: datetime, within: timedelta) -> KeptFile | None:
    """Return the file of an address, None once it is too old; raises NotFound for one that is not ours."""
    try:
        for_raperda, for_actor, at, *facts = _serializer().loads(part)
    except BadData as problem:
        raise NotFound("kept file", part) from problem
    if (for_raperda, for_actor) != (raperda_id, actor.id):
        raise NotFound("kept file", part)
    return KeptFile(*facts) if now.timestamp() - at <= within.total_seconds() else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="naskah-yang-dibaca")
