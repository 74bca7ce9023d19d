"""Breakdowns in which nobody can be found."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.survey import Survey
from bot.reports.rincian import compose_rincian, hide_small, read_rincian, sebaran_of
from bot.reports.sasaran import parse_argumen
from bot.reports.simpanan import count_kelas
from bot.reports.ukuran import MINIMAL_RINCI
from scoring.ikm import compute_ikm
from scoring.model import Profil, Rekap, rekap_of
from scoring.periode import parse_periode
from scoring.profil import TIDAK_DIISI
from storage.store import Transaction
from tests.factories import BANYAK, INSTRUMEN, KK, UNITS, jawaban, unit
from tests.unit.engine.dunia import PULUTAN, SURVEY

BANYAKNYA = st.lists(st.integers(0, 12), min_size=1, max_size=7)


def counts(n: int, skor: int = 3) -> Rekap:
    return rekap_of([jawaban(skor)] * n)


def shown(banyak: list[int]) -> list[int | None]:
    return [kelas.n for kelas in hide_small([(str(n), counts(n)) for n in banyak], INSTRUMEN)]


def test_a_small_class_takes_the_next_smallest_with_it() -> None:
    """Alone it would follow from the total. Two small ones hide each other, if together they are enough."""
    assert shown([30, 4, 12]) == [30, None, None]
    assert shown([30, 4, 1]) == [30, None, None]
    assert shown([30, 1, 1, 7]) == [30, None, None, None]
    assert shown([30, 5, 0]) == [30, 5, 0]
    assert shown([4, 40]) == [None, None]


@given(BANYAKNYA)
def test_whoever_knows_the_total_and_the_rule_cannot_work_out_a_hidden_class(banyak: list[int]) -> None:
    """Every class that is shown is large enough or empty; those hidden are none, or two and enough together, so the
    total leaves more than one way to fill them. All are hidden only where there is nothing else to hide behind."""
    seen = shown(banyak)
    assert all(n is None or n == 0 or n >= MINIMAL_RINCI for n in seen)
    hidden = [n for n, view in zip(banyak, seen, strict=True) if view is None]
    assert bool(hidden) is any(0 < n < MINIMAL_RINCI for n in banyak)
    if hidden and sum(banyak) >= MINIMAL_RINCI:
        assert len(hidden) >= 2
        ways = [way for way in product(range(1, sum(hidden) + 1), repeat=2) if sum(way) == sum(hidden)]
        assert sum(hidden) >= MINIMAL_RINCI
        assert len(ways) > 1


@given(BANYAKNYA)
def test_a_hidden_class_shows_nothing_at_all(banyak: list[int]) -> None:
    """No count, no index, no letter; whoever is shown has the index of their own answers."""
    rekaps = [counts(n, 1 + n % 4) for n in banyak]
    for kelas, rekap in zip(hide_small([("", rekap) for rekap in rekaps], INSTRUMEN), rekaps, strict=True):
        if kelas.tersembunyi:
            assert (kelas.n, kelas.ikm, kelas.mutu) == (None, None, None)
        else:
            hasil = compute_ikm(rekap, INSTRUMEN)
            assert (kelas.n, kelas.ikm, kelas.mutu) == (hasil.n, hasil.ikm, hasil.mutu)


def test_of_fewer_than_five_there_is_no_breakdown() -> None:
    """Four responses give their number and nothing else."""
    rincian = compose_rincian(
        INSTRUMEN, [unit(BANYAK, KK)], {"kk": counts(4)}, count_kelas([(Profil("P"), jawaban())] * 4, INSTRUMEN)
    )
    assert (rincian.n, rincian.layanan, rincian.profil, rincian.sebaran) == (4, (), {}, ())
    assert sebaran_of(counts(4), INSTRUMEN) == ()


def test_services_stand_in_the_units_order_with_those_no_longer_offered_after_them() -> None:
    """One never chosen is there with nobody; who named none is counted last."""
    layanan = {"": counts(6), "lama": counts(7), "ktp": counts(8, 4)}
    rincian = compose_rincian(INSTRUMEN, [UNITS[0]], layanan, count_kelas([(Profil(), jawaban())] * 21, INSTRUMEN))
    assert [(kelas.label, kelas.n) for kelas in rincian.layanan] == [
        ("Kartu Keluarga", 0),
        ("KTP elektronik", 8),
        ("lama", 7),
        (TIDAK_DIISI, 6),
    ]
    assert rincian.layanan[1].ikm == 100


def test_the_distribution_carries_the_labels_of_the_unit() -> None:
    """Pulutan words pengaduan and sarana differently, and all else as the instrumen does."""
    own = {one.unsur.key: one for one in sebaran_of(counts(6), INSTRUMEN, SURVEY.direktori.find(PULUTAN))}
    usual = {one.unsur.key: one for one in sebaran_of(counts(6), INSTRUMEN)}
    assert own["sarana"].unsur.label[1] == "Cukup baik"
    assert [key for key in own if own[key] != usual[key]] == ["pengaduan", "sarana"]
    assert own["sarana"].sebaran == (0, 0, 6, 0)


async def test_the_demo_city_broken_down_adds_up_to_itself(city: Transaction, survey: Survey) -> None:
    """Every table of the whole city counts 9.956, where nothing has to be hidden; the distribution is the rekap's."""
    sasaran = parse_argumen("kota", survey.direktori, parse_periode("2024").selesai, "semester").sasaran
    assert sasaran is not None
    rincian = await read_rincian(city, survey, sasaran, parse_periode("2024"))
    assert rincian.n == 9_956
    assert set(rincian.profil) == {"jenis_kelamin", "usia", "pendidikan", "pekerjaan"}
    for tabel in (rincian.layanan, *rincian.profil.values()):
        banyak = [kelas.n for kelas in tabel]
        assert None in banyak or sum(n for n in banyak if n is not None) == 9_956
    assert sum(None not in [kelas.n for kelas in tabel] for tabel in rincian.profil.values()) >= 3
    assert {sum(one.sebaran) for one in rincian.sebaran} == {9_956}
