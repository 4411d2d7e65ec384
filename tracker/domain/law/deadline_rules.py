"""A statutory clock as a row: what starts it, how it counts, who holds it, what it rests on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, Final, Literal

from tracker.domain.law.legal_events import EVENTS, StageEvent

# V read in the primary text, "V predecessor" read in a regulation since replaced, S secondary source only,
# M unverified, D our design, none: no text found.
Confidence = Literal["V", "V predecessor", "S", "M", "D", "none"]
# Of "tanggal" and "minggu" the count is the day or the week of `month`, every year.
Unit = Literal["hari-kerja", "hari-kalender", "bulan", "tanggal", "minggu"]
Direction = Literal["maju", "mundur"]
Standing = Literal["hukum", "belum-diverifikasi", "target", "tidak-aktif"]

FIXED: Final = ("tanggal", "minggu")
CONFIDENCES: Final[tuple[Confidence, ...]] = ("V", "V predecessor", "S", "M", "D", "none")
UNITS: Final[tuple[Unit, ...]] = ("hari-kerja", "hari-kalender", "bulan", *FIXED)
SUBJECTS: Final = (
    "rpjpd-rpjmd",
    "apbd",
    "perubahan-apbd",
    "pertanggungjawaban-apbd",
    "pajak-retribusi",
    "tata-ruang",
)
"""What an evaluated Raperda may be about (UU 23/2014 Pasal 245 ayat (3), 267-271, 315, 319, 322)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules look at in a Raperda. `year` is the year of the Propemperda, in which it is debated."""

    kind: str
    subject: str = ""
    initiator: str = "bupati"
    year: int = 0


@dataclass(frozen=True, slots=True)
class OtherReading:
    """How another Act counts the same deadline; it only ever makes the prudent date earlier."""

    count: int
    unit: Unit
    basis: str


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One clock, or one date of every year. `event` and `satisfied_by` are slugs of EVENTS.

    Without an event it is a date of the year; with nothing that satisfies it a person has to tell.
    Empty `kinds`, `subjects` and `initiator` mean: whatever it is. Of several rows with one slug, the one in
    force on the day of the trigger counts.
    """

    number: str
    slug: str
    event: str
    satisfied_by: str
    count: int
    unit: Unit
    holder: str
    act: str
    act_english: str
    consequence: str
    consequence_english: str
    basis: str
    confidence: Confidence
    phrase: str = ""
    month: int = 0
    direction: Direction = "maju"
    kinds: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    initiator: str = ""
    other_reading: OtherReading | None = None
    active: bool = True
    in_force_from: date | None = None
    in_force_until: date | None = None

    @property
    def verified(self) -> bool:
        """Say whether the rule was read in the primary text in force and may be shown as law."""
        return self.confidence == "V"

    @property
    def standing(self) -> Standing:
        """How the rule may be shown."""
        if not self.active:
            return "tidak-aktif"
        if self.verified:
            return "hukum"
        return "target" if self.confidence == "D" else "belum-diverifikasi"

    @property
    def trigger(self) -> StageEvent | None:
        """What starts the clock; None for a date of the year."""
        return EVENTS[self.event] if self.event else None

    @property
    def stopped_by(self) -> StageEvent | None:
        """What stops the clock; None where no stage can tell."""
        return EVENTS[self.satisfied_by] if self.satisfied_by else None

    @property
    def by_hand(self) -> bool:
        """Say whether a person may tell that it is met: where no stage can, or only later than they."""
        return not self.satisfied_by or not self.event

    def concerns(self, matter: Matter) -> bool:
        """Say whether the rule is for a Raperda like this, whatever the day."""
        return (
            (not self.kinds or matter.kind in self.kinds)
            and (not self.subjects or matter.subject in self.subjects)
            and self.initiator in ("", matter.initiator)
        )

    def in_force_on(self, on: date) -> bool:
        """Say whether the rule counts for what happens on this day."""
        return (self.in_force_from or date.min) <= on <= (self.in_force_until or date.max)


def rule_to_json(rule: DeadlineRule) -> dict[str, Any]:
    """Return a rule as JSON has it."""
    plain = asdict(rule)
    for name in ("kinds", "subjects"):
        plain[name] = sorted(plain[name])
    for name in ("in_force_from", "in_force_until"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return plain


def rule_from_json(stored: dict[str, Any]) -> DeadlineRule:
    """Return the rule that `rule_to_json` wrote; raises KeyError or TypeError for anything else."""
    values = {field.name: stored[field.name] for field in fields(DeadlineRule)}
    other = values["other_reading"]
    values["other_reading"] = OtherReading(**other) if other else None
    for name in ("kinds", "subjects"):
        values[name] = frozenset(values[name])
    for name in ("in_force_from", "in_force_until"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return DeadlineRule(**values)


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """The rules as they stand; build it with `RuleBook.of`. `version` changes with any of them."""

    rules: tuple[DeadlineRule, ...]
    version: str

    @classmethod
    def of(cls, rules: Iterable[DeadlineRule]) -> "RuleBook":
        """Build a book of rules, which keep the order they are given in."""
        every = tuple(rules)
        lines = sorted(repr(rule_to_json(rule)) for rule in every)
        return cls(every, sha256("\n".join(lines).encode()).hexdigest()[:12])

    def rules_for(self, matter: Matter) -> tuple[DeadlineRule, ...]:
        """Return the active rules for a Raperda like this, in order of the table, whatever the day."""
        return tuple(rule for rule in self.rules if rule.active and rule.concerns(matter))

    def chosen(self, rule: DeadlineRule, matter: Matter, on: date) -> bool:
        """Say whether this is the rule of its slug that counts for what happens on this day."""
        same = [each for each in self.rules_for(matter) if each.slug == rule.slug and each.in_force_on(on)]
        return bool(same) and max(same, key=lambda each: each.in_force_from or date.min) is rule

    def triggered_by(self, event: StageEvent, matter: Matter, on: date) -> tuple[DeadlineRule, ...]:
        """Return the clocks that this starts if it happens on this day."""
        found = (rule for rule in self.rules_for(matter) if rule.trigger == event)
        return tuple(rule for rule in found if self.chosen(rule, matter, on))

    def stopped_by(self, event: StageEvent, matter: Matter) -> tuple[DeadlineRule, ...]:
        """Return the clocks that this stops, each slug once."""
        met = ("completed", "answered") if event.what == "completed" else (event.what,)
        if event.what == "sent-back":
            met = ("sent-back", "answered")
        found = {
            rule.slug: rule
            for rule in self.rules_for(matter)
            if rule.stopped_by and rule.stopped_by.stage == event.stage and rule.stopped_by.what in met
        }
        return tuple(found.values())
