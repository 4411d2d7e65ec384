"""Where a command meets the use cases: the tracker that the settings describe."""

import logging
import os
import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, Final, ParamSpec

import click

from tracker import bootstrap
from tracker.bootstrap import Tracker
from tracker.settings import Settings, SettingsError

_LOG: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_Options = ParamSpec("_Options")


def pass_tracker(command: Callable[Concatenate[Tracker, _Options], None]) -> Callable[_Options, None]:
    """Hand a command the tracker; settings that cannot be used are told at once, and nothing is run."""

    def run(*args: _Options.args, **options: _Options.kwargs) -> None:
        command(_tracker(), *args, **options)

    return update_wrapper(run, command)


def _tracker() -> Tracker:
    try:
        settings = Settings.from_environment(bootstrap.environment(os.environ))
    except SettingsError as error:
        lines = "\n".join(f"  - {problem}" for problem in error.problems)
        raise click.ClickException(f"The settings cannot be used:\n{lines}") from error
    logging.basicConfig(level=logging.INFO, format=_LOG, stream=sys.stderr)
    for noisy in ("alembic", "apscheduler", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return bootstrap.build(settings)
