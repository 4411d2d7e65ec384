"""What the benchmarks print: the machine they ran on, and tables of ratios."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("Flask", "Werkzeug", "SQLAlchemy", "Jinja2", "gunicorn", "lxml")


def machine() -> str:
    """Return what the figures depend on, in a few lines."""
    busy = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    return "\n".join(
        (
            f"Machine    {_processor()}, {os.cpu_count()} processors, load average before: {busy}",
            f"Software   Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
            + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        )
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as plain text, the first column to the left and figures to the right."""
    rows = [headings, *rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(headings))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _processor() -> str:
    names = Path("/proc/cpuinfo")
    lines = names.read_text().splitlines() if names.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
