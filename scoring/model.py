"""The nouns of the survey, as the regulation names them. Frozen values, no behaviour beyond adding up.

Terms: PermenPAN-RB 14/2017, Lampiran; each has its row in docs/glossary.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

SKOR_TERENDAH = 1
SKOR_TERTINGGI = 4

Jawaban = Mapping[str, int]
"""Unsur key -> score 1..4. Always mapped by key, never by position: forms order the unsur differently."""

Sebaran = tuple[int, int, int, int]
"""How many answered 1, 2, 3 and 4."""


@dataclass(frozen=True, slots=True)
class Unsur:
    """One of the things the survey asks about. `label[0]` is the wording of score 1, `label[3]` of 4.

    `pertanyaan_harapan` asks how much it matters, in the instrumen's `label_harapan`.
    """

    key: str
    kode: str
    nama: str
    pertanyaan: str
    label: tuple[str, str, str, str]
    definisi: str
    pertanyaan_harapan: str = ""


@dataclass(frozen=True, slots=True)
class JenisLayanan:
    """One service of a unit, from the unit's own list. `kode` is unique within the unit."""

    kode: str
    nama: str


@dataclass(frozen=True, slots=True)
class Kelompok:
    """A group of units: a kecamatan, the OPD pelayanan, the OPD non pelayanan."""

    kode: str
    nama: str


@dataclass(frozen=True, slots=True)
class UnitLayanan:
    """A public service unit that runs its own survey.

    `zona_waktu` is an IANA name; days and periods are counted in it. `populasi` is the number of service
    users in a period, None where unknown. `label` overrides an unsur's four labels, by unsur key.
    """

    kode: str
    nama: str
    kelompok: str
    jenis: str = ""
    zona_waktu: str = "Asia/Jakarta"
    populasi: int | None = None
    layanan: tuple[JenisLayanan, ...] = ()
    label: Mapping[str, tuple[str, str, str, str]] = field(default_factory=dict)
    aktif: bool = True


@dataclass(frozen=True, slots=True)
class Profil:
    """Who answered, as far as the survey asks. Every field may be unknown.

    `usia` is in whole years; `usia_kelompok` holds a class as an imported source printed it, and is used
    only where the age itself is not known. The others hold codes of the instrumen's options.
    """

    jenis_kelamin: str | None = None
    usia: int | None = None
    usia_kelompok: str | None = None
    pendidikan: str | None = None
    pekerjaan: str | None = None


@dataclass(frozen=True, slots=True)
class Respons:
    """One finished questionnaire: the immutable fact that scores are counted from.

    `harapan` is how much each unsur matters to the respondent, 1..4, where that was asked; otherwise empty.
    """

    layanan: str
    diisi_pada: datetime
    profil: Profil
    jawaban: Jawaban
    alasan: Mapping[str, str] = field(default_factory=dict)
    saran: str | None = None
    harapan: Jawaban = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rekap:
    """The counts a score is computed from. Additive: those of days and units sum to periods and groups.

    `n` counts responses, `sebaran` the answers per unsur key and score. `jumlah` and `jumlah_kuadrat` are the
    sum and the sum of squares of each response's total score; they give the spread between respondents.
    """

    n: int = 0
    sebaran: Mapping[str, Sebaran] = field(default_factory=dict)
    jumlah: int = 0
    jumlah_kuadrat: int = 0

    def __add__(self, other: Rekap) -> Rekap:
        sebaran = dict(self.sebaran)
        for key, counts in other.sebaran.items():
            a, b, c, d = sebaran.get(key, (0, 0, 0, 0))
            sebaran[key] = (a + counts[0], b + counts[1], c + counts[2], d + counts[3])
        return Rekap(
            self.n + other.n, sebaran, self.jumlah + other.jumlah, self.jumlah_kuadrat + other.jumlah_kuadrat
        )


def rekap_of(jawaban: Iterable[Jawaban]) -> Rekap:
    """Count questionnaires into a Rekap. Raises ValueError for a score outside 1..4."""
    n = jumlah = jumlah_kuadrat = 0
    sebaran: dict[str, list[int]] = {}
    for answers in jawaban:
        for key, skor in answers.items():
            if not SKOR_TERENDAH <= skor <= SKOR_TERTINGGI:
                raise ValueError(f"{key}: score {skor} is outside {SKOR_TERENDAH}..{SKOR_TERTINGGI}")
            sebaran.setdefault(key, [0, 0, 0, 0])[skor - 1] += 1
        total = sum(answers.values())
        n, jumlah, jumlah_kuadrat = n + 1, jumlah + total, jumlah_kuadrat + total * total
    return Rekap(n, {key: (c[0], c[1], c[2], c[3]) for key, c in sebaran.items()}, jumlah, jumlah_kuadrat)
