"""A part for each group of units: its figures, its units, what is strong and what is weak."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Bab, Blok, HalamanBaru, Kolom, Paragraf, Potongan, Sorot, Subbab, TabelBlok
from bot.reports.dokumen.cetak import KOSONG, daftar, desimal, huruf_kinerja
from bot.reports.dokumen.ringkasan_kota.narasi import ends_said, groups_said, himpunan_of, letters_said, unsur_said
from bot.reports.dokumen.ringkasan_kota.unit import ranking
from bot.reports.laporan import Laporan


def groups_of(bahan: BahanKota) -> Iterator[Blok]:
    if not bahan.kelompok:
        return
    yield Bab("Hasil Tiap Kelompok")
    yield Paragraf("Bab ini membandingkan kelompok unit, lalu menyajikan tiap kelompok pada halamannya sendiri.")
    yield Subbab("Perbandingan Kelompok")
    if said := groups_said(bahan):
        yield Paragraf(said)
    yield _overview(bahan)
    if any(one.rinci for one in bahan.kelompok):
        yield Paragraf((
            Potongan("Unsur mana yang kuat dan yang lemah di tiap kelompok terlihat dalam "),
            Potongan(rujuk="kelompok-unsur"), Potongan("."),
        ))  # fmt: skip
        yield _unsur(bahan)
    answered = [one for one in bahan.kelompok if one.hasil.ikm is not None]
    if silent := [one.sasaran.nama for one in bahan.kelompok if one.hasil.ikm is None]:
        yield Paragraf(f"Belum ada unit yang mendapat jawaban di {daftar(silent)}.")
    for one in answered:
        yield HalamanBaru()
        yield Subbab(one.sasaran.nama)
        yield from _group(one)


def _overview(bahan: BahanKota) -> TabelBlok:
    return TabelBlok(
        "Hasil menurut Kelompok Unit",
        (
            Kolom("Kelompok", lebar=2.6), Kolom("Unit dinilai", "kanan"), Kolom("Responden", "kanan"),
            Kolom("IKM gabungan", "kanan"), Kolom("IKM rata-rata unit", "kanan", 1.2), Kolom("Mutu", "tengah", 0.8),
        ),
        tuple(
            (
                one.sasaran.nama, angka(himpunan_of(one).rata_rata.banyak), angka(one.hasil.n),
                desimal(one.hasil.ikm), desimal(himpunan_of(one).rata_rata.ikm),
                huruf_kinerja(one.hasil.mutu)[0],
            )
            for one in bahan.kelompok
        ),
        catatan="Mutu menurut IKM gabungan responden.",
        label="kelompok",
    )  # fmt: skip


def _unsur(bahan: BahanKota) -> TabelBlok:
    """A line a group, a column an unsur; under them all units together."""
    unsur = bahan.laporan.hasil.unsur
    nama = "; ".join(f"{one.unsur.kode} {one.unsur.nama}" for one in unsur)
    return TabelBlok(
        "Nilai Rata-Rata (NRR) Tiap Unsur menurut Kelompok Unit",
        (Kolom("Kelompok", lebar=2.6), *(Kolom(one.unsur.kode, "kanan", 0.8) for one in unsur)),
        tuple((one.sasaran.nama, *_nrr(one)) for one in bahan.kelompok),
        (("Semua unit", *_nrr(bahan.laporan)),),
        f"{nama}.",
        "kelompok-unsur",
    )


def _nrr(laporan: Laporan) -> tuple[str, ...]:
    return tuple(desimal(one.nrr) if laporan.rinci else KOSONG for one in laporan.hasil.unsur)


def _group(laporan: Laporan) -> Iterator[Blok]:
    rata, mutu = himpunan_of(laporan).rata_rata, laporan.hasil.mutu
    yield Sorot((
        (desimal(laporan.hasil.ikm), "IKM gabungan responden"), (desimal(rata.ikm), "IKM rata-rata unit"),
        (mutu.huruf if mutu else KOSONG, f"Mutu ({mutu.kinerja})" if mutu else "Mutu"),
        (angka(laporan.hasil.n), "Responden"),
    ))  # fmt: skip
    said = " ".join(one for one in (letters_said(laporan), ends_said(laporan), unsur_said(laporan)) if one)
    yield Paragraf(said)
    nama = laporan.sasaran.nama
    yield ranking(laporan, f"Peringkat Unit {nama}", f"peringkat-{laporan.sasaran.kode}")
