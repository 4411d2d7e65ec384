"""The administrator's pages: how it runs, accounts, pansus, days off, rules, stages, and the reminder log."""

from tracker.web.admin import (
    accounts,
    calendar,
    committees,
    deadline_rules,
    overview,
    recesses,
    reminder_rules,
    stages,
)
from tracker.web.admin.frame import blueprint

__all__ = [
    "accounts",
    "blueprint",
    "calendar",
    "committees",
    "deadline_rules",
    "overview",
    "recesses",
    "reminder_rules",
    "stages",
]
