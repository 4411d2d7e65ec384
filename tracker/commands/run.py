"""`tracker run` and `tracker web`: the pages served, alone or with everything else on one machine."""

import sys

import click

from tracker import bootstrap, demo, launch, welcome
from tracker.bootstrap import Tracker
from tracker.commands.door import pass_tracker


@click.command("run")
@click.option("--demo/--no-demo", "with_demo", default=True, help="Load the demo into an empty database.")
@pass_tracker
def run(tracker: Tracker, with_demo: bool) -> None:
    """Start everything on one machine: database, web and scheduler."""
    bootstrap.prepare(tracker)
    if with_demo and demo.is_empty(tracker):
        click.echo("First start: loading the demo council ...")
        welcome.keep_passwords(tracker.settings, demo.load(tracker))
    sys.exit(launch.run(tracker))


@click.command("web")
@pass_tracker
def web(tracker: Tracker) -> None:
    """Serve the web pages; for production, with `tracker scheduler` beside it."""
    launch.serve(tracker)
