"""The published figures the tests hold the code against, and short ways to make counts."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring.instrumen import Instrumen, shipped_instrumen
from scoring.model import Rekap, rekap_of

DATA = Path(__file__).parents[2] / "data"
VEKTOR: Mapping[str, Any] = json.loads((DATA / "test_vectors.json").read_text(encoding="utf-8"))
PULUTAN: Mapping[str, Any] = json.loads((DATA / "pulutan_published.json").read_text(encoding="utf-8"))
INSTRUMEN: Instrumen = shipped_instrumen()
KEYS = tuple(unsur.key for unsur in INSTRUMEN.unsur)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pulutan_jawaban() -> list[dict[str, int]]:
    """The 50 questionnaires behind Pulutan's published counts."""
    return [{unsur.key: int(row[unsur.kode]) for unsur in INSTRUMEN.unsur} for row in rows("pulutan_marginals.csv")]


def pulutan_rekap() -> Rekap:
    return rekap_of(pulutan_jawaban())


def sebaran_of(n: int, total: int) -> tuple[int, int, int, int]:
    """Some n answers from 1 to 4 that come to `total`."""
    dasar, sisa = divmod(total, n)
    sebaran = [0, 0, 0, 0]
    sebaran[dasar - 1] += n - sisa
    if sisa:
        sebaran[dasar] += sisa
    return (sebaran[0], sebaran[1], sebaran[2], sebaran[3])


def rekap_with(n: int, totals: list[int]) -> Rekap:
    """Counts of n responses whose totals per unsur, in canonical order, are these (no spread known)."""
    return Rekap(n, {key: sebaran_of(n, total) for key, total in zip(KEYS, totals, strict=True)})
