"""The clocks of Raperda that the governor evaluates after approval: sending, result, correction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.domain.law.deadline_rules import Confidence, DeadlineRule
from tracker.domain.process import Holder, Kind

_EVALUATED: Final = frozenset({Kind.EVALUATED.value})
_ANNULLED: Final = (
    "Gubernur membatalkan; pagu tahun sebelumnya berlaku",
    "The governor annuls it; last year's ceiling applies",
)
_ONLY_ANNULLED: Final = ("Gubernur membatalkan", "The governor annuls it")
_NO_NUMBER: Final = (
    "Perda tanpa nomor register dapat membuat DAU atau DBH dipotong",
    "A Perda without its register number may cost part of DAU or DBH",
)
_NOTHING: Final = ("", "")


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """What one Act says of one subject: days for sending, for the result, and for correcting it (0: none).

    `unsent` and `uncorrected` say what follows where the bupati misses the one or the other.
    """

    number: str
    subject: str
    sending: int
    result: int
    correcting: int
    basis: str
    unsent: tuple[str, str] = _NOTHING
    uncorrected: tuple[str, str] = _NOTHING
    phrase: str = ""
    confidence: Confidence = "V"


_EVALUATIONS: Final = (
    _Evaluation(
        "D16",
        "rpjpd-rpjmd",
        3,
        15,
        7,
        "UU 23/2014 Pasal 267 ayat (2), Pasal 270 ayat (2) dan (3), Pasal 271 ayat (2) dan (3)",
    ),
    _Evaluation(
        "D17",
        "apbd",
        3,
        15,
        7,
        'UU 23/2014 Pasal 315 ayat (1), (4), dan (6)-(8); PP 12/2019 Pasal 112 hanya menulis "hari"',
        uncorrected=_ANNULLED,
    ),
    _Evaluation("D18", "perubahan-apbd", 3, 15, 7, "UU 23/2014 Pasal 319", uncorrected=_ANNULLED),
    _Evaluation(
        "D19", "pertanggungjawaban-apbd", 3, 15, 7, "UU 23/2014 Pasal 322", uncorrected=_ONLY_ANNULLED
    ),
    _Evaluation(
        "D20",
        "pajak-retribusi",
        3,
        15,
        0,
        "UU 1/2022 Pasal 98 ayat (4), (10), dan (13); UU 23/2014 Pasal 252 ayat (4) jo. UU 11/2020",
        unsent=_NO_NUMBER,
        phrase="hari kerja",
    ),
    # UU 23/2014 Pasal 245 ayat (3) and (4) have it evaluated, with no count of days.
    _Evaluation("D21", "tata-ruang", 0, 15, 0, "Permendagri 80/2015 jo. 120/2018", confidence="M"),
)


@dataclass(frozen=True, slots=True)
class _Step:
    """One clock of an evaluation, whatever it is about."""

    slug: str
    event: str
    satisfied_by: str
    holder: Holder
    act: str
    act_english: str


_SENDING: Final = _Step(
    "penyampaian-evaluasi",
    "persetujuan-bersama",
    "evaluasi-diminta",
    Holder.BUPATI,
    "Bupati menyampaikan Raperda kepada gubernur untuk dievaluasi",
    "The bupati sends the Raperda to the governor for evaluation",
)
_RESULT: Final = _Step(
    "hasil-evaluasi",
    "evaluasi-diminta",
    "hasil-evaluasi",
    Holder.PROVINSI,
    "Gubernur menyampaikan hasil evaluasi",
    "The governor gives the result of the evaluation",
)
_CORRECTING: Final = _Step(
    "penyempurnaan-evaluasi",
    "harus-disempurnakan",
    "evaluasi-diminta",
    Holder.BUPATI,
    "Bupati bersama DPRD menyempurnakan Raperda menurut hasil evaluasi",
    "The bupati and the council correct the Raperda as the evaluation asks",
)


def _rule(one: _Evaluation, step: _Step, count: int, missed: tuple[str, str]) -> DeadlineRule:
    return DeadlineRule(
        number=one.number,
        slug=f"{step.slug}-{one.subject}",
        event=step.event,
        satisfied_by=step.satisfied_by,
        count=count,
        unit="hari-kerja",
        holder=step.holder,
        act=step.act,
        act_english=step.act_english,
        consequence=missed[0],
        consequence_english=missed[1],
        basis=one.basis,
        phrase=one.phrase,
        confidence=one.confidence,
        kinds=_EVALUATED,
        subjects=frozenset({one.subject}),
    )


def _rules(one: _Evaluation) -> Iterator[DeadlineRule]:
    steps = (
        (_SENDING, one.sending, one.unsent),
        (_RESULT, one.result, _NOTHING),
        (_CORRECTING, one.correcting, one.uncorrected),
    )
    return (_rule(one, step, count, missed) for step, count, missed in steps if count)


_GENERAL: Final = DeadlineRule(
    number="D22",
    slug=_CORRECTING.slug,
    event=_CORRECTING.event,
    satisfied_by=_CORRECTING.satisfied_by,
    count=7,
    unit="hari-kerja",
    holder=_CORRECTING.holder,
    act=_CORRECTING.act,
    act_english=_CORRECTING.act_english,
    consequence="",
    consequence_english="",
    basis="Permendagri 80/2015 jo. 120/2018 Pasal 99 ayat (2); sesudahnya nomor register, Pasal 101 ayat (2)",
    phrase="paling lama 7 (tujuh) Hari terhitung sejak hasil evaluasi diterima",
    confidence="S",
    kinds=_EVALUATED,
    subjects=frozenset({"", "pajak-retribusi", "tata-ruang"}),  # the others have a row of an Act
)

RULES: tuple[DeadlineRule, ...] = (*(rule for one in _EVALUATIONS for rule in _rules(one)), _GENERAL)
