from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import InstrumenError, NilaiError
from scoring.ikm import compute_ikm, ikm_responden
from scoring.instrumen import parse_bobot
from scoring.model import Rekap, rekap_of
from scoring.pembulatan import round_half_up
from tests.unit.scoring.data import INSTRUMEN, KEYS, PULUTAN, VEKTOR, pulutan_rekap, rekap_with
from tests.unit.scoring.strategies import banyak_jawaban

LAPORAN = ("pulutan_2024_S2", "kobar_2021")


def ikm_of(jawaban: list[dict[str, int]]) -> Fraction:
    ikm = compute_ikm(rekap_of(jawaban), INSTRUMEN).ikm
    assert ikm is not None
    return ikm


@pytest.mark.parametrize("laporan", LAPORAN)
@pytest.mark.parametrize("konvensi", ["1/9", "0.11", "0.111", "0.1111"])
def test_published_totals_give_the_ikm_of_each_weight_convention(laporan: str, konvensi: str) -> None:
    vektor = VEKTOR[laporan]
    hasil = compute_ikm(rekap_with(vektor["n"], vektor["totals"]), INSTRUMEN, parse_bobot(konvensi, 9))
    assert hasil.ikm is not None
    assert str(round_half_up(hasil.ikm)) == vektor["ikm"][konvensi]


@pytest.mark.parametrize("laporan", LAPORAN)
def test_published_totals_give_nrr_nik_and_mutu_of_each_unsur(laporan: str) -> None:
    vektor = VEKTOR[laporan]
    hasil = compute_ikm(rekap_with(vektor["n"], vektor["totals"]), INSTRUMEN)
    for unsur, terbit in zip(hasil.unsur, vektor["unsur"], strict=True):
        assert unsur.nrr is not None
        assert unsur.nik is not None
        assert unsur.mutu is not None
        assert str(round_half_up(unsur.nrr)) == terbit["nrr"]
        assert str(round_half_up(unsur.nik)) == terbit["nik"]
        assert unsur.mutu.huruf == terbit["cat"]


def test_pulutan_questionnaires_give_the_published_report_line_by_line() -> None:
    """Counts, totals, nrr, nrr tertimbang, kinerja, ikm and mutu equal Tabel III.5 to III.15."""
    rekap = pulutan_rekap()
    hasil = compute_ikm(rekap, INSTRUMEN, parse_bobot("0,111", 9))
    lampiran = PULUTAN["annex"]
    for i, unsur in enumerate(hasil.unsur):
        terbit = PULUTAN["result_tableIII15"][i]
        pilihan = PULUTAN["distribution_per_unsur"][unsur.unsur.kode]["options"]
        assert list(rekap.sebaran[unsur.unsur.key]) == [kolom["jumlah"] for kolom in pilihan]
        assert unsur.total == terbit["jumlah_nilai"] == lampiran["jml_nilai"][i]
        assert unsur.nrr == Fraction(str(terbit["nrr"])) == Fraction(str(lampiran["nrr"][i]))
        assert unsur.nrr_tertimbang is not None
        assert round_half_up(unsur.nrr_tertimbang, 3) == round_half_up(
            Fraction(str(lampiran["nrr_tertimbang"][i])), 3
        )
        assert unsur.mutu is not None
        assert unsur.mutu.kinerja == terbit["kinerja"]
    assert (hasil.n, hasil.bobot.teks) == (PULUTAN["n"], "0,111")
    assert hasil.ikm == Fraction(VEKTOR["ikm_0.111_tie"]["exact"])
    assert str(round_half_up(hasil.ikm)) == "86.03" == str(PULUTAN["ikm_unit"])
    assert hasil.mutu is not None
    assert hasil.mutu.huruf == PULUTAN["mutu"]


def test_pulutan_with_the_exact_bobot_is_86_11() -> None:
    hasil = compute_ikm(pulutan_rekap(), INSTRUMEN)
    assert hasil.ikm is not None
    assert str(round_half_up(hasil.ikm)) == "86.11"
    assert hasil.bobot == INSTRUMEN.bobot


def test_no_responses_give_no_score_at_all() -> None:
    hasil = compute_ikm(Rekap(), INSTRUMEN)
    assert (hasil.n, hasil.ikm, hasil.mutu) == (0, None, None)
    assert [unsur.unsur.key for unsur in hasil.unsur] == list(KEYS)
    assert {(u.n, u.total, u.nrr, u.nrr_tertimbang, u.nik, u.mutu) for u in hasil.unsur} == {
        (0, 0, None, None, None, None)
    }


@pytest.mark.parametrize(("skor", "bobot", "ikm"), [(4, "0,11", "99"), (1, "0,11", "24.75"), (4, "1/9", "100")])
def test_perfect_and_worst_units_reach_the_ends_of_their_bobots_scale(skor: int, bobot: str, ikm: str) -> None:
    hasil = compute_ikm(rekap_of([dict.fromkeys(KEYS, skor)]), INSTRUMEN, parse_bobot(bobot, 9))
    assert hasil.ikm == Fraction(ikm)
    assert hasil.mutu is not None
    assert hasil.mutu.huruf == ("A" if skor == 4 else "D")


