"""The numbers before a unit, typed or automatic alike: "(2)", "a.", "12a.", "iv." and what follows them."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal, NamedTuple

NumeralKind = Literal["ayat", "huruf", "angka"]

_SUFFIXED: Final = 100
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Numeral(NamedTuple):
    """A number as written: `style` is its decoration, `value` its place in a list, `end` where it ends."""

    kind: NumeralKind
    style: str
    number: str
    value: int
    end: int

    @property
    def is_first(self) -> bool:
        """Whether a list begins with it."""
        return self.value == _SUFFIXED

    def follows(self, other: "Numeral") -> bool:
        """Whether it is the one after another: (3) after (2), but also (2a)."""
        if self.style != other.style:
            return False
        whole, before = self.value // _SUFFIXED, other.value // _SUFFIXED
        return (whole == before and self.value > other.value) or (
            whole == before + 1 and self.value % _SUFFIXED == 0
        )


def _figures(number: str) -> int:
    suffix = number.lstrip("0123456789")
    return int(number[: len(number) - len(suffix)]) * _SUFFIXED + (ord(suffix[0]) - 96 if suffix else 0)


def _letters(number: str) -> int:
    """Letters as Word counts them: z is 26, aa is 27, bb is 28."""
    return (ord(number[0].lower()) - 96 + 26 * (len(number) - 1)) * _SUFFIXED


def roman(number: str) -> int:
    """What a Roman number is worth."""
    worth = [_ROMAN[sign] for sign in number.lower()]
    return sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))


def _roman(number: str) -> int:
    return roman(number) * _SUFFIXED


def _levels(number: str) -> int:
    return int(number.rpartition(".")[2]) * _SUFFIXED


# What stands behind a number: "a.n." and "1.000" are none, nor is the end of a reference, "(2), atau".
_CLOSED: Final = r"(?![.,;:)/])"
_END: Final = r"(?=\s|$)"
_SHAPES: Final[tuple[tuple[NumeralKind, str, str, Callable[[str], int]], ...]] = (
    ("ayat", "(1)", r"\(\s?(\d{1,3}[a-z]?)\s?\)" + _CLOSED, _figures),
    ("angka", "1.1", r"(\d{1,3}(?:\.\d{1,3})+)[.)]?" + _END, _levels),
    ("angka", "1.", r"(\d{1,3}[a-z]?)\.(?:(?=\s|$)|(?=[A-Z][a-z]))", _figures),
    ("angka", "1)", r"(\d{1,3}[a-z]?)\)" + _CLOSED, _figures),
    ("huruf", "(a)", r"\(([a-z])\)" + _CLOSED, _letters),
    ("huruf", "a.", r"((?P<point>[a-z])(?P=point){0,3})\.(?:(?=\s|$)|(?=bahwa\b))", _letters),
    ("huruf", "a)", r"((?P<bracket>[a-z])(?P=bracket){0,3})\)" + _CLOSED, _letters),
    ("angka", "i.", r"([ivx]{1,5})[.)]" + _END, _roman),
    ("angka", "I.", r"([IVX]{1,5})\." + _END, _roman),
    ("huruf", "A.", r"([A-Z])\." + _END, _letters),
)
# All of them in one pattern, tried in this order; the number itself is the first group in that of its shape.
_SHAPE: Final = re.compile(
    rf"\s*(?:{'|'.join(f'(?P<shape{at}>{row[2]})' for at, row in enumerate(_SHAPES))})"
)
_BY_GROUP: Final = {_SHAPE.groupindex[f"shape{at}"]: row for at, row in enumerate(_SHAPES)}


# Most lines begin with a word; they are told at once.
_MAYBE: Final = re.compile(r"\s*\(?\s?[0-9A-Za-z]{1,5}\s?[.)] ?")


def read_numeral(text: str) -> Numeral | None:
    """The number that a line begins with, if any."""
    maybe = _MAYBE.match(text)
    if maybe is None:
        return None
    begins = maybe[0]
    # No shape looks past a space behind its last sign, and the same few numbers come again and again.
    return _known(begins) if begins[-1] == " " else _read(text)


def may_begin_with_numeral(text: str, at: int) -> bool:
    """Whether a number can stand at this place of a line: quick, and never wrong when it says no."""
    return _MAYBE.match(text, at) is not None


def _read(text: str) -> Numeral | None:
    found = _SHAPE.match(text)
    if found is None or found.lastindex is None:
        return None
    kind, style, _, value = _BY_GROUP[found.lastindex]
    number = found[found.lastindex + 1]
    depth = f"{style}{number.count('.')}" if style == "1.1" else style
    return Numeral(kind, depth, number, value(number), found.end())


_known: Final = lru_cache(maxsize=1024)(_read)


_EXPLAINED: Final = re.compile(
    r"\s*(?:Ayat\s*\(?\s?([0-9]{1,3}[a-z]?)\s?\)?|Huruf\s+([a-z]{1,2})\.?|Angka\s+([0-9]{1,3}[a-z]?)\.?)\s*:?"
    r"\s*(?:[Cc]ukup\s+[Jj]elas\W*)?$"
)


def read_explained(text: str) -> Numeral | None:
    """The unit that a line of the Penjelasan names: "Ayat (1)", "Huruf a", "Angka 2"."""
    found = _EXPLAINED.match(text)
    if not found:
        return None
    ayat, huruf, angka = found.groups()
    if ayat:
        return Numeral("ayat", "Ayat", ayat, _figures(ayat), found.end())
    if huruf:
        return Numeral("huruf", "Huruf", huruf, _letters(huruf), found.end())
    return Numeral("angka", "Angka", angka, _figures(angka), found.end())
