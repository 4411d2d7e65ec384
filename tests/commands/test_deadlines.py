"""`tracker deadlines`: the chain after an event, without a database and without settings."""

import json

import pytest
from click.testing import CliRunner, Result

from tracker.cli import commands


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nothing to connect to")


def tell(*words: str) -> Result:
    return CliRunner().invoke(commands, ("deadlines", *words))


def chain(*words: str) -> dict[str, str]:
    told = tell(*words, "--json")
    assert told.exit_code == 0, told.output
    return {one["rule"]["slug"]: one["due_on"] for one in json.loads(told.stdout)["chain"]}


def test_the_chain_after_a_plenary_is_dated_by_hand() -> None:
    # Tuesday, 20 June 2023; 28-30 June and 19 July are off. 3 working days: 21-23; then 26, 27, 3 July;
    # then 4-7, 10-12; 30 from the plenary end on 7 August; then 8-11, 14-16.
    assert chain("--event", "persetujuan-bersama", "--on", "2023-06-20") == {
        "penyampaian-ke-bupati": "2023-06-23",
        "permohonan-nomor-register": "2023-07-03",
        "pemberian-nomor-register": "2023-07-12",
        "penetapan": "2023-08-07",
        "penyampaian-perda-ke-gubernur": "2023-08-16",
    }


def test_every_link_explains_itself_and_says_what_it_assumes() -> None:
    told = tell("--event", "fasilitasi-diminta", "--on", "2023-06-20").stdout
    assert "15 hari kerja sejak Selasa, 20 Juni 2023 (permohonan fasilitasi diterima); tidak dihitung" in told
    assert "24-25 Jun, 28-30 Jun (Hari Raya Idul Adha, cuti bersama), 1-2 Jul, 8-9 Jul; jatuh pada" in told
    assert "Paling lambat Jumat, 14 Juli 2023" in told
    assert "(belum diverifikasi)" in told
    later = tell("--on", "2023-06-20", "--lang", "en").stdout
    assert "Assumed: The council leadership sends the Raperda to the bupati on the last day" in later
    assert (
        "UU 12/2011 Pasal 79 ayat (1) jo. Pasal 80: 30 calendar days, falls on Thursday, 20 July 2023"
        in later
    )


def test_a_week_of_the_year_says_which_days_it_is_taken_to_be() -> None:
    told = tell("--on", "2026-06-20", "--kind", "apbd").stdout
    assert "Paling lambat Selasa, 14 Juli 2026\n     Minggu ke-2, tanggal 8 sampai 14" in told
    english = tell("--on", "2026-06-20", "--kind", "apbd", "--lang", "en").stdout
    assert "Week 2 of the month, its days 8 to 14" in english


def test_the_arithmetic_told_adds_up() -> None:
    told = json.loads(tell("--on", "2026-03-13", "--kind", "apbd", "--json").stdout)
    for one in told["chain"]:
        assert one["counted"] + len(one["skipped"]) == one["span"]


@pytest.mark.parametrize(
    ("kind", "slug"),
    [
        ("rpjmd", "hasil-evaluasi-rpjpd-rpjmd"),
        ("apbd", "hasil-evaluasi-apbd"),
        ("perubahan-apbd", "hasil-evaluasi-perubahan-apbd"),
        ("pertanggungjawaban", "hasil-evaluasi-pertanggungjawaban-apbd"),
        ("pajak-retribusi", "hasil-evaluasi-pajak-retribusi"),
    ],
)
def test_an_evaluation_has_the_clocks_of_its_kind(kind: str, slug: str) -> None:
    found = chain("--on", "2024-11-29", "--kind", kind)
    # Friday; 2-4 Dec (3), then 5, 6, 9-13, 16-20, 23, 24, 27 (15)
    assert found[slug] == "2024-12-27"
    assert "penetapan" not in found
    assert chain("--event", "evaluasi-diminta", "--on", "2024-12-04", "--kind", kind)[slug] == "2024-12-27"


def test_a_year_without_a_decree_is_told_as_provisional() -> None:
    assert "SKB libur 2031 belum ada" in tell("--on", "2031-03-03").stdout
    assert "the decree on days off in 2031 is not out" in tell("--on", "2031-03-03", "--lang", "en").stdout


def test_the_dates_of_the_year_stand_beside_the_chain_of_a_budget() -> None:
    told = tell("--on", "2026-11-20", "--kind", "apbd").stdout
    assert "Tanggal tetap tahun 2026" in told
    assert "Paling lambat Kamis, 1 Oktober 2026" in told


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--on", "kapan"),
        ("--on", "1066-10-14"),
        ("--on", "2026-06-20", "--event", "hujan"),
        ("--on", "2026-06-20", "--kind", "puisi"),
        ("--on", "2026-06-20", "--lang", "nl"),
        ("--on", "2026-06-20\n", "--kind", "x"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(words: tuple[str, ...]) -> None:
    told = tell(*words)
    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr.startswith("Error: --")
    assert told.stderr.count("\n") == 1
