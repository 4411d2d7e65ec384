"""Commands for people and for cron: `tracker --help`."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from tracker import (
    bootstrap,
    commands_compare,
    commands_deadlines,
    commands_drafts,
    commands_remind,
    demo,
    launch,
    scheduler,
)
from tracker.bootstrap import Tracker
from tracker.commands_drafts import BadInput
from tracker.domain.access import Role
from tracker.domain.errors import InvalidValue, NotFound
from tracker.services import accounts, integrity
from tracker.services.accounts import AccountLine, NewAccount
from tracker.settings import Settings, SettingsError

_BY_THEMSELVES = (
    *commands_drafts.COMMANDS,
    commands_compare.compare_files,
    commands_deadlines.show_deadlines,
)
_WITHOUT_TRACKER = {command.name for command in _BY_THEMSELVES}
_LOG = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def main() -> None:
    """Run the command line."""
    commands(prog_name="tracker")


class _Commands(click.Group):
    """All commands; what is wrong with how one is called is told in one line, like bad input."""

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
@click.pass_context
def commands(context: click.Context) -> None:
    """Track Raperda from the first pansus meeting to the plenary."""
    if context.invoked_subcommand in _WITHOUT_TRACKER:
        return
    try:
        settings = Settings.from_environment(bootstrap.environment(os.environ))
    except SettingsError as error:
        lines = "\n".join(f"  - {problem}" for problem in error.problems)
        raise click.ClickException(f"The settings cannot be used:\n{lines}") from error
    logging.basicConfig(level=logging.INFO, format=_LOG, stream=sys.stderr)
    for noisy in ("alembic", "apscheduler", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    context.obj = bootstrap.build(settings)


@commands.command()
@click.option("--demo/--no-demo", "with_demo", default=True, help="Load the demo into an empty database.")
@click.pass_obj
def run(tracker: Tracker, with_demo: bool) -> None:
    """Start everything on one machine: database, web and scheduler."""
    bootstrap.prepare(tracker)
    if with_demo and demo.is_empty(tracker):
        click.echo("First start: loading the demo council ...")
        launch.keep_passwords(tracker.settings, demo.load(tracker))
    sys.exit(launch.run(tracker))


@commands.command()
@click.pass_obj
def web(tracker: Tracker) -> None:
    """Serve the web pages; for production, with `tracker scheduler` beside it."""
    launch.serve(tracker)


@commands.command("scheduler")
@click.pass_obj
def run_scheduler(tracker: Tracker) -> None:
    """Queue and send reminders, once a minute."""
    scheduler.run(tracker)


@commands.command()
@click.pass_obj
def init(tracker: Tracker) -> None:
    """Create or migrate the database, fill the working-day calendar and the reminder rules."""
    bootstrap.prepare(tracker)
    click.echo(f"Ready: {launch.shown(tracker.settings.database_url)}")


@commands.command("demo")
@click.pass_obj
def load_demo(tracker: Tracker) -> None:
    """Load the demo council into an empty database."""
    bootstrap.prepare(tracker)
    if not demo.is_empty(tracker):
        raise click.ClickException(
            "There are accounts here already; the demo goes into an empty database only."
        )
    launch.keep_passwords(tracker.settings, demo.load(tracker))
    click.echo("\n".join(launch.demo_accounts(tracker.settings)))


@commands.command()
@click.pass_obj
def verify(tracker: Tracker) -> None:
    """Check every stored file and every history; exit 1 if anything was lost or altered."""
    with tracker.reading() as session:
        report = integrity.check(session, tracker.drafts)
    for finding in report.findings:
        click.echo(f"{'HARM' if finding.is_harm else 'note'}  {finding.subject}: {finding.sentence}")
    click.echo(f"{report.raperda} Raperda, {report.events} events, {report.files} files looked at.")
    click.echo("Sound." if report.is_sound else "Something was lost or altered; restore it from a backup.")
    sys.exit(0 if report.is_sound else 1)


@commands.group()
def user() -> None:
    """Accounts: add, list, disable, give a new password."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As shown to others.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.pass_obj
def add_user(tracker: Tracker, email: str, name: str, role: str) -> None:
    """Add an account and print its initial password, which must be changed at first use."""
    try:
        with tracker.transaction() as session:
            account = NewAccount(email=email, name=name, role=role)
            _, password = accounts.open_account(session, account, now=tracker.now())
    except InvalidValue as refusal:
        raise click.ClickException(f"{email}: {refusal.reason}") from refusal
    click.echo(f"{email}  {password}")


@user.command("list")
@click.pass_obj
def list_users(tracker: Tracker) -> None:
    """List every account."""
    with tracker.reading() as session:
        for line in accounts.every_account(session):
            state = "disabled" if line.is_disabled else "active"
            click.echo(f"{line.email:40} {line.role:12} {state:9} {line.name}")


@user.command("disable")
@click.argument("email")
@click.pass_obj
def disable_user(tracker: Tracker, email: str) -> None:
    """Close an account: no more logging in, no more mail."""
    with tracker.transaction() as session:
        line = _account(session, email)
        accounts.set_disabled(session, line.id, disabled=True, now=tracker.now())
    click.echo(f"{line.email} is disabled.")


@user.command("password")
@click.argument("email")
@click.pass_obj
def reset_password(tracker: Tracker, email: str) -> None:
    """Give an account a fresh initial password and print it."""
    with tracker.transaction() as session:
        line = _account(session, email)
        password = accounts.give_password(session, line.id, now=tracker.now())
    click.echo(f"{line.email}  {password}")


for command in (*_BY_THEMSELVES, commands_remind.remind):
    commands.add_command(command)


def _account(session: Any, email: str) -> AccountLine:
    wanted = accounts.normal_email(email)
    for line in accounts.every_account(session):
        if line.email == wanted:
            return line
    raise click.ClickException(f"There is no account {email}.") from NotFound("user", email)


if __name__ == "__main__":
    main()
