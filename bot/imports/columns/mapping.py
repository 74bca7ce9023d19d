"""A mapping: what a person says of a file where the file itself does not say it clearly."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.imports.columns.field import field_of
from bot.imports.faults import ImportRejected, Said, Unreadable
from scoring.berkas import read_berkas
from scoring.errors import InstrumenError
from scoring.instrumen import Instrumen

TEKS_PALING: Final = 2000
Teks = Annotated[str, Field(min_length=1, max_length=TEKS_PALING)]
Kode = dict[Teks, Annotated[str, Field(max_length=TEKS_PALING)]]
TANGGAL = {"hari-bulan-tahun": "dmy", "bulan-hari-tahun": "mdy"}


class KodeTabel(BaseModel):
    """For each field what its codes mean: `jenis_kelamin: {"1": L, "2": P}`. `nilai` is of the answers: `{a: 1}`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jenis_kelamin: Kode = {}
    usia_kelompok: Kode = {}
    pendidikan: Kode = {}
    pekerjaan: Kode = {}
    layanan: Kode = {}
    nilai: dict[Teks, Literal["1", "2", "3", "4"]] = {}


class Pemetaan(BaseModel):
    """What a mapping file may say; what it leaves out is read from the file itself.

    `kolom` names a column by its heading, or by its letter as "kolom F", and says what it holds: an unsur by key or
    code, "harapan waktu", "soal 8", diisi_pada, jenis_kelamin ..., unit, no, jumlah, rata-rata, abaikan. `urutan`
    says whether questions known by number stand in the order of the unsur ("list") or of the form ("form": sarana is
    8, pengaduan 9). `desimal` allows scores written as "3,00".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lembar: str = ""
    baris_judul: Annotated[int, Field(ge=1, le=1000)] | None = None
    urutan: Literal["", "list", "form"] = ""
    tanggal: Literal["", "hari-bulan-tahun", "bulan-hari-tahun"] = ""
    desimal: Literal["", ",", "."] = ""
    kolom: dict[Teks, Teks] = {}
    kode: KodeTabel = KodeTabel()

    def table(self, field: str) -> Mapping[str, str]:
        """The codes of a field."""
        codes: Mapping[str, str] = getattr(self.kode, field, {})
        return codes


def read_mapping(path: Path, instrumen: Instrumen) -> Pemetaan:
    """Read a mapping file (YAML). Raises ImportRejected naming file, line and what was expected."""
    try:
        berkas = read_berkas(path)
    except InstrumenError as error:
        raise _rejected(str(error)) from error
    try:
        mapping = Pemetaan.model_validate(berkas.data)
    except ValidationError as error:
        raise _rejected(str(berkas.error((e["loc"], _told(e["loc"], e["msg"])) for e in error.errors()))) from error
    wrong = []
    for column, text in mapping.kolom.items():
        try:
            field_of(text, instrumen)
        except Unreadable as error:
            wrong.append((("kolom", column), f"'{text}' {error}"))
    if wrong:
        raise _rejected(str(berkas.error(wrong)))
    return mapping


def write_mapping(path: Path, mapping: Pemetaan, remarks: Iterable[str]) -> None:
    """Write a mapping to be read and settled by a person, the remarks above it. The file is new, and whole or not
    there; FileExistsError where it exists."""
    told = "".join(f"# {line}\n" for remark in remarks for line in remark.splitlines())
    data = mapping.model_dump(exclude_defaults=True)
    text = told + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.link(part, path)  # unlike a rename, this takes no other file's place
    finally:
        part.unlink(missing_ok=True)


def _told(loc: tuple[Any, ...], message: str) -> str:
    return f"'{'.'.join(str(part) for part in loc)}': {message[0].lower()}{message[1:]}"


def _rejected(text: str) -> ImportRejected:
    indonesia = "Berkas pemetaan belum benar, jadi tidak ada yang dimasukkan."
    return ImportRejected(Said(text, indonesia))
