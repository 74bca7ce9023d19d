"""Names that a writer gives: after "nama saya", "atas nama", "a.n." and "saya"."""

from __future__ import annotations

import re

_BUKAN_NAMA = (
    "ada|agar|aku|almarhum|anak|atau|ayah|bapak|beda|belum|berbeda|blm|bukan|dalam|dan|dari|dengan|di|dipanggil|ditulis|ga|gak"
    "|harus|hilang|ibu|ingin|ini|istri|itu|jadi|juga|karena|ke|keliru|keluarga|kena|kok|kurang|lama|lengkap|malah|masih"
    "|masyarakat|mau|mohon|nama|orang|pada|pemohon|perusahaan|salah|saya|sdh|selalu|seluruh|semua|sendiri|sudah|suami|supaya"
    "|sy|tanpa|tapi|tdk|tercantum|terdaftar|tertulis|tetapi|tidak|tolong|untuk|warga|yang|yg"
)
"""Words after "nama saya" that tell something about the name: "nama saya salah ketik"."""

_LAZIM = (
    "Antre|Antri|Bapak|Belum|Berharap|Bertanya|Bu|Cuma|Dan|Dari|Datang|Di|Diminta|Disuruh|Guru|Hanya|Harap|Harus|Ibu|Ingin"
    "|Juga|Ke|Kecewa|Kira|Kurang|Lansia|Mahasiswa|Mau|Menunggu|Merasa|Minta|Mohon|Orang|Pak|Pedagang|Pelajar|Pensiunan"
    "|Perawat|Pernah|Petani|Pikir|Puas|Rasa|Sangat|Saya|Sebagai|Selalu|Senang|Sering|Sudah|Terima|Tidak|Usul|Warga|Yang"
)
"""Capitalised words after "saya" that are no names."""

_KATA = rf"(?!(?:{_BUKAN_NAMA})(?!\w))[^\W\d_][^\W\d_'’]*"
_NAMA = re.compile(
    r"(?<!\w)((?:nama|nm)\s+(?:lengkap\s+)?(?:saya|sy|aku)\s*(?:adalah|[:,])?\s*|atas\s+nama\s*:?\s*|a\.?n\.\s*|nama\s*:\s*)"
    rf"{_KATA}(?:[ .]{{1,2}}{_KATA}){{0,2}}",
    re.IGNORECASE,
)
_SAYA = re.compile(
    rf"(?<!\w)((?i:saya|perkenalkan)[ ,]+)(?!(?:{_LAZIM})(?!\w))[A-Z][a-z'’]+(?: [A-Z][a-z'’]+){{0,3}}(?!\w)"
)


def mask_names(teks: str) -> str:
    """`teks` with "[nama]" for such a name, one to three words (four after "saya").

    After "saya" only a capitalised word counts, and none where most words of the text are capitalised. A name without
    these words before it stays: it is more often an officer's than the writer's.
    """
    teks = _NAMA.sub(r"\1[nama]", teks)
    return teks if _in_capitals(teks) else _SAYA.sub(r"\1[nama]", teks)


def _in_capitals(teks: str) -> bool:
    besar = len(re.findall(r"(?<!\w)[A-Z]", teks))
    return besar > 3 and besar * 2 > len(teks.split())
