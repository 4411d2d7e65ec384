"""Who must be present in a plenary and how many must agree (UU 23/2014 Pasal 183), in whole members."""

from dataclasses import dataclass
from typing import Final

from tracker.domain.errors import InvalidValue
from tracker.domain.law.deadline_rules import Confidence


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a whole: at least `top`/`bottom` of it, or more than that."""

    top: int
    bottom: int
    more_than: bool = False

    def least(self, whole: int) -> int:
        """Return the fewest members that make up this share; no part of a member counts."""
        if self.more_than:
            return whole * self.top // self.bottom + 1
        return -(-whole * self.top // self.bottom)


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """One kind of plenary. `decision` None: the most votes decide. `without`: what follows without quorum."""

    slug: str
    number: str
    presence: Share
    decision: Share | None
    without: str
    basis: str
    confidence: Confidence = "V"


_HALF: Final = Share(1, 2, more_than=True)

QUORUM_RULES: dict[str, QuorumRule] = {
    rule.slug: rule
    for rule in (
        QuorumRule(
            "perda",
            "D23",
            Share(2, 3),
            _HALF,
            "tanpa-keputusan",
            "UU 23/2014 Pasal 183 ayat (2) huruf b, ayat (3) huruf b, dan ayat (4)-(6)",
        ),
        QuorumRule(
            "lain",
            "D24",
            _HALF,
            None,
            "diserahkan",
            "UU 23/2014 Pasal 183 ayat (2) huruf c, ayat (3) huruf c, dan ayat (7)",
        ),
        QuorumRule(
            "hak-angket",
            "D25",
            Share(3, 4),
            Share(2, 3),
            "",
            "UU 23/2014 Pasal 183 ayat (2) huruf a",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Quorum:
    """What the numbers of one plenary come to. What was not given is None.

    `needed_for` counts those present; without their number it counts the fewest that may decide.
    """

    rule: QuorumRule
    seats: int
    needed_present: int
    present: int | None
    needed_for: int | None
    in_favour: int | None

    @property
    def is_quorate(self) -> bool | None:
        """Say whether enough are present; None where their number was not given."""
        return None if self.present is None else self.present >= self.needed_present

    @property
    def is_carried(self) -> bool | None:
        """Say whether it is decided; None where that cannot be told."""
        if not self.is_quorate:
            return False if self.is_quorate is False else None
        if self.in_favour is None or self.needed_for is None:
            return None
        return self.in_favour >= self.needed_for


def quorum(slug: str, *, seats: int, present: int | None = None, in_favour: int | None = None) -> Quorum:
    """Judge a plenary; raises InvalidValue where the numbers cannot be, naming the field."""
    if slug not in QUORUM_RULES:
        raise InvalidValue("kind", "not-a-choice")
    if seats < 1:
        raise InvalidValue("seats", "out-of-range", least=1, most=1000)
    if present is not None and not 0 <= present <= seats:
        raise InvalidValue("present", "out-of-range", least=0, most=seats)
    if in_favour is not None and not 0 <= in_favour <= (seats if present is None else present):
        raise InvalidValue("in_favour", "out-of-range", least=0, most=seats if present is None else present)
    rule = QUORUM_RULES[slug]
    needed_present = rule.presence.least(seats)
    voting = needed_present if present is None else present
    return Quorum(
        rule=rule,
        seats=seats,
        needed_present=needed_present,
        present=present,
        needed_for=rule.decision.least(voting) if rule.decision else None,
        in_favour=in_favour,
    )
