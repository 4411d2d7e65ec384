"""Commands for people and for cron: `tracker --help`."""

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

import click

from tracker.commands.refusal import BadInput

COMMANDS: Final = {
    "run": "run:run",
    "web": "run:web",
    "scheduler": "remind:run_scheduler",
    "remind": "remind:remind",
    "init": "database:init",
    "demo": "database:load_demo",
    "verify": "database:verify",
    "user": "user:user",
    "outline": "drafts:show_outline",
    "akn": "drafts:write_akoma_ntoso",
    "compare": "compare:compare_files",
    "deadlines": "deadlines:show_deadlines",
}
"""Where in `tracker.commands` each one is; it is imported when it is asked for, and with it what it needs."""


def main() -> None:
    """Run the command line."""
    commands(prog_name="tracker")


class _Commands(click.Group):
    """All commands; what is wrong with how one is called is told in one line, like bad input."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        place = COMMANDS.get(cmd_name)
        return cast(click.Command, pkgutil.resolve_name(f"tracker.commands.{place}")) if place else None

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse what stands before the command."""
        with _in_one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse the rest and run the command."""
        with _in_one_line():
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # a group alone shows its commands
    except click.UsageError as wrong:
        called = wrong.ctx.command_path if wrong.ctx else "tracker"
        raise BadInput(called, f"{wrong.format_message().rstrip('.')}; see {called} --help") from wrong


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Track Raperda from the first pansus meeting to the plenary."""


if __name__ == "__main__":
    main()
