"""Whether two ikm differ by more than chance: Welch's t test between the respondents of two periods.

Welch, "The Generalization of 'Student's' Problem when Several Different Population Variances are Involved",
Biometrika 34, 1947; degrees of freedom after Satterthwaite, "An Approximate Distribution of Estimates of Variance
Components", Biometrics Bulletin 2, 1946. The two sides may differ in size and in spread. Respondents are taken as
drawn at random, as in interval_ikm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from scoring.errors import NilaiError
from scoring.ikm import SKALA
from scoring.instrumen import Bobot, Instrumen
from scoring.interval import ragam_of, t_quantile
from scoring.model import Rekap


@dataclass(frozen=True, slots=True)
class SelisihIkm:
    """`selisih` = sesudah - sebelum, exact, in points of ikm; `rendah`..`tinggi` holds the true one at `tingkat`.

    `derajat` is the degrees of freedom, whole or not. `bermakna`: more than chance at `tingkat`, which is to say
    that the interval leaves out 0.
    """

    selisih: Fraction
    rendah: float
    tinggi: float
    derajat: float
    tingkat: float
    bermakna: bool


def compare_ikm(
    sebelum: Rekap, sesudah: Rekap, instrumen: Instrumen, bobot: Bobot | None = None, tingkat: float = 0.95
) -> SelisihIkm | None:
    """Hold the ikm of two sets of different respondents against one another.

    None where chance cannot be judged: fewer than two responses on a side, a spread that is unknown (as for
    interval_ikm), or none on either side, as when two people give all 3 and two others all 4. NilaiError for
    `tingkat` outside 0..1.
    """
    if not 0 < tingkat < 1:
        raise NilaiError(f"a confidence of {tingkat} is not between 0 and 1")
    ragam = ragam_of(sebelum, instrumen), ragam_of(sesudah, instrumen)
    if ragam[0] is None or ragam[1] is None or not any(ragam):
        return None
    awal, akhir = ragam[0] / sebelum.n, ragam[1] / sesudah.n
    derajat = float((awal + akhir) ** 2 / (awal**2 / (sebelum.n - 1) + akhir**2 / (sesudah.n - 1)))
    per_skor = SKALA * (bobot or instrumen.bobot).nilai
    selisih = per_skor * (Fraction(sesudah.jumlah, sesudah.n) - Fraction(sebelum.jumlah, sebelum.n))
    lebar = t_quantile(tingkat, derajat) * float(per_skor) * math.sqrt(awal + akhir)
    rendah, tinggi = float(selisih) - lebar, float(selisih) + lebar
    return SelisihIkm(selisih, rendah, tinggi, derajat, tingkat, not rendah <= 0 <= tinggi)
