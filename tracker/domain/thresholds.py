"""When a due date deserves a reminder: a table of offsets, and the one that has been reached."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Threshold:
    """A reminder falls due `days` calendar days from the due date; negative is before it."""

    slug: str
    days: int


# In order of time. "h+" is reached once and stays the last, so an overdue date is told once.
THRESHOLDS: tuple[Threshold, ...] = (
    Threshold("h-7", -7),
    Threshold("h-3", -3),
    Threshold("h-1", -1),
    Threshold("h", 0),
    Threshold("h+", 1),
)


def threshold_reached(due_on: date, today: date) -> str | None:
    """Return the slug of the latest threshold that `today` has reached; None while the date is far off.

    It answers "reached?", never "exactly today?": a scheduler that slept finds one threshold to send, not all
    that it missed.
    """
    days = (today - due_on).days
    reached = [threshold.slug for threshold in THRESHOLDS if threshold.days <= days]
    return reached[-1] if reached else None
