"""The command line as the README shows it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from tracker import bootstrap
from tracker.bootstrap import Tracker
from tracker.cli import COMMANDS, commands
from tracker.domain.access import Role
from tracker.services import accounts
from tracker.settings import Settings
from tracker.storage.models import DraftVersion, StageRow

Tell = Callable[..., Result]


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tell:
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)

    def tell(*words: str) -> Result:
        return CliRunner().invoke(commands, words)

    assert tell("init").exit_code == 0
    return tell


@pytest.mark.parametrize("role", ["admin", "sekretariat", "pansus", "pimpinan"])
def test_an_account_of_every_role_can_be_added(tell: Tell, role: str) -> None:
    assert role in [*Role]
    added = tell("user", "add", "siti@example.go.id", "--name", "Siti", "--role", role)
    assert added.exit_code == 0, added.output
    assert role in tell("user", "list").output


def test_an_account_that_exists_is_refused_in_one_line(tell: Tell) -> None:
    words = ("user", "add", "siti@example.go.id", "--name", "Siti", "--role", "admin")
    tell(*words)
    again = tell(*words)
    assert again.exit_code == 1
    assert again.output.startswith("Error: siti@example.go.id: ")


def test_every_wrong_setting_is_named_at_once(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PORT", "eight thousand")
    monkeypatch.setenv("TRACKER_SMTP_ULR", "smtp://mail.example.go.id")
    answer = tell("verify")
    assert answer.exit_code == 1
    assert "TRACKER_PORT must be a whole number from 1 to 65535" in answer.output
    assert "TRACKER_SMTP_ULR is not a setting of the tracker. Did you mean TRACKER_SMTP_URL?" in answer.output


def test_an_empty_installation_is_sound(tell: Tell) -> None:
    answer = tell("verify")
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (0, "Sound.")


def test_help_names_every_command(tell: Tell) -> None:
    told = tell("--help").output
    for command in COMMANDS:
        assert f"\n  {command} " in told, command
    told = tell("user", "--help").output
    for command in ("add", "list", "disable", "password"):
        assert f"\n  {command} " in told, command


def test_what_only_reads_files_loads_neither_database_nor_web() -> None:
    program = (
        "import sys; from tracker.cli import commands\n"
        "for name in ('outline', 'akn', 'compare', 'deadlines'):\n"
        "    commands.main([name, '--help'], standalone_mode=False)\n"
        "print(sorted({'sqlalchemy', 'alembic', 'flask', 'gunicorn', 'apscheduler'} & {*sys.modules}))"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["outline"], "tracker outline: Missing argument 'FILE'"),
        (["compare", "lama.docx"], "tracker compare: Missing argument 'NEW'"),
        (["akn", "--jason", "a.docx"], "tracker akn: No such option"),
        (["akn", "a.docx", "b.docx"], "tracker akn: Got unexpected extra argument"),
        (["compare", "a.docx", "b.docx", "--html"], "tracker: Option '--html' requires an argument"),
        (["deadlines", "--om", "2026-06-20"], "tracker deadlines: No such option"),
        (["bandingkan"], "tracker: No such command 'bandingkan'"),
        (["--loud"], "tracker: No such option"),
        (["user", "add", "a@b.go.id", "--name", "A"], "tracker user add: Missing option '--role'"),
        (["user", "ad"], "tracker user: No such command 'ad'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_told_in_one_line_with_exit_code_2(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    answer = CliRunner().invoke(commands, words, prog_name="tracker")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"Error: {told}")
    assert answer.stderr.count("\n") == 1


def test_preparing_again_harms_nothing(tell: Tell) -> None:
    tell("user", "add", "siti@example.go.id", "--name", "Siti", "--role", "admin")
    before = tell("user", "list").output
    assert tell("init").exit_code == 0
    assert tell("user", "list").output == before


# Accounts


def _tracker() -> Tracker:
    return bootstrap.build(Settings.from_environment(os.environ))


def _lets_in(email: str, password: str) -> bool:
    tracker = _tracker()
    with tracker.transaction() as session:
        login = accounts.log_in(session, email, password, address="-", now=tracker.now())
    tracker.close()
    return login is not None


def test_the_password_that_is_printed_lets_in_until_there_is_another_or_the_account_is_closed(
    tell: Tell,
) -> None:
    email = "siti@example.go.id"
    first = tell("user", "add", email, "--name", "Siti", "--role", "admin").output.split()[-1]
    assert _lets_in(email, first)
    second = tell("user", "password", "SITI@example.go.id").output.split()[-1]
    assert not _lets_in(email, first)
    assert _lets_in(email, second)
    assert tell("user", "disable", email).output == f"{email} is disabled.\n"
    assert not _lets_in(email, second)
    assert " disabled " in tell("user", "list").output


@pytest.mark.parametrize("verb", ["disable", "password"])
def test_an_account_that_does_not_exist_is_named(tell: Tell, verb: str) -> None:
    answer = tell("user", verb, "siapa@example.go.id")
    assert (answer.exit_code, answer.output) == (1, "Error: There is no account siapa@example.go.id.\n")


# The demo, and what verify finds in it


def test_the_demo_goes_into_an_empty_database_only_and_verify_finds_what_is_lost(tell: Tell) -> None:
    assert tell("demo").exit_code == 0
    again = tell("demo")
    assert again.exit_code == 1
    assert "empty database only" in again.output
    assert _verdict(tell) == (0, "Sound.", [])
    tracker = _tracker()
    with tracker.reading() as session:
        sha256 = session.scalars(sa.select(DraftVersion.sha256).limit(1)).one()
    kept = tracker.drafts.path(sha256)
    data = kept.read_bytes()
    kept.unlink()
    assert _verdict(tell)[::2] == (1, [f"HARM  {sha256}"])
    kept.write_bytes(data[:-1])
    assert _verdict(tell)[::2] == (1, [f"HARM  {sha256}"])
    kept.write_bytes(data)
    assert _verdict(tell)[0] == 0
    tracker.drafts.put(b"left behind by a crash")
    code, verdict, [note] = _verdict(tell)
    assert (code, verdict, note[:6]) == (0, "Sound.", "note  ")
    with tracker.transaction() as session:
        row = session.scalars(sa.select(StageRow).where(StageRow.status == "berlangsung")).first()
        assert row is not None
        row.status = "selesai"
    tracker.close()
    assert _verdict(tell)[0] == 1


def _verdict(tell: Tell) -> tuple[int, str, list[str]]:
    """The exit code, the last line, and what each finding is about."""
    answer = tell("verify")
    *findings, _, verdict = answer.output.splitlines()
    return answer.exit_code, verdict, [line.partition(":")[0] for line in findings]
