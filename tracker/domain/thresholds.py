"""When a due date deserves a reminder: days before and after it, and the last of them that has come."""

from collections.abc import Iterable
from datetime import date

FURTHEST_BEFORE, FURTHEST_AFTER = 60, 60
"""How many calendar days from a due date a reminder may stand."""


def reached(offsets: Iterable[int], due_on: date, today: date) -> int | None:
    """Return the latest offset that `today` has reached; None while the date is far off.

    An offset counts calendar days from the due date, below 0 before it. It answers "reached?", never "exactly
    today?": a scheduler that slept finds one offset to send, not all that it missed.
    """
    days = (today - due_on).days
    return max((offset for offset in offsets if offset <= days), default=None)


def in_order(offsets: Iterable[int]) -> tuple[int, ...]:
    """Return offsets as a rule keeps them: each once, in order of time; too far away is a ValueError."""
    ordered = tuple(sorted(set(offsets)))
    if not ordered or ordered[0] < -FURTHEST_BEFORE or ordered[-1] > FURTHEST_AFTER:
        raise ValueError(f"not the offsets of a reminder: {ordered}")
    return ordered
