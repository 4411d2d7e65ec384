"""The time zone the council lives in."""

from datetime import date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Waktu Indonesia Barat: UTC+7, no daylight saving time."""


def local(at: datetime) -> datetime:
    """Return the same instant in WIB."""
    return at.astimezone(WIB)


def midnight(on: date) -> datetime:
    """Return the instant a day begins in WIB."""
    return datetime(on.year, on.month, on.day, tzinfo=WIB)
