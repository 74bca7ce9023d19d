"""The last look at a composed report: what is printed in it is read back and held against the figures.

check_bahan proves that the figures agree with one another; this proves that the pages print them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.engine.tanggal import angka, capital
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Dokumen, Isi, Lampiran, Paragraf, Sampul, Sorot, Subbab, TabelBlok
from bot.reports.dokumen.cetak import desimal, persen
from bot.reports.dokumen.temuan import Temuan, TidakKonsisten, differ

_SATUAN: Final = re.compile(r"(?:semester|triwulan) (?:I|II|III|IV) [0-9]{4}", re.IGNORECASE)
"""A periode as a sentence names it."""
_DONE: Final = re.compile(r"sudah dilaksanakan, atau ([0-9,]+%)")
_JUMLAH, _PERSEN = "Jumlah", "Persentase (%)"


def check_dokumen(dokumen: Dokumen, bahan: Bahan) -> None:
    """Raises TidakKonsisten where the report of `bahan` prints anything else than it holds."""
    found = [temuan for rule in _RULES for temuan in rule(dokumen, bahan)]
    if found:
        raise TidakKonsisten(f"{dokumen.judul}, {dokumen.subjek}", found)


def _check_cover(dokumen: Dokumen, bahan: Bahan) -> Iterator[Temuan]:
    nama, periode = bahan.unit.nama, bahan.laporan.periode
    yield from differ("subject", "subjek dokumen", dokumen.subjek, f"{nama}, {periode.nama}")
    for one in dokumen.blok:
        if isinstance(one, Sampul):
            yield from differ("unit on the cover", "unit pada sampul", one.subjek, nama)
            printed = one.periode.removesuffix(" (sementara)")
            yield from differ("periode on the cover", "periode pada sampul", printed, capital(periode.nama))
            yield from differ("year on the cover", "tahun pada sampul", one.tahun, periode.kode[:4])


def _check_periods(dokumen: Dokumen, bahan: Bahan) -> Iterator[Temuan]:
    """No sentence and no title speaks of a periode that the report is not about."""
    periode = bahan.laporan.periode
    known = {one.titik.periode.nama for one in bahan.tren} | {periode.nama, periode.sebelumnya().nama}
    allowed = {nama.casefold() for nama in known}
    for one in dokumen.blok:
        if isinstance(one, Paragraf | Bab | Subbab | Lampiran | TabelBlok):
            text = _text(one.isi) if isinstance(one, Paragraf) else one.judul
            for said in _SATUAN.findall(text):
                if said.casefold() not in allowed:
                    yield Temuan(
                        f"the text names {said}, the report is of {periode.nama}: “{text[:80]}”",
                        f"teks menyebut {said}, padahal laporan ini untuk {periode.nama}: “{text[:80]}”",
                    )


def _check_shares(dokumen: Dokumen, bahan: Bahan) -> Iterator[Temuan]:
    """In every table of counts the shares follow from the counts, and those add up to the total under them."""
    for one in dokumen.blok:
        if not isinstance(one, TabelBlok):
            continue
        names = [kolom.nama for kolom in one.kolom]
        if _JUMLAH not in names or _PERSEN not in names:
            continue
        at, share = names.index(_JUMLAH), names.index(_PERSEN)
        counts = [_whole(baris[at]) for baris in one.baris]
        total = sum(counts)
        for baris, jumlah in zip(one.baris, counts, strict=True):
            where = f"“{one.judul}”, {baris[0]}"
            yield from differ(f"{where}, share of {jumlah}", f"{where}, persentase dari {jumlah}",
                              baris[share], persen(jumlah, total))  # fmt: skip
        for kaki in one.kaki:
            yield from differ(f"“{one.judul}”, total", f"“{one.judul}”, jumlah", _whole(kaki[at]), total)
        if one.label.startswith("profil-"):
            n = bahan.laporan.hasil.n
            yield from differ(f"“{one.judul}”, respondents", f"“{one.judul}”, responden", total, n)


def _check_values(dokumen: Dokumen, bahan: Bahan) -> Iterator[Temuan]:
    """The index set in large type and the values of each unsur are those of the result."""
    hasil = bahan.laporan.hasil
    large = {
        "IKM": desimal(hasil.ikm),
        "Mutu": hasil.mutu.huruf if hasil.mutu else "-",
        "Kinerja": hasil.mutu.kinerja if hasil.mutu else "-",
        "Responden": angka(hasil.n),
    }
    for one in dokumen.blok:
        if isinstance(one, Sorot):
            for value, apa in one.angka:
                yield from differ(f"{apa} in large type", f"{apa} yang dicetak besar", value, large.get(apa))
        elif isinstance(one, TabelBlok) and one.label == "unsur":
            for baris, unsur in zip(one.baris, hasil.unsur, strict=True):
                mutu = unsur.mutu.huruf if unsur.mutu else "-"
                expected = (unsur.unsur.nama, angka(unsur.total), desimal(unsur.nrr), desimal(unsur.nik), mutu)
                printed = (baris[1], baris[2], baris[3], baris[5], baris[6])
                yield from differ(f"row of {unsur.unsur.kode}", f"baris {unsur.unsur.kode}", printed, expected)


def _check_realisation(dokumen: Dokumen, bahan: Bahan) -> Iterator[Temuan]:
    """The share done that is stated is the share of the lines that say so."""
    for one in dokumen.blok:
        if isinstance(one, TabelBlok) and one.label == "realisasi":
            at = [kolom.nama for kolom in one.kolom].index("Ditindaklanjuti")
            done = sum(baris[at] == "Sudah" for baris in one.baris)
            share = f"{persen(done, len(one.baris))}%"
            for kaki in one.kaki:
                yield from differ("share of plans done", "bagian RTL yang terlaksana", kaki[at + 1], share)
            yield from differ("plans listed", "banyaknya RTL", len(one.baris), len(bahan.rtl_lalu))
        elif isinstance(one, Paragraf) and (said := _DONE.search(_text(one.isi))):
            semua = len(bahan.rtl_lalu)
            share = f"{persen(sum(row.sudah is True for row in bahan.rtl_lalu), semua)}%"
            yield from differ("share of plans done in the text", "bagian RTL terlaksana dalam teks", said[1], share)


def _text(isi: Isi) -> str:
    return isi if isinstance(isi, str) else "".join(piece.teks for piece in isi)


def _whole(sel: str) -> int:
    return int(sel.replace(".", ""))


_RULES = (_check_cover, _check_periods, _check_shares, _check_values, _check_realisation)
