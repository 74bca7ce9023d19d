"""The shape of the file of letterheads (pydantic), and its faults in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from rapidfuzz.process import extractOne

from bot.reports.dokumen.logo import Logo, read_logo
from scoring.bentuk import explain
from scoring.berkas import Loc

_MIRIP = 60
"""From this likeness on (0 to 100) another name is worth proposing."""


@dataclass(frozen=True, slots=True)
class GudangLogo:
    """The pictures a file names, read while it is checked, by their path from `folder` as the file writes it."""

    folder: Path
    isi: dict[str, Logo] = field(default_factory=dict)


def _one_line(teks: str) -> str:
    bersih = " ".join(teks.split())
    if not bersih.isprintable():
        raise ValueError("holds characters that cannot be printed")
    return bersih


def _nip(teks: str) -> str:
    angka = "".join(teks.split())
    if angka and not (angka.isascii() and angka.isdigit() and len(angka) == 18):
        raise ValueError(f"an NIP has 18 digits, this one is {teks!r}; correct it or leave it empty")
    return angka


def _logo(teks: str, info: ValidationInfo[GudangLogo]) -> str:
    if teks and teks not in info.context.isi:
        info.context.isi[teks] = read_logo(info.context.folder / teks)
    return teks


Baris = Annotated[str, Field(max_length=160), AfterValidator(_one_line)]
Nip = Annotated[str, AfterValidator(_nip)]
BerkasLogo = Annotated[Baris, AfterValidator(_logo)]


class _Bentuk(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _leer(isi: object) -> object:
    """A key with nothing after it, read as text, holds nothing."""
    return {} if isi == "" else isi


class BentukPenandaTangan(_Bentuk):
    jabatan: Baris = ""
    nama: Baris = ""
    pangkat: Baris = ""
    nip: Nip = ""


class BentukIdentitas(_Bentuk):
    """None is not said here, so that what holds for all does; an empty text takes it away."""

    pemda: Baris | None = None
    kop: Annotated[list[Baris], Field(max_length=6), BeforeValidator(lambda isi: isi or [])] | None = None
    alamat: Baris | None = None
    logo: BerkasLogo | None = None
    tempat: Baris | None = None
    penanda_tangan: Annotated[BentukPenandaTangan, BeforeValidator(_leer)] | None = None


Bagian = Annotated[BentukIdentitas, BeforeValidator(_leer)]
PerKode = Annotated[dict[str, Bagian], BeforeValidator(_leer)]


class BentukBerkas(_Bentuk):
    umum: Bagian = BentukIdentitas()
    unit: PerKode = {}
    kelompok: PerKode = {}


def explain_bentuk(rinci: Any) -> str:
    """One of pydantic's findings, naming the key and what to do."""
    loc = rinci["loc"]
    nama = ".".join(map(str, loc)) or "the file"
    match rinci["type"]:
        case "extra_forbidden":
            return f"unknown key '{nama}'{propose(loc[-1], _keys_at(loc[:-1]))}"
        case "value_error":
            return f"'{nama}': {rinci['ctx']['error']}"
        case "model_type" | "dict_type":
            return f"'{nama}' must hold keys with values below it"
        case "list_type":
            return f"'{nama}' must be a list, a line each beginning with '- '"
        case "string_type":
            return f"'{nama}' must be text on one line"
        case _:
            return explain(rinci)


def _keys_at(loc: Loc) -> tuple[str, ...]:
    bentuk: type[BaseModel] = BentukBerkas
    if loc:
        bentuk = BentukPenandaTangan if loc[-1] == "penanda_tangan" else BentukIdentitas
    return tuple(bentuk.model_fields)


def propose(tertulis: str, ada: Iterable[str]) -> str:
    """ "; did you mean 'alamat'?", or which there are."""
    ada = tuple(ada)
    if found := extractOne(tertulis, ada, score_cutoff=_MIRIP):
        return f"; did you mean '{found[0]}'?"
    return f"; there is {', '.join(ada)}" if ada and len(ada) <= 8 else "; correct or remove it"
