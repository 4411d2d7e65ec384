"""The clocks of Raperda that the governor evaluates after approval: sending, result, correction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.domain.deadline_rules import Confidence, DeadlineRule
from tracker.domain.process import Holder, Kind

_EVALUATED: Final = frozenset({Kind.EVALUATED.value})
_CANCELLED: Final = (
    "Jika hasil evaluasi diabaikan, gubernur membatalkan dan pagu tahun sebelumnya berlaku",
    "If the result is ignored, the governor annuls it and last year's ceiling applies",
)
_ANNULLED: Final = (
    "Jika hasil evaluasi diabaikan, gubernur membatalkan",
    "If the result is ignored, the governor annuls it",
)
_NOTHING: Final = ("", "")
_NO_NUMBER: Final = (
    "Raperda diperbaiki dan disampaikan lagi; Perda tanpa nomor register dapat membuat DAU atau DBH dipotong",
    "The Raperda is corrected and sent again; a Perda without its number may cost part of DAU or DBH",
)


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """What one Act says of one subject: days for sending, for the result, and for correcting it (0: none)."""

    number: str
    subject: str
    sending: int
    result: int
    correcting: int
    basis: str
    missed: tuple[str, str]
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
        _NOTHING,
    ),
    _Evaluation("D17", "apbd", 3, 15, 7, "UU 23/2014 Pasal 315 ayat (1), (4), dan (6)-(8)", _CANCELLED),
    _Evaluation("D18", "perubahan-apbd", 3, 15, 7, "UU 23/2014 Pasal 319", _CANCELLED),
    _Evaluation("D19", "pertanggungjawaban-apbd", 3, 15, 7, "UU 23/2014 Pasal 322", _ANNULLED),
    _Evaluation(
        "D20",
        "pajak-retribusi",
        3,
        15,
        0,
        "UU 1/2022 Pasal 98 ayat (4), (10), dan (13); UU 23/2014 Pasal 252 ayat (4) jo. UU 11/2020",
        _NO_NUMBER,
        "hari kerja",
    ),
    # UU 23/2014 Pasal 245 ayat (3) and (4) have it evaluated, with no count of days.
    _Evaluation("D21", "tata-ruang", 0, 15, 0, "Permendagri 80/2015 jo. 120/2018", _NOTHING, confidence="M"),
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


def _rule(one: _Evaluation, step: _Step, count: int) -> DeadlineRule:
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
        consequence=one.missed[0],
        consequence_english=one.missed[1],
        basis=one.basis,
        phrase=one.phrase,
        confidence=one.confidence,
        kinds=_EVALUATED,
        subjects=frozenset({one.subject}),
    )


def _rules(one: _Evaluation) -> Iterator[DeadlineRule]:
    steps = ((_SENDING, one.sending), (_RESULT, one.result), (_CORRECTING, one.correcting))
    return (_rule(one, step, count) for step, count in steps if count)


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
    consequence="Sesudah disempurnakan, Raperda mendapat nomor register (Pasal 101 ayat (2))",
    consequence_english="Once corrected, the Raperda is given its register number (Pasal 101 ayat (2))",
    basis="Permendagri 80/2015 jo. 120/2018 Pasal 99 ayat (2)",
    phrase="paling lama 7 (tujuh) Hari terhitung sejak hasil evaluasi diterima",
    confidence="S",
    kinds=_EVALUATED,
    subjects=frozenset({"", "pajak-retribusi", "tata-ruang"}),  # the others have a row of an Act
)

RULES: tuple[DeadlineRule, ...] = (*(rule for one in _EVALUATIONS for rule in _rules(one)), _GENERAL)
