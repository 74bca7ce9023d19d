from __future__ import annotations

from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.amatan import Kebijakan
from scoring.cusum import watch_minggu
from scoring.model import Rekap, rekap_of
from tests.unit.scoring.data import INSTRUMEN, KEYS, pulutan_jawaban, rekap_with
from tests.unit.scoring.strategies import banyak_jawaban

KEBIJAKAN = Kebijakan()
BIASA = rekap_of([dict.fromkeys(KEYS, skor) for skor in (3, 3, 4, 4)])
BURUK = rekap_of([dict.fromkeys(KEYS, skor) for skor in (2, 2, 3, 3)])
DASAR = [BIASA] * 12


def average_run(geser: float, bagian: int = 60) -> float:
    """Weeks until the alarm when each mean lies `geser` standard errors too low, level and spread being known.

    The Markov chain of Brook and Evans, "An Approach to the Probability Distribution of Cusum Run Length",
    Biometrika 59, 1972: the chart's value in `bagian` steps, (I - R) L = 1 solved by Gauss and Jordan.
    """
    lebar = 2 * KEBIJAKAN.cusum_batas / (2 * bagian - 1)

    def below(naik: float) -> float:
        if naik >= KEBIJAKAN.cusum_paling - KEBIJAKAN.cusum_sela:
            return 1.0
        return NormalDist().cdf(naik + KEBIJAKAN.cusum_sela - geser)

    def chance(dari: int, ke: int) -> float:
        atas = below((ke - dari + 0.5) * lebar)
        return atas - below((ke - dari - 0.5) * lebar) if ke else atas

    baris = [[(i == j) - chance(i, j) for j in range(bagian)] + [1.0] for i in range(bagian)]
    for i in range(bagian):
        baris[i] = [satu / baris[i][i] for satu in baris[i]]
        for j in range(bagian):
            if j != i:
                faktor = baris[j][i]
                baris[j] = [a - faktor * b for a, b in zip(baris[j], baris[i], strict=True)]
    return baris[0][-1]


@pytest.mark.parametrize(("geser", "minggu"), [(0, 1105), (1, 10.8), (2, 4.4)])
def test_the_average_run_lengths_are_those_the_parameters_were_chosen_for(geser: float, minggu: float) -> None:
    assert average_run(geser) == pytest.approx(minggu, rel=0.02)


def test_a_fall_of_one_score_is_seen_in_the_third_week_and_not_before() -> None:
    """Four answers a week, a score apart, are a fall of more than three standard errors: the most that counts."""
    jumlah = [watch_minggu([*DASAR, *[BURUK] * minggu], INSTRUMEN, KEBIJAKAN).jumlah for minggu in range(4)]
    assert jumlah == pytest.approx([0, 2, 4, 6])


def test_the_weeks_of_the_fall_are_kept_apart_from_those_before() -> None:
    turun = watch_minggu([*DASAR, Rekap(), BURUK, BURUK, Rekap(), BURUK], INSTRUMEN, KEBIJAKAN)
    assert turun.acuan == tuple(DASAR)
    assert turun.minggu == (BURUK,) * 3


def test_a_fall_is_forgotten_once_better_weeks_make_up_for_it() -> None:
    turun = watch_minggu([*DASAR, BURUK, *[BIASA] * 4], INSTRUMEN, KEBIJAKAN)
    assert (turun.jumlah, turun.minggu) == (0, ())
    assert turun.acuan == (*DASAR, BURUK, *[BIASA] * 4)


@pytest.mark.parametrize(
    "minggu",
    [
        [],
        [*DASAR[:11], BURUK],
        [rekap_with(4, [14] * 9)] * 30,
        [*[rekap_of([dict.fromkeys(KEYS, 4)] * 4)] * 12, BURUK],
    ],
    ids=["nothing", "too few weeks", "weeks without spread known", "answers all alike"],
)
def test_without_a_level_and_a_spread_nothing_has_fallen(minggu: list[Rekap]) -> None:
    assert watch_minggu(minggu, INSTRUMEN, KEBIJAKAN).jumlah == 0


@given(st.lists(banyak_jawaban, max_size=30))
def test_every_week_with_answers_is_before_the_fall_or_in_it_in_order(minggu: list[list[dict[str, int]]]) -> None:
    rekaps = [rekap_of(jawaban) for jawaban in minggu]
    turun = watch_minggu(rekaps, INSTRUMEN, Kebijakan(cusum_n_acuan=2, cusum_minggu_acuan=1))
    assert [*turun.acuan, *turun.minggu] == rekaps
    assert (turun.jumlah > 0) == bool(turun.minggu)


def test_of_units_that_stay_as_they_are_few_alarm_though_their_level_is_learnt_on_the_way() -> None:
    """200 units draw five answers a week from Pulutan's for a year and a half, with a seed: 8 to 25 % alarm."""
    acak, jawaban = Random(14), pulutan_jawaban()
    salah = 0
    for _ in range(200):
        minggu = [rekap_of(acak.choices(jawaban, k=5)) for _ in range(78)]
        jumlah = (watch_minggu(minggu[:sampai], INSTRUMEN, KEBIJAKAN).jumlah for sampai in range(13, 79))
        salah += any(satu > KEBIJAKAN.cusum_batas for satu in jumlah)
    assert 0.08 <= salah / 200 <= 0.25
