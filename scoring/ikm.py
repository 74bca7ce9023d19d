"""From counts to the IKM, exactly.

PermenPAN-RB 14/2017, Lampiran: nrr of an unsur = total of its scores / number of its answers; nrr tertimbang
= nrr x bobot; ikm = 25 x the sum of the nrr tertimbang. Nothing is rounded here: printing and mutu_of round.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.errors import NilaiError
from scoring.instrumen import Bobot, Instrumen
from scoring.model import SKOR_TERENDAH, SKOR_TERTINGGI, Jawaban, Rekap, Unsur
from scoring.mutu import Mutu, mutu_of

SKALA = 25
"""From the scale of an answer, 1..4, to that of the ikm, 25..100."""


@dataclass(frozen=True, slots=True)
class HasilUnsur:
    """The result of one unsur: `total` of `n` answers, `nrr` 1..4, `nik` = 25 x nrr. None where n is 0."""

    unsur: Unsur
    total: int
    n: int
    nrr: Fraction | None
    nrr_tertimbang: Fraction | None
    nik: Fraction | None
    mutu: Mutu | None


@dataclass(frozen=True, slots=True)
class HasilIkm:
    """The result of `n` responses, `unsur` in the instrumen's order. No responses, no ikm: never a 25."""

    n: int
    ikm: Fraction | None
    mutu: Mutu | None
    unsur: tuple[HasilUnsur, ...]
    bobot: Bobot


def compute_ikm(rekap: Rekap, instrumen: Instrumen, bobot: Bobot | None = None) -> HasilIkm:
    """Score `rekap`. `bobot` is the periode's convention; without one, the instrumen's own (exact 1/x).

    An unsur may have fewer answers than `rekap.n` (an imported sheet with blank cells): its nrr is over its
    own answers. Raises NilaiError when counts and instrumen disagree: an unsur without a single answer while
    n > 0 (an index over fewer unsur is comparable with nothing), one with more answers than responses, or
    answers to an unsur the instrumen does not have.
    """
    bobot = bobot or instrumen.bobot
    _check(rekap, instrumen)
    unsur = tuple(_score(unsur, rekap, instrumen, bobot) for unsur in instrumen.unsur)
    if not rekap.n:
        return HasilIkm(0, None, None, unsur, bobot)
    ikm = SKALA * sum((hasil.nrr_tertimbang for hasil in unsur if hasil.nrr_tertimbang is not None), Fraction())
    return HasilIkm(rekap.n, ikm, mutu_of(ikm, instrumen), unsur, bobot)


def ikm_responden(jawaban: Jawaban, instrumen: Instrumen) -> Fraction:
    """One respondent's own ikm: 25 x the mean of the answers given, 25..100.

    Raises NilaiError without any answer or for a score outside 1..4, InstrumenError for an unknown unsur.
    """
    if not jawaban:
        raise NilaiError("a respondent without answers has no ikm")
    for key, skor in jawaban.items():
        instrumen.unsur_of(key)
        if not SKOR_TERENDAH <= skor <= SKOR_TERTINGGI:
            raise NilaiError(f"{key}: score {skor} is outside {SKOR_TERENDAH}..{SKOR_TERTINGGI}")
    return Fraction(SKALA * sum(jawaban.values()), len(jawaban))


def _check(rekap: Rekap, instrumen: Instrumen) -> None:
    dikenal = {unsur.key for unsur in instrumen.unsur}
    for key, sebaran in rekap.sebaran.items():
        if key not in dikenal and any(sebaran):
            raise NilaiError(f"the counts hold answers to '{key}', which {instrumen.id} does not ask")
        if sum(sebaran) > rekap.n:
            raise NilaiError(f"'{key}' has {sum(sebaran)} answers from {rekap.n} responses")
    if rekap.n:
        for key in dikenal:
            if not any(rekap.sebaran.get(key, ())):
                raise NilaiError(f"'{key}' has no answer in {rekap.n} responses; an ikm needs every unsur")


def _score(unsur: Unsur, rekap: Rekap, instrumen: Instrumen, bobot: Bobot) -> HasilUnsur:
    sebaran = rekap.sebaran.get(unsur.key, (0, 0, 0, 0))
    n = sum(sebaran)
    total = sum(skor * banyak for skor, banyak in enumerate(sebaran, start=SKOR_TERENDAH))
    if not n:
        return HasilUnsur(unsur, 0, 0, None, None, None, None)
    nrr = Fraction(total, n)
    nik = SKALA * nrr
    return HasilUnsur(unsur, total, n, nrr, nrr * bobot.nilai, nik, mutu_of(nik, instrumen))
