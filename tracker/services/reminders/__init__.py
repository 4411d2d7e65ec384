"""Reminders: who is told of which deadline, queued exactly once and sent at least once."""

from tracker.services.reminders.letters import compose
from tracker.services.reminders.planning import plan
from tracker.services.reminders.recipients import RECIPIENTS
from tracker.services.reminders.record import Outbox, OutboxLine, Pulse, beat, heartbeat, outbox, retry
from tracker.services.reminders.sending import BACKOFF, Claimed, claim, release, settle

__all__ = [
    "BACKOFF",
    "RECIPIENTS",
    "Claimed",
    "Outbox",
    "OutboxLine",
    "Pulse",
    "beat",
    "claim",
    "compose",
    "heartbeat",
    "outbox",
    "plan",
    "release",
    "retry",
    "settle",
]
