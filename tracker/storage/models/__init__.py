"""Every table, by noun. Importing this module registers them all on `Base.metadata`."""

from tracker.storage.models.base import Base
from tracker.storage.models.calendar import Holiday
from tracker.storage.models.deadlines import Deadline
from tracker.storage.models.drafts import DraftReadingRow, DraftVersion, Paper
from tracker.storage.models.journal import JournalEntry, Submission
from tracker.storage.models.meetings import Meeting
from tracker.storage.models.people import LoginAttempt, Pansus, PansusMember, User
from tracker.storage.models.raperda import Note, Raperda, StageEvent, StageRow, StageSetting
from tracker.storage.models.reminders import (
    Acknowledgement,
    Channel,
    Heartbeat,
    MessageNotice,
    Notice,
    ReminderMessage,
    ReminderRule,
)

__all__ = [
    "Acknowledgement",
    "Base",
    "Channel",
    "Deadline",
    "DraftReadingRow",
    "DraftVersion",
    "Heartbeat",
    "Holiday",
    "JournalEntry",
    "LoginAttempt",
    "Meeting",
    "MessageNotice",
    "Note",
    "Notice",
    "Pansus",
    "PansusMember",
    "Paper",
    "Raperda",
    "ReminderMessage",
    "ReminderRule",
    "StageEvent",
    "StageRow",
    "StageSetting",
    "Submission",
    "User",
]
