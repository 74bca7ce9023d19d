"""What people type in Indonesian when they mean a button: other words, short forms, greetings.

All in small letters without punctuation, as `bot.engine.understand.plain` gives them.
"""

from __future__ import annotations


def _each(teks: str) -> tuple[str, ...]:
    return tuple(teks.split("|"))


YA = _each(
    "ya|iya|y|ok|oke|baik|boleh|ya boleh|silakan|setuju|ya setuju|bersedia|ya bersedia|saya bersedia|mau|ya mau|saya mau|siap|lanjut|yes"
)
TIDAK = _each(
    "tidak|t|no|jangan|tidak mau|tidak bersedia|saya tidak bersedia|tidak boleh|tidak usah|tidak setuju|tidak terima kasih"
)
LEWATI = frozenset(_each("lewati|lewat|skip|tidak ada|kosong|tidak|nihil|tidak ada saran"))

PROFIL = {
    "L": _each("l|laki|pria|lelaki|cowok|bapak"),
    "P": _each("p|wanita|cewek|ibu"),
    "sd": _each("sd|tidak sekolah|tidak tamat sd"),
    "smp": _each("smp|sltp|mts"),
    "sma": _each("sma|smk|slta|ma"),
    "diploma": _each("d1|d2|d3|d4"),
    "s1": _each("sarjana|strata 1|s 1"),
    "s2": _each("magister|master|s 2"),
    "s3": _each("doktor|s 3"),
    "pelajar": _each("pelajar|siswa|mahasiswa|mahasiswi"),
    "pns": _each("asn|pegawai negeri|pegawai negeri sipil"),
    "tni": _each("tentara"),
    "polri": _each("polisi"),
    "swasta": _each("karyawan|karyawan swasta|pegawai swasta"),
    "wirausaha": _each("wiraswasta|pengusaha|pedagang|dagang"),
    "petani_nelayan": _each("petani|tani|nelayan"),
    "ibu_rumah_tangga": _each("irt|rumah tangga"),
    "lainnya": _each("lain|lain lain|tidak ada"),
}
"""Other words for the options of the profile questions, by the option's code."""

SINGKATAN = {**dict.fromkeys(_each("tdk|tak|gak|ga|nggak|ngga|enggak"), "tidak"), "krg": "kurang", "sgt": "sangat"}

HIASAN = frozenset(
    _each("umur|usia|saya|tahun|thn|th|nomor|no|angka|pilih|pilihan|jawab|jawaban|yg|yang|ya|sekitar|kira")
)
"""Words around a number that say nothing about it."""

TERIMA_KASIH = frozenset(
    _each(
        "terima kasih|terimakasih|terima kasih banyak|makasih|makasih banyak|trims|thanks|ok|oke|baik|siap|sip|mantap|sama sama|ok terima kasih|baik terima kasih"
    )
)
SALAM = frozenset(
    _each(
        "halo|hallo|hai|hi|hello|permisi|tes|test|assalamualaikum|assalamu alaikum|selamat pagi|selamat siang|selamat sore|selamat malam|pagi|siang|sore|malam"
    )
)
