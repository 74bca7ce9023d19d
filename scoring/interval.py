"""How sure an ikm is: the confidence interval that n and the spread between respondents allow.

Student's t interval of a mean, over the ikm of each respondent; it takes respondents as drawn at random and
makes no correction for a small population, so it errs on the wide side. Quantiles of t: Abramowitz and
Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 to 26.7.5. Floats are good enough here: the interval says how
far to trust the figure, it is never the figure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from scoring.errors import NilaiError
from scoring.ikm import SKALA
from scoring.instrumen import Bobot, Instrumen
from scoring.model import SKOR_TERENDAH, SKOR_TERTINGGI, Rekap

_DERAJAT_DERET = 100
"""Up to so many degrees of freedom the exact series is summed; above, the expansion is good to 9 digits."""


@dataclass(frozen=True, slots=True)
class Interval:
    """`rendah`..`tinggi` on the scale of the ikm holds the true value at confidence `tingkat` (0..1)."""

    rendah: float
    tinggi: float
    tingkat: float


def interval_ikm(
    rekap: Rekap, instrumen: Instrumen, bobot: Bobot | None = None, tingkat: float = 0.95
) -> Interval | None:
    """The interval around the ikm that compute_ikm gives for the same arguments.

    None where the spread is unknown: fewer than two responses, counts that came without each response's
    total (`jumlah` and `jumlah_kuadrat`, as from a printed table), or responses with blank cells.
    NilaiError for `tingkat` outside 0..1.
    """
    if not 0 < tingkat < 1:
        raise NilaiError(f"a confidence of {tingkat} is not between 0 and 1")
    n = rekap.n
    if n < 2 or not _complete(rekap, instrumen):
        return None
    per_skor = SKALA * (bobot or instrumen.bobot).nilai
    tengah = per_skor * Fraction(rekap.jumlah, n)
    ragam = Fraction(n * rekap.jumlah_kuadrat - rekap.jumlah**2, n * (n - 1))
    if ragam < 0:  # a jumlah_kuadrat that was not counted
        return None
    lebar = t_quantile(tingkat, n - 1) * float(per_skor) * math.sqrt(ragam / n)
    unsur = len(instrumen.unsur)
    return Interval(
        max(float(tengah) - lebar, float(per_skor * unsur * SKOR_TERENDAH)),
        min(float(tengah) + lebar, float(per_skor * unsur * SKOR_TERTINGGI)),
        tingkat,
    )


def t_quantile(tingkat: float, derajat: int) -> float:
    """The t with P(|T| <= t) = `tingkat` for `derajat` degrees of freedom (from 1): 2.0096 for 0.95 and 49."""
    if derajat > _DERAJAT_DERET:
        return _expansion(NormalDist().inv_cdf((1 + tingkat) / 2), derajat)
    rendah, tinggi = 0.0, math.pi / 2
    for _ in range(60):
        tengah = (rendah + tinggi) / 2
        if _probability(tengah, derajat) < tingkat:
            rendah = tengah
        else:
            tinggi = tengah
    return math.sqrt(derajat) * math.tan(rendah)


def _complete(rekap: Rekap, instrumen: Instrumen) -> bool:
    sebaran = [rekap.sebaran.get(unsur.key, (0, 0, 0, 0)) for unsur in instrumen.unsur]
    total = sum(skor * banyak for satu in sebaran for skor, banyak in enumerate(satu, start=SKOR_TERENDAH))
    return total == rekap.jumlah and all(sum(satu) == rekap.n for satu in sebaran)


def _probability(theta: float, derajat: int) -> float:
    """P(|T| <= sqrt(derajat) tan theta): A&S 26.7.3 (odd) and 26.7.4 (even)."""
    ganjil = derajat % 2
    suku = math.cos(theta) if ganjil else 1.0
    deret = 0.0
    for k in range(2 + ganjil, derajat + 1, 2):
        deret += suku
        suku *= math.cos(theta) ** 2 * (k - 1) / k
    deret *= math.sin(theta)
    return 2 / math.pi * (theta + deret) if ganjil else deret


def _expansion(z: float, derajat: int) -> float:
    """A&S 26.7.5: t from the normal quantile z."""
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / derajat + g2 / derajat**2 + g3 / derajat**3 + g4 / derajat**4
