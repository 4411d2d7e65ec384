"""Results that can be made again: made once for all processes, and again where anything is amiss."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.adapters.result_cache import ResultCache

KEY = ("comparison", "a", "b")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def asked(results: ResultCache, *key: object) -> bool:
    """Ask for a result; whether it had to be made."""
    made: list[bytes] = []

    def make() -> bytes:
        made.append(repr(key).encode())
        return made[0]

    assert results.get(key, make) == repr(key).encode()
    return bool(made)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def test_a_result_is_made_once_for_all_processes(folder: Path) -> None:
    assert asked(ResultCache(folder, 1), *KEY)
    assert not asked(ResultCache(folder, 1), *KEY)
    assert asked(ResultCache(folder, 1), "comparison", "b", "a")


def test_another_edition_makes_its_own(folder: Path) -> None:
    assert asked(ResultCache(folder, 1), *KEY)
    assert asked(ResultCache(folder, 2), *KEY)


@pytest.mark.parametrize("harm", [b"", b"lain", None], ids=["emptied", "overwritten", "cut"])
def test_a_result_that_cannot_be_read_whole_is_made_again(folder: Path, harm: bytes | None) -> None:
    results = ResultCache(folder, 1)
    asked(results, *KEY)
    [path] = files(folder)
    path.write_bytes(path.read_bytes()[:-3] if harm is None else harm)
    assert asked(results, *KEY)
    assert not asked(results, *KEY)


def test_a_letter_that_changed_on_the_disk_is_noticed(folder: Path) -> None:
    results = ResultCache(folder, 1)
    asked(results, *KEY)
    [path] = files(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    assert asked(results, *KEY)


def test_the_folder_may_be_emptied_at_any_time(folder: Path) -> None:
    results = ResultCache(folder, 1)
    asked(results, *KEY)
    for path in files(folder):
        path.unlink()
    folder.rmdir()
    assert asked(results, *KEY)
    assert not asked(results, *KEY)


def test_what_was_longest_not_asked_for_makes_room(folder: Path) -> None:
    asked(ResultCache(folder, 1), 0)
    results = ResultCache(folder, 1, most_bytes=3 * files(folder)[0].stat().st_size)
    for key, is_made in ((1, True), (2, True), (0, False), (3, True), (0, False), (2, False), (1, True)):
        assert asked(results, key) is is_made
        for path in files(folder):  # time passes
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    assert len(files(folder)) == 3


def test_a_disk_that_takes_nothing_costs_time_and_no_answer(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_bytes(b"no folder")
    results = ResultCache(folder, 1)
    assert asked(results, *KEY)
    assert asked(results, *KEY)
    assert "could not be kept" in caplog.text


def test_nobody_else_on_the_machine_reads_what_is_kept(folder: Path) -> None:
    asked(ResultCache(folder, 1), *KEY)
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.stat().st_mode & 0o077 for path in files(folder)] == [0]


def test_many_may_ask_at_once(folder: Path) -> None:
    results = ResultCache(folder, 1, most_bytes=200)
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda at: asked(results, at % 12), range(200)))
    assert sum(path.stat().st_size for path in files(folder)) <= 200
