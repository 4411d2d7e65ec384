"""Reminding by hand: a round as the scheduler makes it, or what it would send, with the reasons."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.bootstrap import Tracker, build, prepare
from tracker.cli import commands
from tracker.domain.access import Actor, Role
from tracker.services import accounts, channels, raperda, stages
from tracker.settings import Settings
from tracker.storage.models import Base

TOKEN = "kunci-rahasia-123"
Tell = Callable[..., Result]


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tracker:
    """A secretary with mail and a service, and one stage planned to end in three days."""
    environment = {"TRACKER_DATA_DIR": str(tmp_path / "data"), "TRACKER_REMINDER_HOUR": "0"}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    tracker = build(Settings.from_environment(environment))
    prepare(tracker)
    now, today = tracker.now(), tracker.today()
    with tracker.transaction() as session:
        account = accounts.NewAccount("staf@example.test", "Staf", "sekretariat")
        user_id, _ = accounts.open_account(session, account, now=now)
        staf = Actor(user_id, "Staf", Role.SEKRETARIAT)
        channels.add(session, staf, f"tgram://{TOKEN}/1", mode="segera", now=now)
        described = raperda.Description("Raperda X", "X", "", 2023, "", "bupati", "", "biasa", None, False)
        plan = stages.Plan("rapat-pansus", today, today + timedelta(days=3))
        raperda.create(
            session, staf, described, done_through="pembentukan-pansus", plans=(plan,), now=now, today=today
        )
    return tracker


def tell(*words: str) -> Result:
    answer = CliRunner().invoke(commands, words)
    assert answer.exit_code == 0, answer.output
    return answer


def rows(tracker: Tracker) -> dict[str, int]:
    with tracker.reading() as session:
        return {name: session.query(table).count() for name, table in Base.metadata.tables.items()}


def test_a_dry_run_says_who_would_be_told_what_over_which_channel_and_why(tracker: Tracker) -> None:
    before = rows(tracker)
    due_on = tracker.today() + timedelta(days=3)
    told = tell("remind", "--dry-run").output
    why = f"X, rencana rapat-pansus {due_on} (H-3, rule 1: sekretariat, baru)"
    assert f"Staf <staf@example.test> in the digest: {why}" in told
    assert f"Staf <Telegram> at once: {why}" in told
    assert "2 in all; nothing was written or sent." in told
    assert TOKEN not in told
    assert rows(tracker) == before


def test_a_round_by_hand_sends_what_is_due_and_a_dry_run_then_has_only_the_rest(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_NOTIFY_SCHEMES", "json")  # so that nobody is called from a test
    assert "1 messages sent." in tell("remind").output
    assert len(list(tracker.settings.mail_dir.glob("*.eml"))) == 1
    assert "0 in all" in tell("remind", "--dry-run").output
