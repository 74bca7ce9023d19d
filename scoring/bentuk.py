"""The shape of an instrumen file (pydantic), and what must hold between its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scoring.berkas import Berkas, Loc
from scoring.bobot import parse_bobot
from scoring.errors import InstrumenError

NILAI_TERENDAH = Decimal("25.00")
NILAI_TERTINGGI = Decimal("100.00")
SELA = Decimal("0.01")
"""Bands are printed to two decimals; the next one starts exactly this much higher."""
USIA_PALING = 150
"""No class of age starts above it."""
HAL = "{hal}"
"""Where the question for the importance names what may be important."""

Teks = Annotated[str, Field(min_length=1, pattern=r"\S")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")]
Kode = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,31}$")]
Angka = Annotated[str, Field(pattern=r"^[0-9]{1,3}[.,][0-9]{2}$")]
Empat = Annotated[list[Teks], Field(min_length=4, max_length=4)]
Usia = Annotated[int, Field(strict=False, ge=1, le=USIA_PALING)]


class _Bentuk(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class BentukUnsur(_Bentuk):
    key: Key
    kode: Annotated[str, Field(pattern=r"^U[1-9][0-9]?$")]
    nama: Teks
    pertanyaan: Teks
    label: Empat
    harapan: Teks
    definisi: Teks


class BentukPita(_Bentuk):
    huruf: Annotated[str, Field(pattern=r"^[A-Z]$")]
    kinerja: Teks
    dari: Angka
    sampai: Angka


class BentukPilihan(_Bentuk):
    kode: Kode
    label: Teks


class BentukPertanyaan(_Bentuk):
    key: Literal["jenis_kelamin", "usia", "pendidikan", "pekerjaan"]
    pertanyaan: Teks
    pilihan: list[BentukPilihan]


class BagianUnsur(_Bentuk):
    sumber: Teks
    daftar: Annotated[list[BentukUnsur], Field(min_length=1)]


class BagianHarapan(_Bentuk):
    sumber: Teks
    pertanyaan: Teks
    label: Empat


class BagianUrutan(_Bentuk):
    sumber: Teks
    daftar: list[str]


class BagianBobot(_Bentuk):
    sumber: Teks
    nilai: Teks


class BagianMutu(_Bentuk):
    sumber: Teks
    pita: Annotated[list[BentukPita], Field(min_length=1)]


class BagianProfil(_Bentuk):
    sumber: Teks
    daftar: list[BentukPertanyaan]


class BagianUsia(_Bentuk):
    sumber: Teks
    batas: Annotated[list[Usia], Field(min_length=1)]


class BentukInstrumen(_Bentuk):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    nama: Teks
    sumber: Teks
    unsur: BagianUnsur
    harapan: BagianHarapan
    urutan: BagianUrutan
    bobot: BagianBobot
    mutu: BagianMutu
    profil: BagianProfil
    usia_kelas: BagianUsia


def check_bentuk(berkas: Berkas) -> BentukInstrumen:
    """The file's content, once its shape and the agreement of its parts are sure.

    Raises InstrumenError with a `file:line:` sentence for every problem found; the agreement of the parts is
    looked at only when the shape is right.
    """
    try:
        bentuk = BentukInstrumen.model_validate(berkas.data)
    except ValidationError as error:
        raise berkas.error((rinci["loc"], explain(rinci)) for rinci in error.errors()) from error
    if masalah := list(_disagreements(bentuk)):
        raise berkas.error(masalah)
    return bentuk


def decimal_of(angka: str) -> Decimal:
    """ "88,31" or "88.31" as a Decimal."""
    return Decimal(angka.replace(",", "."))


def explain(rinci: Any) -> str:
    """One of pydantic's findings as a sentence that says what to do."""
    nama = next((step for step in reversed(rinci["loc"]) if isinstance(step, str)), "the file")
    match rinci["type"]:
        case "missing":
            return f"'{nama}' is missing; add it"
        case "extra_forbidden":
            return f"unknown key '{nama}'; correct its spelling or remove it"
        case "too_short" | "too_long" if nama == "label":
            jumlah = rinci["ctx"]["actual_length"]
            return f"'label' has {jumlah} labels and needs 4: the words for score 1, 2, 3 and 4"
        case "string_pattern_mismatch":
            return f"'{nama}' cannot be {rinci['input']!r}; it must match {rinci['ctx']['pattern']}"
        case _:
            return f"'{nama}' is not right: {rinci['msg']}"


