from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scoring.amatan import Amatan, Keadaan, Kebijakan, Peringatan
from scoring.ikm import compute_ikm
from scoring.model import Profil, Rekap, Respons, rekap_of
from scoring.mutu import mutu_of
from scoring.peringatan import decide_peringatan, grave_unsur
from scoring.periode import parse_periode
from tests.unit.scoring.data import INSTRUMEN, KEYS, rekap_with
from tests.unit.scoring.strategies import jawaban

PERIODE = parse_periode("2026-S2")
KEBIJAKAN = Kebijakan()
MULAI = datetime(2026, 7, 1, 8, tzinfo=UTC)
N = 100
JSON = TypeAdapter(Keadaan)


def rekap(nilai: float, n: int = N, **unsur: float) -> Rekap:
    """n responses whose unsur all have this nik, some another one."""
    return rekap_with(n, [round(n * unsur.get(key, nilai) / 25) for key in KEYS])


def amatan(nilai: float, n: int = N, **unsur: float) -> Amatan:
    return Amatan("kota-01", PERIODE, rekap(nilai, n, **unsur))


class Riwayat:
    """A unit through time: every look goes through JSON and a second time to see that nothing is said twice."""

    def __init__(self, kebijakan: Kebijakan = KEBIJAKAN) -> None:
        self.kebijakan = kebijakan
        self.keadaan: Keadaan | None = None
        self.semua: list[Peringatan] = []

    def look(self, kini: Amatan, hari: int) -> list[Peringatan]:
        now = MULAI + timedelta(days=hari)
        keadaan, alerts = decide_peringatan(self.keadaan, kini, self.kebijakan, INSTRUMEN, now)
        assert JSON.validate_json(JSON.dump_json(keadaan)) == keadaan
        assert decide_peringatan(keadaan, kini, self.kebijakan, INSTRUMEN, now) == (keadaan, ())
        assert decide_peringatan(self.keadaan, kini, self.kebijakan, INSTRUMEN, now) == (keadaan, alerts)
        self.keadaan = keadaan
        self.semua += alerts
        return list(alerts)


def told(alerts: Sequence[Peringatan]) -> list[tuple[str, str | None, bool]]:
    return [(satu.jenis, satu.unsur, satu.pulih) for satu in alerts]


def of_unit(alerts: Sequence[Peringatan]) -> list[Peringatan]:
    return [satu for satu in alerts if satu.unsur is None]


def test_a_letter_that_drops_from_the_last_periode_carries_both_values_and_n() -> None:
    kini = replace(amatan(86, 40), lalu=rekap(90))
    unit = of_unit(Riwayat().look(kini, 0))
    assert unit == [
        Peringatan(
            jenis="mutu",
            pulih=False,
            unit="kota-01",
            periode="2026-S2",
            unsur=None,
            sebelum=Decimal("90.00"),
            sesudah=Decimal("86.25"),
            n=40,
            kunci="kota-01:2026-S2:mutu:unit:1",
            genting=False,
            mutu_sebelum="A",
            mutu_sesudah="B",
            batas=Decimal("88.31"),
            acuan="2026-S1",
        )
    ]


def test_one_unsur_drops_alone() -> None:
    riwayat = Riwayat()
    riwayat.look(amatan(80), 0)
    (satu,) = riwayat.look(amatan(80, waktu=72), 1)
    assert (satu.jenis, satu.unsur, satu.sebelum, satu.sesudah) == ("mutu", "waktu", Decimal(80), Decimal(72))
    assert (satu.mutu_sebelum, satu.mutu_sesudah, satu.n) == ("B", "C", N)


def test_a_drop_is_told_once_again_when_worse_and_once_when_made_good() -> None:
    riwayat = Riwayat()
    hari = {0: 90, 1: 86, 2: 85, 3: 74, 30: 80, 31: 87, 32: 90, 33: 92}
    kata = {h: [(s.mutu_sebelum, s.mutu_sesudah, s.pulih) for s in of_unit(riwayat.look(amatan(v), h))]
            for h, v in hari.items()}  # fmt: skip
    assert {h: k for h, k in kata.items() if k} == {
        1: [("A", "B", False)],
        3: [("B", "C", False)],
        32: [("C", "A", True)],
    }


def test_a_recovery_and_a_new_drop_wait_for_the_cool_down() -> None:
    riwayat = Riwayat()
    hari = [(0, 90), (1, 86), (2, 91), (14, 91), (15, 91), (16, 86), (28, 86), (29, 86)]
    assert [h for h, v in hari if of_unit(riwayat.look(amatan(v), h))] == [1, 15, 29]


