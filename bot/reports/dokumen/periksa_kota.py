"""The check that runs before a city's document leaves: its units and groups against its own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.periksa import check_mutu
from bot.reports.dokumen.temuan import Temuan, TidakKonsisten, differ
from bot.reports.laporan import Laporan
from scoring.pembulatan import round_half_up


def check_kota(bahan: BahanKota) -> None:
    """Raises TidakKonsisten naming every contradiction."""
    found = [temuan for rule in _RULES for temuan in rule(bahan)]
    if found:
        raise TidakKonsisten(f"{bahan.laporan.sasaran.nama}, {bahan.laporan.periode.kode}", found)


def _check_ranking(bahan: BahanKota) -> Iterator[Temuan]:
    for laporan in (bahan.laporan, *bahan.kelompok):
        yield from _check_one(laporan)


def _check_one(laporan: Laporan) -> Iterator[Temuan]:
    """Its own figure is in no ranking, every unit once; n, mean, places and letters follow from the units."""
    nama, himpunan = laporan.sasaran.nama, laporan.himpunan
    if himpunan is None:
        yield Temuan(f"{nama}: has no units", f"{nama}: tidak memuat unit")
        return
    baris = himpunan.peringkat.baris
    listed = [one.unit for one in baris] + list(himpunan.peringkat.tanpa_responden)
    members = {unit.kode for unit in laporan.sasaran.units}
    for unit in listed if laporan.sasaran.jenis == "kota" else ():  # a kecamatan's own office may bear its name
        if unit.nama.casefold() == nama.casefold() and unit.kode not in members:
            yield Temuan(f"{nama}: stands in its own ranking", f"{nama}: masuk dalam peringkatnya sendiri")
    twice = sorted(kode for kode, banyak in Counter(unit.kode for unit in listed).items() if banyak > 1)
    yield from differ(f"{nama}, units listed twice", f"{nama}, unit yang tercantum dua kali", twice, [])
    total = sum(one.unit.hasil.n for one in baris)
    yield from differ(f"{nama}, respondents of all units", f"{nama}, responden seluruh unit", total, laporan.hasil.n)
    nilai = [one.unit.hasil.ikm for one in baris if one.unit.hasil.ikm is not None]
    mean = sum(nilai, Fraction()) / len(nilai) if nilai else None
    ada, semestinya = _two(himpunan.rata_rata.ikm), _two(mean)
    yield from differ(f"{nama}, mean of units", f"{nama}, rata-rata unit", ada, semestinya)
    yield from check_mutu(nama, laporan.hasil.ikm, laporan.hasil.mutu, laporan.instrumen)
    printed = [one.nilai for one in baris]
    for one in baris:
        yield from check_mutu(one.unit.nama, one.unit.hasil.ikm, one.unit.hasil.mutu, laporan.instrumen)
        yield from differ(f"{one.unit.nama}, IKM in the ranking", f"{one.unit.nama}, IKM dalam peringkat",
                          one.nilai, _two(one.unit.hasil.ikm))  # fmt: skip
        place = 1 + sum(other > one.nilai for other in printed)
        yield from differ(f"{one.unit.nama}, rank", f"{one.unit.nama}, peringkat", one.peringkat, place)
    letters = Counter(one.unit.hasil.mutu.huruf for one in baris if one.unit.hasil.mutu)
    for mutu, banyak in himpunan.sebaran_mutu:
        yield from differ(f"{nama}, units with {mutu.huruf}", f"{nama}, unit bermutu {mutu.huruf}",
                          banyak, letters[mutu.huruf])  # fmt: skip


def _check_totals(bahan: BahanKota) -> Iterator[Temuan]:
    """Profile tables and groups add up to the whole, in one periode by one convention."""
    laporan = bahan.laporan
    n = laporan.hasil.n
    for key, cacah in bahan.profil.items():
        total = sum(one.jumlah for one in cacah)
        yield from differ(f"profile table {key}, total", f"tabel profil {key}, jumlah", total, n)
    if bahan.kelompok:
        total = sum(one.hasil.n for one in bahan.kelompok)
        yield from differ("respondents of all groups", "responden seluruh kelompok", total, n)
    for one in bahan.kelompok:
        nama = one.sasaran.nama
        yield from differ(f"{nama}, periode", f"{nama}, periode", one.periode.kode, laporan.periode.kode)
        bobot = laporan.hasil.bobot.teks
        yield from differ(f"{nama}, bobot", f"{nama}, bobot", one.hasil.bobot.teks, bobot)
    if bahan.tren:
        last = bahan.tren[-1].titik
        yield from differ(
            "last periode of the trend", "periode terakhir tren", last.periode.kode, laporan.periode.kode
        )
        yield from differ("IKM in the trend", "IKM dalam tren", _two(last.ikm), _two(laporan.hasil.ikm))


def _two(nilai: Fraction | None) -> Decimal | None:
    return None if nilai is None else round_half_up(nilai)


_RULES = (_check_ranking, _check_totals)
