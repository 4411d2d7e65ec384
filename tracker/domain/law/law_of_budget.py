"""The dates of every year that the budget keeps: programme, KUA-PPAS, APBD, its change, its accounting.

All fall into the year of the Propemperda in which the Raperda is debated: the APBD of next year, the change
of this year's, and the accounting for last year's.
"""

from typing import Final

from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.domain.process import Holder, Kind

_EVALUATED: Final = frozenset({Kind.EVALUATED.value})
_APBD: Final = frozenset({"apbd"})
_CHANGE: Final = frozenset({"perubahan-apbd"})
_ACCOUNTING: Final = frozenset({"pertanggungjawaban-apbd"})
_SIX_MONTHS: Final = (
    "Hak keuangan tidak dibayarkan selama 6 bulan",
    "Financial entitlements are withheld for 6 months",
)
_AS_BEFORE: Final = ("APBD yang ada dijalankan", "The existing budget is carried out")
_BY_REGULATION: Final = (
    "Jika dalam 1 bulan tidak ada keputusan, bupati menetapkannya dengan Perkada",
    "Without a decision within 1 month the bupati sets it by a Perkada",
)

RULES: tuple[DeadlineRule, ...] = (
    DeadlineRule(
        number="D01",
        slug="propemperda-tahun-berikutnya",
        event="",
        satisfied_by="",
        count=30,
        unit="tanggal",
        month=11,
        holder=Holder.BAPEMPERDA,
        act="DPRD dan bupati menetapkan Propemperda tahun berikutnya sebelum Perda APBD ditetapkan",
        act_english="The council and the bupati set next year's Propemperda before the budget is set",
        consequence="Raperda harus menempuh jalan di luar Propemperda (Pasal 239 ayat (7))",
        consequence_english="A Raperda then has to go the way outside the Propemperda (Pasal 239 ayat (7))",
        basis="UU 23/2014 Pasal 239 ayat (4); tanggalnya mengikuti persetujuan RAPBD",
        phrase="setiap tahun sebelum penetapan rancangan Perda tentang APBD",
        subjects=_APBD,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D27",
        slug="kua-ppas-disampaikan",
        event="",
        satisfied_by="raperda-disampaikan",
        count=2,
        unit="minggu",
        month=7,
        holder=Holder.BUPATI,
        act="Bupati menyampaikan KUA dan PPAS kepada DPRD",
        act_english="The bupati submits KUA and PPAS to the council",
        consequence="",
        consequence_english="",
        basis="PP 12/2019 Pasal 90 ayat (1)",
        subjects=_APBD,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D27",
        slug="kua-ppas-disepakati",
        event="",
        satisfied_by="raperda-disampaikan",
        count=2,
        unit="minggu",
        month=8,
        holder=Holder.PIMPINAN,
        act="Bupati dan DPRD menyepakati KUA dan PPAS",
        act_english="The bupati and the council agree on KUA and PPAS",
        consequence="Jika dalam 6 minggu tidak ada kesepakatan, bupati menyampaikan RAPBD",
        consequence_english="Without agreement within 6 weeks the bupati submits the draft budget",
        basis="PP 12/2019 Pasal 90 ayat (2) dan Pasal 91",
        subjects=_APBD,
        confidence="V",
        kinds=_EVALUATED,
    ),
    # 60 days before the month that precedes the end of the year: 30 November less 60 days.
    DeadlineRule(
        number="D28",
        slug="rapbd-disampaikan",
        event="",
        satisfied_by="raperda-disampaikan",
        count=1,
        unit="tanggal",
        month=10,
        holder=Holder.BUPATI,
        act="Bupati menyampaikan Raperda APBD kepada DPRD",
        act_english="The bupati submits the draft budget to the council",
        consequence=_SIX_MONTHS[0],
        consequence_english=_SIX_MONTHS[1],
        basis="PP 12/2019 Pasal 104 ayat (1); UU 23/2014 Pasal 311 ayat (2); 60 hari sebelum 30 November",
        subjects=_APBD,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D29",
        slug="rapbd-disetujui",
        event="",
        satisfied_by="persetujuan-bersama",
        count=30,
        unit="tanggal",
        month=11,
        holder=Holder.PIMPINAN,
        act="DPRD dan bupati menyetujui bersama Raperda APBD",
        act_english="The council and the bupati approve the draft budget together",
        consequence=(
            "Hak keuangan tidak dibayarkan selama 6 bulan, bagi DPRD tidak jika bupati yang terlambat; "
            "60 hari kerja tanpa kesepakatan: Perkada setinggi pagu tahun sebelumnya, dikirim dalam 15 hari "
            "kerja, dianggap disahkan setelah 30 hari kerja"
        ),
        consequence_english=(
            "Financial entitlements are withheld for 6 months, not the council's if the bupati was late; "
            "60 working days without agreement: a Perkada up to last year's ceiling, sent within 15 working "
            "days, deemed confirmed after 30 working days"
        ),
        basis="PP 12/2019 Pasal 106 ayat (1); UU 23/2014 Pasal 312 dan 313; sebulan sebelum tahun anggaran",
        subjects=_APBD,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D30",
        slug="perubahan-apbd-disampaikan",
        event="",
        satisfied_by="raperda-disampaikan",
        count=2,
        unit="minggu",
        month=9,
        holder=Holder.BUPATI,
        act="Bupati menyampaikan Raperda perubahan APBD kepada DPRD",
        act_english="The bupati submits the draft change of the budget to the council",
        consequence=_AS_BEFORE[0],
        consequence_english=_AS_BEFORE[1],
        basis="PP 12/2019 Pasal 177; UU 23/2014 Pasal 317 ayat (2)",
        subjects=_CHANGE,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D30",
        slug="perubahan-apbd-disetujui",
        event="",
        satisfied_by="persetujuan-bersama",
        count=30,
        unit="tanggal",
        month=9,
        holder=Holder.PIMPINAN,
        act="DPRD dan bupati menyetujui bersama Raperda perubahan APBD",
        act_english="The council and the bupati approve the change of the budget together",
        consequence=_AS_BEFORE[0],
        consequence_english=_AS_BEFORE[1],
        basis="PP 12/2019 Pasal 179; UU 23/2014 Pasal 317 ayat (3); tiga bulan sebelum akhir tahun anggaran",
        subjects=_CHANGE,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D31",
        slug="pertanggungjawaban-disampaikan",
        event="",
        satisfied_by="raperda-disampaikan",
        count=30,
        unit="tanggal",
        month=6,
        holder=Holder.BUPATI,
        act="Bupati menyampaikan Raperda pertanggungjawaban APBD kepada DPRD",
        act_english="The bupati submits the accounting for the budget to the council",
        consequence="",
        consequence_english="",
        basis="UU 23/2014 Pasal 320 ayat (1); enam bulan sesudah tahun anggaran",
        subjects=_ACCOUNTING,
        confidence="V",
        kinds=_EVALUATED,
    ),
    DeadlineRule(
        number="D31",
        slug="pertanggungjawaban-disetujui",
        event="",
        satisfied_by="persetujuan-bersama",
        count=31,
        unit="tanggal",
        month=7,
        holder=Holder.PIMPINAN,
        act="DPRD dan bupati menyetujui bersama Raperda pertanggungjawaban APBD",
        act_english="The council and the bupati approve the accounting for the budget together",
        consequence=_BY_REGULATION[0],
        consequence_english=_BY_REGULATION[1],
        basis="UU 23/2014 Pasal 320 ayat (5) dan Pasal 323; tujuh bulan sesudah tahun anggaran",
        subjects=_ACCOUNTING,
        confidence="V",
        kinds=_EVALUATED,
    ),
)
