"""The process of forming a Perda Kabupaten as tables: stages, what each needs first, and the ways back.

Confidence of a row: V read in the primary text, S secondary source only, M unverified, D our design, not law.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Confidence = Literal["V", "S", "M", "D"]


class Phase(StrEnum):
    """The large parts of the way, in order."""

    PERSIAPAN = "persiapan"
    PANSUS = "pansus"
    PROVINSI = "provinsi"
    PARIPURNA = "paripurna"
    MENUJU_BERLAKU = "menuju-berlaku"


class Kind(StrEnum):
    """What sort of Raperda it is: those of UU 23/2014 Pasal 245 ayat (3) are evaluated by the governor."""

    ORDINARY = "biasa"
    EVALUATED = "dievaluasi"


class Holder(StrEnum):
    """In whose hands a stage is."""

    BAPEMPERDA = "bapemperda"
    OPD = "opd"
    KANWIL = "kanwil"
    PIMPINAN = "pimpinan"
    PANSUS = "pansus"
    PROVINSI = "provinsi"
    BUPATI = "bupati"
    SEKDA = "sekda"


class Status(StrEnum):
    """Where one round of a stage is. A round that was sent back is closed for good."""

    BELUM = "belum"
    BERLANGSUNG = "berlangsung"
    SELESAI = "selesai"
    DILEWATI = "dilewati"
    DIKEMBALIKAN = "dikembalikan"


class Condition(StrEnum):
    """Where the Raperda as a whole is."""

    AKTIF = "aktif"
    DITARIK = "ditarik"
    DITOLAK = "ditolak"
    BERLAKU = "berlaku"


CLOCKS_RUN = (Condition.AKTIF, Condition.BERLAKU)
"""Deadlines run on in these: a Perda in force is still owed to the governor (UU 23/2014 Pasal 249)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, with the basis it rests on. `number` is set for the seven that the public counts."""

    slug: str
    phase: Phase
    number: int | None
    name: str
    english: str
    official: str
    holder: Holder
    basis: str
    confidence: Confidence
    skippable: bool = True
    only: Kind | None = None


_PLENARY = "PP 12/2018 Pasal 9 ayat (3) huruf a dan b"
_COMMITTEE = "PP 12/2018 Pasal 9 ayat (3) huruf c; nama rapat menurut kebiasaan setempat"

STAGES: tuple[Stage, ...] = (
    Stage("propemperda", Phase.PERSIAPAN, None, "Propemperda", "Legislative programme",
          "Keputusan DPRD tentang Propemperda", Holder.BAPEMPERDA, "UU 23/2014 Pasal 239", "V"),
    Stage("penyusunan", Phase.PERSIAPAN, None, "Penyusunan", "Drafting",
          "Penyusunan Naskah Akademik dan Raperda", Holder.OPD, "UU 12/2011 Pasal 56-63", "V"),
    Stage("harmonisasi-kanwil", Phase.PERSIAPAN, None, "Harmonisasi Kanwil",
          "Harmonisation (Law Ministry office)", "Pengharmonisasian, pembulatan, dan pemantapan konsepsi",
          Holder.KANWIL, "UU 12/2011 Pasal 58 dan 63 jo. UU 13/2022; Permenkum 40/2025 Pasal 4", "V"),
    Stage("penyampaian", Phase.PERSIAPAN, None, "Penyampaian Raperda", "Submission",
          "Penyampaian Raperda dengan surat pengantar", Holder.PIMPINAN, "UU 12/2011 Pasal 61", "V"),
    Stage("penjelasan", Phase.PERSIAPAN, None, "Penjelasan dan Pandangan Fraksi",
          "Explanation and faction views", "Paripurna penjelasan, pandangan umum fraksi, dan jawaban",
          Holder.PIMPINAN, _PLENARY, "V"),
    Stage("pembentukan-pansus", Phase.PERSIAPAN, None, "Pembentukan Pansus", "Forming the pansus",
          "Keputusan DPRD tentang pembentukan panitia khusus", Holder.PIMPINAN,
          "PP 12/2018 Pasal 65 ayat (2)", "S"),
    Stage("rapat-pansus", Phase.PANSUS, 1, "Rapat Pansus", "Pansus meetings",
          "Pembahasan panitia khusus bersama perangkat daerah", Holder.PANSUS, _COMMITTEE, "V"),
    Stage("rapat-komprehensif", Phase.PANSUS, 2, "Rapat Komprehensif", "Comprehensive review",
          "Pembahasan pasal demi pasal", Holder.PANSUS, _COMMITTEE, "D"),
    Stage("kunjungan-kerja", Phase.PANSUS, 3, "Kunjungan Kerja", "Working visit",
          "Kunjungan kerja, bentuk partisipasi masyarakat", Holder.PANSUS,
          "UU 12/2011 Pasal 96 jo. UU 13/2022", "V"),
    Stage("pra-finalisasi", Phase.PANSUS, 4, "Rapat Pra-Finalisasi", "Pre-finalisation",
          "Pembahasan sisa isu", Holder.PANSUS, _COMMITTEE, "D"),
    Stage("finalisasi", Phase.PANSUS, 5, "Rapat Finalisasi", "Finalisation",
          "Akhir pembicaraan tingkat I dan pendapat akhir fraksi", Holder.PANSUS,
          "PP 12/2018 Pasal 9 ayat (3) huruf d", "V"),
    Stage("harmonisasi-provinsi", Phase.PROVINSI, 6, "Harmonisasi Provinsi", "Provincial harmonisation",
          "Fasilitasi gubernur", Holder.PROVINSI, "Permendagri 80/2015 jo. 120/2018 Pasal 88-89", "S"),
    Stage("rapat-paripurna", Phase.PARIPURNA, 7, "Rapat Paripurna", "Plenary",
          "Pembicaraan tingkat II dan persetujuan bersama", Holder.PIMPINAN,
          "PP 12/2018 Pasal 9 ayat (4); UU 23/2014 Pasal 183", "V", skippable=False),
    Stage("penyampaian-bupati", Phase.MENUJU_BERLAKU, None, "Penyampaian ke Bupati", "Sending to the bupati",
          "Penyampaian Raperda yang disetujui bersama", Holder.PIMPINAN,
          "UU 23/2014 Pasal 242 ayat (1) dan (2)", "V", skippable=False),
    Stage("evaluasi-gubernur", Phase.MENUJU_BERLAKU, None, "Evaluasi Gubernur", "Evaluation by the governor",
          "Evaluasi Raperda tertentu", Holder.PROVINSI,
          "UU 23/2014 Pasal 245 ayat (3), 267-271, 315, 319, 322, 325", "V",
          skippable=False, only=Kind.EVALUATED),
    Stage("nomor-register", Phase.MENUJU_BERLAKU, None, "Nomor Register", "Register number",
          "Permohonan dan pemberian nomor register", Holder.PROVINSI,
          "UU 23/2014 Pasal 242 ayat (4) dan (5)", "V", skippable=False),
    Stage("penetapan", Phase.MENUJU_BERLAKU, None, "Penetapan", "Enactment",
          "Penandatanganan oleh bupati", Holder.BUPATI,
          "UU 23/2014 Pasal 242 ayat (6)-(9)", "V", skippable=False),
    Stage("pengundangan", Phase.MENUJU_BERLAKU, None, "Pengundangan", "Promulgation",
          "Pengundangan dalam Lembaran Daerah", Holder.SEKDA, "UU 23/2014 Pasal 244", "V", skippable=False),
)  # fmt: skip

BY_SLUG: dict[str, Stage] = {stage.slug: stage for stage in STAGES}
ORDER: dict[str, int] = {stage.slug: place for place, stage in enumerate(STAGES)}
FIRST = STAGES[0].slug
NUMBERED = tuple(stage for stage in STAGES if stage.number is not None)


@dataclass(frozen=True, slots=True)
class Gate:
    """`stage` may start only when each of `needs` is done or skipped."""

    stage: str
    needs: tuple[str, ...]
    basis: str
    confidence: Confidence


_FORMED = ("pembentukan-pansus",)

GATES: tuple[Gate, ...] = (
    Gate("harmonisasi-kanwil", ("penyusunan",), "UU 12/2011 Pasal 58 jo. UU 13/2022", "V"),
    Gate("penyampaian", ("harmonisasi-kanwil",), "UU 12/2011 Pasal 58 jo. UU 13/2022", "V"),
    Gate("penjelasan", ("penyampaian",), _PLENARY, "V"),
    Gate("rapat-pansus", _FORMED, _COMMITTEE, "V"),
    Gate("rapat-komprehensif", _FORMED, _COMMITTEE, "D"),
    Gate("kunjungan-kerja", _FORMED, _COMMITTEE, "D"),
    Gate("pra-finalisasi", _FORMED, _COMMITTEE, "D"),
    Gate("finalisasi", _FORMED, _COMMITTEE, "D"),
    Gate("harmonisasi-provinsi", ("finalisasi",), "Permendagri 80/2015 jo. 120/2018 Pasal 89 ayat (2)", "S"),
    Gate("rapat-paripurna", ("harmonisasi-provinsi",), "Permendagri 80/2015 jo. 120/2018 Pasal 88-89", "S"),
    Gate("penyampaian-bupati", ("rapat-paripurna",), "UU 23/2014 Pasal 242 ayat (1)", "V"),
    Gate("evaluasi-gubernur", ("rapat-paripurna",), "UU 23/2014 Pasal 245 ayat (3)", "V"),
    Gate("nomor-register", ("penyampaian-bupati", "evaluasi-gubernur", "harmonisasi-provinsi"),
         "UU 23/2014 Pasal 242 ayat (4)", "V"),
    Gate("penetapan", ("nomor-register",), "UU 23/2014 Pasal 243 ayat (1)", "V"),
    Gate("pengundangan", ("penetapan",), "UU 23/2014 Pasal 244", "V"),
)  # fmt: skip

NEEDS: dict[str, tuple[str, ...]] = {gate.stage: gate.needs for gate in GATES}


@dataclass(frozen=True, slots=True)
class WayBack:
    """A stage may be sent back from `stage` to `target`."""

    stage: str
    target: str
    basis: str
    confidence: Confidence


_PRACTICE = "Kebiasaan pembahasan; tidak diatur dengan angka"

WAYS_BACK: tuple[WayBack, ...] = (
    WayBack("harmonisasi-kanwil", "penyusunan", "UU 12/2011 Pasal 58 jo. UU 13/2022", "S"),
    WayBack("rapat-komprehensif", "rapat-pansus", _PRACTICE, "D"),
    WayBack("pra-finalisasi", "rapat-komprehensif", _PRACTICE, "D"),
    WayBack("pra-finalisasi", "rapat-pansus", _PRACTICE, "D"),
    WayBack("finalisasi", "pra-finalisasi", _PRACTICE, "D"),
    WayBack("finalisasi", "rapat-komprehensif", _PRACTICE, "D"),
    WayBack("finalisasi", "rapat-pansus", _PRACTICE, "D"),
    WayBack("harmonisasi-provinsi", "finalisasi", "Tindak lanjut hasil fasilitasi", "S"),
    WayBack(
        "evaluasi-gubernur", "rapat-paripurna", "UU 23/2014 Pasal 245; penyempurnaan hasil evaluasi", "V"
    ),
    WayBack("evaluasi-gubernur", "finalisasi", "UU 23/2014 Pasal 245; penyempurnaan hasil evaluasi", "V"),
    WayBack("nomor-register", "harmonisasi-provinsi", "Tindak lanjut hasil fasilitasi", "S"),
)


def stages_of(kind: str) -> tuple[Stage, ...]:
    """Return the stages a Raperda of this kind goes through, in order."""
    return tuple(stage for stage in STAGES if stage.only in (None, kind))


def ways_back(slug: str) -> tuple[str, ...]:
    """Return the stages that `slug` may be sent back to, nearest first."""
    return tuple(way.target for way in WAYS_BACK if way.stage == slug)


def depends_on(slug: str) -> frozenset[str]:
    """Return every stage that, directly or through others, may start only after `slug`."""
    found: set[str] = set()
    frontier = {slug}
    while frontier:
        frontier = {gate.stage for gate in GATES if frontier & set(gate.needs)} - found
        found |= frontier
    return frozenset(found)
