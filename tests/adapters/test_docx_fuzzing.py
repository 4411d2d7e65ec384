"""Whatever a file has suffered, it is read whole or refused with a known reason, and never hangs."""

import pytest

from tests.adapters.docx_fuzzing import SEED, case
from tracker.adapters.word.docx_guard import REASONS

# The suite takes these many; `python -m tests.adapters.docx_fuzzing 20000` takes all, and more seeds.
CASES, BATCH = 1_000, 100


@pytest.mark.parametrize("begins", range(0, CASES, BATCH))
def test_damaged_drafts_are_read_whole_and_compared_or_refused(begins: int) -> None:
    endings = [case(SEED, at) for at in range(begins, begins + BATCH)]
    assert "read" in endings
    assert set(endings) <= {"read", *REASONS}
    assert len(set(endings)) > 3, "the damage must reach more than one wall"
