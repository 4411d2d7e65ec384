"""What is let through as a PDF, and what is refused with which reason."""

import pytest

from tracker.adapters import pdf_guard
from tracker.domain.errors import UnreadableDraft

MOST = 1_000_000
WHOLE = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def reason_for(data: bytes, *, max_bytes: int = MOST) -> str:
    with pytest.raises(UnreadableDraft) as refusal:
        pdf_guard.inspect(data, max_bytes=max_bytes)
    return refusal.value.reason


def test_a_whole_pdf_is_let_through() -> None:
    pdf_guard.inspect(WHOLE, max_bytes=MOST)
    pdf_guard.inspect(WHOLE + b"\r\n" * 300, max_bytes=MOST)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 something else", "not-pdf"),
        (b"<html>%PDF-1.7 inside a page %%EOF", "not-pdf"),
        (WHOLE[:40], "cut-short"),
        (WHOLE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R"), "encrypted"),
        (WHOLE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt<</V 4>>"), "encrypted"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert reason_for(data) == reason
    assert reason in pdf_guard.REASONS


def test_a_pdf_that_speaks_of_encryption_is_not_locked() -> None:
    pdf_guard.inspect(WHOLE.replace(b"/Type", b"/Note (about /Encryption) /Type"), max_bytes=MOST)


def test_one_byte_too_many_is_refused() -> None:
    pdf_guard.inspect(WHOLE, max_bytes=len(WHOLE))
    assert reason_for(WHOLE, max_bytes=len(WHOLE) - 1) == "too-large"
