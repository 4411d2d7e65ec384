"""Reminders: who is told of which deadline, noticed exactly once and sent at least once over each channel."""

from tracker.services.reminders.letters import compose
from tracker.services.reminders.planning import plan
from tracker.services.reminders.pulse import Beat, Pulse, beat, heartbeat
from tracker.services.reminders.recipients import RECIPIENTS, Rule
from tracker.services.reminders.record import Outbox, OutboxLine, Queue, outbox, queues, retry
from tracker.services.reminders.sending import BACKOFF, Claimed, claim, release, servers_waited_for, settle

__all__ = [
    "BACKOFF",
    "RECIPIENTS",
    "Beat",
    "Claimed",
    "Outbox",
    "OutboxLine",
    "Pulse",
    "Queue",
    "Rule",
    "beat",
    "claim",
    "compose",
    "heartbeat",
    "outbox",
    "plan",
    "queues",
    "release",
    "retry",
    "servers_waited_for",
    "settle",
]
