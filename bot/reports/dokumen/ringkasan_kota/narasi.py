"""What a city's figures say, in sentences: by plain rules, and nothing that the figures do not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Blok, Butir, Paragraf
from bot.reports.dokumen.cetak import daftar, desimal, nilai_mutu
from bot.reports.dokumen.narasi import equal_text, standing_out, unsur_named
from bot.reports.laporan import Himpunan, Laporan
from scoring.mutu import mutu_of
from scoring.pembulatan import round_half_up

SEBUT_PALING: Final = 5
"""Units named in a sentence; the tables have them all."""
_LULUS: Final = 2
"""The best bands, A and B, whose units are said to be good."""


def himpunan_of(laporan: Laporan) -> Himpunan:
    """That of a report of several units."""
    assert laporan.himpunan is not None  # noqa: S101  check_kota refuses any other
    return laporan.himpunan


def method(bahan: BahanKota) -> Iterator[str]:
    laporan = bahan.laporan
    himpunan = himpunan_of(laporan)
    ikut, tanpa = len(himpunan.peringkat.baris), len(himpunan.peringkat.tanpa_responden)
    yield (
        f"Survei Kepuasan Masyarakat {laporan.sasaran.nama} pada {laporan.periode.nama} dilaksanakan di "
        f"{angka(ikut + tanpa)} unit pelayanan. Warga yang telah menerima pelayanan menilai "
        f"{angka(len(laporan.instrumen.unsur))} unsur pelayanan, masing-masing dengan nilai 1 sampai 4. Kuesioner "
        f"dan cara penghitungannya mengikuti {laporan.instrumen.sumber.rstrip('.')}."
    )
    if tanpa:
        yield (
            f"Sebanyak {angka(ikut)} unit mendapat jawaban. Ada {angka(tanpa)} unit yang belum mendapat jawaban pada "
            "periode ini, sehingga tidak dinilai dan tidak diperingkatkan."
        )
    if laporan.sementara:
        yield "Periode ini belum berakhir, sehingga semua angka dalam ringkasan ini masih sementara."


def two_figures(bahan: BahanKota) -> str:
    """Both figures of the whole, and how they differ."""
    laporan, rata = bahan.laporan, himpunan_of(bahan.laporan).rata_rata
    if laporan.hasil.ikm is None or rata.ikm is None:
        return "Belum ada jawaban yang dapat dihitung."
    mutu = mutu_of(rata.ikm, laporan.instrumen)
    return (
        f"Nilai keseluruhan disajikan dalam dua bentuk, karena keduanya menjawab pertanyaan yang berbeda. Gabungan "
        f"responden, yaitu {nilai_mutu(laporan.hasil.ikm, laporan.hasil.mutu)}, menghitung setiap responden satu "
        f"kali, sehingga unit dengan banyak responden lebih menentukan. Rata-rata unit, yaitu "
        f"{nilai_mutu(rata.ikm, mutu)}, menghitung setiap unit satu kali, berapa pun respondennya. Keduanya dihitung "
        f"dari {angka(laporan.hasil.n)} responden di {angka(rata.banyak)} unit."
    )


def unsur_said(laporan: Laporan) -> str:
    """The highest and the lowest unsur."""
    if not laporan.sorotan.tertinggi:
        return ""
    sorotan = standing_out(laporan)
    if not sorotan.terendah:
        return equal_text(laporan.hasil)
    return (
        f"Unsur dengan nilai tertinggi adalah {unsur_named(sorotan.tertinggi)}. Unsur dengan nilai terendah adalah "
        f"{unsur_named(sorotan.terendah)}."
    )


def target_said(bahan: BahanKota) -> str:
    """Whether the target of the year is reached; empty without one."""
    capaian = bahan.laporan.capaian
    if capaian is None:
        return ""
    said = (
        f"Target IKM tahun {bahan.laporan.periode.kode[:4]} adalah {desimal(capaian.target)}, sedangkan capaiannya "
        f"(gabungan responden) {desimal(capaian.ikm)}."
    )
    if capaian.tercapai:
        return f"{said} Target tercapai."
    return f"{said} Capaian masih kurang {desimal(-capaian.selisih)} dari target."


def letters_said(laporan: Laporan) -> str:
    """How many units hold each letter."""
    himpunan = himpunan_of(laporan)
    held = [
        f"{angka(banyak)} unit bermutu {mutu.huruf} ({mutu.kinerja})"
        for mutu, banyak in himpunan.sebaran_mutu
        if banyak
    ]
    return f"Dari {angka(len(himpunan.peringkat.baris))} unit yang dinilai, {daftar(held)}." if held else ""


def ends_said(laporan: Laporan) -> str:
    """The first and the last of the ranking, ties included."""
    baris = himpunan_of(laporan).peringkat.baris
    if len(baris) < 2:
        return ""
    if baris[0].nilai == baris[-1].nilai:
        return f"Semua unit bernilai sama, yaitu {desimal(baris[0].nilai)}."
    first = [one for one in baris if one.peringkat == baris[0].peringkat]
    last = [one for one in baris if one.peringkat == baris[-1].peringkat]
    return (
        f"Nilai tertinggi diraih {_named([one.unit.nama for one in first])} ({desimal(first[0].nilai)}), dan nilai "
        f"terendah {_named([one.unit.nama for one in last])} ({desimal(last[0].nilai)})."
    )


def groups_said(bahan: BahanKota) -> str:
    """The groups with the highest and the lowest value as printed; empty where fewer than two have one."""
    hasil = [(one.hasil.ikm, one.sasaran.nama) for one in bahan.kelompok]
    held = [(round_half_up(ikm), nama) for ikm, nama in hasil if ikm is not None]
    if len(held) < 2:
        return ""
    high, low = max(nilai for nilai, _ in held), min(nilai for nilai, _ in held)
    first, last = ([nama for nilai, nama in held if nilai == end] for end in (high, low))
    if high == low:
        return f"Semua kelompok bernilai sama menurut gabungan responden, yaitu {desimal(high)}."
    return (
        f"Menurut gabungan responden, kelompok dengan nilai tertinggi adalah {_named(first)} ({desimal(high)}), dan "
        f"kelompok dengan nilai terendah adalah {_named(last)} ({desimal(low)})."
    )


def summary(bahan: BahanKota) -> str:
    laporan = bahan.laporan
    if laporan.hasil.ikm is None:
        return "Belum ada jawaban yang dapat disimpulkan pada periode ini."
    said = (
        f"IKM {laporan.sasaran.nama} pada {laporan.periode.nama} adalah "
        f"{nilai_mutu(laporan.hasil.ikm, laporan.hasil.mutu)} menurut gabungan responden.",
        letters_said(laporan),
        target_said(bahan),
        unsur_said(laporan),
    )
    return " ".join(one for one in said if one)


def advice(bahan: BahanKota) -> Iterator[Blok]:
    """What should be done, each point following from a figure."""
    laporan = bahan.laporan
    points: list[str] = []
    if rendah := standing_out(laporan).terendah:
        points.append(
            f"Memusatkan perbaikan pada unsur dengan nilai terendah: {unsur_named(rendah)}. Setiap unit "
            "menyusun rencana tindak lanjut untuk unsur terendahnya sendiri."
        )
    if weak := _weak(laporan):
        points.append(f"Mendampingi unit yang mutunya C atau D: {_named(weak)}.")
    if missing := [unit.nama for unit in himpunan_of(laporan).peringkat.tanpa_responden]:
        points.append(
            f"Mengajak pengguna layanan mengisi survei di unit yang belum mendapat jawaban: {_named(missing)}."
        )
    if laporan.sampel is not None and laporan.sampel.kurang:
        points.append(
            f"Menambah {angka(laporan.sampel.kurang)} responden lagi agar sampel setiap unit terpenuhi."
            if laporan.sementara
            else f"Mengumpulkan sampel yang cukup di setiap unit pada periode berikutnya; pada periode ini masih "
            f"kurang {angka(laporan.sampel.kurang)} responden."
        )
    if laporan.sampel is not None and laporan.sampel.tanpa_populasi:
        points.append(
            "Mendata jumlah pengguna layanan di unit yang belum memilikinya, agar kecukupan sampel dapat dinilai."
        )
    if points:
        yield Paragraf("Berdasarkan hasil tersebut, hal-hal berikut disarankan.")
        yield Butir(tuple(points), bernomor=True)


def _weak(laporan: Laporan) -> list[str]:
    good = {pita.huruf for pita in laporan.instrumen.mutu[:_LULUS]}
    baris = himpunan_of(laporan).peringkat.baris
    return [one.unit.nama for one in reversed(baris) if one.unit.hasil.mutu and one.unit.hasil.mutu.huruf not in good]


def _named(nama: list[str]) -> str:
    rest = len(nama) - SEBUT_PALING
    return daftar([*nama[:SEBUT_PALING], f"{angka(rest)} unit lainnya"] if rest > 0 else nama)
