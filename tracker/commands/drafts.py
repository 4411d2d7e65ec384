"""`tracker outline` and `tracker akn`: a Word file read, without database or settings."""

import errno
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from tracker.adapters.akoma_ntoso import akoma_ntoso
from tracker.adapters.akoma_ntoso_meta import bill_of_file
from tracker.adapters.word.doc_conversion import as_docx
from tracker.adapters.word.docx_guard import REASONS
from tracker.adapters.word.docx_process import read_in_child
from tracker.commands.refusal import BadInput
from tracker.domain.drafts.legal_outline import outline_lines, outline_to_json
from tracker.domain.drafts.legaltext import DraftReading
from tracker.domain.drafts.structure import structure
from tracker.domain.errors import UnreadableDraft
from tracker.settings import soffice_of

MAX_BYTES: Final = 25 * 1024 * 1024
_SAVE_AS: Final = "save it as .docx first, it is"
_TOLD: Final[dict[str, str]] = {
    **{slug: f"{_SAVE_AS} {REASONS[slug]}" for slug in ("doc", "odt", "rtf", "pdf", "template")},
    "macros": "save it as .docx first, it carries macros",
    "not-docx": "not a Word document (.docx)",
    "too-large": f"larger than {MAX_BYTES} bytes",
    "unsafe-content": "carries content that acts by itself or reaches out of the file",
    "encrypted": "locked with a password or by rights management",
}


def read_draft(path: Path) -> DraftReading:
    """Read a Word file, guarded and in a child process; raises BadInput."""
    return read_bytes(path, draft_bytes(path))


def read_bytes(path: Path, data: bytes) -> DraftReading:
    """Read the bytes of `draft_bytes`; raises BadInput."""
    try:
        return read_in_child(data, max_bytes=MAX_BYTES)
    except UnreadableDraft as refusal:
        raise refused(path, refusal) from refusal


def draft_bytes(path: Path) -> bytes:
    """The .docx in a file, or made of the .doc in it where LibreOffice is installed; raises BadInput."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        return as_docx(data, soffice=soffice_of(os.environ), max_bytes=MAX_BYTES)
    except OSError as problem:
        raise BadInput(path, problem.strerror or "cannot be read") from problem
    except UnreadableDraft as refusal:
        raise refused(path, refusal) from refusal


def refused(path: Path, refusal: UnreadableDraft) -> BadInput:
    """Why a file was not read, in one line."""
    return BadInput(path, _TOLD.get(refusal.reason, REASONS[refusal.reason]))


def say(text: str | bytes) -> None:
    """Write a result to standard output; raises BadInput where it takes none, as on a full disk."""
    try:
        click.echo(text, nl=isinstance(text, str))
    except OSError as problem:
        if problem.errno == errno.EPIPE:
            raise  # whoever read it had enough
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - what is left is not tried again
        raise BadInput("standard output", problem.strerror or "cannot be written") from problem


@click.command("outline")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def show_outline(file: Path, as_json: bool) -> None:
    """Show the structure of a draft: BAB, Pasal, ayat, what was not placed."""
    reading = read_draft(file)
    text = structure(reading.paragraphs)
    if as_json:
        say(json.dumps(outline_to_json(reading, text), ensure_ascii=False, indent=2))
    else:
        say("\n".join(outline_lines(reading, text)))


@click.command("akn")
@click.argument("file", type=click.Path(path_type=Path))
def write_akoma_ntoso(file: Path) -> None:
    """Write a draft as Akoma Ntoso 3.0 (XML) to standard output, dated as the file is."""
    reading = read_draft(file)
    on = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date()
    bill = bill_of_file(file.stem, reading.outline.title, on)
    say(akoma_ntoso(structure(reading.paragraphs), bill))
