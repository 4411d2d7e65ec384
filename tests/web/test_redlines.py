"""Two versions as a Word file with tracked changes: for the public only where both are public."""

import io
import zipfile

import pytest

from tests.adapters.redline_judging import accepted, rejected
from tests.web.council import SPBE, Council
from tests.web.test_copies import PUBLIC, SAMPLES, council

__all__ = ["council"]

ADDRESS = "/perbandingan/{}/{}/redline.docx"


def test_the_public_gets_redlines_of_public_versions_only(council: Council) -> None:
    stranger = council.app.test_client()
    answers = {pair: stranger.get(PUBLIC + ADDRESS.format(*pair)) for pair in ((1, 2), (1, 3), (2, 9))}
    assert {pair: answer.status_code for pair, answer in answers.items()} == {
        (1, 2): 200,
        (1, 3): 404,
        (2, 9): 404,
    }
    assert "redline-spbe-2023-1-2.docx" in answers[1, 2].headers["Content-Disposition"]
    assert "Set-Cookie" not in answers[1, 2].headers


def test_the_redline_holds_both_versions_and_says_who_made_it(council: Council) -> None:
    data = council.app.test_client().get(PUBLIC + ADDRESS.format(1, 2)).data
    assert accepted(data) == accepted((SAMPLES / "spbe-v3.docx").read_bytes())
    assert rejected(data) == accepted((SAMPLES / "spbe-v2.docx").read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert 'w:author="Sekretariat ' in package.read("word/document.xml").decode()


@pytest.mark.parametrize(("name", "status"), [("ketua", 200), ("lain", 403)])
def test_at_work_any_two_versions_have_a_redline(council: Council, name: str, status: int) -> None:
    assert council.visitor(name).get(f"{SPBE}/naskah/1/3/redline.docx").status_code == status


def test_the_comparison_leads_to_the_redline(council: Council) -> None:
    page = council.app.test_client().get(f"{PUBLIC}/perbandingan/1/2").text
    assert f'href="{PUBLIC}/perbandingan/1/2/redline.docx"' in page
