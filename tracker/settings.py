"""The environment, read once into frozen Settings; every problem is reported in one error."""

import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timezone
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from tracker.domain.channels import LOCAL_ONLY, SERVICES
from tracker.domain.local_time import WIB

ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "TRACKER_"
_DATABASES = ("sqlite", "postgresql+psycopg")
_MAIL = ("smtp", "smtps", "smtp+starttls")


class SettingsError(Exception):
    """The environment cannot be used. `problems` has one sentence for each thing that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. Sizes in bytes, durations in seconds."""

    host: str
    port: int
    base_url: str
    data_dir: Path
    drafts_dir: Path
    database_url: str
    smtp_url: str
    mail_from: str
    secret_key: str
    council: str
    region: str
    province: str
    max_upload_bytes: int
    soffice: Path | None
    reminder_hour: int
    reminder_lease: int
    notify_schemes: tuple[str, ...]
    scheduler_name: str
    metrics_token: str
    trusted_proxies: int
    seats: int

    @property
    def mail_dir(self) -> Path:
        """Where mail lands as .eml files when there is no SMTP server."""
        return self.data_dir / "mail"

    @property
    def cache_dir(self) -> Path:
        """Where results are kept that can be made again at any time."""
        return self.data_dir / "cache"

    @property
    def timezone(self) -> timezone:
        """The time zone the council lives in."""
        return WIB

    @property
    def public_host(self) -> str:
        """The host people reach this at; it makes the names of appointments unique."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def secure(self) -> bool:
        """Whether people reach this over HTTPS, so that cookies must be secure."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read every TRACKER_ variable; raises SettingsError with all problems at once."""
        return _Reader(environment).settings()


class _Reader:
    """Collects values and problems; unknown names are problems too, so that a typing error is seen."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._given = {
            name: value.strip()
            for name, value in environment.items()
            if name.startswith(_PREFIX) and not name.startswith("TRACKER_TEST_") and value.strip()
        }
        self._known: set[str] = set()
        self._problems: list[str] = []

    def settings(self) -> Settings:
        port = self._number("PORT", 8000, 1, 65535)
        data_dir = self._folder("DATA_DIR", ROOT / "data")
        drafts = data_dir / "drafts" if "TRACKER_DATA_DIR" in self._given else ROOT / "drafts"
        host = self._text("HOST", "127.0.0.1")
        settings = Settings(
            host=host,
            port=port,
            base_url=self._url("BASE_URL", f"http://{host}:{port}", ("http", "https")).rstrip("/"),
            data_dir=data_dir,
            drafts_dir=self._folder("DRAFTS_DIR", drafts),
            database_url=self._database(data_dir),
            smtp_url=self._url("SMTP_URL", "", _MAIL),
            mail_from=self._address("MAIL_FROM", "tracker@localhost"),
            secret_key=self._text("SECRET_KEY", ""),
            council=self._text("COUNCIL", "DPRD Kabupaten Serang"),
            region=self._text("REGION", "Kabupaten Serang"),
            province=self._text("PROVINCE", "Provinsi Banten"),
            max_upload_bytes=self._number("MAX_UPLOAD_MB", 25, 1, 200) * 1024 * 1024,
            soffice=self._program(self._text("SOFFICE", "")),
            reminder_hour=self._number("REMINDER_HOUR", 7, 0, 23),
            reminder_lease=self._number("REMINDER_LEASE", 120, 1, 3600),
            notify_schemes=self._schemes(self._text("NOTIFY_SCHEMES", ",".join(SERVICES))),
            scheduler_name=self._text("SCHEDULER_NAME", "scheduler")[:40],
            metrics_token=self._text("METRICS_TOKEN", ""),
            trusted_proxies=self._number("TRUSTED_PROXIES", 0, 0, 5),
            seats=self._number("SEATS", 50, 1, 1000),
        )
        self._refuse_unknown()
        if settings.secret_key and len(settings.secret_key) < 32:
            self._problems.append("TRACKER_SECRET_KEY needs at least 32 characters.")
        if self._problems:
            raise SettingsError(tuple(self._problems))
        return settings

    def _text(self, name: str, default: str) -> str:
        self._known.add(_PREFIX + name)
        return self._given.get(_PREFIX + name, default)

    def _number(self, name: str, default: int, least: int, most: int) -> int:
        raw = self._text(name, str(default))
        if raw.isdecimal() and least <= int(raw) <= most:
            return int(raw)
        self._problems.append(f"{_PREFIX}{name} must be a whole number from {least} to {most}, not {raw!r}.")
        return default

    def _folder(self, name: str, default: Path) -> Path:
        path = Path(self._text(name, str(default))).expanduser()
        path = path if path.is_absolute() else ROOT / path
        if path.exists() and not path.is_dir():
            self._problems.append(f"{_PREFIX}{name} must be a folder, but {path} is a file.")
        return path

    def _program(self, named: str) -> Path | None:
        found = soffice_of(self._environment)
        if named and found is None:
            self._problems.append(f"TRACKER_SOFFICE must be the program of LibreOffice, not {named!r}.")
        return found

    def _url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        raw = self._text(name, default)
        if raw and not self._parses(raw, lambda parts: parts.scheme in schemes and bool(parts.hostname)):
            wanted = " or ".join(f"{scheme}://" for scheme in schemes)
            self._problems.append(f"{_PREFIX}{name} must be an address that begins with {wanted}.")
        return raw

    def _database(self, data_dir: Path) -> str:
        raw = self._text("DATABASE_URL", f"sqlite:///{data_dir / 'tracker.sqlite3'}")
        if raw.startswith(("postgresql://", "postgres://")):
            raw = "postgresql+psycopg://" + raw.partition("://")[2]
        if not self._parses(raw, lambda parts: parts.scheme in _DATABASES and len(parts.path) > 1):
            self._problems.append(
                "TRACKER_DATABASE_URL must begin with sqlite:/// or postgresql:// and name a database."
            )
        return raw

    @staticmethod
    def _parses(raw: str, accept: Callable[[SplitResult], bool]) -> bool:
        try:
            parts = urlsplit(raw)
            _ = parts.port
        except ValueError:
            return False
        return accept(parts)

    def _address(self, name: str, default: str) -> str:
        raw = self._text(name, default)
        if "@" not in raw.strip("@") or any(letter in raw for letter in "\r\n"):
            self._problems.append(f"{_PREFIX}{name} must be an e-mail address, not {raw!r}.")
        return raw

    def _schemes(self, raw: str) -> tuple[str, ...]:
        schemes = tuple(part.strip().lower() for part in raw.split(",") if part.strip())
        for scheme in LOCAL_ONLY.intersection(schemes):
            self._problems.append(
                f"TRACKER_NOTIFY_SCHEMES must not name {scheme}: it ends on this machine and reaches nobody."
            )
        return schemes

    def _refuse_unknown(self) -> None:
        for name in sorted(set(self._given) - self._known):
            near = get_close_matches(name, self._known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self._problems.append(f"{name} is not a setting of the tracker.{hint}")


def soffice_of(environment: Mapping[str, str]) -> Path | None:
    """Return where LibreOffice is: TRACKER_SOFFICE, else on the PATH; None if that is empty or not there."""
    named = environment.get(f"{_PREFIX}SOFFICE", "soffice").strip()
    found = shutil.which(named) if named else None
    return Path(found) if found else None


def secret_key(settings: Settings) -> str:
    """Return the key that signs sessions: the one given, else one made once and kept in the data folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        fresh = settings.data_dir / f"secret_key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
