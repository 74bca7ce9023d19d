"""The paragraph of one unsur: what it scored, who answered what, against the mean and the periode before.

Which of several wordings is used depends on the unsur's place alone, so that the same figures give the same text.
"""

from __future__ import annotations

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.cetak import daftar, desimal, persen
from bot.reports.dokumen.narasi import rata_nrr, standing_out
from bot.reports.rincian import SebaranUnsur
from scoring.ikm import HasilIkm, HasilUnsur
from scoring.tren import selisih_of

_BUKA = (
    "Unsur {nama} memperoleh nilai rata-rata {nrr}, atau {nik} pada skala 25–100, sehingga mutunya {mutu}.",
    "Nilai rata-rata unsur {nama} adalah {nrr}. Pada skala 25–100 nilainya {nik}, dengan mutu {mutu}.",
    "Untuk unsur {nama}, responden memberi nilai rata-rata {nrr}. Nilai konversinya {nik}, dengan mutu {mutu}.",
)
_WANTING = (
    "Sebanyak {low} responden ({share}%) memberi nilai 1 atau 2; penyebabnya perlu ditelusuri.",
    "Masih ada {low} responden ({share}%) yang memberi nilai 1 atau 2.",
    "Nilai 1 atau 2 diberikan oleh {low} responden ({share}%), sehingga perlu dicari tahu apa yang kurang.",
)
_RENDAH = (
    "Unsur ini termasuk yang nilainya paling rendah, sehingga perlu didahulukan dalam rencana tindak lanjut.",
    "Karena termasuk yang terendah, unsur ini menjadi prioritas perbaikan.",
    "Unsur ini berada di antara yang terendah dan menjadi bagian dari prioritas perbaikan.",
)
_TINGGI = (
    "Unsur ini termasuk yang nilainya paling tinggi dan perlu dipertahankan.",
    "Capaian ini termasuk tiga besar; mutunya perlu dijaga.",
    "Unsur ini menjadi salah satu kekuatan unit dan perlu dipertahankan.",
)


def unsur_text(bahan: Bahan, ke: int) -> str:
    """The paragraph of the unsur at that place of the instrumen: its value, who answered what, against the mean and
    the periode before, and what follows. The report is broken down (`laporan.rinci`)."""
    hasil, sebaran = bahan.laporan.hasil.unsur[ke], bahan.sebaran[ke]
    return " ".join(
        part
        for part in (
            _opening(hasil, ke),
            _answers(sebaran, ke),
            _against_mean(hasil, bahan.laporan.hasil, ke),
            _against_before(hasil, bahan, ke),
            _consequence(bahan, hasil, sebaran, ke),
        )
        if part
    )


def _opening(one: HasilUnsur, ke: int) -> str:
    mutu = f"{one.mutu.huruf} ({one.mutu.kinerja})" if one.mutu else "-"
    return _BUKA[ke % len(_BUKA)].format(nama=one.unsur.nama, nrr=desimal(one.nrr), nik=desimal(one.nik), mutu=mutu)


def _answers(one: SebaranUnsur, ke: int) -> str:
    n = sum(one.sebaran)
    given = [(jumlah, label) for jumlah, label in zip(one.sebaran, one.unsur.label, strict=True) if jumlah]
    given.sort(key=lambda pair: -pair[0])
    if len(given) == 1:
        return f"Seluruh {angka(n)} responden memilih jawaban “{given[0][1]}”."
    first, *rest = [f"{angka(jumlah)} orang ({persen(jumlah, n)}%) memilih “{label}”" for jumlah, label in given]
    opening = (f"Dari {angka(n)} jawaban, ", f"Di antara {angka(n)} responden, ")[ke % 2]
    return f"{opening}{daftar([first, *rest])}."


def _against_mean(one: HasilUnsur, hasil: HasilIkm, ke: int) -> str:
    """Two values that print alike are said to be so."""
    rata = rata_nrr(hasil)
    if one.nrr is None:
        return ""
    if one.nrr == rata or desimal(one.nrr) == desimal(rata):
        like = "sama dengan" if one.nrr == rata else "hampir sama dengan"
        return f"Nilai ini {like} rata-rata seluruh unsur ({desimal(rata)})."
    higher = one.nrr > rata
    return (
        f"Nilai ini di {'atas' if higher else 'bawah'} rata-rata seluruh unsur ({desimal(rata)}).",
        f"Dibandingkan dengan rata-rata seluruh unsur, yaitu {desimal(rata)}, nilainya lebih "
        f"{'tinggi' if higher else 'rendah'}.",
    )[ke % 2]


def _against_before(one: HasilUnsur, bahan: Bahan, ke: int) -> str:
    lalu = bahan.hasil_lalu
    if lalu is None or one.nrr is None or (before := lalu.unsur[ke].nrr) is None:
        return ""
    moved, nama = selisih_of(before, one.nrr), bahan.laporan.periode.sebelumnya().nama
    if moved.arah == "tetap":
        return f"Nilainya sama dengan {nama}."
    return (
        f"Dibandingkan dengan {nama} ({desimal(moved.sebelum)}), nilainya {moved.arah} {desimal(abs(moved.selisih))}."
    )


def _consequence(bahan: Bahan, one: HasilUnsur, sebaran: SebaranUnsur, ke: int) -> str:
    low, n = sebaran.sebaran[0] + sebaran.sebaran[1], sum(sebaran.sebaran)
    sorotan, key = standing_out(bahan.laporan), one.unsur.key
    parts = []
    if low:
        parts.append(_WANTING[ke % len(_WANTING)].format(low=angka(low), share=persen(low, n)))
    if key in {unsur.unsur.key for unsur in sorotan.terendah}:
        parts.append(_RENDAH[ke % len(_RENDAH)])
    elif key in {unsur.unsur.key for unsur in sorotan.tertinggi}:
        parts.append(_TINGGI[ke % len(_TINGGI)])
    return " ".join(parts)