def _disagreements(bentuk: BentukInstrumen) -> Iterator[tuple[Loc, str]]:
    unsur = bentuk.unsur.daftar
    yield from _repeats("key", ((("unsur", "daftar", i, "key"), u.key) for i, u in enumerate(unsur)))
    yield from _repeats("kode", ((("unsur", "daftar", i, "kode"), u.kode) for i, u in enumerate(unsur)))
    for i, u in enumerate(unsur):
        yield from _repeats("label", ((("unsur", "daftar", i, "label", j), kata) for j, kata in enumerate(u.label)))
    yield from _harapan(bentuk.harapan)
    yield from _urutan(bentuk.urutan.daftar, [u.key for u in unsur])
    try:
        parse_bobot(bentuk.bobot.nilai, len(unsur))
    except InstrumenError as error:
        yield ("bobot", "nilai"), str(error)
    yield from _pita(bentuk.mutu.pita)
    yield from _profil(bentuk.profil.daftar)
    batas = bentuk.usia_kelas.batas
    if batas != sorted(set(batas)):
        yield (
            ("usia_kelas", "batas"),
            f"'batas' {batas} must rise from one age to the next; sort it, drop repeats",
        )


def _repeats(apa: str, values: Iterable[tuple[Loc, str]]) -> Iterator[tuple[Loc, str]]:
    seen: set[str] = set()
    for loc, value in values:
        if value.casefold() in seen:
            yield loc, f"{apa} '{value}' is used twice; each needs its own"
        seen.add(value.casefold())


def _harapan(harapan: BagianHarapan) -> Iterator[tuple[Loc, str]]:
    if harapan.pertanyaan.count(HAL) != 1:
        yield ("harapan", "pertanyaan"), f"'pertanyaan' must hold {HAL} once, where the thing asked about is named"
    yield from _repeats("label", ((("harapan", "label", i), kata) for i, kata in enumerate(harapan.label)))


def _urutan(urutan: list[str], keys: list[str]) -> Iterator[tuple[Loc, str]]:
    yield from _repeats("'urutan' entry", ((("urutan", "daftar", i), key) for i, key in enumerate(urutan)))
    for i, key in enumerate(urutan):
        if key not in keys:
            yield ("urutan", "daftar", i), f"'urutan' names '{key}', which is no unsur of this file"
    for key in keys:
        if key not in urutan:
            yield ("urutan", "daftar"), f"'urutan' leaves out unsur '{key}'; every unsur is asked once"


def _pita(pita: list[BentukPita]) -> Iterator[tuple[Loc, str]]:
    yield from _repeats("huruf", ((("mutu", "pita", i, "huruf"), p.huruf) for i, p in enumerate(pita)))
    for i, p in enumerate(pita):
        if decimal_of(p.dari) > decimal_of(p.sampai):
            yield ("mutu", "pita", i), f"band {p.huruf} runs backwards, from {p.dari} to {p.sampai}"
    for i, (atas, bawah) in enumerate(pairwise(pita), start=1):
        sela = decimal_of(atas.dari) - decimal_of(bawah.sampai)
        if sela != SELA:
            salah = "leave a hole" if sela > SELA else "overlap"
            yield (
                ("mutu", "pita", i),
                f"bands {atas.huruf} (from {atas.dari}) and {bawah.huruf} (to {bawah.sampai}) {salah}; "
                f"write the highest first, each ending 0,01 below the one above it",
            )
    if decimal_of(pita[0].sampai) != NILAI_TERTINGGI:
        yield ("mutu", "pita", 0), f"the highest band must end at 100,00, not {pita[0].sampai}"
    if decimal_of(pita[-1].dari) != NILAI_TERENDAH:
        yield ("mutu", "pita", len(pita) - 1), f"the lowest band must start at 25,00, not {pita[-1].dari}"


def _profil(daftar: list[BentukPertanyaan]) -> Iterator[tuple[Loc, str]]:
    yield from _repeats("profil key", ((("profil", "daftar", i, "key"), p.key) for i, p in enumerate(daftar)))
    for i, p in enumerate(daftar):
        loc: Loc = ("profil", "daftar", i, "pilihan")
        yield from _repeats(
            "pilihan kode", (((*loc, j, "kode"), pilihan.kode) for j, pilihan in enumerate(p.pilihan))
        )
        if p.key == "usia" and p.pilihan:
            yield loc, "'usia' is asked as a number and takes no pilihan; classes belong in usia_kelas"
        if p.key != "usia" and not p.pilihan:
            yield loc, f"'{p.key}' has no pilihan; give the options to choose from"
