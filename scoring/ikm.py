"""From counts to the IKM, exactly.

PermenPAN-RB 14/2017, Lampiran: nrr of an unsur = total of its scores / number of its answers; nrr tertimbang
= nrr x bobot; ikm = 25 x the sum of the nrr tertimbang. Nothing is rounded here: printing and mutu_of round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from scoring.errors import NilaiError
from scoring.instrumen import Bobot, Instrumen
from scoring.model import SKOR_TERENDAH, SKOR_TERTINGGI, Jawaban, Rekap, Unsur
from scoring.mutu import Mutu, mutu_of

SKALA = 25
"""From the scale of an answer, 1..4, to that of the ikm, 25..100."""


@dataclass(frozen=True, slots=True)
class HasilUnsur:
    """The result of one unsur: `total` of `n` answers. Its figures are computed when asked for, None where n is 0."""

    unsur: Unsur
    total: int
    n: int
    bobot: Bobot = field(repr=False)
    instrumen: Instrumen = field(repr=False)

    @property
    def nrr(self) -> Fraction | None:
        """total / n, from 1 to 4."""
        return Fraction(self.total, self.n) if self.n else None

    @property
    def nrr_tertimbang(self) -> Fraction | None:
        """nrr x bobot."""
        nrr = self.nrr
        return None if nrr is None else nrr * self.bobot.nilai

    @property
    def nik(self) -> Fraction | None:
        """25 x nrr, from 25 to 100."""
        return Fraction(SKALA * self.total, self.n) if self.n else None

    @property
    def mutu(self) -> Mutu | None:
        nik = self.nik
        return None if nik is None else mutu_of(nik, self.instrumen)


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
    unsur = tuple(_count(unsur, rekap, bobot, instrumen) for unsur in instrumen.unsur)
    _check_foreign(rekap, instrumen)
    if not rekap.n:
        return HasilIkm(0, None, None, unsur, bobot)
    # Integers over the common denominator, which as a rule is n itself, leave one Fraction to make.
    penyebut = lcm(*{hasil.n for hasil in unsur})
    jumlah_nrr = sum(hasil.total * (penyebut // hasil.n) for hasil in unsur)
    ikm = Fraction(SKALA * bobot.nilai.numerator * jumlah_nrr, bobot.nilai.denominator * penyebut)
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


def _count(unsur: Unsur, rekap: Rekap, bobot: Bobot, instrumen: Instrumen) -> HasilUnsur:
    satu, dua, tiga, empat = rekap.sebaran.get(unsur.key, (0, 0, 0, 0))
    n = satu + dua + tiga + empat
    if n > rekap.n:
        raise NilaiError(f"'{unsur.key}' has {n} answers from {rekap.n} responses")
    if rekap.n and not n:
        raise NilaiError(f"'{unsur.key}' has no answer in {rekap.n} responses; an ikm needs every unsur")
    return HasilUnsur(unsur, satu + 2 * dua + 3 * tiga + 4 * empat, n, bobot, instrumen)


def _check_foreign(rekap: Rekap, instrumen: Instrumen) -> None:
    asing = rekap.sebaran.keys() - {unsur.key for unsur in instrumen.unsur}
    for key in asing:
        if any(rekap.sebaran[key]):
            raise NilaiError(f"the counts hold answers to '{key}', which {instrumen.id} does not ask")
