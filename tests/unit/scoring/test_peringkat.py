from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.ikm import HasilIkm, compute_ikm
from scoring.model import Rekap, rekap_of
from scoring.mutu import mutu_of
from scoring.pembulatan import round_half_up
from scoring.peringkat import HasilUnit, count_mutu, gabungan, rank_units, rata_rata_unit
from tests.unit.scoring.data import INSTRUMEN, KEYS, rows
from tests.unit.scoring.strategies import banyak_jawaban

KEDIRI = rows("kediri_units.csv")


def unit(nama: str, ikm: str | None, kode: str = "") -> HasilUnit:
    nilai = None if ikm is None else Fraction(ikm.replace(",", "."))
    mutu = None if nilai is None else mutu_of(nilai, INSTRUMEN)
    return HasilUnit(kode or nama, nama, HasilIkm(0 if nilai is None else 1, nilai, mutu, (), INSTRUMEN.bobot))


def kediri_units() -> list[HasilUnit]:
    """The 94 units; the line of the city itself is not one of them."""
    return [unit(row["name_read_as"], row["ikm"]) for row in KEDIRI if row["group"] != "KOTA (jumlah)"]


def test_the_simple_mean_of_kediris_94_units_is_88_65() -> None:
    rata = rata_rata_unit(kediri_units())
    assert rata.ikm is not None
    assert (rata.banyak, str(round_half_up(rata.ikm)), rata.tanpa_responden) == (94, "88.65", ())


def test_kediris_ranking_is_the_published_one_with_ties_in_order_of_name() -> None:
    """The list prints 91,72 and 91,47 twice each; the two share a rank, the next rank is skipped."""
    baris = rank_units(reversed(kediri_units())).baris
    assert [str(b.nilai) for b in baris] == [
        row["ikm"].replace(",", ".") for row in KEDIRI if row["name_read_as"] != "Kota Kediri"
    ]
    seri = {b.unit.nama: b.peringkat for b in baris if str(b.nilai) in {"91.72", "91.47", "91.65", "91.42"}}
    assert list(seri.items()) == [
        ("Kel. Dandangan", 22),
        ("Kel. Tempurejo", 22),
        ("Kel. Tamanan", 24),
        ("Kel. Ngampel", 27),
        ("Kel. Pojok", 27),
        ("Kel. Sukorame", 29),
    ]
    assert (baris[0].peringkat, baris[-1].peringkat) == (1, 94)


def test_every_published_letter_of_kediri_is_counted() -> None:
    letters = [row["mutu_by_permenpan14"] for row in KEDIRI if row["name_read_as"] != "Kota Kediri"]
    assert [(m.huruf, n) for m, n in count_mutu(kediri_units(), INSTRUMEN)] == [
        (huruf, letters.count(huruf)) for huruf in "ABCD"
    ]


def test_a_tie_is_decided_on_the_printed_value() -> None:
    """90,004 and 89,996 both print 90,00: they share the rank and stand by name, not by the hidden digits."""
    baris = rank_units([unit("Beta", "90.004"), unit("alfa", "89.996"), unit("Gama", "89.99")]).baris
    assert [(b.peringkat, b.unit.nama) for b in baris] == [(1, "alfa"), (1, "Beta"), (3, "Gama")]


def test_units_without_respondents_are_listed_but_neither_ranked_nor_averaged() -> None:
    units = [unit("Z", None), unit("B", "80"), unit("A", None), unit("C", "90")]
    assert [b.unit.nama for b in rank_units(units).baris] == ["C", "B"]
    assert [u.nama for u in rank_units(units).tanpa_responden] == ["A", "Z"]
    rata = rata_rata_unit(units)
    assert (rata.ikm, rata.banyak, [u.nama for u in rata.tanpa_responden]) == (Fraction(85), 2, ["A", "Z"])
    assert sum(n for _, n in count_mutu(units, INSTRUMEN)) == 2


def test_no_units_have_no_mean() -> None:
    assert rata_rata_unit([]).ikm is None
    assert rank_units([]).baris == ()


def test_units_of_one_name_keep_a_stable_order() -> None:
    kembar = [unit("Sama", "80", "k2"), unit("Sama", "80", "k1")]
    assert [b.unit.kode for b in rank_units(kembar).baris] == ["k1", "k2"]


@given(st.permutations([unit(n, i) for n, i in [("A", "80"), ("B", "80"), ("C", "70.5"), ("D", "99"), ("E", None)]]))
def test_ranking_does_not_depend_on_the_order_of_the_units(units: list[HasilUnit]) -> None:
    peringkat = rank_units(units)
    assert [(b.peringkat, b.unit.nama) for b in peringkat.baris] == [(1, "D"), (2, "A"), (2, "B"), (4, "C")]


def test_pooled_and_simple_mean_differ_when_units_differ_in_size() -> None:
    besar, kecil = rekap_of([dict.fromkeys(KEYS, 4)] * 3), rekap_of([dict.fromkeys(KEYS, 2)])
    units = [HasilUnit(k, k, compute_ikm(r, INSTRUMEN)) for k, r in (("besar", besar), ("kecil", kecil))]
    assert compute_ikm(gabungan([besar, kecil]), INSTRUMEN).ikm == Fraction("87.5")
    assert rata_rata_unit(units).ikm == Fraction(75)
    assert gabungan([]) == Rekap()


@given(st.lists(banyak_jawaban, min_size=1, max_size=4))
def test_the_pooled_figure_is_the_mean_weighted_by_respondents(unit_unit: list[list[dict[str, int]]]) -> None:
    rekaps = [rekap_of(jawaban) for jawaban in unit_unit]
    gabung = compute_ikm(gabungan(rekaps), INSTRUMEN)
    berbobot = Fraction()
    for rekap in rekaps:
        ikm = compute_ikm(rekap, INSTRUMEN).ikm
        assert ikm is not None
        berbobot += ikm * rekap.n
    assert gabung.n == sum(rekap.n for rekap in rekaps)
    assert gabung.ikm == berbobot / gabung.n