def test_a_rise_without_a_drop_is_held_in_silence_and_can_drop() -> None:
    riwayat = Riwayat()
    assert riwayat.look(amatan(86), 0) == riwayat.look(amatan(91), 1) == []
    (satu,) = of_unit(riwayat.look(amatan(86), 2))
    assert (satu.sebelum, satu.mutu_sebelum) == (Decimal(91), "A")


def test_an_unsur_below_the_floor_is_told_at_once_as_that_alone_and_recovers_above_it() -> None:
    riwayat = Riwayat()
    riwayat.look(amatan(80), 0)
    kata = {h: told(riwayat.look(amatan(80, waktu=v), h)) for h, v in {1: 64.75, 20: 65.5, 21: 60, 40: 67}.items()}
    assert kata == {1: [("lantai", "waktu", False)], 20: [], 21: [], 40: [("lantai", "waktu", True)]}
    jatuh, pulih = riwayat.semua
    assert (jatuh.sebelum, jatuh.sesudah, jatuh.batas) == (Decimal(80), Decimal("64.75"), Decimal("65.00"))
    assert (jatuh.mutu_sebelum, jatuh.mutu_sesudah) == ("B", "D")
    assert (pulih.sebelum, pulih.sesudah) == (Decimal("64.75"), Decimal(67))


def test_an_unsur_first_seen_below_the_floor_has_no_value_before() -> None:
    (satu,) = Riwayat().look(amatan(80, waktu=50), 0)
    assert (satu.jenis, satu.sebelum, satu.mutu_sebelum, satu.acuan) == ("lantai", None, None, None)


def test_below_the_floor_may_follow_a_drop_within_the_cool_down() -> None:
    riwayat = Riwayat()
    kata = [told(riwayat.look(amatan(80, waktu=v), h)) for h, v in enumerate([80, 70, 60])]
    assert kata == [[], [("mutu", "waktu", False)], [("lantai", "waktu", False)]]


def test_the_floor_is_the_policys_where_it_sets_one() -> None:
    riwayat = Riwayat(Kebijakan(lantai=Decimal(70)))
    riwayat.look(amatan(80), 0)
    (satu,) = riwayat.look(amatan(80, waktu=69), 1)
    assert (satu.jenis, satu.batas) == ("lantai", Decimal(70))


@pytest.mark.parametrize(
    ("pakai", "n_lalu", "kata"), [(True, N, [("mutu", None, False)]), (True, 9, []), (False, N, [])]
)
def test_a_new_periode_starts_from_the_last_where_the_policy_says_so_and_that_had_enough_answers(
    pakai: bool, n_lalu: int, kata: list[tuple[str, str | None, bool]]
) -> None:
    riwayat = Riwayat(Kebijakan(pakai_periode_lalu=pakai))
    riwayat.look(replace(amatan(70), periode=PERIODE.sebelumnya()), 0)
    kini = replace(amatan(86, 20), lalu=rekap(92, n_lalu))
    assert told(riwayat.look(kini, 1)) == kata


def minggu_of(*skor: Sequence[int]) -> tuple[Rekap, ...]:
    return tuple(rekap_of([dict.fromkeys(KEYS, satu) for satu in minggu]) for minggu in skor)


def test_a_sustained_decline_is_told_before_the_letter_falls_and_once_it_is_made_good() -> None:
    riwayat = Riwayat()
    biasa, buruk = (3, 3, 4, 4), (2, 2, 3, 3)
    minggu = [biasa] * 12
    kata = {}
    for hari in range(0, 182, 7):
        minggu.append(buruk if hari < 28 else (4, 4, 4, 4))
        kata[hari] = riwayat.look(replace(amatan(85), minggu=minggu_of(*minggu)), hari)
    turun, pulih = riwayat.semua
    assert [hari for hari, satu in kata.items() if satu] == [14, 49]
    assert (turun.jenis, turun.sebelum, turun.sesudah) == ("tren", Decimal("87.50"), Decimal("62.50"))
    assert (turun.n, turun.minggu) == (12, 3)
    assert (pulih.pulih, pulih.sebelum, pulih.sesudah) == (True, Decimal("62.50"), Decimal("92.50"))
    assert (pulih.n, pulih.minggu) == (20, 5)


def test_a_decline_is_no_news_once_the_letter_has_fallen() -> None:
    minggu = minggu_of(*[(3, 3, 4, 4)] * 12, *[(2, 2, 3, 3)] * 4)
    riwayat = Riwayat()
    assert told(riwayat.look(replace(amatan(70, 20), minggu=minggu, lalu=rekap(86)), 0)) == [("mutu", None, False)]
    assert riwayat.look(replace(amatan(70, 20), minggu=minggu), 30) == []


