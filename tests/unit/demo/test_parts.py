"""What holds for every seed and every small city."""

from __future__ import annotations

from datetime import UTC, time
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.city import generate
from bot.demo.days import CLOSES, OPENS, working_days
from bot.demo.scores import scores
from bot.demo.sizes import can_hit, nearest_total, printed, sizes
from scoring.ikm import compute_ikm
from scoring.model import UnitLayanan, rekap_of
from scoring.pembulatan import round_half_up
from tests.factories import INSTRUMEN, KTP, unit

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
KINDS = ("kelurahan", "kecamatan", "dinas", "badan", "bagian", "puskesmas", "rumah sakit", "lain")
HUNDREDTHS = st.integers(2500, 10000).map(lambda n: Fraction(n, 100))


@st.composite
def cities(draw: st.DrawFn) -> tuple[list[UnitLayanan], dict[str, Fraction], int]:
    """Some units with an index each, and how many answer in all."""
    kinds = draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(ZONES), HUNDREDTHS), min_size=1, max_size=5)
    )
    units = [unit(f"u{n}", KTP, jenis=kind, zona_waktu=zone) for n, (kind, zone, _) in enumerate(kinds)]
    ikm = {one.kode: value for one, (_, _, value) in zip(units, kinds, strict=True)}
    return units, ikm, draw(st.integers(len(units), 300))


@settings(max_examples=60)
@given(city=cities(), seed=st.integers(), year=st.integers(2000, 2999))
def test_a_small_city_of_any_seed(
    city: tuple[list[UnitLayanan], dict[str, Fraction], int], seed: int, year: int
) -> None:
    units, ikm, total = city
    found = generate(units, ikm, INSTRUMEN, year=year, seed=seed, total=total)
    assert found == generate(units, ikm, INSTRUMEN, year=year, seed=seed, total=total)
    assert len(found) == total
    days = set(working_days(year))
    for one, respons in found:
        assert respons.diisi_pada.tzinfo is UTC
        local = respons.diisi_pada.astimezone(ZoneInfo(one.zona_waktu))
        assert local.date() in days
        assert OPENS <= local.time() < CLOSES
        assert list(respons.jawaban) == [unsur.key for unsur in INSTRUMEN.unsur]
        assert set(respons.jawaban.values()) <= {1, 2, 3, 4}
    for one in units:
        answers = [respons.jawaban for its, respons in found if its.kode == one.kode]
        wanted = nearest_total(ikm[one.kode], len(answers), 9)
        assert sum(sum(each.values()) for each in answers) == wanted
        if can_hit(ikm[one.kode], len(answers), 9):
            assert round_half_up(compute_ikm(rekap_of(answers), INSTRUMEN).ikm or 0) == round_half_up(ikm[one.kode])


@given(ikm=HUNDREDTHS, n=st.integers(1, 500), unsur=st.integers(1, 14))
def test_a_value_can_be_hit_where_some_total_is_printed_as_it(ikm: Fraction, n: int, unsur: int) -> None:
    reached = Fraction(printed(nearest_total(ikm, n, unsur), n, unsur))
    assert can_hit(ikm, n, unsur) == (reached == ikm)
    assert abs(reached - ikm) <= Fraction(25, 2 * unsur * n) + Fraction(1, 200)


@given(ikm=HUNDREDTHS, n=st.integers(278, 2000))
def test_many_responses_can_have_every_index(ikm: Fraction, n: int) -> None:
    assert can_hit(ikm, n, 9)


def test_a_figure_of_more_decimals_than_are_printed_cannot_be_hit() -> None:
    assert not can_hit(Fraction(88653, 1000), 300, 9)


def test_numbers_are_moved_so_that_every_index_can_be_had() -> None:
    units = [unit(f"u{n}", jenis="kelurahan") for n in range(20)]
    ikm = {one.kode: Fraction(8000 + 71 * n, 100) for n, one in enumerate(units)}
    found = sizes(units, ikm, 9, 1800, Random(3))
    assert sum(found.values()) == 1800
    assert all(can_hit(ikm[kode], n, 9) for kode, n in found.items())


def test_fewer_responses_than_units_are_refused() -> None:
    units = [unit("a"), unit("b")]
    with pytest.raises(ValueError, match="too few for 2 units"):
        sizes(units, {"a": Fraction(80), "b": Fraction(80)}, 9, 1, Random(1))


@given(data=st.data(), seed=st.integers(), kind=st.sampled_from(KINDS))
def test_scores_come_to_every_total_there_is(data: st.DataObject, seed: int, kind: str) -> None:
    n = data.draw(st.integers(1, 12))
    total = data.draw(st.integers(3 * n, 12 * n))
    at = [place / n for place in range(n)]
    found = scores(("biaya", "waktu", "lain"), kind, at, total, Random(seed))
    assert sum(sum(one.values()) for one in found) == total
    assert {score for one in found for score in one.values()} <= {1, 2, 3, 4}


@pytest.mark.parametrize("total", [5, 25])
def test_a_total_out_of_reach_is_refused(total: int) -> None:
    with pytest.raises(ValueError, match="cannot come to"):
        scores(("a", "b", "c"), "", [0.1, 0.2], total, Random(1))


def test_no_work_on_weekends_and_fixed_holidays() -> None:
    days = working_days(2024)
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert not {(1, 1), (5, 1), (12, 25)} & {(day.month, day.day) for day in days}
    assert 250 < len(days) < 262
    assert time(8) == OPENS
