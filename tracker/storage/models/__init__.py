"""Every table, by noun. Importing this module registers them all on `Base.metadata`."""

from tracker.storage.models.base import Base
from tracker.storage.models.calendar import CalendarVersion, Holiday, LawSetting, Recess
from tracker.storage.models.deadlines import (
    Deadline,
    DeadlineChange,
    DeadlineRuleRow,
    Heartbeat,
    ReminderItem,
    ReminderMessage,
)
from tracker.storage.models.drafts import DraftReadingRow, DraftVersion, Paper
from tracker.storage.models.journal import JournalEntry, Submission
from tracker.storage.models.meetings import Meeting
from tracker.storage.models.people import LoginAttempt, Pansus, PansusMember, User
from tracker.storage.models.raperda import Note, Raperda, StageEvent, StageRow, StageSetting

__all__ = [
    "Base",
    "CalendarVersion",
    "Deadline",
    "DeadlineChange",
    "DeadlineRuleRow",
    "DraftReadingRow",
    "DraftVersion",
    "Heartbeat",
    "Holiday",
    "JournalEntry",
    "LawSetting",
    "LoginAttempt",
    "Meeting",
    "Note",
    "Pansus",
    "PansusMember",
    "Paper",
    "Raperda",
    "Recess",
    "ReminderItem",
    "ReminderMessage",
    "StageEvent",
    "StageRow",
    "StageSetting",
    "Submission",
    "User",
]
