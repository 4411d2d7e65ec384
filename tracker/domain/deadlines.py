"""Statutory deadlines as a table: what starts a clock, how it counts, what stops it, and its basis."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from tracker.domain.process import Holder, Kind
from tracker.domain.workdays import Count, WorkCalendar

# V read in the primary text, S secondary source only, M unverified, D our design, none: no text found.
Confidence = Literal["V", "S", "M", "D", "none"]
Unit = Literal["hari-kerja", "hari-kalender", "bulan"]
Happening = Literal["started", "completed"]
PrudentReason = Literal["hari-pemicu", "bacaan-lain"]

_ONE_DAY = timedelta(days=1)


class StageEvent(NamedTuple):
    """Something that happens to a stage (its slug in `process`)."""

    stage: str
    what: Happening


@dataclass(frozen=True, slots=True)
class OtherReading:
    """How another Act counts the same deadline; it only ever makes the prudent date earlier."""

    count: int
    unit: Unit
    basis: str


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One clock. `event` names its trigger as statutes do; with `satisfied_by` None no stage stops it."""

    number: str
    slug: str
    event: str
    trigger: StageEvent
    satisfied_by: StageEvent | None
    count: int
    unit: Unit
    holder: Holder
    act: str
    act_english: str
    consequence: str
    consequence_english: str
    basis: str
    phrase: str
    confidence: Confidence
    kinds: frozenset[Kind] = frozenset(Kind)
    other_reading: OtherReading | None = None

    @property
    def verified(self) -> bool:
        """Say whether the rule was read in the primary text and may be shown as law."""
        return self.confidence == "V"


@dataclass(frozen=True, slots=True)
class DueDate:
    """A computed deadline and the reasoning behind it.

    `due_on` is the legal date; `prudent_on` is never later and says in `prudent_reason` what makes it so: the
    trigger day counted as well ("hari-pemicu"), or the rule's other reading ("bacaan-lain").
    """

    due_on: date
    prudent_on: date
    prudent_reason: PrudentReason
    triggered_on: date
    rule: DeadlineRule
    counted: Count
    calendar_version: str
    provisional: bool


_APPROVED = StageEvent("rapat-paripurna", "completed")
_RECEIVED = StageEvent("penyampaian-bupati", "completed")
# The stage starts on the day the request is handed to the governor; sending and receipt are one date to us.
_REGISTER_ASKED = StageEvent("nomor-register", "started")
_REGISTERED = StageEvent("nomor-register", "completed")
_ENACTED = StageEvent("penetapan", "completed")

_ORDINARY = frozenset({Kind.ORDINARY})

# Every "Hari" of UU 23/2014 is a working day (Pasal 1 angka 50). Raperda under evaluation get their register
# number after the evaluation (Pasal 245 ayat (5)); Permendagri 80/2015 Pasal 102 ayat (3) counts their 30
# days from there, but we know that text only second-hand and garbled: D10 to D12 are for ordinary Raperda.
DEADLINE_RULES: tuple[DeadlineRule, ...] = (
    DeadlineRule(
        number="D09",
        slug="penyampaian-ke-bupati",
        event="persetujuan-bersama",
        trigger=_APPROVED,
        satisfied_by=_RECEIVED,
        count=3,
        unit="hari-kerja",
        holder=Holder.PIMPINAN,
        act="Pimpinan DPRD menyampaikan Raperda kepada bupati",
        act_english="The council leadership sends the Raperda to the bupati",
        consequence="Tidak ada sanksi tegas, tetapi waktu penetapan 30 hari kerja terus berjalan",
        consequence_english="No express sanction, but the 30 working days for enactment keep running",
        basis="UU 23/2014 Pasal 242 ayat (2)",
        phrase="paling lama 3 (tiga) Hari terhitung sejak tanggal persetujuan bersama",
        confidence="V",
    ),
    DeadlineRule(
        number="D10",
        slug="permohonan-nomor-register",
        event="diterima-bupati",
        trigger=_RECEIVED,
        satisfied_by=_REGISTER_ASKED,
        count=3,
        unit="hari-kerja",
        holder=Holder.BUPATI,
        act="Bupati memohon nomor register kepada gubernur",
        act_english="The bupati asks the governor for a register number",
        consequence="Tanpa nomor register, Raperda belum dapat ditetapkan dan diundangkan",
        consequence_english="Without a register number the Raperda cannot yet be enacted or promulgated",
        basis="UU 23/2014 Pasal 242 ayat (4)",
        phrase=(
            "paling lama 3 (tiga) Hari terhitung sejak menerima rancangan Perda kabupaten/kota "
            "dari pimpinan DPRD kabupaten/kota"
        ),
        confidence="V",
        kinds=_ORDINARY,
    ),
    DeadlineRule(
        number="D11",
        slug="pemberian-nomor-register",
        event="diterima-gubernur",
        trigger=_REGISTER_ASKED,
        satisfied_by=_REGISTERED,
        count=7,
        unit="hari-kerja",
        holder=Holder.PROVINSI,
        act="Gubernur memberikan nomor register",
        act_english="The governor gives the register number",
        consequence="Nomor register tidak dianggap diberikan; Raperda tetap menunggu",
        consequence_english="The number is not deemed given; the Raperda keeps waiting",
        basis="UU 23/2014 Pasal 242 ayat (5)",
        phrase="paling lama 7 (tujuh) Hari sejak rancangan Perda diterima",
        confidence="V",
        kinds=_ORDINARY,
    ),
    DeadlineRule(
        number="D12",
        slug="penetapan",
        event="persetujuan-bersama",
        trigger=_APPROVED,
        satisfied_by=_ENACTED,
        count=30,
        unit="hari-kerja",
        holder=Holder.BUPATI,
        act="Bupati menetapkan Raperda dengan tanda tangan",
        act_english="The bupati enacts the Raperda by signing it",
        consequence="Raperda yang sudah bernomor register sah menjadi Perda dan wajib diundangkan",
        consequence_english="A Raperda with its register number is valid as a Perda and must be promulgated",
        basis="UU 23/2014 Pasal 242 ayat (6)-(9)",
        phrase=(
            "paling lama 30 (tiga puluh) Hari sejak rancangan Perda disetujui bersama "
            "oleh DPRD dan kepala Daerah"
        ),
        confidence="V",
        kinds=_ORDINARY,
        other_reading=OtherReading(30, "hari-kalender", "UU 12/2011 Pasal 79 ayat (1) jo. Pasal 80"),
    ),
    DeadlineRule(
        number="D15",
        slug="penyampaian-perda-ke-gubernur",
        event="penetapan",
        trigger=_ENACTED,
        # No stage records the sending of an enacted Perda; whoever shows this clock lets a person close it.
        satisfied_by=None,
        count=7,
        unit="hari-kerja",
        holder=Holder.BUPATI,
        act="Bupati menyampaikan Perda kepada gubernur",
        act_english="The bupati sends the Perda to the governor",
        consequence="Teguran tertulis dari gubernur",
        consequence_english="A written reprimand from the governor",
        basis="UU 23/2014 Pasal 249 ayat (3) dan (4)",
        phrase="paling lama 7 (tujuh) Hari setelah ditetapkan",
        confidence="V",
    ),
)

