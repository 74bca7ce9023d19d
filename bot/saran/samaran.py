"""Masking: what could tell who wrote a text, or whom else it concerns, taken out before an official reads it.

Masked: phone numbers, NIK and KK, other long numbers, e-mail addresses, links, account names, vehicle plates, house
addresses (RT/RW, a street with a number), the name after "nama saya", "atas nama" and "saya". Kept: what an official
needs to act and what names no citizen, such as prices, times, dates, queue numbers, places, officers' names.
In doubt it is masked: a word too many costs a reader little.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.saran.nama import mask_names

NOMOR_PALING = 7
"""The longest number that may be read: queue, counter, year, price. One digit more is somebody's."""

_SELA = r"[\s.\-‐-―·/()_\u00ad\u200b-\u200f\u2060\ufeff\ufe0f\u20e3]{0,3}"
_SEPERTI = r"[OoIl](?![^\W\d_OIl])|[OoIl](?=\d)"
_DERET = re.compile(
    r"(?:Rp\.?\s*)?(?:\(?\+|\((?=\d)|(?<![^\W\d_])[Oo](?=[ .-]?[8\d]))?"
    rf"\d(?:{_SELA}\d|{_SEPERTI}|{_SELA}[OoIl](?=\d))*",
    re.IGNORECASE,
)
"""Digits with little between them; letters that people put for 0 and 1 count where they touch a digit."""

_WAKTU = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_TANGGAL = (
    r"(?:0?[1-9]|[12]\d|3[01])(?P<p>[-/.])(?:0?[1-9]|1[0-2])(?P=p)(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d\d-\d\d"
)
_TAHUN = r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)\d\d)?"
_WAJAR = re.compile(
    rf"{_WAKTU}(?:\s?[-–—]\s?{_WAKTU})?|{_TANGGAL}|{_TAHUN}|[1-9]\d{{0,2}}(?:\.\d{{3}}){{0,3}}\.000|\d{{1,3}}"
)
_HARGA = re.compile(r"Rp\.?\s*[1-9]\d{0,2}(?:\.\d{3}){1,4}", re.IGNORECASE)

_SUREL = re.compile(r"(?<![\w.+%-])[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?(?:[\w-]+\.)+[^\W\d_]{2,}", re.IGNORECASE)
_TAUTAN = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|\?\w+=)\S*", re.IGNORECASE)
_AKUN = re.compile(
    r"@[^\W\d][\w.]{2,}|(?<!\w)(?:ig|instagram|fb|facebook|tiktok|telegram|twitter)\s?[:=]\s?[^\s\[]\S*",
    re.IGNORECASE,
)
_PELAT = re.compile(
    r"(?<![^\W_])"
    r"(?:A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRSTW]?|E[ABD]?|K[BHTU]?|P[AB]?|[FGHLMNRSTWZ])[ .-]?\d{3,4}[ .-]?"
    r"(?!(?:ada|cm|dan|di|gr|hr|jam|jt|ke|kg|kk|km|ml|mm|org|pcs|rb|th|thn|yg)(?!\w))[A-Z]{1,3}(?!\w)",
    re.IGNORECASE,
)
"""The codes of Indonesia's regions, a number of three or four digits, up to three letters that are no usual word."""

_RT = re.compile(
    r"(?<![^\W\d_])RT\s?[.:/]?\s?(?:RW\s?[.:]?\s?)?\d{1,3}(?:\s?[/,.-]?\s?(?:RW\s?[.:]?\s?)?\d{1,3})?(?!\d)",
    re.IGNORECASE,
)
_NOMOR_RUMAH = r"(?:no|nomor|nmr|blok)[. ]{1,2}[a-z]?\d{1,4}[a-z]?(?!\w)"
_RUMAH = re.compile(
    r"(?<!\w)(?:jl|jln|jalan|gg|gang|perum|perumahan|dusun|dsn|blok)(?:\.\s?|\s)"
    r"(?:(?!(?:kaki|ke|di|dari|menuju|terus|loket|no|nomor|nmr)(?!\w))[^\W_]+[ .,]{1,2}){1,4}?"
    rf"{_NOMOR_RUMAH}|(?<!\w)rumah\s(?:saya\s)?{_NOMOR_RUMAH}",
    re.IGNORECASE,
)


def mask(teks: str) -> str:
    """`teks` with a short mark such as "[nomor telepon]" in place of all that is masked.

    No eight digits are left in a row; masking twice changes nothing more; text without such things stays as it is.
    """
    while (baru := _once(teks)) != teks:
        teks = baru
    return teks


def _once(teks: str) -> str:
    if "@" in teks or "at" in teks:
        teks = _SUREL.sub("[surel]", teks)
    if "." in teks or "/" in teks:
        teks = _TAUTAN.sub("[tautan]", teks)
    if "@" in teks or ":" in teks or "=" in teks:
        teks = _AKUN.sub("[akun]", teks)
    if any(c.isdigit() for c in teks):
        for pola, ganti in _BERANGKA:
            teks = pola.sub(ganti, teks)
    return mask_names(teks)


def _number(cocok: re.Match[str]) -> str:
    """A run of digits: kept where short, or where every part of it is a time, date, year, price or small number."""
    deret = cocok[0]
    angka = re.sub(r"\D", "", deret.upper().replace("O", "0").replace("I", "1").replace("L", "1"))
    if len(angka) <= NOMOR_PALING or _HARGA.fullmatch(deret) or _harmless(deret):
        return deret
    if re.match(r"0?8|628|0[2-9]", angka) and 9 <= len(angka) <= 14:
        return "[nomor telepon]"
    return "[NIK/KK]" if len(angka) == 16 else "[nomor]"


def _harmless(deret: str) -> bool:
    """Times, dates, years and prices with spaces between; no more than one small number and two years among them."""
    if _WAJAR.fullmatch(deret):
        return True
    bagian = deret.split()
    polos = [satu for satu in bagian if satu.isdigit()]
    tahun = [satu for satu in polos if len(satu) == 4]
    return len(polos) - len(tahun) < 2 and len(tahun) < 3 and all(_WAJAR.fullmatch(satu) for satu in bagian)


_BERANGKA: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_RUMAH, "[alamat]"),
    (_RT, "[RT/RW]"),
    (_PELAT, "[nomor kendaraan]"),
    (_DERET, _number),
)
