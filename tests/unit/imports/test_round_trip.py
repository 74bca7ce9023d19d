"""Responses written as our own table come back the same, from CSV and from a workbook."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.model import Profil, Respons
from tests.unit.imports.contoh import CODES, INSTRUMEN, KEYS, UNIT, parsed, sheet_of

ZONE = ZoneInfo(UNIT.zona_waktu)
FIRST = datetime(2024, 7, 1, tzinfo=ZONE)
PILIHAN = {one.key: [pilihan.kode for pilihan in one.pilihan] for one in INSTRUMEN.profil}
HEAD = [
    "diisi_pada", "layanan", "jenis_kelamin", "usia", "usia_kelompok", "pendidikan", "pekerjaan", *KEYS,
    *(kode.replace("U", "H") for kode in CODES), "saran",
]  # fmt: skip
TEKS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), max_size=60)
nilai = st.lists(st.integers(1, 4), min_size=9, max_size=9)


@st.composite
def responses(draw: st.DrawFn) -> Respons:
    usia = draw(st.none() | st.integers(10, 120))
    profil = Profil(
        draw(st.sampled_from([None, "L", "P"])),
        usia,
        None if usia else draw(st.sampled_from([None, "< 20", "31 - 40"])),
        draw(st.sampled_from([None, *PILIHAN["pendidikan"]])),
        draw(st.sampled_from([None, *PILIHAN["pekerjaan"]])),
    )
    at = FIRST + timedelta(seconds=draw(st.integers(0, 180 * 86_400)))
    jawaban = dict(zip(KEYS, draw(nilai), strict=True))
    saran = " ".join(draw(TEKS).split())
    harapan = dict(zip(KEYS, draw(nilai), strict=True))
    return Respons(draw(st.sampled_from(["", "ktp", "sku"])), at, profil, jawaban, {}, saran or None, harapan)


def line(one: Respons, *, typed: bool) -> list[Any]:
    """As our own table has it; in a workbook numbers are numbers and moments are moments."""
    at: Any = one.diisi_pada.replace(tzinfo=None)
    profil = one.profil
    return [
        at if typed else at.isoformat(), one.layanan, profil.jenis_kelamin, profil.usia, profil.usia_kelompok,
        profil.pendidikan, profil.pekerjaan, *one.jawaban.values(), *one.harapan.values(), one.saran,
    ]  # fmt: skip


def seen(isi: bytes, name: str) -> list[Respons]:
    return [row.respons for row in parsed(isi, name).rows]


@settings(max_examples=60)
@given(st.lists(responses(), min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_a_csv_comes_back_the_same(rows: list[Respons], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEAD, *(line(one, typed=False) for one in rows)])
    assert seen(out.getvalue().encode(), "a.csv") == rows


@settings(max_examples=25)
@given(st.lists(responses(), min_size=1, max_size=4))
def test_a_workbook_comes_back_the_same(rows: list[Respons]) -> None:
    assume(not any((one.saran or "").startswith("=") for one in rows))  # openpyxl would write a formula
    assert seen(sheet_of([HEAD, *(line(one, typed=True) for one in rows)]), "a.xlsx") == rows
