"""The tree of refusals: what the rules can say no to, as facts; templates carry the words.

Refusal
├── NotAllowed         who asks has no permission for this                        403
├── NotFound           it does not exist, or not for this person                  404
├── Stale              it has moved since the page was opened                     409
├── IllegalMove        the process has no such move from here                     409
├── InvalidValue       a value breaks a rule (with the field it belongs to)       422
├── UnreadableDraft    a file is refused before or while reading it               422
├── DuplicateDraft     the same bytes are already a version of this Raperda       422
└── Throttled          too many attempts; try again later                         429
"""

from datetime import datetime


class Refusal(Exception):
    """Something the rules say no to. Subclasses carry what was learnt, never words for people."""


class NotAllowed(Refusal):
    """The actor lacks a permission."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"permission {permission} is needed")
        self.permission = permission


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""

    def __init__(self, noun: str, key: object) -> None:
        super().__init__(f"no {noun} {key}")
        self.noun = noun
        self.key = key


class Stale(Refusal):
    """The page that was answered is older than what is stored."""

    def __init__(self, *, seen: int, current: int) -> None:
        super().__init__(f"seen revision {seen}, stored revision {current}")
        self.seen = seen
        self.current = current


class IllegalMove(Refusal):
    """The process has no such move here. `reason` is a slug from `tracker.domain.process.WHY_NOT`."""

    def __init__(self, *, move: str, stage: str, reason: str, blocking: tuple[str, ...] = ()) -> None:
        super().__init__(f"{move} {stage}: {reason} {' '.join(blocking)}".strip())
        self.move = move
        self.stage = stage
        self.reason = reason
        self.blocking = blocking


class InvalidValue(Refusal):
    """A value breaks a rule that the shape of a form cannot know. `reason` is a slug."""

    def __init__(self, field: str, reason: str, **facts: str | int) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.facts = facts


class UnreadableDraft(Refusal):
    """A file is refused. `reason` is a slug from `tracker.adapters.word.docx_guard.REASONS`."""

    def __init__(self, reason: str, **detail: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class DuplicateDraft(Refusal):
    """The same bytes are already stored as a version of this Raperda."""

    def __init__(self, number: int) -> None:
        super().__init__(f"same bytes as version {number}")
        self.number = number


class Throttled(Refusal):
    """Too many attempts. `until` is the aware instant of the next allowed one."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until
