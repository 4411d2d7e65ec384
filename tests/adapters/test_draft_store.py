"""Files by their SHA-256: written once, never half, never changed."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.adapters.draft_store import DraftStore

DATA = b"Rancangan Peraturan Daerah"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_is_put_is_there_under_its_sha256(store: DraftStore, tmp_path: Path) -> None:
    assert store.put(DATA) == SHA256
    assert store.read(SHA256) == DATA
    assert store.intact(SHA256)
    assert list(store.kept()) == files(tmp_path) == [SHA256]


def test_putting_the_same_twice_is_harmless_and_writes_once(store: DraftStore, tmp_path: Path) -> None:
    store.put(DATA)
    written = store.path(SHA256).stat().st_mtime_ns
    assert store.put(DATA) == SHA256
    assert store.path(SHA256).stat().st_mtime_ns == written
    with ThreadPoolExecutor(8) as people:
        assert set(people.map(store.put, [b"lain"] * 40)) == {hashlib.sha256(b"lain").hexdigest()}
    assert len(files(tmp_path)) == 2


def test_a_kept_file_cannot_be_written_to(store: DraftStore) -> None:
    store.put(DATA)
    assert store.path(SHA256).stat().st_mode & 0o222 == 0


def test_an_altered_or_missing_file_is_not_intact(store: DraftStore) -> None:
    store.put(DATA)
    path = store.path(SHA256)
    path.chmod(0o644)
    path.write_bytes(DATA + b"!")
    assert not store.intact(SHA256)
    path.unlink()
    assert not store.intact(SHA256)
    with pytest.raises(FileNotFoundError):
        store.read(SHA256)


def test_a_write_that_fails_leaves_nothing_behind(
    store: DraftStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(DATA)
    assert files(tmp_path) == []
    monkeypatch.undo()
    assert store.put(DATA) == SHA256


def test_what_a_crash_left_half_written_is_not_a_kept_file(store: DraftStore) -> None:
    store.put(DATA)
    store.path(SHA256).with_name(f".{SHA256}.0a1b2c3d").write_bytes(b"half")
    assert list(store.kept()) == [SHA256]


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", SHA256.upper(), SHA256[:-1], f"{SHA256}0", "/" * 64]
)
def test_nothing_but_a_sha256_names_a_file(store: DraftStore, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path(name)
