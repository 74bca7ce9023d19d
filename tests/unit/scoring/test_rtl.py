"""Follow-up plans: which unsur come first, how a plan stands, the share done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ikm import compute_ikm
from scoring.model import Rekap, rekap_of
from scoring.pembulatan import round_half_up
from scoring.periode import periode_of
from scoring.rtl import KeadaanRtl, Terlaksana, is_asked, keadaan_of, terlaksana_of, triwulan_of, urut_prioritas
from scoring.tren import highlight_unsur
from tests.unit.scoring.data import INSTRUMEN, PULUTAN, pulutan_rekap
from tests.unit.scoring.strategies import banyak_jawaban

QUARTERS = st.sets(st.integers(1, 4), min_size=1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_report_that_states_80_percent_while_all_is_done_comes_to_100() -> None:
    """Pulutan's report of semester II 2024: every line says "Sudah", the sentence below says 80 %."""
    lines = [row["ditindaklanjuti"] == "Sudah" for row in PULUTAN["realisasi_rtl"]]
    assert PULUTAN["realisasi_persen_published"] == 80
    assert terlaksana_of(lines).persen == Decimal("100.00")


@pytest.mark.parametrize(
    ("lines", "done", "persen"),
    [
        ([], Terlaksana(0, 0), None),
        ([None, False], Terlaksana(0, 2), "0.00"),
        ([True, True, False], Terlaksana(2, 3), "66.67"),
        ([True] + [None] * 7, Terlaksana(1, 8), "12.50"),
    ],
)
def test_the_share_done_counts_what_is_reported_done(
    lines: list[bool | None], done: Terlaksana, persen: str | None
) -> None:
    """What is reported as not done and what is not reported count alike; without a plan there is no share."""
    assert terlaksana_of(lines) == done
    assert done.persen == (None if persen is None else Decimal(persen))


@pytest.mark.parametrize(
    ("hari", "keadaan"),
    [
        (date(2026, 12, 31), "belum mulai"),
        (date(2027, 3, 31), "belum mulai"),
        (date(2027, 4, 1), "berjalan"),
        (date(2027, 7, 1), "berjalan"),
        (date(2027, 12, 31), "berjalan"),
        (date(2028, 1, 1), "terlambat"),
    ],
)
def test_a_plan_stands_as_its_triwulan_say(hari: date, keadaan: KeadaanRtl) -> None:
    """TW II and IV of 2027: before, between and after; done is done on any day, and reported as not done is not."""
    for sudah in (None, False):
        assert keadaan_of(sudah, 2027, (2, 4), hari) == keadaan
    assert keadaan_of(True, 2027, (2, 4), hari) == "selesai"


def test_a_plan_asks_for_work_in_its_own_triwulan_and_once_it_is_late() -> None:
    """Not in one between two of its own, not before, and never when it is done."""
    asked = [is_asked(None, 2027, (2, 4), date(2027, month, 1)) for month in (1, 4, 7, 10)]
    assert asked == [False, True, False, True]
    assert is_asked(False, 2027, (2, 4), date(2029, 7, 1))
    assert not is_asked(True, 2027, (2, 4), date(2027, 4, 1))


@given(st.integers(2020, 2030), QUARTERS, DAYS)
def test_what_is_done_in_time_is_never_late(tahun: int, triwulan: set[int], hari: date) -> None:
    """A plan is late exactly from the day after its last triwulan on."""
    last = periode_of(date(tahun, 3 * max(triwulan), 1), "triwulan")
    assert (keadaan_of(None, tahun, triwulan, hari) == "terlambat") == (hari >= last.selesai)
    assert keadaan_of(None, tahun, {triwulan_of(hari)}, hari.replace(year=tahun, day=1)) == "berjalan"


def test_pulutans_plans_come_in_the_order_of_its_report() -> None:
    """Its table of plans has all nine unsur by value: sarana 3,12, then waktu and kompetensi, both 3,32, and on."""
    order = urut_prioritas(compute_ikm(pulutan_rekap(), INSTRUMEN))
    assert [one.unsur.key for one in order[:3]] == ["sarana", "waktu", "kompetensi"]
    assert [float(round_half_up(one.nrr or 0)) for one in order] == [
        row["nilai_rata2"] for row in PULUTAN["rtl_tableIV1"]
    ]


@given(banyak_jawaban)
def test_every_unsur_has_one_place_and_the_lowest_come_first(jawaban: list[dict[str, int]]) -> None:
    """The first three are those that every report calls the lowest, also where all are equal."""
    hasil = compute_ikm(rekap_of(jawaban), INSTRUMEN)
    order = urut_prioritas(hasil)
    assert order[:3] == highlight_unsur(hasil).terendah
    assert {one.unsur.key for one in order} == {one.unsur.key for one in hasil.unsur}
    assert len(order) == len(hasil.unsur)


def test_without_responses_nothing_comes_first() -> None:
    assert urut_prioritas(compute_ikm(Rekap(), INSTRUMEN)) == ()
