"""The figures of a report as plain tables, rounded as they are printed. CSV and XLSX are made of these."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.engine.tanggal import angka, capital, tanggal
from bot.reports.laporan import Himpunan, Laporan
from bot.reports.rincian import sebaran_of
from bot.reports.ukuran import MINIMAL_RINCI, MINIMAL_YAKIN
from scoring.ikm import HasilIkm, HasilUnsur
from scoring.mutu import Mutu, mutu_of
from scoring.pembulatan import round_half_up

Isi = str | int | Decimal | None
"""A cell. A Decimal is printed with the decimals it carries; None is empty."""
_TERLALU_SEDIKIT = f"Tidak dirinci: responden kurang dari {MINIMAL_RINCI}."
_BELUM_CUKUP = f"belum cukup responden (kurang dari {MINIMAL_YAKIN})"


@dataclass(frozen=True, slots=True)
class Tabel:
    """`kaki` are lines that belong under the table and not into it, as a group's own figures under its ranking."""

    nama: str
    kolom: tuple[str, ...]
    baris: tuple[tuple[Isi, ...], ...]
    kaki: tuple[tuple[Isi, ...], ...] = ()
    catatan: str = ""


def tables_of(laporan: Laporan) -> tuple[Tabel, ...]:
    """Ringkasan, Unsur, Peringkat (of a group or the city), Sebaran, Tren."""
    ranking = (tabel_peringkat(laporan, laporan.himpunan),) if laporan.himpunan else ()
    return (_ringkasan(laporan), _unsur(laporan), *ranking, _sebaran(laporan), _tren(laporan))


def judul(laporan: Laporan) -> tuple[str, str]:
    """Two lines that belong on every page: of whom; and of when, how many and by which rules."""
    return f"Indeks Kepuasan Masyarakat {laporan.sasaran.nama}", ", ".join([
        capital(laporan.periode.nama),
        *(["sementara"] if laporan.sementara else []),
        f"n = {angka(laporan.hasil.n)}",
        f"bobot {laporan.hasil.bobot.teks}",
        laporan.instrumen.nama,
    ])  # fmt: skip


def tabel_peringkat(laporan: Laporan, himpunan: Himpunan) -> Tabel:
    """Every unit by rank, then those without respondents; under it both figures of the whole, which is no unit."""
    ranked = [
        (one.peringkat, one.unit.kode, one.unit.nama, one.unit.hasil.n, one.nilai, *_mutu(one.unit.hasil.mutu))
        for one in himpunan.peringkat.baris
    ]
    without = [(None, one.kode, one.nama, 0, None, "", "") for one in himpunan.peringkat.tanpa_responden]
    kaki = [
        (None, "", f"{laporan.sasaran.nama} ({label})", n, nilai, *_mutu(mutu))
        for label, n, nilai, mutu in _figures(laporan, himpunan)
    ]
    kolom = ("Peringkat", "Kode", "Unit", "Responden", "IKM", "Mutu", "Kinerja")
    return Tabel("Peringkat", kolom, (*ranked, *without), tuple(kaki))


def _figures(laporan: Laporan, himpunan: Himpunan) -> list[tuple[str, int | None, Decimal | None, Mutu | None]]:
    mean = himpunan.rata_rata.ikm
    return [
        ("gabungan responden", laporan.hasil.n, _dua(laporan.hasil.ikm), laporan.hasil.mutu),
        ("rata-rata unit", None, _dua(mean), None if mean is None else mutu_of(mean, laporan.instrumen)),
    ]


def _ringkasan(laporan: Laporan) -> Tabel:
    hasil, himpunan = laporan.hasil, laporan.himpunan
    status = "periode sudah selesai" if laporan.hari >= laporan.periode.selesai else f"sampai {tanggal(laporan.hari)}"
    if laporan.sementara:
        status = f"sementara, {status}"
    baris: list[tuple[Isi, ...]] = [
        ("Nama", laporan.sasaran.nama),
        ("Periode", capital(laporan.periode.nama)),
        ("Status", status),
        ("Responden", hasil.n),
    ]
    if himpunan:
        for label, _, nilai, mutu in _figures(laporan, himpunan):
            baris += [(f"IKM, {label}", nilai), (f"Mutu dan kinerja, {label}", _huruf(mutu))]
        baris += [
            ("Unit yang mendapat responden", himpunan.rata_rata.banyak),
            ("Unit tanpa responden", len(himpunan.rata_rata.tanpa_responden)),
            *((f"Unit dengan mutu {mutu.huruf} ({mutu.kinerja})", n) for mutu, n in himpunan.sebaran_mutu),
        ]
    else:
        baris += [("IKM", _dua(hasil.ikm)), ("Mutu dan kinerja", _huruf(hasil.mutu))]
    baris += [("Ketelitian IKM (±, tingkat kepercayaan 95%)", laporan.keyakinan.lebar or _BELUM_CUKUP)]
    baris += [*_sampel(laporan), *_banding(laporan)]
    for nama, unsur in (("tertinggi", laporan.sorotan.tertinggi), ("terendah", laporan.sorotan.terendah)):
        baris += [(f"Unsur {nama} {ke}", _named(satu)) for ke, satu in enumerate(unsur, start=1)]
    baris += [("Bobot tiap unsur", hasil.bobot.teks), ("Instrumen", laporan.instrumen.nama)]
    return Tabel("Ringkasan", ("Keterangan", "Nilai"), tuple(baris))


