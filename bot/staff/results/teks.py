"""What a report says in words. Pure; pictures and files say the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from textwrap import shorten
from typing import Final

from bot.engine.tanggal import angka, capital, tanggal
from bot.reports.laporan import Himpunan, Laporan
from bot.reports.rincian import Kelas, SebaranUnsur
from bot.reports.ukuran import MINIMAL_RINCI
from scoring.ikm import HasilUnsur
from scoring.mutu import Mutu, mutu_of
from scoring.pembulatan import round_half_up
from scoring.selisih import SelisihIkm
from scoring.tren import Perubahan

CAPTION_PALING: Final = 1_000
"""UTF-16 units of heading and text together: what fits under a picture."""
NAMA_PALING: Final = 80
DISEBUT_PALING: Final = 2
"""Units without responses named in a report; a ranking lists all."""
SHORT_NAME: Final = 32
"""Letters of a unit's name where it stands among others."""


def name_of(nama: str, most: int = NAMA_PALING) -> str:
    return shorten(nama, most, placeholder=" …")


def heading_of(laporan: Laporan, apa: str = "IKM") -> str:
    return f"{apa} {name_of(laporan.sasaran.nama)}, {laporan.periode.nama}"


def empty_text(laporan: Laporan) -> str:
    """Of a periode without responses. No figure and no letter is said."""
    nama = laporan.periode.nama
    if laporan.hari >= laporan.periode.selesai:
        return f"Tidak ada jawaban pada {nama}, jadi tidak ada nilai."
    return (
        f"Belum ada jawaban pada {nama}, jadi belum ada nilai.\n"
        f"Periksa apakah warga sudah ditawari survei, misalnya dengan kode QR di loket."
    )


