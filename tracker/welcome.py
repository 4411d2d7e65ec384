"""What a start says: where it runs, where mail goes, and the accounts of the demo."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tracker.settings import Settings


def welcome(settings: Settings) -> str:
    """Return what the start says: the address, the demo accounts, where mail goes."""
    mail = (
        f"through {shown(settings.smtp_url)}" if settings.smtp_url else f"as files into {settings.mail_dir}"
    )
    lines = [f"Pelacak Raperda is running at {settings.base_url}", f"Mail goes {mail}"]
    return "\n".join(["", *lines, *demo_accounts(settings), "Stop with Ctrl+C.", ""])


def demo_accounts(settings: Settings) -> list[str]:
    """Return the lines that show the demo's accounts; none where the demo was not loaded."""
    path = _password_file(settings)
    if not path.exists():
        return []
    return [f"Demo accounts (also in {path}):", *(f"  {line}" for line in path.read_text().splitlines())]


def keep_passwords(settings: Settings, passwords: Mapping[str, str]) -> None:
    """Keep the demo's passwords where only this user can read them, so that every start can show them."""
    path = _password_file(settings)
    path.touch(mode=0o600)
    path.write_text("".join(f"{email:26} {password}\n" for email, password in passwords.items()))


def shown(url: str) -> str:
    """Return an address without its password."""
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":***@") if parts.password else url


def _password_file(settings: Settings) -> Path:
    return settings.data_dir / "demo-accounts.txt"
