"""`tracker user`: accounts opened, listed, closed and given a new password."""

import click
from sqlalchemy.orm import Session

from tracker.bootstrap import Tracker
from tracker.commands.door import pass_tracker
from tracker.domain.access import Role
from tracker.domain.errors import InvalidValue, NotFound
from tracker.services import accounts
from tracker.services.accounts import AccountLine, NewAccount


@click.group("user")
def user() -> None:
    """Accounts: add, list, disable, give a new password."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As shown to others.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@pass_tracker
def add(tracker: Tracker, email: str, name: str, role: str) -> None:
    """Add an account and print its initial password, which must be changed at first use."""
    try:
        with tracker.transaction() as session:
            account = NewAccount(email=email, name=name, role=role)
            _, password = accounts.open_account(session, account, now=tracker.now())
    except InvalidValue as refusal:
        raise click.ClickException(f"{email}: {refusal.reason}") from refusal
    click.echo(f"{email}  {password}")


@user.command("list")
@pass_tracker
def show(tracker: Tracker) -> None:
    """List every account."""
    with tracker.reading() as session:
        for line in accounts.every_account(session):
            state = "disabled" if line.is_disabled else "active"
            click.echo(f"{line.email:40} {line.role:12} {state:9} {line.name}")


@user.command("disable")
@click.argument("email")
@pass_tracker
def disable(tracker: Tracker, email: str) -> None:
    """Close an account: no more logging in, no more mail."""
    with tracker.transaction() as session:
        line = _account(session, email)
        accounts.set_disabled(session, line.id, disabled=True, now=tracker.now())
    click.echo(f"{line.email} is disabled.")


@user.command("password")
@click.argument("email")
@pass_tracker
def password(tracker: Tracker, email: str) -> None:
    """Give an account a fresh initial password and print it."""
    with tracker.transaction() as session:
        line = _account(session, email)
        fresh = accounts.give_password(session, line.id, now=tracker.now())
    click.echo(f"{line.email}  {fresh}")


def _account(session: Session, email: str) -> AccountLine:
    wanted = accounts.normal_email(email)
    for line in accounts.every_account(session):
        if line.email == wanted:
            return line
    raise click.ClickException(f"There is no account {email}.") from NotFound("user", email)
