"""`tracker init`, `tracker demo` and `tracker verify`: the database made, filled and checked."""

import sys

import click

from tracker import bootstrap, demo, welcome
from tracker.bootstrap import Tracker
from tracker.commands.door import pass_tracker
from tracker.services import integrity


@click.command("init")
@pass_tracker
def init(tracker: Tracker) -> None:
    """Create or migrate the database, fill the calendar, the rules of deadlines and of reminders."""
    bootstrap.prepare(tracker)
    click.echo(f"Ready: {welcome.shown(tracker.settings.database_url)}")


@click.command("demo")
@pass_tracker
def load_demo(tracker: Tracker) -> None:
    """Load the demo council into an empty database."""
    bootstrap.prepare(tracker)
    if not demo.is_empty(tracker):
        raise click.ClickException(
            "There are accounts here already; the demo goes into an empty database only."
        )
    welcome.keep_passwords(tracker.settings, demo.load(tracker))
    click.echo("\n".join(welcome.demo_accounts(tracker.settings)))


@click.command("verify")
@pass_tracker
def verify(tracker: Tracker) -> None:
    """Check every stored file and every history; exit 1 if anything was lost or altered."""
    with tracker.reading() as session:
        report = integrity.check(session, tracker.drafts)
    for finding in report.findings:
        click.echo(f"{'HARM' if finding.is_harm else 'note'}  {finding.subject}: {finding.sentence}")
    click.echo(f"{report.raperda} Raperda, {report.events} events, {report.files} files looked at.")
    click.echo("Sound." if report.is_sound else "Something was lost or altered; restore it from a backup.")
    sys.exit(0 if report.is_sound else 1)
