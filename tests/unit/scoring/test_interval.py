from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.ikm import compute_ikm, ikm_responden
from scoring.instrumen import parse_bobot
from scoring.interval import interval_ikm, t_quantile
from scoring.model import Rekap, rekap_of
from tests.unit.scoring.data import INSTRUMEN, KEYS, pulutan_jawaban, pulutan_rekap, rekap_with
from tests.unit.scoring.strategies import banyak_jawaban


@pytest.mark.parametrize(
    ("tingkat", "derajat", "t"),
    [
        (0.95, 1, 12.706),
        (0.95, 2, 4.303),
        (0.95, 4, 2.776),
        (0.95, 9, 2.262),
        (0.95, 29, 2.045),
        (0.95, 60, 2.000),
        (0.95, 120, 1.980),
        (0.95, 10**6, 1.960),
        (0.99, 1, 63.657),
        (0.99, 30, 2.750),
        (0.90, 120, 1.658),
    ],
)
def test_quantiles_are_those_of_the_printed_t_table(tingkat: float, derajat: int, t: float) -> None:
    assert round(t_quantile(tingkat, derajat), 3) == t


def test_series_and_expansion_meet_where_one_takes_over() -> None:
    naik = [t_quantile(0.95, derajat) for derajat in (99, 100, 101, 102)]
    langkah = [a - b for a, b in pairwise(naik)]
    assert langkah == pytest.approx([2.45e-4, 2.4e-4, 2.36e-4], rel=0.01)


@pytest.mark.parametrize("derajat", [1.5, 2.5, 7.75, 10.5, 41.3, 99.9, 100.1])
def test_a_quantile_between_two_whole_degrees_encloses_95_percent_of_the_density(derajat: float) -> None:
    """Checked against Simpson's rule over cos(u)^(derajat - 1), to which the density turns with t = tan(u)."""
    luas = simpson(derajat, 0, math.atan(t_quantile(0.95, derajat) / math.sqrt(derajat)))
    assert luas / simpson(derajat, 0, math.pi / 2) == pytest.approx(0.95, abs=1e-5)


def simpson(derajat: float, dari: float, sampai: float, langkah: int = 20_000) -> float:
    lebar = (sampai - dari) / langkah
    nilai = [math.pow(max(0.0, math.cos(dari + i * lebar)), derajat - 1) for i in range(langkah + 1)]
    return lebar / 3 * (nilai[0] + nilai[-1] + 4 * sum(nilai[1:-1:2]) + 2 * sum(nilai[2:-1:2]))


@given(st.floats(1, 300), st.floats(0.1, 50), st.sampled_from([0.5, 0.9, 0.95, 0.99, 0.999]))
def test_quantiles_fall_as_degrees_grow_and_stay_above_the_normal_one(
    derajat: float, lebih: float, tingkat: float
) -> None:
    normal = NormalDist().inv_cdf((1 + tingkat) / 2)
    assert t_quantile(tingkat, derajat) > t_quantile(tingkat, derajat + lebih) > normal


def test_pulutans_interval_is_the_t_interval_of_its_respondents_ikm() -> None:
    """Recomputed the long way round: the mean of 50 single ikm, give or take t(49) standard errors."""
    sendiri = [float(ikm_responden(jawaban, INSTRUMEN)) for jawaban in pulutan_jawaban()]
    lebar = 2.0095752 * stdev(sendiri) / 50**0.5
    interval = interval_ikm(pulutan_rekap(), INSTRUMEN)
    assert interval is not None
    assert interval.rendah == pytest.approx(fmean(sendiri) - lebar)
    assert interval.tinggi == pytest.approx(fmean(sendiri) + lebar)
    assert interval.tingkat == 0.95


@given(banyak_jawaban.filter(lambda jawaban: len(jawaban) > 1), st.sampled_from(["1/9", "0,111", "0,11"]))
def test_the_interval_holds_the_ikm_and_stays_on_the_scale(jawaban: list[dict[str, int]], teks: str) -> None:
    rekap, bobot = rekap_of(jawaban), parse_bobot(teks, 9)
    ikm = compute_ikm(rekap, INSTRUMEN, bobot).ikm
    interval = interval_ikm(rekap, INSTRUMEN, bobot)
    assert ikm is not None
    assert interval is not None
    assert 24.75 <= interval.rendah <= float(ikm) + 1e-9
    assert float(ikm) - 1e-9 <= interval.tinggi <= 100


def test_more_confidence_is_wider_and_more_respondents_narrower() -> None:
    def lebar(rekap: Rekap, tingkat: float) -> float:
        interval = interval_ikm(rekap, INSTRUMEN, tingkat=tingkat)
        assert interval is not None
        return interval.tinggi - interval.rendah

    rekap = pulutan_rekap()
    assert lebar(rekap, 0.99) > lebar(rekap, 0.95) > lebar(rekap + rekap, 0.95) > 0


@pytest.mark.parametrize(
    "rekap",
    [
        Rekap(),
        rekap_of([dict.fromkeys(KEYS, 3)]),
        rekap_with(50, [167] * 9),
        replace(rekap_with(50, [167] * 9), jumlah=167 * 9),
        rekap_of([dict.fromkeys(KEYS, 3), {key: 3 for key in KEYS if key != "waktu"}]),
    ],
    ids=["no responses", "one response", "a printed table", "a table and its sum", "blank cells"],
)
def test_where_the_spread_is_unknown_there_is_no_interval(rekap: Rekap) -> None:
    assert interval_ikm(rekap, INSTRUMEN) is None


@pytest.mark.parametrize("tingkat", [0, 1, 95])
def test_a_confidence_outside_0_to_1_is_refused(tingkat: float) -> None:
    with pytest.raises(NilaiError, match="is not between 0 and 1"):
        interval_ikm(pulutan_rekap(), INSTRUMEN, tingkat=tingkat)
