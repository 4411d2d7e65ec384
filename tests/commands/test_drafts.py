"""Commands on Word files: they need no database and no settings, and refuse bad input in one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.adapters.docx_building import docx, numbered, p
from tests.domain.test_structure import HEAD
from tracker.cli import commands
from tracker.domain.drafts.legal_tree import KINDS

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
BODY = "".join(p(line) for line in [*HEAD, "BAB I", "KETENTUAN UMUM", "Pasal 1"]) + numbered("Isi.", 1)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PORT", "not a port")
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nowhere://")


def tell(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draf.docx"
    path.write_bytes(docx(BODY, numbering=NUMBERING))
    return path


def test_the_outline_is_shown_on_lines(draft: Path) -> None:
    answer = tell("outline", draft)
    assert answer.exit_code == 0, answer.output
    assert "BAB I KETENTUAN UMUM\n  Pasal 1  (1 ayat)\n" in answer.stdout


def test_the_outline_as_json_has_the_promised_shape(draft: Path) -> None:
    answer = json.loads(tell("outline", draft, "--json").stdout)
    promised = ["title", "counts", "nodes", "unplaced", "tracked_changes", "comments"]
    assert list(answer) == [*promised, "definitions", "unresolved"]
    assert answer["title"].endswith("TENTANG PENGELOLAAN SAMPAH")
    assert (answer["counts"]["bab"], answer["counts"]["pasal"], answer["counts"]["ayat"]) == (1, 1, 1)
    assert [node["kind"] for node in answer["nodes"]][-2:] == ["menetapkan", "bab"]
    pasal = answer["nodes"][-1]["children"][0]
    assert list(pasal) == ["kind", "number", "heading", "text", "children"]
    assert pasal["children"][0] == {
        "kind": "ayat", "number": "1", "heading": "", "text": "(1) Isi.", "children": []
    }  # fmt: skip
    kinds = set(answer["counts"])
    assert kinds == set(KINDS) - {"pembukaan"}
    assert (answer["unplaced"], answer["tracked_changes"], answer["comments"]) == ([], 0, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file"),
        (b"", "has no bytes"),
        (b"PK\x03\x04 cut short", "draf.docx: "),
        (b"{\\rtf1 }", "save it as .docx first"),
        (docx(main="<w:document"), "well-formed"),
        (docx(p()), "without any text"),
    ],
    ids=["absent", "empty", "broken", "rtf", "broken-xml", "no-text"],
)
def test_bad_input_is_one_line_and_exit_code_2(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "draf.docx"
    if content is not None:
        path.write_bytes(content)
    for words in (("outline", path), ("outline", path, "--json")):
        answer = tell(*words)
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert answer.stderr.count("\n") == 1
        assert told in answer.stderr
