"""A comparison as one HTML file: complete, marked, and in need of nothing else."""

import re

from lxml import html

from tests.adapters.test_matrix import COVER, ROWS
from tracker.adapters.comparison_html import comparison_html, summary
from tracker.adapters.matrix import Cover
from tracker.domain.side_by_side import Row


def test_every_unit_is_there_with_its_marks() -> None:
    page = html.fromstring(comparison_html(ROWS, COVER))
    assert [one.text_content() for one in page.iter("h2")] == ["Pasal 2", "Pasal 3", "Pasal 3", "Pasal 5"]
    assert "setiap" in [one.text_content() for one in page.iter("del")]
    assert "enam" in [one.text_content() for one in page.iter("ins")]
    assert len(list(page.iter("details"))) == 1
    assert len(list(page.iter("h1"))) == 1


def test_what_changed_is_linked() -> None:
    page = html.fromstring(comparison_html(ROWS, COVER))
    ids = {str(one) for one in page.xpath("//@id")}
    targets = [str(one).removeprefix("#") for one in page.xpath("//nav//@href")]
    assert len(targets) == 4
    assert set(targets) <= ids


def test_it_asks_for_nothing_from_elsewhere() -> None:
    page = comparison_html(ROWS, COVER).decode()
    assert not re.search(r"https?:|<script|<link|<img|url\(", page)


def test_words_of_a_draft_are_never_markup() -> None:
    nasty = (Row("added", "", "Pasal <b>", (("+", "</p><script>alert(1)</script> & \ud800"),)),)
    page = comparison_html(nasty, Cover("<i>", "<u>", "&amp;")).decode()
    assert "<script>" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;" in page


def test_the_sentence_counts_what_became_of_the_units() -> None:
    assert summary(ROWS) == "1 berubah, 1 baru, 1 dihapus, 1 hanya bergeser nomor; 1 tetap."
    assert summary(ROWS[:1]) == "Kedua naskah sama kata demi kata."
