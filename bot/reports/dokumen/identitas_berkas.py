"""Letterheads and signatories of an installation, from the YAML file that IKM_DOKUMEN names.

What holds for all stands under `umum`; a unit or a kelompok overrides it by its code under `unit` or `kelompok`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas, PenandaTangan
from bot.reports.dokumen.identitas_bentuk import (
    BentukBerkas,
    BentukIdentitas,
    BentukPenandaTangan,
    GudangLogo,
    explain_bentuk,
    propose,
)
from bot.reports.dokumen.logo import Logo
from scoring.berkas import Berkas, read_berkas
from scoring.errors import InstrumenError
from scoring.model import UnitLayanan

PALING_KB = 256


@dataclass(frozen=True, slots=True)
class BerkasIdentitas:
    """A checked file. `pemda` stands in where the file names none; `logo` holds each picture by its path as the
    file writes it."""

    pemda: str
    bentuk: BentukBerkas = field(default_factory=BentukBerkas)
    logo: Mapping[str, Logo] = field(default_factory=dict, repr=False)


def read_identitas(path: Path | None, pemda: str) -> BerkasIdentitas:
    """The file at `path`, its logos included; without one, `pemda` alone is known.

    Raises DokumenError with a `file:line:` sentence for every problem.
    """
    if path is None:
        return BerkasIdentitas(pemda)
    gudang = GudangLogo(path.parent)
    try:
        berkas = _parse(path)
        bentuk = BentukBerkas.model_validate(berkas.data, context=gudang)
    except InstrumenError as error:
        raise DokumenError(str(error)) from error
    except ValidationError as error:
        problems = ((one["loc"], explain_bentuk(one)) for one in error.errors(include_url=False))
        raise DokumenError(str(berkas.error(problems))) from error
    return BerkasIdentitas(pemda, bentuk, gudang.isi)


def identitas_of(berkas: BerkasIdentitas, unit: UnitLayanan | None = None, kelompok: str = "") -> Identitas:
    """Who publishes for `unit`, for the kelompok of that code, or without either for the whole.

    The unit's own entry goes before its kelompok's, that before `umum`, key by key; a signatory is one person and
    comes whole from one place. A unit's name closes its letterhead, unless its own entry says the lines.
    """
    isi = berkas.bentuk
    milik_unit = isi.unit.get(unit.kode) if unit else None
    asal = [one for one in (milik_unit, isi.kelompok.get(unit.kelompok if unit else kelompok), isi.umum) if one]
    kop = tuple(_first(asal, "kop") or ())
    if unit and (milik_unit is None or milik_unit.kop is None):
        kop = (*kop, unit.nama)
    logo = berkas.logo.get(_first(asal, "logo") or "")
    oleh = _first(asal, "penanda_tangan") or BentukPenandaTangan()
    return Identitas(
        _first(asal, "pemda") or berkas.pemda,
        tuple(baris for baris in kop if baris),
        _first(asal, "alamat") or "",
        logo.data if logo else None,
        logo.mime if logo else "",
        _first(asal, "tempat") or "",
        PenandaTangan(oleh.jabatan, oleh.nama, oleh.pangkat, oleh.nip),
    )


def unknown_codes(berkas: BerkasIdentitas, unit: Iterable[str], kelompok: Iterable[str]) -> Iterator[str]:
    """A sentence for each entry whose code is none of those in use: it has no effect."""
    isi = berkas.bentuk
    for bagian, tertulis, ada in (("unit", isi.unit, tuple(unit)), ("kelompok", isi.kelompok, tuple(kelompok))):
        for kode in tertulis:
            if kode not in ada:
                yield f"{bagian} '{kode}' is not known{propose(kode, ada)}"


def _parse(path: Path) -> Berkas:
    try:
        besar = path.stat().st_size
    except (OSError, ValueError) as error:
        raise DokumenError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if besar > PALING_KB * 1024:
        raise DokumenError(f"{path}: is larger than {PALING_KB} kB, so it is no list of letterheads")
    try:
        return read_berkas(path)
    except RecursionError as error:
        raise DokumenError(f"{path}: is nested too deeply to be a list of letterheads") from error


def _first(asal: Iterable[BentukIdentitas], kunci: str) -> Any:
    """What the first to say anything of it says."""
    return next((nilai for one in asal if (nilai := getattr(one, kunci)) is not None), None)
