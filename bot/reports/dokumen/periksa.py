"""The check that runs before a unit's document leaves: no two of its figures may contradict one another.

All is counted again from the rows of answers, not by the code that made the figures. The rules are the errors that
published reports are known for: totals unlike n, swapped unsur, a letter unlike its number, a "lowest" above a
"highest", a period unlike the text's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from bot.engine.tanggal import tanggal
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.cetak import daftar, desimal
from bot.reports.dokumen.periksa_harapan import check_harapan
from bot.reports.dokumen.temuan import Temuan, TidakKonsisten, differ
from bot.reports.rincian import Kelas
from scoring.ikm import HasilIkm
from scoring.instrumen import Instrumen
from scoring.model import Sebaran
from scoring.mutu import Mutu
from scoring.pembulatan import round_half_up


def check_bahan(bahan: Bahan) -> None:
    """Raises TidakKonsisten naming every contradiction."""
    found = [temuan for rule in _RULES for temuan in rule(bahan)]
    if found:
        raise TidakKonsisten(f"{bahan.unit.nama}, {bahan.laporan.periode.kode}", found)


def letter_of(nilai: Fraction, instrumen: Instrumen) -> str:
    """The letter that goes with the printed value, read from the bands once more."""
    printed = round_half_up(nilai)
    return next((pita.huruf for pita in instrumen.mutu if printed >= pita.dari), instrumen.mutu[-1].huruf)


def check_mutu(apa: str, nilai: Fraction | None, mutu: Mutu | None, instrumen: Instrumen) -> Iterator[Temuan]:
    """The letter beside a value, and its words. No value, no letter."""
    if nilai is None or mutu is None:
        if (nilai is None) != (mutu is None):
            yield Temuan(f"{apa}: a value and a letter go together", f"{apa}: nilai dan mutu harus sama-sama ada")
        return
    huruf = letter_of(nilai, instrumen)
    yield from differ(f"{apa} ({round_half_up(nilai)}), mutu", f"{apa} ({desimal(nilai)}), mutu", mutu.huruf, huruf)
    words = next((pita.kinerja for pita in instrumen.mutu if pita.huruf == mutu.huruf), "-")
    yield from differ(f"{apa}, kinerja of {mutu.huruf}", f"{apa}, kinerja untuk {mutu.huruf}", mutu.kinerja, words)


def _check_n(bahan: Bahan) -> Iterator[Temuan]:
    """Every table adds up to the respondents of the result."""
    n = bahan.laporan.hasil.n
    yield from differ("respondents in the counts", "jumlah responden dalam rekap", bahan.laporan.rekap.n, n)
    if not bahan.laporan.rinci:
        return
    rows = len(bahan.matriks)
    if rows > n or (rows < n and not bahan.ditutup):
        yield from differ("rows of the matrix", "baris lampiran jawaban", rows, n)
    yield from differ("numbers of the matrix", "nomor baris lampiran jawaban",
                      [baris.nomor for baris in bahan.matriks], list(range(1, rows + 1)))  # fmt: skip
    for key, cacah in bahan.profil.items():
        total = sum(one.jumlah for one in cacah)
        yield from differ(f"profile table {key}, total", f"tabel profil {key}, jumlah", total, n)
        yield from _check_kelas(f"{key}", bahan.kelas.get(key, ()), {one.label: one.jumlah for one in cacah}, n)
    yield from _check_kelas("layanan", bahan.layanan, {}, n)
    sumber = sum(bahan.pelaksanaan.sumber.values())
    if sumber != rows:
        yield from differ("respondents by source", "responden menurut cara pengisian", sumber, rows)


def _check_kelas(apa: str, kelas: Sequence[Kelas], jumlah: dict[str, int], n: int) -> Iterator[Temuan]:
    shown = [one for one in kelas if one.n is not None]
    total = sum(one.n or 0 for one in shown)
    if kelas and (total > n or (total != n and len(shown) == len(kelas))):
        yield from differ(f"results by {apa}, respondents", f"hasil menurut {apa}, jumlah responden", total, n)
    for one in shown:
        if one.label in jumlah:
            label = f"{apa} “{one.label}”"
            yield from differ(f"results by {label}", f"hasil menurut {label}", one.n, jumlah[one.label])


def _check_unsur(bahan: Bahan) -> Iterator[Temuan]:
    """Each unsur stands in its place, with its own name and labels, and with the counts of the rows."""
    laporan, unit = bahan.laporan, bahan.unit
    order = [unsur.key for unsur in laporan.instrumen.unsur]
    yield from differ(
        "unsur of the result", "urutan unsur dalam hasil", [one.unsur.key for one in laporan.hasil.unsur], order
    )
    yield from differ("bobot", "bobot", laporan.hasil.bobot.teks, laporan.instrumen.bobot.teks)
    if not laporan.rinci:
        return
    yield from differ("unsur of the frequency tables", "urutan unsur dalam tabel jawaban",
                      [one.unsur.key for one in bahan.sebaran], order)  # fmt: skip
    counted = {key: Counter(baris.jawaban[key] for baris in bahan.matriks if key in baris.jawaban) for key in order}
    asked = set(order)
    for baris in bahan.matriks:
        if foreign := set(baris.jawaban) - asked:
            yield from differ(f"row {baris.nomor}, unsur", f"baris {baris.nomor}, unsur", sorted(foreign), [])
    for one in bahan.sebaran:
        if (key := one.unsur.key) not in asked:
            continue
        own = laporan.instrumen.unsur_of(key)
        yield from differ(
            f"name of {key}", f"nama unsur {key}", (one.unsur.kode, one.unsur.nama), (own.kode, own.nama)
        )
        yield from differ(
            f"labels of {key}", f"pilihan jawaban {key}", one.unsur.label, unit.label.get(key, own.label)
        )
        rekap = laporan.rekap.sebaran.get(key, (0, 0, 0, 0))
        yield from differ(f"answers to {key}", f"jawaban unsur {key}", one.sebaran, rekap)
        rows = counted[key]
        yield from _check_rows(bahan, key, one.sebaran, (rows[1], rows[2], rows[3], rows[4]))


def _check_rows(bahan: Bahan, key: str, sebaran: Sebaran, rows: Sebaran) -> Iterator[Temuan]:
    """After the closing some rows may be gone, never added."""
    gone = bahan.laporan.hasil.n - len(bahan.matriks)
    if gone <= 0 or not bahan.ditutup:
        yield from differ(
            f"answers to {key} against the rows", f"jawaban unsur {key} terhadap lampiran", sebaran, rows
        )
    elif any(kept < row for kept, row in zip(sebaran, rows, strict=True)) or sum(sebaran) - sum(rows) > gone:
        yield Temuan(
            f"answers to {key}: {sebaran}, but the rows hold {rows}",
            f"jawaban unsur {key}: {sebaran}, padahal lampiran memuat {rows}",
        )


def _check_values(bahan: Bahan) -> Iterator[Temuan]:
    """Totals, nrr and the index follow from the counts; each letter from its number."""
    laporan = bahan.laporan
    hasil, instrumen = laporan.hasil, laporan.instrumen
    jumlah = Fraction()
    for one in hasil.unsur:
        sebaran = laporan.rekap.sebaran.get(one.unsur.key, (0, 0, 0, 0))
        total, n = sum(skor * banyak for skor, banyak in enumerate(sebaran, start=1)), sum(sebaran)
        nama = one.unsur.nama
        yield from differ(f"{nama}, total", f"{nama}, jumlah nilai", one.total, total)
        yield from differ(f"{nama}, answers", f"{nama}, banyak jawaban", one.n, n)
        if n > hasil.n:
            yield from differ(f"{nama}, answers above respondents", f"{nama}, jawaban melebihi responden", n, hasil.n)
        yield from check_mutu(nama, one.nik, one.mutu, instrumen)
        jumlah += Fraction(total, n) if n else 0
    ikm = 25 * jumlah * instrumen.bobot.nilai if hasil.n else None
    if hasil.ikm != ikm:
        yield from differ("IKM", "IKM", _printed(hasil.ikm), _printed(ikm))
    yield from check_mutu("IKM", hasil.ikm, hasil.mutu, instrumen)
    for kelas in (*bahan.layanan, *(one for every in bahan.kelas.values() for one in every)):
        yield from check_mutu(kelas.label, kelas.ikm, kelas.mutu, instrumen)


def _check_sorotan(bahan: Bahan) -> Iterator[Temuan]:
    """No "lowest" above a "highest", none in both, none passed over."""
    tinggi, rendah = bahan.laporan.sorotan.tertinggi, bahan.laporan.sorotan.terendah
    nilai = {one.unsur.key: one.nrr for one in bahan.laporan.hasil.unsur if one.nrr is not None}
    for one in (*tinggi, *rendah):
        own = nilai.get(one.unsur.key)
        if one.nrr != own:
            nama = one.unsur.nama
            yield from differ(
                f"{nama} among highest and lowest", f"{nama} dalam sorotan", _printed(one.nrr), _printed(own)
            )
    both = {one.unsur.key for one in tinggi} & {one.unsur.key for one in rendah}
    yield from differ("unsur both highest and lowest", "unsur tertinggi sekaligus terendah", sorted(both), [])
    others = [value for key, value in nilai.items() if key not in {one.unsur.key for one in (*tinggi, *rendah)}]
    high = [one.nrr for one in tinggi if one.nrr is not None]
    low = [one.nrr for one in rendah if one.nrr is not None]
    if high and low and (max([*low, *others]) > min(high) or max(low) > min([*high, *others])):
        highest, lowest = ", ".join(f"{_printed(one)}" for one in high), ", ".join(f"{_printed(one)}" for one in low)
        yield Temuan(
            f"highest unsur ({highest}) and lowest ({lowest}) are not those of the result",
            f"unsur tertinggi ({daftar([desimal(one) for one in high])}) dan terendah "
            f"({daftar([desimal(one) for one in low])}) tidak sesuai dengan hasil",
        )


def _check_tren(bahan: Bahan) -> Iterator[Temuan]:
    """The trend ends with this periode and its index; what is said of the change is the change."""
    laporan = bahan.laporan
    if not bahan.tren:
        return
    last = bahan.tren[-1].titik
    yield from differ("last periode of the trend", "periode terakhir tren", last.periode.kode, laporan.periode.kode)
    yield from differ("respondents in the trend", "responden dalam tren", last.n, laporan.hasil.n)
    yield from differ("IKM in the trend", "IKM dalam tren", _printed(last.ikm), _printed(laporan.hasil.ikm))
    for one in bahan.tren:
        yield from check_mutu(one.titik.periode.kode, one.titik.ikm, one.titik.mutu, laporan.instrumen)
    moved = laporan.perubahan
    if moved is not None:
        yield from differ("change of the IKM", "perubahan IKM", moved.selisih, moved.sesudah - moved.sebelum)
        yield from differ("IKM after the change", "IKM sesudah perubahan", moved.sesudah, _printed(laporan.hasil.ikm))
    if bahan.hasil_lalu is not None and len(bahan.tren) > 1:
        yield from _check_before(bahan.hasil_lalu, bahan)


def _check_before(lalu: HasilIkm, bahan: Bahan) -> Iterator[Temuan]:
    order = [unsur.key for unsur in bahan.laporan.instrumen.unsur]
    yield from differ(
        "unsur of the periode before", "unsur periode sebelumnya", [one.unsur.key for one in lalu.unsur], order
    )
    yield from differ("respondents before", "responden periode sebelumnya", lalu.n, bahan.tren[-2].titik.n)


def _check_whose(bahan: Bahan) -> Iterator[Temuan]:
    """Unit, periode and plans are of one another."""
    laporan, periode = bahan.laporan, bahan.laporan.periode
    yield from differ("unit of the figures", "unit pada angka", laporan.sasaran.kode, bahan.unit.kode)
    asked = {unsur.key for unsur in laporan.instrumen.unsur}
    for rows, kode in ((bahan.rtl, periode.kode), (bahan.rtl_lalu, periode.sebelumnya().kode)):
        for row in rows:
            yield from differ(f"periode of the plan for {row.unsur}", f"periode RTL {row.unsur}", row.periode, kode)
            yield from differ(f"unit of the plan for {row.unsur}", f"unit RTL {row.unsur}", row.unit, bahan.unit.kode)
    for row in bahan.rtl:
        if row.unsur not in asked:
            yield from differ("unsur of a plan", "unsur dalam RTL", row.unsur, sorted(asked))
    for day in (bahan.pelaksanaan.awal, bahan.pelaksanaan.akhir):
        if day is not None and day not in periode:
            yield Temuan(f"answers of {day} outside {periode.kode}", f"jawaban {tanggal(day)} di luar {periode.nama}")


def _printed(nilai: Fraction | None) -> Decimal | None:
    return None if nilai is None else round_half_up(nilai)


_RULES = (_check_n, _check_unsur, _check_values, _check_sorotan, check_harapan, _check_tren, _check_whose)
