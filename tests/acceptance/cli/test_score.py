"""`ikm score`: the published figures, from the published questionnaires, through the real database."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.acceptance.cli.program import DATA, Ikm

HEAD = ["unit", "periode", "instrumen", "bobot", "n", "ikm", "mutu", "kinerja", "unsur"]
UNSUR = ["key", "kode", "total", "n", "nrr", "nrr_tertimbang", "nik", "mutu", "kinerja"]
PULUTAN = ("--unit", "pulutan", "--periode", "2024-S2")


def published(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_pulutan_is_what_the_issue_asks_for(read_only: Ikm) -> None:
    data = read_only.score(*PULUTAN)
    assert list(data) == HEAD
    assert [list(one) for one in data["unsur"]] == [UNSUR] * 9
    assert {key: data[key] for key in HEAD[:-1]} == {
        "unit": "pulutan",
        "periode": "2024-S2",
        "instrumen": "permenpan-14-2017",
        "bobot": "1/9",
        "n": 50,
        "ikm": "86.11",
        "mutu": "B",
        "kinerja": "Baik",
    }
    assert data["unsur"][0] == {
        "key": "persyaratan",
        "kode": "U1",
        "total": 167,
        "n": 50,
        "nrr": "3.34",
        "nrr_tertimbang": "0.371",
        "nik": "83.50",
        "mutu": "B",
        "kinerja": "Baik",
    }


@pytest.mark.parametrize("bobot", ["1/9", "0.111", "0,1111", "0.11"])
def test_every_unsur_is_as_published_under_every_convention(read_only: Ikm, bobot: str) -> None:
    vector = published("test_vectors.json")["pulutan_2024_S2"]
    data = read_only.score(*PULUTAN, "--bobot", bobot)
    assert data["bobot"] == bobot.replace(",", ".")
    assert data["ikm"] == vector["ikm"][data["bobot"]]
    assert [one["total"] for one in data["unsur"]] == vector["totals"]
    assert [{k: one[k] for k in ("nrr", "nik")} | {"cat": one["mutu"]} for one in data["unsur"]] == vector["unsur"]


def test_with_the_reports_own_convention_it_is_the_reports_own_figure(read_only: Ikm) -> None:
    report = published("pulutan_published.json")
    data = read_only.score(*PULUTAN, "--bobot", "0.111")
    assert data["ikm"] == "86.03" == f"{report['ikm_unit']:.2f}"
    assert (data["mutu"], data["kinerja"].upper(), data["n"]) == (report["mutu"], report["kinerja"], report["n"])
    for one, row in zip(data["unsur"], report["result_tableIII15"], strict=True):
        assert (one["total"], float(one["nrr"]), one["kinerja"]) == (row["jumlah_nilai"], row["nrr"], row["kinerja"])


def test_as_text_it_reads_as_indonesians_write(read_only: Ikm) -> None:
    lines = read_only("score", *PULUTAN).out.splitlines()
    assert lines[:3] == [
        "pulutan, 2024-S2, bobot 1/9",
        "IKM: 86,11 (B, Baik), n=50",
        "  U1   3,34   83,50  B  persyaratan",
    ]
    assert len(lines) == 11


def test_without_responses_there_is_no_figure(read_only: Ikm) -> None:
    data = read_only.score("--unit", "LAIN", "--periode", "2024-S2")
    assert list(data) == HEAD
    assert (data["unit"], data["n"], data["ikm"], data["mutu"], data["kinerja"]) == ("lain", 0, None, None, None)
    assert [one["nrr"] for one in data["unsur"]] == [None] * 9
    text = read_only("score", "--unit", "lain", "--periode", "2024-S2").out
    assert "IKM: - (-, -), n=0" in text


def test_a_semester_is_in_its_year_and_in_nothing_narrower(read_only: Ikm) -> None:
    counted = {p: read_only.score("--unit", "pulutan", "--periode", p)["n"] for p in ("2024", "2024-T3", "2023")}
    assert counted == {"2024": 50, "2024-T3": 0, "2023": 0}


def test_every_form_of_a_periode_and_the_days_at_their_edges(ikm: Ikm) -> None:
    ikm.units("u,Unit,G")
    days = ["2024-06-30", "2024-07-01", "2024-07-07", "2024-07-08", "2024-09-30", "2024-12-31", "2025-01-01"]
    head = "diisi_pada,U1,U2,U3,U4,U5,U6,U7,U8,U9"
    ikm.responses("u", *(f"{day},3,3,3,3,3,3,3,3,3" for day in days), head=head, periode="")
    wanted = {"2024": 6, "2024-S2": 5, "2024-T3": 4, "2024-07": 3, "2024-W27": 2, "2025-W01": 2}
    assert {p: ikm.score("--unit", "u", "--periode", p)["n"] for p in wanted} == wanted


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Ikm:
    """Two groups. By hand, over 9 unsur: a 1 × all 4 = 100,00; b 3 × all 3 = 75,00; c none; d 2 × all 1 = 25,00."""
    ikm = Ikm(tmp_path_factory.mktemp("city"))
    ikm.units("a,Unit A,Kecamatan Satu", "b,Unit B,Kecamatan Satu", "c,Unit C,Kecamatan Satu", "d,Unit D,OPD")
    for unit, skor, people in (("a", "4", 1), ("b", "3", 3), ("d", "1", 2)):
        ikm.responses(unit, *[",".join([skor] * 9)] * people)
    return ikm


def test_a_group_has_both_figures(city: Ikm) -> None:
    data = city.score("--group", "Kecamatan-Satu", "--periode", "2024-S2")
    assert (data["kelompok"], data["nama"], data["bobot"]) == ("kecamatan-satu", "Kecamatan Satu", "1/9")
    # pooled: (1 × 4 + 3 × 3) / 4 = 3,25; mean of units: (100 + 75) / 2
    pooled = data["gabungan"]
    assert (pooled["n"], pooled["ikm"], pooled["mutu"], pooled["kinerja"]) == (4, "81.25", "B", "Baik")
    assert [(one["total"], one["n"], one["nrr"]) for one in pooled["unsur"]] == [(13, 4, "3.25")] * 9
    assert data["rata_rata_unit"] == {"n_unit": 2, "ikm": "87.50", "mutu": "B", "kinerja": "Baik"}
    assert [(one["unit"], one["n"], one["ikm"], one["mutu"]) for one in data["unit"]] == [
        ("a", 1, "100.00", "A"),
        ("b", 3, "75.00", "C"),
    ]
    assert data["tanpa_responden"] == ["c"]


def test_all_units_have_both_figures(city: Ikm) -> None:
    data = city.score("--all", "--periode", "2024")
    # pooled: (4 + 9 + 2) / 6 = 2,50 -> 62,50 D; mean of units: (100 + 75 + 25) / 3 = 66,67 C
    assert (data["kelompok"], data["nama"]) == (None, "Semua unit")
    assert (data["gabungan"]["n"], data["gabungan"]["ikm"], data["gabungan"]["mutu"]) == (6, "62.50", "D")
    assert data["rata_rata_unit"] == {"n_unit": 3, "ikm": "66.67", "mutu": "C", "kinerja": "Kurang Baik"}
    text = city("score", "--all", "--periode", "2024").out.splitlines()
    assert text[1:3] == [
        "gabungan responden: 62,50 (D, Tidak Baik), n=6",
        "rata-rata unit: 66,67 (C, Kurang Baik), units: 3",
    ]
    assert [line.split()[0] for line in text[3:6]] == ["100,00", "75,00", "25,00"]
    assert text[6] == "without respondents: 1"


def test_a_convention_holds_for_groups_too(city: Ikm) -> None:
    data = city.score("--group", "opd", "--periode", "2024-S2", "--bobot", "0.111")
    assert (data["bobot"], data["gabungan"]["ikm"], data["rata_rata_unit"]["ikm"]) == ("0.111", "24.98", "24.98")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--unit", "x", "--periode", "2024"), "there is no unit 'x'; `ikm units list` shows them"),
        (("--group", "x", "--periode", "2024"), "there is no group 'x'; there are: kecamatan-satu, opd"),
        (("--unit", "a", "--all", "--periode", "2024"), "name one of --unit CODE, --group CODE and --all"),
        (("--periode", "2024"), "name one of --unit CODE, --group CODE and --all"),
        (("--all",), "Missing option '--periode'"),
        (("--all", "--periode", "2024-W54"), "'2024-W54': 2024 has no week 54"),
        (("--all", "--periode", "juli"), "'juli' is not a periode; write one like 2024, 2024-S2"),
        (("--all", "--periode", "2024", "--bobot", "0.2"), "bobot '0.2' does not fit 9 unsur"),
    ],
)
def test_a_wrong_call_ends_in_one_line(city: Ikm, words: tuple[str, ...], reason: str) -> None:
    assert city("score", *words).complaint(2).startswith(reason)
