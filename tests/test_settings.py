"""Settings: defaults that work, every problem in one error, and a file beside the environment."""

from pathlib import Path

import pytest

from tracker import bootstrap
from tracker.settings import ROOT, Settings, SettingsError, secret_key


def problems(**values: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({f"TRACKER_{name}": value for name, value in values.items()})
    return error.value.problems


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.from_environment({})
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.drafts_dir == ROOT / "drafts"
    assert not settings.secure


def test_every_problem_is_named_at_once() -> None:
    found = problems(
        PORT="eighty", DATABASE_URL="mysql://x/y", SMTP_URL="mail.example", MAIL_FROM="nobody", PROT="1"
    )
    assert len(found) == 5
    for name in ("PORT", "DATABASE_URL", "SMTP_URL", "MAIL_FROM", "PROT"):
        assert any(f"TRACKER_{name} " in problem for problem in found), name
    assert any("Did you mean TRACKER_PORT?" in problem for problem in found)


@pytest.mark.parametrize(("name", "value"), [
    ("PORT", "0"), ("PORT", "70000"), ("PORT", "-1"), ("MAX_UPLOAD_MB", "0"), ("REMINDER_HOUR", "24"),
    ("BASE_URL", "raperda.example"), ("BASE_URL", "http://[bad"), ("SECRET_KEY", "short"),
    ("DATABASE_URL", "sqlite:///"), ("SMTP_URL", "smtp://"), ("TRUSTED_PROXIES", "many"),
    ("NOTIFY_SCHEMES", "tgram,syslog"),
])  # fmt: skip
def test_a_wrong_value_is_a_sentence_with_its_name(name: str, value: str) -> None:
    found = problems(**{name: value})
    assert len(found) == 1
    assert f"TRACKER_{name}" in found[0]


def test_a_password_never_stands_in_a_problem() -> None:
    assert "geheim" not in " ".join(problems(SMTP_URL="imap://me:geheim@mail.example"))


def test_postgres_addresses_are_taken_as_people_write_them() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = Settings.from_environment({"TRACKER_DATABASE_URL": f"{scheme}://me@localhost/raperda"})
        assert settings.database_url == "postgresql+psycopg://me@localhost/raperda"


def test_the_data_folder_takes_the_drafts_along(tmp_path: Path) -> None:
    settings = Settings.from_environment({"TRACKER_DATA_DIR": str(tmp_path)})
    assert settings.drafts_dir == tmp_path / "drafts"
    assert str(tmp_path) in settings.database_url


def test_https_makes_cookies_secure() -> None:
    assert Settings.from_environment({"TRACKER_BASE_URL": "https://raperda.example/"}).secure


def test_a_key_is_made_once_and_only_for_this_user(tmp_path: Path) -> None:
    settings = Settings.from_environment({"TRACKER_DATA_DIR": str(tmp_path / "new")})
    first = secret_key(settings)
    assert len(first) >= 32
    assert secret_key(settings) == first
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TRACKER_PORT=8001\nTRACKER_COUNCIL=DPRD Contoh\n")
    merged = Settings.from_environment(bootstrap.environment({"TRACKER_PORT": "8002"}, folder=tmp_path))
    assert (merged.port, merged.council) == (8002, "DPRD Contoh")