BY_SLUG: dict[str, DeadlineRule] = {rule.slug: rule for rule in DEADLINE_RULES}


def rules_for(kind: str) -> tuple[DeadlineRule, ...]:
    """Return the clocks that apply to a Raperda of this kind, in order of the process."""
    return tuple(rule for rule in DEADLINE_RULES if kind in rule.kinds)


def triggered_by(stage: str, what: str, *, kind: str) -> tuple[DeadlineRule, ...]:
    """Return the clocks that this stage event starts for a Raperda of this kind."""
    return tuple(rule for rule in rules_for(kind) if rule.trigger == (stage, what))


def satisfied_by(stage: str, what: str) -> tuple[DeadlineRule, ...]:
    """Return the clocks that this stage event stops, whatever the kind."""
    return tuple(rule for rule in DEADLINE_RULES if rule.satisfied_by == (stage, what))


def compute(rule: DeadlineRule, triggered_on: date, calendar: WorkCalendar) -> DueDate:
    """Count a rule from the day its trigger happened.

    The Acts do not say whether that day counts. The legal date counts from the day after it; the prudent date
    counts it as the first day, or follows the rule's other reading where that is earlier still.
    """
    counted = _count(rule.unit, rule.count, triggered_on, calendar)
    prudent_on = _count(rule.unit, rule.count, triggered_on - _ONE_DAY, calendar).due
    reason: PrudentReason = "hari-pemicu"
    other_on = other_reading_on(rule, triggered_on, calendar)
    if other_on is not None and other_on < prudent_on:
        prudent_on, reason = other_on, "bacaan-lain"
    return DueDate(
        due_on=counted.due,
        prudent_on=prudent_on,
        prudent_reason=reason,
        triggered_on=triggered_on,
        rule=rule,
        counted=counted,
        calendar_version=calendar.version,
        provisional=rule.unit == "hari-kerja" and calendar.provisional(triggered_on, counted.due),
    )


def other_reading_on(rule: DeadlineRule, triggered_on: date, calendar: WorkCalendar) -> date | None:
    """Return the date by the rule's other reading, counted from the day after; None where there is none."""
    other = rule.other_reading
    return _count(other.unit, other.count, triggered_on, calendar).due if other is not None else None


def _count(unit: Unit, count: int, start: date, calendar: WorkCalendar) -> Count:
    if unit == "hari-kerja":
        return calendar.counted(start, count)
    due = start + timedelta(days=count) if unit == "hari-kalender" else _months_after(start, count)
    return Count(start, (due - start).days, due)


def _months_after(start: date, months: int) -> date:
    """The same day `months` later, or the last day of a month that is too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
