"""The time zone the council lives in."""

from datetime import datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Waktu Indonesia Barat: UTC+7, no daylight saving time."""


def local(at: datetime) -> datetime:
    """Return the same instant in WIB."""
    return at.astimezone(WIB)
