"""Text for WhatsApp keeps its shape, whatever people have typed into titles and agendas."""

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.chat_text import chat_text, share_address

LINK = "https://raperda.example.go.id/raperda/spbe-2023"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_title_is_bold_and_the_address_stands_alone_at_the_end() -> None:
    assert chat_text("Rapat kerja: SPBE", ["Kamis, 15 Juni 2023", "", "Ruang  rapat\nlantai 2"], LINK) == (
        f"*Rapat kerja: SPBE*\nKamis, 15 Juni 2023\nRuang rapat lantai 2\n\n{LINK}"
    )


@given(TEXT, st.lists(TEXT))
def test_no_text_breaks_the_bold_or_adds_a_line(title: str, lines: list[str]) -> None:
    first, *rest = chat_text(title, lines, LINK).split("\n")
    assert first.startswith("*")
    assert first.endswith("*")
    assert first.count("*") == 2
    assert rest[-2:] == ["", LINK]
    assert len(rest) <= len(lines) + 2


@given(TEXT)
def test_whatsapp_is_handed_the_text_unharmed(text: str) -> None:
    address = urlsplit(share_address(text))
    assert address.netloc == "wa.me"
    assert parse_qs(address.query, keep_blank_values=True) == {"text": [text]}
