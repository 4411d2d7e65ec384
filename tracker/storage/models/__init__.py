"""Every table, by noun. Importing this module registers them all on `Base.metadata`."""

from tracker.storage.models.base import Base
from tracker.storage.models.calendar import CalendarVersion, Holiday, LawSetting, Recess
from tracker.storage.models.deadlines import Deadline, DeadlineChange, DeadlineRuleRow
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
    "CalendarVersion",
    "Channel",
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
    "MessageNotice",
    "Note",
    "Notice",
    "Pansus",
    "PansusMember",
    "Paper",
    "Raperda",
    "Recess",
    "ReminderItem",
    "ReminderMessage",
    "ReminderRule",
    "StageEvent",
    "StageRow",
    "StageSetting",
    "Submission",
    "User",
]
