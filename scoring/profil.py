"""Who answered, in classes: counts per profile question for the tables of a report.

Ages are stored in years; their classes are made here, when a report is written, and have no gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from scoring.errors import NilaiError
from scoring.instrumen import Instrumen
from scoring.model import Profil

TIDAK_DIISI = "Tidak diisi"


@dataclass(frozen=True, slots=True)
class KelasUsia:
    """Ages `dari` to `sampai` years, both included; the highest class has no end."""

    label: str
    dari: int
    sampai: int | None


@dataclass(frozen=True, slots=True)
class Cacah:
    """One line of a profile table."""

    label: str
    jumlah: int


@cache
def kelas_usia(batas: tuple[int, ...]) -> tuple[KelasUsia, ...]:
    """The classes that start at 0 and at each age of `batas` (rising): (20, 35) makes <20, 20–34 and >34."""
    if not batas or batas[0] < 1 or any(bawah >= atas for bawah, atas in pairwise(batas)):
        raise NilaiError(f"age limits {batas} must rise from 1 on")
    tengah = (
        KelasUsia(str(dari) if berikut - dari == 1 else f"{dari}–{berikut - 1}", dari, berikut - 1)
        for dari, berikut in pairwise(batas)
    )
    return (
        KelasUsia(f"<{batas[0]}", 0, batas[0] - 1),
        *tengah,
        KelasUsia(f">{batas[-1] - 1}", batas[-1], None),
    )


def kelas_of(usia: int, batas: tuple[int, ...]) -> KelasUsia:
    """The class an age in years falls in. Raises NilaiError below 0."""
    if usia < 0:
        raise NilaiError(f"an age of {usia} is not possible")
    return next(kelas for kelas in reversed(kelas_usia(batas)) if usia >= kelas.dari)


def count_profil(profil: Iterable[Profil], instrumen: Instrumen) -> Mapping[str, tuple[Cacah, ...]]:
    """Per profile question of the instrumen, its table: every option or age class in order, zeros included.

    After them what the instrumen does not list (age classes as an import printed them, codes of another
    instrumen) and, if any, those who did not answer: each table adds up to the number of respondents.
    """
    kelas = [kelas_profil(satu, instrumen) for satu in profil]
    tabel: dict[str, tuple[Cacah, ...]] = {}
    for tanya in instrumen.profil:
        if tanya.key == "usia":
            label = [satu.label for satu in kelas_usia(instrumen.usia_kelas)]
        else:
            label = [pilihan.label for pilihan in tanya.pilihan]
        tabel[tanya.key] = _table(label, (satu[tanya.key] for satu in kelas))
    return tabel


def kelas_profil(profil: Profil, instrumen: Instrumen) -> Mapping[str, str | None]:
    """The line of each table of count_profil that this respondent is counted in; None did not answer."""
    kelas: dict[str, str | None] = {}
    for tanya in instrumen.profil:
        if tanya.key == "usia":
            kelas[tanya.key] = _usia(profil, instrumen)
        else:
            kode = getattr(profil, tanya.key)
            kelas[tanya.key] = next((p.label for p in tanya.pilihan if p.kode == kode), kode)
    return kelas


def _usia(profil: Profil, instrumen: Instrumen) -> str | None:
    if profil.usia is not None:
        return kelas_of(profil.usia, instrumen.usia_kelas).label
    return profil.usia_kelompok


def _table(label: list[str], isi: Iterable[str | None]) -> tuple[Cacah, ...]:
    banyak = Counter(isi)
    kosong = banyak.pop(None, 0)
    lain = sorted(satu for satu in banyak if satu is not None and satu not in label)
    baris = [Cacah(satu, banyak[satu]) for satu in [*label, *lain]]
    return (*baris, Cacah(TIDAK_DIISI, kosong)) if kosong else tuple(baris)
