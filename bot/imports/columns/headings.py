"""What a heading says its column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.engine.understand import words
from bot.imports.columns.field import ABAIKAN, PRIBADI, Field
from bot.imports.columns.questions import unsur_asked
from bot.imports.faults import Said
from scoring.instrumen import Instrumen

_PENGISI: Final = frozenset({"saudara", "anda", "responden", "bapak", "ibu", "apa", "berapa", "apakah"})
_PERSIS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": ("unit", "unit layanan", "unit pelayanan", "unit kerja", "nama unit", "opd", "nama opd"),
    "no": ("no", "nomor", "no urut", "nomor urut", "nomor kuesioner", "no kuesioner", "no resp"),
    "diisi_pada": (
        "diisi pada", "timestamp", "cap waktu", "stempel waktu", "waktu pengisian", "waktu survei", "hari tanggal"
    ),
    "jenis_kelamin": ("jenis kelamin", "kelamin", "jk", "gender", "sex", "l p", "j kel", "j k"),
    "usia": ("usia", "umur", "usia tahun", "umur tahun", "usia th", "umur th"),
    "usia_kelompok": ("usia kelompok", "kelompok usia", "kelompok umur", "rentang usia", "rentang umur"),
    "pendidikan": ("pendidikan", "pendidikan terakhir", "pend", "tingkat pendidikan"),
    "pekerjaan": ("pekerjaan", "pekerjaan utama", "kerja", "profesi"),
    "layanan": ("layanan", "jenis layanan", "jenis pelayanan", "keperluan", "nama layanan"),
    "saran": ("saran", "kritik dan saran", "saran dan kritik", "saran perbaikan", "masukan", "saran masukan"),
    "jumlah": (
        "jumlah", "total", "jml", "jumlah nilai", "total nilai", "total skor", "jumlah skor", "nilai total", "σ"
    ),
    "rata-rata": ("rata rata", "rerata", "nrr", "ikm", "ikm responden", "nilai rata rata", "rata2"),
    PRIBADI: (
        "nama", "nama lengkap", "alamat", "nik", "email", "alamat email", "email address", "no hp", "nomor hp",
        "no telepon", "no telp", "telepon", "nomor telepon", "whatsapp", "no wa", "tanggal lahir", "tgl lahir",
        "username",
    ),
    ABAIKAN: ("jam", "jam survei", "status", "keterangan", "ket"),
}  # fmt: skip
_KIND: Final = {phrase: kind for kind, phrases in _PERSIS.items() for phrase in phrases}
_AWAL: Final = (
    ("tanggal", "diisi_pada"), ("tgl", "diisi_pada"), ("jenis kelamin", "jenis_kelamin"),
    ("jenis layanan", "layanan"), ("jenis pelayanan", "layanan"),
    ("layanan yang", "layanan"), ("pelayanan yang", "layanan"), ("saran", "saran"),
    ("kritik", "saran"), ("masukan", "saran"), ("nama", PRIBADI), ("alamat", PRIBADI), ("email", PRIBADI),
)  # fmt: skip
_BERISI: Final = (
    ("umur", "usia"), ("usia", "usia"), ("pendidikan", "pendidikan"), ("pekerjaan", "pekerjaan"), ("saran", "saran"),
    ("kritik", "saran"),
)  # fmt: skip
_KODE = re.compile(r"([uh])\s*\.?\s*(\d{1,2})\b[\s.:)\-–]*(.*)", re.IGNORECASE | re.DOTALL)
_NOMOR = re.compile(
    r"(?:(?:pertanyaan|soal|butir|item|unsur|no|nomor|p|q)\s*\.?\s*)?\(?(\d{1,2})\)?\s*[.):]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_PALING_PANJANG: Final = 400
"""The longest official question has half of that."""
_HARAPAN = re.compile(r"(?:harapan|kepentingan|tingkat kepentingan)\b[\s:.\-–]*(.*)", re.IGNORECASE | re.DOTALL)


class Heading(NamedTuple):
    """`doubt` says what contradicts itself; then `field` is not to be relied upon."""

    field: Field | None
    doubt: Said | None = None


def read_heading(text: str, instrumen: Instrumen) -> Heading:
    """The field a heading names; None where it names nothing known."""
    if not text.strip() or len(text) > _PALING_PANJANG:
        return Heading(None)
    if text.strip().casefold() in {unsur.key for unsur in instrumen.unsur}:
        return Heading(Field("unsur", text.strip().casefold()))
    bare = " ".join(word for word in words(re.sub(r"^\s*\d{1,2}\s*[.)]\s*", "", text)) if word not in _PENGISI)
    if not bare and words(text) == ["responden"]:
        return Heading(Field("no"))
    if text.strip() == "Σ" or bare in _KIND:
        return Heading(Field(_KIND.get(bare, "jumlah")))
    if coded := _KODE.fullmatch(text.strip()):
        return _coded(coded, instrumen)
    if wish := _HARAPAN.fullmatch(text.strip()):
        inner = read_heading(wish[1], instrumen)
        kind = {"unsur": "harapan", "soal": "harapan soal"}.get(inner.field.kind if inner.field else "")
        return Heading(Field(kind, inner.field.key) if inner.field and kind else None, inner.doubt)
    if numbered := _NOMOR.fullmatch(text.strip()):
        if numbered[2]:
            return read_heading(numbered[2], instrumen)
        number = int(numbered[1])
        return Heading(Field("soal", str(number)) if 1 <= number <= len(instrumen.unsur) else None)
    return Heading(_in_words(text, bare, instrumen))


def _in_words(text: str, bare: str, instrumen: Instrumen) -> Field | None:
    for begin, kind in _AWAL:
        if bare == begin or bare.startswith(f"{begin} "):
            return Field(kind)
    if key := unsur_asked(text, instrumen):
        return Field("unsur", key)
    said = bare.split()
    return next((Field(kind) for word, kind in _BERISI if word in said), None)


def _coded(coded: re.Match[str], instrumen: Instrumen) -> Heading:
    """By the code, which is canonical; unless the words beside it speak of another unsur."""
    kode = f"U{int(coded[2])}"
    unsur = next((one for one in instrumen.unsur if one.kode == kode), None)
    if unsur is None:
        return Heading(None)
    kind = "unsur" if coded[1].casefold() == "u" else "harapan"
    asked = unsur_asked(coded[3], instrumen) if coded[3] else None
    if asked in (None, unsur.key):
        return Heading(Field(kind, unsur.key))
    english = f"{kode} is {unsur.key}, but the words beside it speak of {asked}; say which in a mapping"
    indonesia = f"{kode} adalah {unsur.nama}, tetapi tulisannya tentang {asked}"
    return Heading(Field(kind, unsur.key), Said(english, indonesia))
