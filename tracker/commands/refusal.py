"""How a command says no: one line on stderr."""

import sys
from pathlib import Path
from typing import IO, Any

import click


class BadInput(click.ClickException):
    """A file or a word that cannot be used: one line on stderr, exit code 2."""

    exit_code = 2

    def __init__(self, subject: Path | str, what: str) -> None:
        super().__init__(f"{subject}: {what}")

    def show(self, file: IO[Any] | None = None) -> None:
        """Write one line, whatever the name of the file looks like."""
        click.echo(f"Error: {' '.join(self.message.split())}", file=file or sys.stderr)