@pytest.mark.parametrize(
    ("n_biasa", "hari_biasa", "sunyi", "jeda"),
    [(100, 350, 28, "3.5"), (1000, 100, 10, "0.1"), (12, 360, 240, "30.0")],
    ids=["two a week", "ten a day", "one a month"],
)
def test_silence_is_measured_in_the_units_own_gaps(n_biasa: int, hari_biasa: int, sunyi: int, jeda: str) -> None:
    riwayat = Riwayat()
    kini = replace(amatan(85), n_biasa=n_biasa, hari_biasa=hari_biasa)
    for hari in range(300):
        alerts = riwayat.look(replace(kini, hari_sunyi=hari), hari)
        assert told(alerts) == ([("sepi", None, False)] if hari == sunyi else [])
    assert (riwayat.semua[0].sebelum, riwayat.semua[0].sesudah) == (Decimal(jeda), Decimal(sunyi))
    assert riwayat.semua[0].n == n_biasa
    (pulih,) = riwayat.look(replace(kini, hari_sunyi=1), 301)
    assert (pulih.pulih, pulih.sebelum, pulih.sesudah) == (True, Decimal(sunyi), Decimal(1))


def test_silence_goes_on_over_the_end_of_a_periode_and_a_pace_measured_anew_does_not_end_it() -> None:
    riwayat = Riwayat()
    lama = replace(amatan(85), periode=PERIODE.sebelumnya(), n_biasa=100, hari_biasa=350)
    assert told(riwayat.look(replace(lama, hari_sunyi=28), 0)) == [("sepi", None, False)]
    kini = Amatan("kota-01", PERIODE, Rekap(), n_biasa=20, hari_biasa=350, hari_sunyi=60)
    assert riwayat.look(kini, 32) == []


def test_a_target_out_of_reach_is_told_with_the_pace_it_would_need_and_once_it_is_on_pace_again() -> None:
    riwayat = Riwayat()
    kata = {}
    for hari, n in [(20, 0), (46, 5), (60, 20), (120, 82), (150, 105)]:
        kini = replace(amatan(85, n) if n else replace(amatan(85), rekap=Rekap()), populasi=184)
        kata[hari] = riwayat.look(replace(kini, berlalu=Fraction(hari, 184)), hari)
    (jauh,), (dekat,) = kata[46], kata[120]
    assert [hari for hari, alerts in kata.items() if alerts] == [46, 120]
    assert (jauh.jenis, jauh.sebelum, jauh.sesudah, jauh.n) == ("sampel", Decimal(125), Decimal(20), 5)
    assert jauh.kali == Decimal("8.0")
    assert (dekat.pulih, dekat.sebelum, dekat.sesudah) == (True, Decimal(125), Decimal(126))


def test_no_answers_at_all_is_a_target_without_any_pace() -> None:
    (satu,) = Riwayat().look(Amatan("kota-01", PERIODE, Rekap(), populasi=184, berlalu=Fraction(1, 2)), 92)
    assert (satu.jenis, satu.n, satu.sesudah, satu.kali) == ("sampel", 0, Decimal(0), None)


@pytest.mark.parametrize("pulih", [False, True])
def test_only_what_the_policy_calls_grave_breaks_the_quiet_hours_and_never_a_recovery(pulih: bool) -> None:
    riwayat = Riwayat(Kebijakan(genting=frozenset({"mutu"})))
    riwayat.look(amatan(90), 0)
    jatuh = riwayat.look(amatan(85, waktu=60), 1)
    assert {satu.jenis: satu.genting for satu in jatuh} == {"mutu": True, "lantai": False}
    if pulih:
        assert {satu.genting for satu in riwayat.look(amatan(95), 30)} == {False}


def test_a_policy_and_a_state_survive_json() -> None:
    kebijakan = TypeAdapter(Kebijakan)
    assert kebijakan.validate_json(kebijakan.dump_json(KEBIJAKAN)) == KEBIJAKAN
    assert JSON.validate_json(b'{"periode": "2026-S2"}') == Keadaan("2026-S2")


@pytest.mark.parametrize(
    ("jawaban", "alasan", "saran", "berat"),
    [
        ({"waktu": 1}, {"waktu": "Menunggu tiga jam."}, None, ("waktu",)),
        ({"waktu": 1}, {}, "Tambah petugas.", ("waktu",)),
        ({"sarana": 1, "waktu": 1}, {}, "Tambah petugas.", ("waktu", "sarana")),
        ({"waktu": 1, "biaya": 1}, {"biaya": "Diminta uang."}, None, ("biaya",)),
        ({"waktu": 1}, {"waktu": " "}, " ", ()),
        ({"waktu": 1}, {"biaya": "Mahal."}, None, ()),
        ({"waktu": 2}, {"waktu": "Agak lama."}, "Tambah petugas.", ()),
    ],
)
def test_an_answer_is_grave_where_a_score_of_1_is_put_into_words(
    jawaban: dict[str, int], alasan: dict[str, str], saran: str | None, berat: tuple[str, ...]
) -> None:
    respons = Respons("ktp", MULAI, Profil(), dict.fromkeys(KEYS, 4) | jawaban, alasan, saran)
    assert grave_unsur(respons, INSTRUMEN) == berat


