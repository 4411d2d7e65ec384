"""Files by their SHA-256: written once, never changed, never named by a user."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


class DraftStore:
    """A folder of immutable files. Putting the same bytes twice is harmless."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "sha256"

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256; they are on disk, fsynced, when this returns."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
        try:
            with fresh.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.chmod(0o444)
            fresh.rename(path)
            self._sync_folder(path.parent)
        finally:
            fresh.unlink(missing_ok=True)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the bytes of this SHA-256 are kept, whether or not they are there."""
        if len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256):
            raise ValueError("not a SHA-256")
        return self._folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes; raises FileNotFoundError if they are not kept here."""
        return self.path(sha256).read_bytes()

    def intact(self, sha256: str) -> bool:
        """Say whether the bytes are here and still have this SHA-256."""
        try:
            return hashlib.sha256(self.read(sha256)).hexdigest() == sha256
        except FileNotFoundError:
            return False

    def kept(self) -> Iterator[str]:
        """Yield the SHA-256 of every file kept here."""
        for path in sorted(self._folder.glob("??/*")):
            if not path.name.startswith("."):
                yield path.name

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
