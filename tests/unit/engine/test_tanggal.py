"""Dates, numbers and beginnings as Indonesian readers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.engine.tanggal import angka, capital, tanggal


def test_a_date_names_its_month() -> None:
    """Each month has its Indonesian name, the day no leading zero."""
    bulan = [tanggal(date(2026, m, 1)).split()[1] for m in range(1, 13)]
    assert " ".join(bulan) == (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    )
    assert tanggal(date(2026, 2, 9)) == "9 Februari 2026"


@pytest.mark.parametrize(
    ("nilai", "teks"),
    [
        (0, "0"),
        (999, "999"),
        (9956, "9.956"),
        (1234567, "1.234.567"),
        (Decimal("86.11"), "86,11"),
        (Decimal("9956.50"), "9.956,50"),
        (Decimal("-0.30"), "-0,30"),
    ],
)
def test_a_number_has_points_between_thousands_and_a_decimal_comma(nilai: Decimal | int, teks: str) -> None:
    """Numbers are written the Indonesian way, with as many decimals as they have."""
    assert angka(nilai) == teks


@pytest.mark.parametrize(
    ("teks", "awal"),
    [("semester II 2026", "Semester II 2026"), ("RSUD Gambiran", "RSUD Gambiran"), ("é", "É"), ("", "")],
)
def test_a_sentence_begins_with_a_capital(teks: str, awal: str) -> None:
    """Only the first letter changes; of nothing, nothing comes."""
    assert capital(teks) == awal
