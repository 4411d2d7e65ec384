"""Both languages are complete: Indonesian is in the sources, English in the catalogue."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tracker.settings import ROOT

TRANSLATIONS = ROOT / "tracker" / "web" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def sentences() -> set[str | tuple[str, ...]]:
    with (TRANSLATIONS / "extract.cfg").open() as file:
        mapping, options = parse_mapping_cfg(file)
    found: set[str | tuple[str, ...]] = set()
    for folder in ("tracker", "templates"):
        rules = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in mapping]
        trimmed = {pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()}
        for _path, _line, message, _comments, _context in extract_from_dir(ROOT / folder, rules, trimmed):
            found.add(message if isinstance(message, str) else tuple(message))
    return found


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(BytesIO((TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").read_bytes()), locale="en")


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_every_sentence_has_its_english(sentences: set[str | tuple[str, ...]], english: Catalog) -> None:
    known = {message.id for message in _messages(english) if all(_texts(message)) and not message.fuzzy}
    assert sorted(map(str, sentences - known)) == []


def test_the_catalogue_keeps_nothing_that_is_no_longer_said(
    sentences: set[str | tuple[str, ...]], english: Catalog
) -> None:
    assert sorted(str(message.id) for message in _messages(english) if message.id not in sentences) == []


def test_a_translation_keeps_every_placeholder(english: Catalog) -> None:
    for message in _messages(english):
        wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[0]))
        for text in _texts(message):
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_the_catalogue_is_named_for_its_language() -> None:
    assert [path.parent.parent.name for path in Path(TRANSLATIONS).glob("*/LC_MESSAGES/*.po")] == ["en"]
