"""The responses as an SPSS file: a case a respondent, every variable and value labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import pandas as pd
import pyreadstat

from bot.reports.dokumen.kasus import Kasus, kode_harapan
from scoring.instrumen import Instrumen
from scoring.model import Jawaban, UnitLayanan, Unsur
from scoring.periode import Periode
from scoring.profil import TIDAK_DIISI, count_profil, kelas_profil

KOSONG: Final = -9
"""The code of every value that was not given; SPSS leaves it out of its counts."""
_LABEL_BERKAS, _LABEL_VARIABEL, _LABEL_NILAI = 60, 250, 118
"""Bytes that SPSS keeps of a label."""
_BERJENJANG: Final = ("usia", "pendidikan")


@dataclass(frozen=True, slots=True)
class _Variabel:
    """A column: `nilai` a code a case, `label` what each code means."""

    nama: str
    pertanyaan: str
    label: Mapping[int, str]
    nilai: Sequence[int]
    ukuran: Literal["nominal", "ordinal"] = "ordinal"


def render_sav(kasus: Sequence[Kasus], instrumen: Instrumen, unit: UnitLayanan, periode: Periode) -> bytes:
    """The file: `layanan`, the profile (age in the classes of `instrumen`, never in years), U1 and on in canonical
    order with the unit's own labels, and where harapan was asked H1 and on. KOSONG marks what is missing.

    Individual-level data: only for those with the right to it; see `kasus`. Blocks while it writes.
    """
    variabel = [*_profil(kasus, instrumen, unit), *_unsur(kasus, instrumen, unit)]
    nama = [one.nama for one in variabel]
    data = pd.DataFrame({one.nama: pd.Series(one.nilai, dtype="float64") for one in variabel})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "skm.sav"
        pyreadstat.write_sav(
            data,
            path,
            file_label=_cut(f"SKM {unit.nama}, {periode.nama}", _LABEL_BERKAS),
            column_labels=[_cut(one.pertanyaan, _LABEL_VARIABEL) for one in variabel],
            variable_value_labels={one.nama: _labels(one.label) for one in variabel},
            missing_ranges={name: [KOSONG] for name in nama},
            variable_measure={one.nama: one.ukuran for one in variabel},
            variable_format=dict.fromkeys(nama, "F4.0"),
        )
        return path.read_bytes()


def _profil(kasus: Sequence[Kasus], instrumen: Instrumen, unit: UnitLayanan) -> list[_Variabel]:
    """Codes count the options in the order of the questionnaire, from 1; what it does not list comes after them."""
    layanan = {jenis.kode: jenis.nama for jenis in unit.layanan}
    layanan |= {one.layanan: one.layanan for one in kasus if one.layanan and one.layanan not in layanan}
    kode = {key: ke for ke, key in enumerate(layanan, start=1)}
    found = [
        _Variabel(
            "layanan", "Jenis layanan yang diterima", dict(enumerate(layanan.values(), start=1)),
            [kode.get(one.layanan, KOSONG) for one in kasus], "nominal",
        )
    ]  # fmt: skip
    kelas = [kelas_profil(one.profil, instrumen) for one in kasus]
    tabel = count_profil((one.profil for one in kasus), instrumen)
    for tanya in instrumen.profil:
        label = [baris.label for baris in tabel[tanya.key] if baris.label != TIDAK_DIISI]
        nomor = {satu: ke for ke, satu in enumerate(label, start=1)}
        nilai = [nomor.get(its[tanya.key] or "", KOSONG) for its in kelas]
        ukuran: Literal["nominal", "ordinal"] = "ordinal" if tanya.key in _BERJENJANG else "nominal"
        found.append(_Variabel(tanya.key, tanya.pertanyaan, dict(enumerate(label, start=1)), nilai, ukuran))
    return found


def _unsur(kasus: Sequence[Kasus], instrumen: Instrumen, unit: UnitLayanan) -> list[_Variabel]:
    asked = any(one.harapan for one in kasus)
    persepsi = [
        _scores(
            unsur, unsur.kode, unsur.pertanyaan, unit.label.get(unsur.key, unsur.label), [k.jawaban for k in kasus]
        )
        for unsur in instrumen.unsur
    ]
    harapan = [
        _scores(
            unsur, kode_harapan(unsur), f"Harapan: {unsur.nama}", instrumen.label_harapan, [k.harapan for k in kasus]
        )
        for unsur in instrumen.unsur
    ]
    return persepsi + harapan if asked else persepsi


def _scores(
    unsur: Unsur, nama: str, pertanyaan: str, label: tuple[str, str, str, str], jawaban: Sequence[Jawaban]
) -> _Variabel:
    nilai = [its.get(unsur.key, KOSONG) for its in jawaban]
    return _Variabel(nama, pertanyaan, dict(enumerate(label, start=1)), nilai)


def _labels(label: Mapping[int, str]) -> dict[float, str]:
    # The codes of a column of floats must be floats.
    return {float(kode): _cut(teks, _LABEL_NILAI) for kode, teks in {**label, KOSONG: TIDAK_DIISI}.items()}


def _cut(teks: str, most: int) -> str:
    """At most so many bytes of it, and no half character."""
    return teks.encode()[:most].decode(errors="ignore")
