"""What monitoring sees: figures Prometheus understands, for this machine and whoever holds the token."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.council import Council
from tracker import scheduler
from tracker.adapters.clock import FixedClock
from tracker.bootstrap import Tracker

TOKEN = "rahasia-pemantau"


@pytest.fixture
def council(sqlite_tracker: Tracker) -> Council:
    return Council(replace(sqlite_tracker, settings=replace(sqlite_tracker.settings, metrics_token=TOKEN)))


def status(council: Council, address: str, **headers: str) -> int:
    answer = council.app.test_client().get(
        "/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address}
    )
    return answer.status_code


def test_only_this_machine_and_the_holder_of_the_token_are_answered(council: Council) -> None:
    assert status(council, "127.0.0.1") == 200
    assert status(council, "::1") == 200
    assert status(council, "203.0.113.9") == 403
    assert status(council, "") == 403
    assert status(council, "203.0.113.9", Authorization=f"Bearer {TOKEN}") == 200
    assert status(council, "203.0.113.9", Authorization="Bearer lain") == 403
    assert status(council, "203.0.113.9", Authorization=TOKEN) == 403


def test_what_a_proxy_passes_on_is_not_from_this_machine(council: Council) -> None:
    assert status(council, "127.0.0.1", **{"X-Forwarded-For": "127.0.0.1"}) == 403
    assert status(council, "127.0.0.1", **{"X-Real-IP": "127.0.0.1"}) == 403


def test_without_a_token_none_is_right(sqlite_tracker: Tracker) -> None:
    council = Council(sqlite_tracker)
    assert status(council, "203.0.113.9", Authorization="Bearer ") == 403


def test_prometheus_reads_every_figure(council: Council, clock: FixedClock) -> None:
    scheduler.tick(council.tracker)
    clock.at += timedelta(days=2, seconds=90)
    answer = council.app.test_client().get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    found: dict[str, Any] = {
        sample.name: (sample.labels, sample.value)
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["tracker_heartbeat_age_seconds"] == ({"scheduler": "scheduler"}, 2 * 86400 + 90)
    assert found["tracker_scheduler_lag_seconds"] == ({"scheduler": "scheduler"}, 0)
    assert found["tracker_messages_sent_total"] == ({}, 2)
    assert found["tracker_messages_failed_total"] == ({"scheduler": "scheduler"}, 0)
    assert found["tracker_deadlines_open"] == ({}, 1)
    assert found["tracker_deadlines_overdue"] == ({}, 1)
    assert "example.test" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_healthz_says_what_waits_and_how_late_the_last_round_was(council: Council) -> None:
    scheduler.tick(council.tracker)
    answer = council.app.test_client().get("/healthz")
    assert answer.json == {
        "database": "ok",
        "scheduler": "ok",
        "scheduler_seconds_ago": 0,
        "lag_seconds": 0,
        "queue": 0,
        "failed": 0,
    }
