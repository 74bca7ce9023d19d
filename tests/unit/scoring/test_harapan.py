from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from scoring.bobot import parse_bobot
from scoring.harapan import Kuadran, compute_harapan
from scoring.ketentuan import Ketentuan
from scoring.model import Rekap, rekap_of
from scoring.mutu import mutu_of
from scoring.pembulatan import round_half_up
from tests.unit.scoring.data import INSTRUMEN, KEYS, rekap_with
from tests.unit.scoring.strategies import banyak_jawaban


def test_each_corner_of_the_grid_gets_its_quadrant() -> None:
    persepsi = rekap_of([dict(zip(KEYS, [1, 4, 1, 4, 4, 1, 4, 1, 4], strict=True))])
    harapan = rekap_of([dict(zip(KEYS, [4, 4, 1, 1, 4, 4, 1, 1, 4], strict=True))])
    hasil = compute_harapan(persepsi, harapan, INSTRUMEN)
    assert hasil is not None
    assert [(u.kuadran.name, int(u.gap)) for u in hasil.unsur] == [
        ("I", -3),
        ("II", 0),
        ("III", 0),
        ("IV", 3),
        ("II", 0),
        ("I", -3),
        ("IV", 3),
        ("III", 0),
        ("II", 0),
    ]
    assert (hasil.rata_persepsi, hasil.rata_harapan) == (Fraction(24, 9), Fraction(24, 9))


def test_both_indices_are_counted_alike() -> None:
    """IHM is 25 times the mean of the harapan scores, with the periode's weight, as the IKM is of persepsi."""
    persepsi, harapan = rekap_with(10, [30] * 9), rekap_with(4, [16] * 8 + [10])
    hasil = compute_harapan(persepsi, harapan, INSTRUMEN)
    assert hasil is not None
    assert (hasil.ikm, hasil.ihm, hasil.n) == (Fraction(75), Fraction(25 * 138, 36), 4)
    assert str(round_half_up(hasil.ihm)) == "95.83"
    bulat = compute_harapan(persepsi, rekap_with(4, [16] * 9), INSTRUMEN, parse_bobot("0,11", 9))
    assert bulat is not None
    assert (str(round_half_up(bulat.ikm)), str(round_half_up(bulat.ihm))) == ("74.25", "99.00")
    assert bulat.rata_harapan == 4, "the grid knows no weight"


def test_the_way_of_bojonegoro() -> None:
    """The unsur of 2014 graded by the thresholds of 2004, exact weight, each asked twice: its 72,49 is a B."""
    instrumen = Ketentuan("permenpan-16-2014", mutu="kepmenpan-25-2004", harapan=True).terapkan()
    keys = [unsur.key for unsur in instrumen.unsur]
    persepsi = Rekap(1000, dict.fromkeys(keys[:8], (0, 100, 900, 0)) | {"pengaduan": (0, 104, 896, 0)})
    harapan = Rekap(1000, dict.fromkeys(keys[:8], (0, 0, 500, 500)) | {"pengaduan": (0, 500, 500, 0)})
    hasil = compute_harapan(persepsi, harapan, instrumen)
    assert hasil is not None
    assert str(round_half_up(hasil.ikm)) == "72.49"
    assert mutu_of(hasil.ikm, instrumen).huruf == "B"
    assert mutu_of(hasil.ikm, INSTRUMEN).huruf == "C"
    assert str(round_half_up(hasil.ihm)) == "84.72"
    assert [one.unsur.key for one in hasil.di(Kuadran.III)] == ["pengaduan"]
    assert [one.unsur.key for one in hasil.di(Kuadran.II)] == keys[:8]
    assert hasil.di(Kuadran.I) == hasil.di(Kuadran.IV) == ()


def test_quadrants_are_called_as_the_method_calls_them() -> None:
    assert [(k.name, k.value) for k in Kuadran] == [
        ("I", "prioritas utama"),
        ("II", "pertahankan"),
        ("III", "prioritas rendah"),
        ("IV", "berlebihan"),
    ]


def test_a_value_on_the_mean_is_high() -> None:
    """All equal: every unsur lies exactly on the cross-hair."""
    rekap = rekap_of([dict.fromkeys(KEYS, 3)])
    hasil = compute_harapan(rekap, rekap, INSTRUMEN)
    assert hasil is not None
    assert {u.kuadran for u in hasil.unsur} == {Kuadran.II}


def test_gap_and_mean_come_from_unrounded_values() -> None:
    """Two nrr that print alike (3,53) still differ, and the smaller is below the mean of the two."""
    persepsi = rekap_with(116, [409, 410, 409, 410, 409, 410, 409, 410, 409])
    harapan = rekap_with(116, [410] * 9)
    hasil = compute_harapan(persepsi, harapan, INSTRUMEN)
    assert hasil is not None
    assert (hasil.unsur[0].gap, hasil.unsur[1].gap) == (Fraction(-1, 116), Fraction())
    assert (hasil.unsur[0].kuadran, hasil.unsur[1].kuadran) == (Kuadran.I, Kuadran.II)


@given(banyak_jawaban, banyak_jawaban)
def test_some_unsur_is_high_on_each_side_and_gaps_average_to_the_gap_of_the_means(
    persepsi: list[dict[str, int]], harapan: list[dict[str, int]]
) -> None:
    hasil = compute_harapan(rekap_of(persepsi), rekap_of(harapan), INSTRUMEN)
    assert hasil is not None
    kuadran = {u.kuadran for u in hasil.unsur}
    assert kuadran & {Kuadran.II, Kuadran.IV}
    assert kuadran & {Kuadran.I, Kuadran.II}
    assert sum((u.gap for u in hasil.unsur), Fraction()) / 9 == hasil.rata_persepsi - hasil.rata_harapan


def test_without_responses_on_either_side_there_is_no_grid() -> None:
    rekap = rekap_of([dict.fromkeys(KEYS, 3)])
    assert compute_harapan(Rekap(), rekap, INSTRUMEN) is None
    assert compute_harapan(rekap, Rekap(), INSTRUMEN) is None
