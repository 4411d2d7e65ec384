"""The command line as the README shows it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import commands
from tracker.domain.access import Role

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
