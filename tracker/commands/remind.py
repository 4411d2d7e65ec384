"""`tracker scheduler` and `tracker remind`: a round each minute, one by hand, or what it would tell whom."""

from typing import Any

import click

from tracker import scheduler
from tracker.bootstrap import Tracker
from tracker.commands.door import pass_tracker
from tracker.services.reminders.preview import PreviewLine, preview
from tracker.services.reminders.recipients import Rule


@click.command("scheduler")
@pass_tracker
def run_scheduler(tracker: Tracker) -> None:
    """Queue and send reminders, once a minute."""
    scheduler.run(tracker)


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Only show who would be told what, how and why.")
@pass_tracker
def remind(tracker: Tracker, dry_run: bool) -> None:
    """Queue and send what is due now, once; a scheduler may run beside it."""
    if not dry_run:
        click.echo(f"{scheduler.tick(tracker)} messages sent.")
        return
    with tracker.reading() as session:
        lines = preview(session, tracker.settings, now=tracker.now(), today=tracker.today())
    for line in lines:
        click.echo(_sentence(line))
    click.echo(f"{len(lines)} in all; nothing was written or sent.")


def _sentence(line: PreviewLine) -> str:
    way = line.way or "in the application only"
    when = "at once" if line.at_once else "in the digest"
    what = f"{line.raperda}, {line.kind} {line.about} {line.due_on}"
    return f"{line.person} <{way}> {when}: {what} ({_why(line)}, {line.state})"


def _why(line: PreviewLine) -> str:
    if line.event != "tenggat":
        return line.event
    offset = f"H{line.offset_days:+d}" if line.offset_days else "H"
    return f"{offset}, {_named(line.rule)}"


def _named(rule: Rule | None) -> str:
    if rule is None:
        return "by a rule that is switched off"
    about: list[Any] = [part for part in (rule.kind, rule.phase, rule.holder) if part]
    return f"rule {rule.id}: {rule.recipient}{' of ' + ', '.join(about) if about else ''}"