def _sampel(laporan: Laporan) -> list[tuple[Isi, ...]]:
    sampel = laporan.sampel
    if sampel is None:
        return []
    baris: list[tuple[Isi, ...]] = [("Target sampel (Krejcie-Morgan)", sampel.target or "belum dapat dihitung")]
    if sampel.target is not None:
        baris += [("Responden yang masih kurang", sampel.kurang)]
    if sampel.tanpa_populasi:
        baris += [("Unit yang jumlah penggunanya belum diisi", len(sampel.tanpa_populasi))]
    return baris


def _banding(laporan: Laporan) -> list[tuple[Isi, ...]]:
    """Against the periode before, and against the target."""
    baris: list[tuple[Isi, ...]] = []
    if laporan.perubahan and laporan.sebelumnya:
        beda = laporan.beda
        nyata = _BELUM_CUKUP if beda is None else "ya" if beda.bermakna else "tidak, bisa jadi kebetulan"
        baris += [
            (f"IKM {laporan.sebelumnya.periode.nama}", laporan.perubahan.sebelum),
            ("Perubahan", laporan.perubahan.selisih),
            ("Perubahan lebih dari kebetulan (uji t Welch, 95%)", nyata),
        ]
    if laporan.capaian:
        baris += [
            ("Target IKM", laporan.capaian.target),
            ("Selisih dari target", laporan.capaian.selisih),
            ("Target tercapai", "ya" if laporan.capaian.tercapai else "belum"),
        ]
    return baris


def _unsur(laporan: Laporan) -> Tabel:
    kolom = ("Kode", "Unsur", "Jumlah nilai", "Jawaban", "NRR", "NRR tertimbang", "NIK", "Mutu", "Kinerja")
    if not laporan.rinci:
        return Tabel("Unsur", kolom, (), catatan=_TERLALU_SEDIKIT)
    baris = tuple(
        (
            one.unsur.kode, one.unsur.nama, one.total, one.n,
            _dua(one.nrr), _bulat(one.nrr_tertimbang, 3), _dua(one.nik), *_mutu(one.mutu),
        )
        for one in laporan.hasil.unsur
    )  # fmt: skip
    return Tabel("Unsur", kolom, baris, (_ikm(laporan.hasil),))


def _ikm(hasil: HasilIkm) -> tuple[Isi, ...]:
    return ("", "IKM", None, hasil.n, None, None, _dua(hasil.ikm), *_mutu(hasil.mutu))


def _sebaran(laporan: Laporan) -> Tabel:
    skor = range(1, 5)
    kolom = ("Kode", "Unsur", *(f"Nilai {n}" for n in skor), "Jawaban", *(f"Nilai {n} (%)" for n in skor))
    sebaran = sebaran_of(laporan.rekap, laporan.instrumen)
    baris = tuple(
        (
            one.unsur.kode,
            one.unsur.nama,
            *one.sebaran,
            sum(one.sebaran),
            *(_dua(Fraction(100 * n, sum(one.sebaran))) for n in one.sebaran),
        )
        for one in sebaran
    )
    return Tabel("Sebaran", kolom, baris, catatan="" if sebaran else _TERLALU_SEDIKIT)


def _tren(laporan: Laporan) -> Tabel:
    satuan = laporan.himpunan is None
    kolom = ("Kode", "Periode", "Responden", "IKM" if satuan else "IKM, gabungan responden", "Mutu")
    return Tabel(
        "Tren",
        kolom if satuan else (*kolom, "IKM, rata-rata unit"),
        tuple(
            (
                one.periode.kode, capital(one.periode.nama), one.n, _dua(one.ikm), one.mutu.huruf if one.mutu else "",
                *(() if satuan else (_dua(one.rata_rata),)),
            )
            for one in laporan.tren
        ),
    )  # fmt: skip


def _bulat(nilai: Fraction | None, desimal: int) -> Decimal | None:
    return None if nilai is None else round_half_up(nilai, desimal)


def _dua(nilai: Fraction | None) -> Decimal | None:
    return _bulat(nilai, 2)


def _mutu(mutu: Mutu | None) -> tuple[str, str]:
    return (mutu.huruf, mutu.kinerja) if mutu else ("", "")


def _huruf(mutu: Mutu | None) -> str:
    return f"{mutu.huruf} ({mutu.kinerja})" if mutu else "-"


def _named(one: HasilUnsur) -> str:
    return f"{one.unsur.kode} {one.unsur.nama}: {angka(_dua(one.nik) or 0)}"
