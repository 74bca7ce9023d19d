"""The workbook of a unit's report: the matrix per respondent, and every figure computed from it by live formulas.

A formula computes in binary numbers what `scoring` computes exactly. Two decimals are therefore rounded as
ROUND(x + 1E-11, 2): the addend carries a half that came out a little short (86,025 as 86,02499999999999) over the
edge, so it is rounded up as printed. It is more than binary numbers lose on a half, and far less than any other value
of n answers lies below one (1/(1800 n)). Where unsur have different n, a value may lie that near to a half; by chance
one in a thousand million does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.buku_kerja.hasil import lembar_hasil, lembar_hasil_tetap, lembar_sebaran
from bot.reports.dokumen.buku_kerja.ketentuan import define_names, lembar_ketentuan
from bot.reports.dokumen.buku_kerja.matriks import Matriks, lembar_matriks, matriks_of
from bot.reports.dokumen.buku_kerja.rtl import lembar_realisasi, lembar_rtl
from bot.reports.dokumen.buku_kerja.tabel import lembar_layanan, lembar_profil, lembar_tren
from bot.reports.lembar import Lembar, lembar_of, new_book, write_lembar
from bot.reports.tabel import judul, tabel_peringkat


def render_xlsx(bahan: Bahan) -> bytes:
    """The workbook: Matriks, Harapan (where asked), Hasil, Sebaran, Profil, Layanan, Tren, RTL, Realisasi RTL,
    Peringkat (of a group or city) and Ketentuan. The same figures give the same bytes.

    Of fewer than MINIMAL_RINCI responses only the result as a whole is in it. Where respondents have withdrawn since
    the periode was closed, Hasil and Sebaran hold the figures kept then, and a note says why the matrix differs.
    """
    out, kepala = io.BytesIO(), judul(bahan.laporan)
    with new_book(out, kepala, bahan.laporan.hari) as book:
        for lembar in _sheets(bahan):
            write_lembar(book, lembar, kepala)
        define_names(book, bahan.laporan.instrumen)
    return out.getvalue()


def _sheets(bahan: Bahan) -> Iterator[Lembar]:
    laporan = bahan.laporan
    if laporan.rinci and bahan.matriks:
        yield from _computed(bahan)
    else:
        yield lembar_hasil_tetap(bahan)
    if laporan.rinci:
        yield lembar_profil(bahan)
        yield lembar_layanan(bahan)
    yield lembar_tren(bahan)
    if bahan.rtl:
        yield lembar_rtl(bahan)
    if bahan.rtl_lalu:
        yield lembar_realisasi(bahan)
    if laporan.himpunan:
        yield lembar_of(tabel_peringkat(laporan, laporan.himpunan))
    yield lembar_ketentuan(bahan)


def _computed(bahan: Bahan) -> Iterator[Lembar]:
    """The matrix and what is computed from it."""
    hasil = bahan.laporan.hasil
    jawaban = [baris.jawaban for baris in bahan.matriks]
    persepsi = matriks_of("Matriks", jawaban, hasil)
    harapan = bahan.harapan if any(baris.harapan for baris in bahan.matriks) else None
    penting = matriks_of("Harapan", [baris.harapan for baris in bahan.matriks], hasil) if harapan else None
    lengkap = persepsi.agrees(hasil)
    yield lembar_matriks(persepsi, _note(bahan, persepsi) if not lengkap else ())
    if penting:
        yield lembar_matriks(penting)
    if lengkap:
        yield lembar_hasil(bahan, persepsi, penting, harapan)
        yield lembar_sebaran(bahan, persepsi)
    else:
        yield lembar_hasil_tetap(bahan)
        yield lembar_sebaran(bahan, None)


def _note(bahan: Bahan, persepsi: Matriks) -> tuple[str, ...]:
    return (
        f"Hasil resmi dihitung dari {angka(bahan.laporan.hasil.n)} responden; "
        f"matriks ini memuat {angka(len(persepsi.baris))}. "
        "Yang menarik jawabannya setelah periode ditutup tidak lagi tercantum.",
    )