hari_hari = st.lists(st.integers(0, 40), min_size=1, max_size=12)
banyak = st.lists(jawaban, min_size=1, max_size=45)
amatan_apa_pun = st.builds(
    lambda rekap, lalu, minggu, sunyi, n_biasa, populasi, berlalu: Amatan(
        "kota-01", PERIODE, rekap, lalu, tuple(minggu), sunyi, n_biasa, 30, populasi, berlalu
    ),
    banyak.map(rekap_of),
    st.none() | banyak.map(rekap_of),
    st.lists(st.lists(jawaban, min_size=1, max_size=4).map(rekap_of), max_size=15),
    st.none() | st.integers(0, 60),
    st.integers(0, 60),
    st.none() | st.integers(0, 500),
    st.fractions(0, 1, max_denominator=20),
)
TANPA_JEDA = Kebijakan(jeda_hari=0, minimal_n_unsur=20, cusum_n_acuan=4, cusum_minggu_acuan=2, cusum_batas=2)


@given(amatan_apa_pun, hari_hari)
def test_an_unchanged_unit_says_nothing_after_the_first_look_whatever_the_days(kini: Amatan, hari: list[int]) -> None:
    riwayat = Riwayat(TANPA_JEDA)
    riwayat.look(kini, 0)
    assert [alert for h in hari for alert in riwayat.look(kini, h)] == []


@given(st.lists(amatan_apa_pun, min_size=1, max_size=6), st.sampled_from([KEBIJAKAN, TANPA_JEDA]))
def test_whatever_is_seen_every_alert_has_its_own_key_its_values_its_letters_and_enough_answers(
    kini: list[Amatan], kebijakan: Kebijakan
) -> None:
    riwayat = Riwayat(kebijakan)
    pertama = set(KEYS)
    for i, satu in enumerate(kini):
        for alert in riwayat.look(satu, 9 * i):
            assert alert.n >= 0
            assert alert.sebelum is not None or (alert.jenis == "lantai" and alert.unsur in pertama)
            if alert.jenis in ("mutu", "lantai"):
                assert alert.n >= (kebijakan.minimal_n_unsur if alert.unsur else kebijakan.minimal_n)
                assert alert.mutu_sesudah == mutu_of(Fraction(alert.sesudah), INSTRUMEN).huruf
                assert alert.batas is not None
                assert (alert.sesudah > alert.batas) == alert.pulih
            elif alert.jenis != "sampel":
                assert alert.n >= kebijakan.minimal_n
            pertama.discard(alert.unsur or "")
    kunci = [alert.kunci for alert in riwayat.semua]
    assert len(set(kunci)) == len(kunci)


@given(
    st.sampled_from(["88.31", "76.61", "65.00"]),
    st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 40)), min_size=1, max_size=30),
    st.none() | st.integers(30, 100),
    st.sampled_from([0, 14]),
)
def test_a_unit_that_wavers_about_a_bound_within_the_margin_is_told_of_at_most_once(
    batas: str, jejak: list[tuple[int, int]], lalu: int | None, jeda: int
) -> None:
    """Unit and every unsur stand on one value, up to a point off the bound, on any days: letter and floor once."""
    riwayat = Riwayat(Kebijakan(jeda_hari=jeda))
    awal, hari = (rekap(float(lalu)) if lalu else None), 0
    for geser, lewat in jejak:
        hari += lewat
        tercetak = Decimal(batas) + Decimal(geser) / 100
        kini = Amatan("kota-01", PERIODE, rekap(float(tercetak), 10_000), lalu=awal)
        assert compute_ikm(kini.rekap, INSTRUMEN).ikm == pytest.approx(float(tercetak), abs=0.005)
        riwayat.look(kini, hari)
    tentang = [(alert.jenis, alert.unsur) for alert in riwayat.semua]
    assert len(set(tentang)) == len(tentang)


@given(st.lists(st.tuples(st.floats(25, 100), st.integers(0, 20)), max_size=30))
def test_turns_of_one_letter_lie_a_cool_down_apart(jejak: list[tuple[float, int]]) -> None:
    riwayat = Riwayat()
    arah: dict[str | None, tuple[bool, int]] = {}
    hari = 0
    for nilai, lewat in jejak:
        hari += lewat
        for alert in riwayat.look(amatan(nilai), hari):
            pulih, dulu = arah.get(alert.unsur, (alert.pulih, hari))
            assert pulih == alert.pulih or hari - dulu >= KEBIJAKAN.jeda_hari
            arah[alert.unsur] = alert.pulih, hari
