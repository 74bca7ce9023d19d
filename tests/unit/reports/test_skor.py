from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.reports.skor import aggregate_score, unit_score
from scoring.instrumen import parse_bobot, shipped_instrumen
from scoring.model import Rekap, UnitLayanan
from scoring.periode import parse_periode

INSTRUMEN = shipped_instrumen()
KEYS = [unsur.key for unsur in INSTRUMEN.unsur]
PERIODE = parse_periode("2024-S2")
VEKTOR = json.loads((Path(__file__).parents[2] / "data" / "test_vectors.json").read_text())
HEAD = ["unit", "periode", "instrumen", "bobot", "n", "ikm", "mutu", "kinerja", "unsur"]
UNSUR = ["key", "kode", "total", "n", "nrr", "nrr_tertimbang", "nik", "mutu", "kinerja"]


def unit(kode: str) -> UnitLayanan:
    return UnitLayanan(kode, f"Unit {kode}", "g")


def rekap(n: int, totals: list[int]) -> Rekap:
    """Counts of n answers an unsur that come to these totals."""
    sebaran = {}
    for key, total in zip(KEYS, totals, strict=True):
        low, rest = divmod(total, n)
        counts = [0, 0, 0, 0]
        counts[low - 1] += n - rest
        if rest:
            counts[low] += rest
        sebaran[key] = (counts[0], counts[1], counts[2], counts[3])
    return Rekap(n, sebaran)


def score(counts: Rekap, bobot: str = "1/9") -> dict[str, Any]:
    return unit_score(unit("u"), PERIODE, INSTRUMEN, parse_bobot(bobot, 9), counts)


@pytest.mark.parametrize("bobot", ["1/9", "0.11", "0.111", "0.1111"])
@pytest.mark.parametrize("name", [name for name, v in VEKTOR.items() if isinstance(v, dict) and "totals" in v])
def test_published_totals_give_the_published_figures(name: str, bobot: str) -> None:
    vector = VEKTOR[name]
    data = score(rekap(vector["n"], vector["totals"]), bobot)
    assert list(data) == HEAD
    assert data["ikm"] == vector["ikm"][bobot]
    assert data["bobot"] == bobot
    for one, expected, total in zip(data["unsur"], vector["unsur"], vector["totals"], strict=True):
        assert list(one) == UNSUR
        assert (one["nrr"], one["nik"], one["mutu"]) == (expected["nrr"], expected["nik"], expected["cat"])
        assert (one["total"], one["n"]) == (total, vector["n"])


def test_without_responses_there_is_no_score_and_no_letter() -> None:
    data = score(Rekap())
    assert list(data) == HEAD
    assert (data["n"], data["ikm"], data["mutu"], data["kinerja"]) == (0, None, None, None)
    assert [list(one) for one in data["unsur"]] == [UNSUR] * 9
    first = data["unsur"][0]
    assert (first["key"], first["kode"]) == ("persyaratan", "U1")
    assert (first["total"], first["n"], first["nrr"], first["nrr_tertimbang"], first["nik"]) == (
        0,
        0,
        None,
        None,
        None,
    )


def test_a_group_has_both_figures_and_they_differ() -> None:
    """By hand: a has 1 response of all 4 (100,00), b has 3 of all 3 (75,00), c has none.
    Pooled: nrr (4 + 9) / 4 = 3,25, ikm 81,25 B. Mean of units: 87,50 B."""
    rekaps = {"a": rekap(1, [4] * 9), "b": rekap(3, [9] * 9)}
    data = aggregate_score(
        {"kelompok": "g", "nama": "G"}, [unit("a"), unit("b"), unit("c")], PERIODE, INSTRUMEN, INSTRUMEN.bobot, rekaps
    )
    assert list(data) == [
        "kelompok", "nama", "periode", "instrumen", "bobot",
        "gabungan", "rata_rata_unit", "unit", "tanpa_responden",
    ]  # fmt: skip
    pooled = data["gabungan"]
    assert (pooled["n"], pooled["ikm"], pooled["mutu"]) == (4, "81.25", "B")
    assert [one["nrr"] for one in pooled["unsur"]] == ["3.25"] * 9
    assert data["rata_rata_unit"] == {"n_unit": 2, "ikm": "87.50", "mutu": "B", "kinerja": "Baik"}
    assert [(one["unit"], one["n"], one["ikm"], one["mutu"]) for one in data["unit"]] == [
        ("a", 1, "100.00", "A"),
        ("b", 3, "75.00", "C"),
    ]
    assert data["tanpa_responden"] == ["c"]


def test_the_mean_is_taken_of_exact_values_and_rounded_once() -> None:
    """Three units of 3 responses: totals 28, 28 and 29 over 9 unsur of one answer differ; the mean of the printed
    values would be another in the second decimal."""
    totals = [[4, 3, 3, 3, 3, 3, 3, 3, 3], [4, 3, 3, 3, 3, 3, 3, 3, 3], [4, 4, 3, 3, 3, 3, 3, 3, 3]]
    rekaps = {str(n): rekap(1, one) for n, one in enumerate(totals)}
    units = [unit(kode) for kode in rekaps]
    data = aggregate_score({}, units, PERIODE, INSTRUMEN, INSTRUMEN.bobot, rekaps)
    exact = Decimal(25) * (28 + 28 + 29) / 27
    assert data["rata_rata_unit"]["ikm"] == str(exact.quantize(Decimal("0.01"))) == "78.70"


def test_a_group_without_responses_has_no_figure() -> None:
    data = aggregate_score({"nama": "G"}, [unit("a")], PERIODE, INSTRUMEN, INSTRUMEN.bobot, {})
    assert data["gabungan"]["ikm"] is None
    assert data["rata_rata_unit"] == {"n_unit": 0, "ikm": None, "mutu": None, "kinerja": None}
    assert data["unit"] == []
    assert data["tanpa_responden"] == ["a"]


def test_units_of_other_groups_do_not_enter() -> None:
    rekaps = {"a": rekap(1, [4] * 9), "other": rekap(9, [9] * 9)}
    data = aggregate_score({}, [unit("a")], PERIODE, INSTRUMEN, INSTRUMEN.bobot, rekaps)
    assert data["gabungan"]["n"] == 1
