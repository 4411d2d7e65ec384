"""Automatic numbers come out as Word shows them."""

import pytest

from tests.adapters.docx_building import SAMPLES, docx, numbered, p
from tests.adapters.number_judging import judged
from tracker.adapters.word.docx_reader import read


def level(at: int, shows: str, counts_in: str = "decimal", *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{counts_in}"/>{more}'
        f'<w:lvlText w:val="{shows}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def instance(number: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def markers(body: str, numbering: str, styles: str = "") -> list[str]:
    return [paragraph.marker for paragraph in read(docx(body, numbering=numbering, styles=styles)).paragraphs]


AYAT = abstract(1, level(0, "(%1)"), level(1, "%2.", "lowerLetter"), level(2, "%3)")) + instance(1, 1)


def test_ayat_and_huruf_are_counted_and_huruf_begin_again_after_each_ayat() -> None:
    body = "".join(numbered("x", 1, at) for at in (0, 1, 1, 2, 0, 1, 0))
    assert markers(body, AYAT) == ["(1)", "a.", "b.", "1)", "(2)", "a.", "(3)"]


def test_plain_paragraphs_between_do_not_stop_the_count() -> None:
    assert markers(numbered("a", 1) + p("teks") + numbered("b", 1), AYAT) == ["(1)", "", "(2)"]


def test_a_number_without_text_is_still_shown_and_counted() -> None:
    assert markers(numbered("a", 1) + numbered("", 1) + numbered("c", 1), AYAT) == ["(1)", "(2)", "(3)"]


def test_two_numbers_of_one_list_count_on_together() -> None:
    numbering = AYAT + instance(2, 1)
    assert markers(numbered("a", 1) + numbered("b", 2), numbering) == ["(1)", "(2)"]


def test_a_start_override_begins_again_once() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = numbered("a", 1) + numbered("b", 1) + numbered("c", 2) + numbered("d", 2) + numbered("e", 1)
    assert markers(body, AYAT + instance(2, 1, again)) == ["(1)", "(2)", "(1)", "(2)", "(3)"]


def test_a_level_of_its_own_replaces_that_of_the_list() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "%1.", "upperLetter", start=3)}</w:lvlOverride>'
    assert markers(numbered("a", 2), AYAT + instance(2, 1, own)) == ["C."]


def test_a_level_that_never_restarts_counts_on() -> None:
    never = level(1, "%2.", more='<w:lvlRestart w:val="0"/>')
    numbering = abstract(1, level(0, "%1."), never) + instance(1, 1)
    body = "".join(numbered("x", 1, at) for at in (0, 1, 1, 0, 1))
    assert markers(body, numbering) == ["1.", "1.", "2.", "2.", "3."]


def test_a_level_that_restarts_after_the_first_only_counts_on_after_the_second() -> None:
    third = level(2, "%3)", more='<w:lvlRestart w:val="1"/>')
    numbering = abstract(1, level(0, "%1."), level(1, "%2."), third) + instance(1, 1)
    body = "".join(numbered("x", 1, at) for at in (0, 1, 2, 1, 2, 0, 2))
    assert markers(body, numbering) == ["1.", "1.", "1)", "2.", "2)", "2.", "1)"]


def test_a_level_that_was_passed_over_counts_as_begun() -> None:
    body = "".join(numbered("x", 1, at) for at in (1, 1, 0, 2, 1, 0))
    assert markers(body, AYAT) == ["a.", "b.", "(2)", "1)", "b.", "(3)"]


def test_a_mere_section_break_is_not_counted_unless_a_style_numbers_it() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    mere = p(properties=f"{listed}<w:sectPr/>")
    body = numbered("a", 1) + mere + p("c", properties=f"{listed}<w:sectPr/>") + numbered("d", 1)
    assert markers(body, AYAT) == ["(1)", "(2)", "(3)"]
    styled = numbered("a", 1) + p(properties='<w:pStyle w:val="Ayat"/><w:sectPr/>') + numbered("c", 1)
    assert markers(styled, AYAT, STYLES) == ["(1)", "(2)", "(3)"]


