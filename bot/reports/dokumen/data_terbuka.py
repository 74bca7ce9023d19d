"""The result of a unit as open data: one JSON document with its schema, for whoever computes further."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import Bahan
from bot.reports.rincian import Kelas
from scoring.mutu import Mutu
from scoring.pembulatan import round_half_up

VERSI: Final = "1"
"""Of the schema. It changes when a field changes its meaning or goes; new fields leave it."""


class _Bagian(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Angka(_Bagian):
    """A figure as it is printed and as it is."""

    tercetak: str = Field(description="As documents print it: rounded half up, decimal comma.")
    tepat: str = Field(description="The exact value as a fraction in lowest terms, such as 3441/40.")


class BagianMutu(_Bagian):
    huruf: str
    kinerja: str


class BagianPita(_Bagian):
    huruf: str
    kinerja: str
    dari: str = Field(description="Lower bound of the rounded value, decimal comma.")


class BagianUnit(_Bagian):
    kode: str
    nama: str
    pemda: str


class BagianPeriode(_Bagian):
    kode: str
    nama: str
    mulai: str = Field(description="First day, ISO 8601.")
    sampai: str = Field(description="Last day, ISO 8601.")
    ditutup: bool = Field(description="The periode is closed and its figures are final.")


class BagianKetentuan(_Bagian):
    instrumen: str
    nama_instrumen: str
    bobot: Angka
    mutu: list[BagianPita]
    pembulatan: Literal["setengah ke atas, sekali, dua desimal"] = "setengah ke atas, sekali, dua desimal"


class BagianUnsur(_Bagian):
    kode: str
    key: str
    nama: str
    jumlah_nilai: int
    jawaban: int
    sebaran: dict[str, int] = Field(description="How many gave each score, 1 to 4.")
    nrr: Angka
    nik: Angka
    mutu: BagianMutu
    harapan: Angka | None = Field(description="The nrr of the harapan; null where it was not asked.")


class BagianCacah(_Bagian):
    label: str
    jumlah: int


class BagianLayanan(_Bagian):
    """All figures are null where they are hidden, because too few answered."""

    nama: str
    n: int | None
    ikm: Angka | None
    mutu: BagianMutu | None


class DataTerbuka(_Bagian):
    """The document. Of too few responses `unsur`, `profil` and `layanan` are empty."""

    skema: Literal["ikm-unit"] = "ikm-unit"
    versi: Literal["1"] = VERSI
    unit: BagianUnit
    periode: BagianPeriode
    ketentuan: BagianKetentuan
    n: int = Field(description="Respondents.")
    ikm: Angka | None = Field(description="25 to 100; null without respondents.")
    mutu: BagianMutu | None
    unsur: list[BagianUnsur]
    profil: dict[str, list[BagianCacah]] = Field(description="By question; each adds up to n.")
    layanan: list[BagianLayanan]


def render_json(bahan: Bahan) -> bytes:
    """The document as UTF-8, a field a line. The same figures give the same bytes."""
    return (data_terbuka_of(bahan).model_dump_json(indent=2) + "\n").encode()


def data_terbuka_of(bahan: Bahan) -> DataTerbuka:
    laporan, periode, instrumen = bahan.laporan, bahan.laporan.periode, bahan.laporan.instrumen
    hasil, rinci = laporan.hasil, laporan.rinci
    profil = bahan.profil if rinci else {}
    return DataTerbuka(
        unit=BagianUnit(kode=bahan.unit.kode, nama=bahan.unit.nama, pemda=bahan.identitas.pemda),
        periode=BagianPeriode(
            kode=periode.kode,
            nama=periode.nama,
            mulai=periode.mulai.isoformat(),
            sampai=(periode.selesai - timedelta(days=1)).isoformat(),
            ditutup=bahan.ditutup,
        ),
        ketentuan=BagianKetentuan(
            instrumen=instrumen.id,
            nama_instrumen=instrumen.nama,
            bobot=Angka(tercetak=hasil.bobot.teks, tepat=str(hasil.bobot.nilai)),
            mutu=[BagianPita(huruf=one.huruf, kinerja=one.kinerja, dari=angka(one.dari)) for one in instrumen.mutu],
        ),
        n=hasil.n,
        ikm=_angka(hasil.ikm),
        mutu=_mutu(hasil.mutu),
        unsur=_unsur(bahan) if rinci else [],
        profil={
            key: [BagianCacah(label=one.label, jumlah=one.jumlah) for one in tabel] for key, tabel in profil.items()
        },
        layanan=[_layanan(one) for one in bahan.layanan] if rinci else [],
    )


def _unsur(bahan: Bahan) -> list[BagianUnsur]:
    penting = {one.unsur.key: one.harapan for one in bahan.harapan.unsur} if bahan.harapan else {}
    sebaran = {one.unsur.key: one.sebaran for one in bahan.sebaran}
    return [
        BagianUnsur(
            kode=one.unsur.kode,
            key=one.unsur.key,
            nama=one.unsur.nama,
            jumlah_nilai=one.total,
            jawaban=one.n,
            sebaran={str(skor): n for skor, n in enumerate(sebaran[one.unsur.key], start=1)},
            nrr=_tepat(one.nrr),
            nik=_tepat(one.nik),
            mutu=BagianMutu(huruf=one.mutu.huruf, kinerja=one.mutu.kinerja),
            harapan=_angka(penting.get(one.unsur.key)),
        )
        for one in bahan.laporan.hasil.unsur
        if one.nrr is not None and one.nik is not None and one.mutu is not None
    ]


def _layanan(one: Kelas) -> BagianLayanan:
    return BagianLayanan(nama=one.label, n=one.n, ikm=_angka(one.ikm), mutu=_mutu(one.mutu))


def _tepat(nilai: Fraction) -> Angka:
    return Angka(tercetak=angka(round_half_up(nilai)), tepat=str(nilai))


def _angka(nilai: Fraction | None) -> Angka | None:
    return None if nilai is None else _tepat(nilai)


def _mutu(mutu: Mutu | None) -> BagianMutu | None:
    return BagianMutu(huruf=mutu.huruf, kinerja=mutu.kinerja) if mutu else None