@given(banyak_jawaban)
def test_ikm_lies_between_25_and_100(jawaban: list[dict[str, int]]) -> None:
    assert 25 <= ikm_of(jawaban) <= 100


@given(banyak_jawaban, st.data())
def test_one_better_answer_anywhere_raises_the_ikm(jawaban: list[dict[str, int]], data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(jawaban) - 1))
    key = data.draw(st.sampled_from(KEYS))
    lama = jawaban[i][key]
    naik = [*jawaban[:i], {**jawaban[i], key: min(4, lama + 1)}, *jawaban[i + 1 :]]
    if lama < 4:
        assert ikm_of(naik) > ikm_of(jawaban)
    else:
        assert ikm_of(naik) == ikm_of(jawaban)


@given(banyak_jawaban, st.randoms(use_true_random=False), st.permutations(KEYS))
def test_order_of_responses_and_of_answers_does_not_matter(
    jawaban: list[dict[str, int]], acak: Any, urutan: list[str]
) -> None:
    tertukar = [{key: satu[key] for key in urutan} for satu in jawaban]
    acak.shuffle(tertukar)
    assert compute_ikm(rekap_of(tertukar), INSTRUMEN) == compute_ikm(rekap_of(jawaban), INSTRUMEN)


@given(banyak_jawaban)
def test_ikm_is_the_mean_of_the_respondents_own_ikm(jawaban: list[dict[str, int]]) -> None:
    sendiri = [ikm_responden(satu, INSTRUMEN) for satu in jawaban]
    assert ikm_of(jawaban) == sum(sendiri, Fraction()) / len(sendiri)


def test_an_unsur_with_blank_cells_is_averaged_over_its_own_answers() -> None:
    rekap = rekap_of([dict.fromkeys(KEYS, 4), {key: 2 for key in KEYS if key != "waktu"}])
    hasil = {unsur.unsur.key: unsur for unsur in compute_ikm(rekap, INSTRUMEN).unsur}
    assert (hasil["waktu"].n, hasil["waktu"].nrr) == (1, Fraction(4))
    assert (hasil["biaya"].n, hasil["biaya"].nrr) == (2, Fraction(3))


@given(banyak_jawaban, st.sampled_from(["1/9", "0,111"]), st.sets(st.sampled_from(KEYS)))
def test_the_ikm_is_25_times_the_sum_of_what_each_unsur_says_blank_cells_or_not(
    jawaban: list[dict[str, int]], teks: str, kosong: set[str]
) -> None:
    """The index added up in integers equals the one added up from nrr tertimbang, as the regulation words it."""
    jawaban = [*jawaban, {key: 2 for key in KEYS if key not in kosong}]
    hasil = compute_ikm(rekap_of(jawaban), INSTRUMEN, parse_bobot(teks, 9))
    tertimbang = [unsur.nrr_tertimbang for unsur in hasil.unsur if unsur.nrr_tertimbang is not None]
    assert hasil.ikm == 25 * sum(tertimbang, Fraction())
    assert [unsur.nik for unsur in hasil.unsur] == [25 * unsur.nrr for unsur in hasil.unsur if unsur.nrr]


@pytest.mark.parametrize(
    ("rekap", "pesan"),
    [
        (rekap_of([{key: 3 for key in KEYS if key != "sarana"}]), "'sarana' has no answer in 1 responses"),
        (
            rekap_of([dict.fromkeys((*KEYS, "maklumat"), 3)]),
            "'maklumat', which permenpan-14-2017 does not ask",
        ),
        (Rekap(1, dict.fromkeys(KEYS, (0, 0, 2, 0))), "has 2 answers from 1 responses"),
        (Rekap(0, {"waktu": (0, 0, 0, 1)}), "'waktu' has 1 answers from 0 responses"),
    ],
)
def test_counts_that_contradict_the_instrumen_are_refused(rekap: Rekap, pesan: str) -> None:
    with pytest.raises(NilaiError, match=pesan):
        compute_ikm(rekap, INSTRUMEN)


def test_an_unknown_unsur_counted_zero_times_is_harmless() -> None:
    assert compute_ikm(Rekap(0, {"maklumat": (0, 0, 0, 0)}), INSTRUMEN).ikm is None


def test_a_respondents_ikm_is_25_times_the_mean_answer() -> None:
    assert ikm_responden({"waktu": 3, "biaya": 4}, INSTRUMEN) == Fraction("87.5")


def test_a_respondent_without_valid_answers_has_no_ikm() -> None:
    with pytest.raises(NilaiError, match="without answers"):
        ikm_responden({}, INSTRUMEN)
    with pytest.raises(NilaiError, match=r"waktu: score 5 is outside 1\.\.4"):
        ikm_responden({"waktu": 5}, INSTRUMEN)
    with pytest.raises(InstrumenError, match="no unsur 'maklumat'"):
        ikm_responden({"maklumat": 3}, INSTRUMEN)