def test_legal_numbering_shows_figures_of_every_level() -> None:
    legal = level(1, "%1.%2", more="<w:isLgl/>")
    numbering = abstract(1, level(0, "%1.", "upperRoman"), legal) + instance(1, 1)
    assert markers("".join(numbered("x", 1, at) for at in (0, 0, 1)), numbering) == ["I.", "II.", "2.1"]


@pytest.mark.parametrize(
    ("counts_in", "start", "expected"),
    [
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 53, "aaa"),
        ("upperRoman", 49, "XLIX"),
        ("decimalZero", 7, "07"),
        ("none", 1, ""),
        ("chicago", 4, "4"),
    ],
)
def test_every_format_is_written_as_word_writes_it(counts_in: str, start: int, expected: str) -> None:
    numbering = abstract(1, level(0, "%1", counts_in, start=start)) + instance(1, 1)
    assert markers(numbered("x", 1), numbering) == [expected]


def test_a_format_that_is_not_known_is_said() -> None:
    numbering = abstract(1, level(0, "%1", "chicago")) + instance(1, 1)
    problems = read(docx(numbered("x", 1), numbering=numbering)).problems
    assert [(problem.slug, problem.excerpt) for problem in problems] == [("number-format", "chicago")]


def test_a_bullet_of_a_symbol_font_becomes_a_readable_sign() -> None:
    numbering = abstract(1, level(0, "\uf0b7", "bullet"), level(1, "-", "bullet")) + instance(1, 1)
    assert markers(numbered("x", 1) + numbered("y", 1, 1), numbering) == ["•", "-"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Ayat"><w:name w:val="Ayat"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    "</w:numPr></w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Huruf"><w:name w:val="Huruf"/><w:basedOn w:val="Ayat"/></w:style>'
)


def test_numbers_come_through_styles_and_the_level_that_names_the_style() -> None:
    lettered = level(1, "%2.", "lowerLetter", more='<w:pStyle w:val="Huruf"/>')
    numbering = abstract(1, level(0, "(%1)"), lettered) + instance(1, 1)
    body = p("a", properties='<w:pStyle w:val="Ayat"/>') + p("b", properties='<w:pStyle w:val="Huruf"/>')
    assert markers(body, numbering, STYLES) == ["(1)", "a."]


def test_number_zero_takes_the_number_of_a_style_away() -> None:
    off = '<w:pStyle w:val="Ayat"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert markers(p("a", properties=off), AYAT, STYLES) == [""]


def test_styles_in_a_circle_and_numbers_that_do_not_exist_do_no_harm() -> None:
    circle = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    body = p("a", properties='<w:pStyle w:val="A"/>') + numbered("b", 99) + numbered("c", 1, 77)
    assert markers(body, AYAT, circle) == ["", "", ""]


def test_a_list_linked_through_a_numbering_style_is_found() -> None:
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Daftar"/></w:abstractNum>'
    style = (
        '<w:style w:type="numbering" w:styleId="Daftar">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert markers(numbered("a", 5) + numbered("b", 5), AYAT + link + instance(5, 5), style) == ["(1)", "(2)"]


# Rich in numbers, and each with something of its own: mere section breaks in its lists, levels passed over
# (three files), five levels, a plain draft, and an amending one. LibreOffice takes a second for each.
JUDGED = (
    "drafts/draft/PERBUP_SRIKANDI_VERSI_BAGIAN_HUKUM_FINAL.docx",
    "drafts/draft/RAPERBUP_TENTANG_TATA_CARA_PEMUNGUTAN_RETRIBUSI_REKLAME_DAN_PAJAK_AIR_TANAH.docx",
    "drafts/tanggapan/01._TANGGAPAN_RAPERDA_PENYELENGGARAAN_PERHUBUNGAN1__1_.docx",
    "pairs/10-ksb-pupuk-pestisida/v1-draf.docx",
    "drafts/tanggapan/01._TANGGAPAN_RAPERDA_KARANG_TARUNA1.docx",
    "pairs/09-loteng-kkpd/v1-draft.docx",
    "pairs/14-ksb-perubahan-perjalanan-dinas/v1-raperbup.docx",
)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real drafts is not on this machine")
def test_every_number_of_real_drafts_is_the_one_libreoffice_shows() -> None:
    count, differences = judged([SAMPLES / name for name in JUDGED])
    assert differences == {}
    assert count >= 2_000
