"""What is kept of a unit when a periode is closed: every count its figures are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import TypeAdapter

from scoring.instrumen import Instrumen
from scoring.model import Jawaban, Profil, Rekap, UnitLayanan, rekap_of
from scoring.profil import TIDAK_DIISI, count_profil, kelas_profil

HitunganKelas = Mapping[str, Mapping[str, Rekap]]
"""Key of a profile question -> label of a class -> its counts; classes without respondents may be absent."""


@dataclass(frozen=True, slots=True)
class Simpanan:
    """`layanan` and `kelas` hold the counts of `rekap` per service ("" for not known) and per class of respondents;
    `harapan` those of the second answers per unsur. `populasi` are the service users as known at the closing, and
    `aktif` says whether the unit was open then."""

    rekap: Rekap = field(default_factory=Rekap)
    harapan: Rekap = field(default_factory=Rekap)
    layanan: Mapping[str, Rekap] = field(default_factory=dict)
    kelas: HitunganKelas = field(default_factory=dict)
    populasi: int | None = None
    aktif: bool = True


_SIMPANAN: Final = TypeAdapter(Simpanan)


def write_simpanan(simpanan: Simpanan, unit: UnitLayanan) -> dict[str, Any]:
    """As a row keeps it, with what is known of the unit now."""
    kept = replace(simpanan, populasi=unit.populasi, aktif=unit.aktif)
    written: dict[str, Any] = _SIMPANAN.dump_python(kept, mode="json")
    return written


def read_simpanan(isi: Mapping[str, Any]) -> Simpanan:
    return _SIMPANAN.validate_python(isi)


def add_simpanan(parts: Iterable[Simpanan]) -> Simpanan:
    """The counts of several units together, without what is known of each."""
    rekap, harapan = Rekap(), Rekap()
    layanan: dict[str, Rekap] = defaultdict(Rekap)
    kelas: dict[str, dict[str, Rekap]] = defaultdict(lambda: defaultdict(Rekap))
    for part in parts:
        rekap, harapan = rekap + part.rekap, harapan + part.harapan
        for kode, counted in part.layanan.items():
            layanan[kode] += counted
        for key, classes in part.kelas.items():
            for label, counted in classes.items():
                kelas[key][label] += counted
    return Simpanan(rekap, harapan, dict(layanan), {key: dict(one) for key, one in kelas.items()})


def count_kelas(respons: Iterable[tuple[Profil, Jawaban]], instrumen: Instrumen) -> HitunganKelas:
    """The responses in classes."""
    jawaban: dict[str, dict[str, list[Jawaban]]] = defaultdict(lambda: defaultdict(list))
    for profil, answers in respons:
        for key, label in kelas_profil(profil, instrumen).items():
            jawaban[key][label or TIDAK_DIISI].append(answers)
    return {key: {label: rekap_of(part) for label, part in one.items()} for key, one in jawaban.items()}


def order_kelas(kelas: HitunganKelas, instrumen: Instrumen) -> dict[str, list[tuple[str, Rekap]]]:
    """Each question's classes in the order of a report: the instrumen's with the empty ones, then what it does not
    list, by name, last those who did not answer."""
    tabel = {}
    for key, baku in count_profil((), instrumen).items():
        found, listed = kelas.get(key, {}), [one.label for one in baku]
        lain = sorted(found.keys() - {*listed, TIDAK_DIISI})
        last = [TIDAK_DIISI] if TIDAK_DIISI in found else []
        tabel[key] = [(label, found.get(label, Rekap())) for label in (*listed, *lain, *last)]
    return tabel