def report_text(laporan: Laporan, dibantu: int = 0) -> str:
    """The report in a caption's length. `dibantu` of the responses were typed in by a petugas from paper forms."""
    helped = [f"{angka(dibantu)} jawaban diisi dengan dibantu petugas."] if dibantu else []
    figures = [_value(laporan)] if laporan.himpunan is None else _both_values(laporan, laporan.himpunan)
    parts = [
        [*_provisional(laporan), *figures],
        [_confidence(laporan), *helped, *_sample(laporan), *_change(laporan), *target_lines(laporan)],
        _unsur("Tertinggi", laporan.sorotan.tertinggi),
        _unsur("Terendah", laporan.sorotan.terendah),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def value_text(nilai: Fraction, mutu: Mutu | None) -> str:
    """ "88,31, mutu A (Sangat Baik)" """
    return (
        f"{angka(round_half_up(nilai))}, mutu {mutu.huruf} ({mutu.kinerja})" if mutu else angka(round_half_up(nilai))
    )


def change_text(perubahan: Perubahan, beda: SelisihIkm | None, sebelumnya: str) -> str:
    """How the ikm moved against `sebelumnya`, the name of a periode, and whether that is more than chance."""
    before = f"{sebelumnya} ({angka(perubahan.sebelum)})"
    if perubahan.arah == "tetap":
        return f"Sama dengan {before}."
    moved = f"{capital(perubahan.arah)} {angka(abs(perubahan.selisih))} dari {before}"
    return f"{moved}. {chance_text(beda, 'Perubahan ini')}"


def chance_text(beda: SelisihIkm | None, apa: str) -> str:
    """Whether `apa`, a change, is more than chance, as far as the answers tell."""
    if beda is None:
        return f"{apa} belum dapat dinilai karena jawabannya masih sedikit."
    return f"{apa} lebih dari sekadar kebetulan." if beda.bermakna else f"{apa} bisa jadi hanya kebetulan."


def target_lines(laporan: Laporan) -> list[str]:
    """The year's target and how far it is, where one was set and there is an ikm to hold against it."""
    capaian = laporan.capaian
    if capaian is None:
        return []
    left = "tercapai" if capaian.tercapai else f"kurang {angka(abs(capaian.selisih))}"
    return [f"Target IKM {laporan.periode.kode[:4]}: {angka(capaian.target)}, {left}."]


def sebaran_text(sebaran: Sequence[SebaranUnsur], banyak: int = 3) -> str:
    """The unsur with most answers of 1 and 2, the scores that name something wanting."""
    low = [
        (Fraction(100 * (one.sebaran[0] + one.sebaran[1]), sum(one.sebaran)), one)
        for one in sebaran
        if any(one.sebaran)
    ]
    worst = [pair for pair in sorted(low, key=lambda pair: -pair[0])[:banyak] if pair[0]]
    if not worst:
        return "Tidak ada yang memberi nilai 1 atau 2. Nilai 1 paling buruk, 4 paling baik."
    lines = [
        f"{one.unsur.kode} {one.unsur.nama}: {round_half_up(share, 0)}% "
        f"({angka(one.sebaran[0] + one.sebaran[1])} dari {angka(sum(one.sebaran))} jawaban)"
        for share, one in worst
    ]
    return "Nilai 1 atau 2 paling banyak diberikan pada:\n" + "\n".join(lines)


def kelas_text(kelas: Iterable[Kelas]) -> str:
    """A line each. What could be traced to few people is not shown, and why is said once."""
    kelas = tuple(kelas)
    lines = [_kelas(one) for one in kelas]
    if any(one.tersembunyi for one in kelas):
        lines += ["", "Yang jawabannya sedikit tidak ditampilkan, agar tidak diketahui siapa yang menjawab."]
    return "\n".join(lines)


def _kelas(one: Kelas) -> str:
    if one.n is None:
        return f"{one.label}: tidak ditampilkan"
    if one.ikm is None or one.mutu is None:
        return f"{one.label}: tidak ada jawaban"
    return f"{one.label}: {angka(round_half_up(one.ikm))} ({one.mutu.huruf}), {angka(one.n)} jawaban"


def _provisional(laporan: Laporan) -> list[str]:
    if laporan.ditutup:
        return ["Hasil akhir: periode ini sudah ditutup."]
    if not laporan.sementara:
        return []
    if laporan.hari < laporan.periode.selesai:
        return [f"Sementara, sampai {tanggal(laporan.hari)}."]
    return ["Sementara: nilai mingguan bukan hasil resmi."]


def _value(laporan: Laporan) -> str:
    ikm = laporan.hasil.ikm
    return "" if ikm is None else f"IKM {value_text(ikm, laporan.hasil.mutu)}."


def _both_values(laporan: Laporan, himpunan: Himpunan) -> list[str]:
    """The two figures of several units, with the units per letter."""
    pooled, mean, tanpa = laporan.hasil.ikm, himpunan.rata_rata.ikm, himpunan.rata_rata.tanpa_responden
    if pooled is None or mean is None:
        return []
    mutu = ", ".join(f"{one.huruf} {angka(banyak)}" for one, banyak in himpunan.sebaran_mutu)
    lines = [
        f"Gabungan responden: {value_text(pooled, laporan.hasil.mutu)}.",
        f"Rata-rata {angka(himpunan.rata_rata.banyak)} unit: {value_text(mean, mutu_of(mean, laporan.instrumen))}.",
        f"Unit per mutu: {mutu}.",
    ]
    if tanpa:
        named = ", ".join(name_of(one.nama, SHORT_NAME) for one in tanpa[:DISEBUT_PALING])
        more = f", dan {angka(len(tanpa) - DISEBUT_PALING)} lainnya" if len(tanpa) > DISEBUT_PALING else ""
        lines.append(f"{angka(len(tanpa))} unit tanpa jawaban: {named}{more}.")
    return lines


def _confidence(laporan: Laporan) -> str:
    n, interval = angka(laporan.hasil.n), laporan.keyakinan.interval
    few = f"{'Baru' if laporan.sementara else 'Hanya'} {n} jawaban"
    if not laporan.rinci:
        return f"{few}: belum dapat dijadikan pegangan, dan baru dirinci mulai {MINIMAL_RINCI} jawaban."
    if not laporan.keyakinan.cukup:
        return f"{few}: belum cukup untuk memperkirakan ketepatan nilai ini."
    if interval is None:
        return f"Dari {n} jawaban; ketepatannya tidak dapat dihitung."
    low, high = (f"{edge:.1f}".replace(".", ",") for edge in (interval.rendah, interval.tinggi))
    if low == high:
        return f"Dari {n} jawaban yang hampir semuanya sama."
    apa = "nilai sebenarnya" if laporan.himpunan is None else "nilai gabungan sebenarnya"
    return f"Dengan {n} jawaban, {apa} kira-kira antara {low} dan {high}."


def _sample(laporan: Laporan) -> list[str]:
    sampel = laporan.sampel
    if sampel is None:
        return []
    if sampel.target is None:
        return ["Target sampel belum dapat dihitung: jumlah pengguna layanan belum diisi."]
    left = f"kurang {angka(sampel.kurang)}" if sampel.kurang else "sudah tercapai"
    unknown = len(sampel.tanpa_populasi)
    without = f" (jumlah pengguna {angka(unknown)} unit belum diisi)" if unknown else ""
    return [f"Target sampel {angka(sampel.target)} jawaban, {left}{without}."]


def _change(laporan: Laporan) -> list[str]:
    if laporan.instrumen_lalu:
        nama = capital(laporan.periode.sebelumnya().nama)
        return [f"{nama} memakai kuesioner lain, jadi tidak dibandingkan."]
    if laporan.perubahan is None or laporan.sebelumnya is None:
        return [f"Tidak ada jawaban pada {laporan.periode.sebelumnya().nama} sebagai pembanding."]
    return [change_text(laporan.perubahan, laporan.beda, laporan.sebelumnya.periode.nama)]


def _unsur(label: str, unsur: Sequence[HasilUnsur]) -> list[str]:
    return [label, *(_named(one) for one in unsur)] if unsur else []


def _named(one: HasilUnsur) -> str:
    nik = "-" if one.nik is None else angka(round_half_up(one.nik))
    # The letter alone on the next line, as on a narrow phone, would say nothing.
    mutu = f"\N{NO-BREAK SPACE}({one.mutu.huruf})" if one.mutu else ""
    return f"{one.unsur.kode} {one.unsur.nama}: {nik}{mutu}"
