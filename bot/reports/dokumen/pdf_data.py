"""The blocks of a document as the plain data that `pdf.typ` reads, and its pictures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, assert_never

import vl_convert

from bot.engine.tanggal import tanggal
from bot.reports.dokumen.blok import (
    Bab,
    Butir,
    DaftarIsi,
    Dokumen,
    GambarBlok,
    HalamanBaru,
    Isi,
    Lampiran,
    Paragraf,
    Sampul,
    Sorot,
    Subbab,
    TabelBlok,
    TandaTangan,
)
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.halaman import sections
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.penomoran import Bernomor, number

Data = dict[str, Any]
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U0001f000-\U0010ffff]"
)
"""What no line may hold, the marks by which a text could turn around what stands beside it, and emoji, for which no
font is carried."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def data_of(dokumen: Dokumen, folder: Path) -> Data:
    """Raises DokumenError as render_pdf does, but for a logo that is an SVG by name alone."""
    identitas = dokumen.identitas
    return {
        "judul": _text(dokumen.judul),
        "subjek": _text(dokumen.subjek),
        "penerbit": _text(identitas.pemda),
        "kop": [_text(one) for one in identitas.baris],
        "alamat": _text(identitas.alamat),
        "logo": _logo(identitas, folder),
        "tanggal": [dokumen.tanggal.year, dokumen.tanggal.month, dokumen.tanggal.day],
        "bagian": _sections(number(dokumen), folder, kop=dokumen.kop and bool(identitas.baris)),
    }


def _sections(blok: Sequence[Bernomor], folder: Path, *, kop: bool) -> list[Data]:
    """`kop` where a section's first page is under the letterhead: the first that is no cover."""
    found = sections(blok)
    headed = next((one for one in found if one.penomoran), None) if kop else None
    return [
        {
            "penomoran": one.penomoran,
            "mendatar": one.mendatar,
            "awal": one.awal,
            "kop": one is headed,
            "blok": [_block(isi, folder, nth) for nth, isi in one.blok],
        }
        for one in found
    ]


def _block(one: Bernomor, folder: Path, nth: int) -> Data:
    match blok := one.blok:
        case Sampul():
            return {
                "jenis": "sampul",
                "judul": [_text(line) for line in blok.judul],
                "subjek": _text(blok.subjek),
                "periode": _text(blok.periode),
                "penerbit": [_text(line) for line in blok.penerbit],
                "tahun": _text(blok.tahun),
            }
        case Bab() | Lampiran():
            return _judul(blok.judul, 1, one.nomor)
        case Subbab():
            return _judul(blok.judul, blok.tingkat, one.nomor)
        case Paragraf():
            return {"jenis": "paragraf", "isi": _pieces(blok.isi)}
        case Butir():
            return {"jenis": "butir", "bernomor": blok.bernomor, "isi": [_pieces(isi) for isi in blok.isi]}
        case TabelBlok():
            return _tabel(blok, one.nomor)
        case GambarBlok():
            return _gambar(blok, one.nomor, folder, nth)
        case Sorot():
            return {"jenis": "sorot", "angka": [[_text(nilai), _text(apa)] for nilai, apa in blok.angka]}
        case TandaTangan():
            return {
                "jenis": "tanda-tangan",
                "tempat": _text(blok.tempat),
                "tanggal": tanggal(blok.tanggal),
                "jabatan": _text(blok.oleh.jabatan),
                "nama": _text(blok.oleh.nama),
                "pangkat": _text(blok.oleh.pangkat),
                "nip": _text(blok.oleh.nip),
            }
        case DaftarIsi():
            return {"jenis": "daftar-isi"}
        case HalamanBaru():
            return {"jenis": "halaman-baru"}
        case _:
            assert_never(blok)


def _judul(judul: str, tingkat: int, nomor: str) -> Data:
    return {"jenis": "judul", "judul": _text(judul), "tingkat": tingkat, "nomor": nomor}


def _tabel(blok: TabelBlok, nomor: str) -> Data:
    return {
        "jenis": "tabel",
        "nomor": nomor,
        "judul": _text(blok.judul),
        "kolom": [{"nama": _text(one.nama), "rata": one.rata, "lebar": one.lebar} for one in blok.kolom],
        "baris": [[_text(cell) for cell in row] for row in blok.baris],
        "kaki": [[_text(cell) for cell in row] for row in blok.kaki],
        "catatan": _text(blok.catatan),
        "label": blok.label,
    }


def _gambar(blok: GambarBlok, nomor: str, folder: Path, nth: int) -> Data:
    """The renderer of the charts makes a PDF of it, in the font its texts were measured in."""
    try:
        pdf = vl_convert.svg_to_pdf(blok.svg)
    except (RuntimeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise DokumenError(f"{nomor} “{blok.judul}” cannot be drawn: {reason}") from error
    berkas = f"gambar-{nth}.pdf"
    (folder / berkas).write_bytes(pdf)
    return {
        "jenis": "gambar",
        "nomor": nomor,
        "judul": _text(blok.judul),
        "berkas": berkas,
        "alt": _text(blok.alt),
        "lebar": blok.lebar,
        "label": blok.label,
    }


def _logo(identitas: Identitas, folder: Path) -> str:
    if not identitas.logo:
        return ""
    berkas = "logo.png" if identitas.logo.startswith(_PNG) else "logo.svg"
    (folder / berkas).write_bytes(identitas.logo)
    return berkas


def _pieces(isi: Isi) -> list[Data]:
    assert not isinstance(isi, str)  # noqa: S101  number has made pieces of it
    return [{"teks": _text(one.teks), "tebal": one.tebal, "miring": one.miring, "rujuk": one.rujuk} for one in isi]


def _text(text: str) -> str:
    """Lines of what can be printed."""
    return "\n".join(_UNFIT.sub("", line) for line in text.splitlines())
