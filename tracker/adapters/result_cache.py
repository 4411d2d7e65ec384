"""Results that can be made again from drafts: kept as files under the hash of what they were made of."""

import hashlib
import logging
import os
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

_MOST_BYTES: Final = 256 * 1024 * 1024


class ResultCache:
    """A folder that every process may share and that may be emptied at any time.

    A key must name all that a result depends on but the `edition` of what makes it, with the hashes of secret
    texts themselves: whoever asks has been let at these texts before. What cannot be read back whole is made
    again; above `most_bytes` the results go that were longest not asked for.
    """

    def __init__(self, folder: Path, edition: int, most_bytes: int = _MOST_BYTES) -> None:
        self._folder = folder
        self._edition = edition
        self._most_bytes = most_bytes

    def get(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """Return the result, making it where it is not kept."""
        path = self._folder / hashlib.sha256(repr((self._edition, *key)).encode()).hexdigest()
        with suppress(OSError, zlib.error):
            found = zlib.decompress(path.read_bytes())
            os.utime(path)
            return found
        result = make()
        try:
            self._keep(path, zlib.compress(result))
        except OSError as problem:
            log.warning("A result could not be kept and will be made again: %s", problem)
        return result

    def _keep(self, path: Path, data: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(fresh).replace(path)
        finally:
            Path(fresh).unlink(missing_ok=True)
        self._make_room()

    def _make_room(self) -> None:
        kept: list[tuple[int, int, Path]] = []
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process makes room as well
                facts = path.stat()
                kept.append((facts.st_mtime_ns, facts.st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size
