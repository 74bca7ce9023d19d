"""The sentences that all weekly digests share. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import Final

from bot.engine.tanggal import angka, capital, tanggal
from bot.reports.mingguan import Mingguan
from bot.reports.ukuran import MINIMAL_RINCI, MINIMAL_YAKIN
from bot.staff.results.teks import CAPTION_PALING, change_text, name_of, value_text
from scoring.pembulatan import round_half_up
from scoring.periode import BULAN, Periode

UJI: Final = "uji t Welch, keyakinan 95%"
"""How it is known whether a change is more than chance: scoring.selisih."""
DUA_MINGGU: Final = 14
"""Days before the end of a periode from which a pace a week says less than what is missing."""


def heading_of(mingguan: Mingguan) -> str:
    """ "Kelurahan Pakunden: ringkasan mingguan, 16–22 November 2026" """
    return f"{name_of(mingguan.sasaran.nama)}: ringkasan mingguan, {week_name(mingguan.jangka.minggu[-1])}"


def week_name(minggu: Periode) -> str:
    """ "16–22 November 2026"; the month and the year are said twice where they change in between."""
    awal, akhir = minggu.mulai, minggu.selesai - timedelta(days=1)
    if awal.year != akhir.year:
        return f"{tanggal(awal)}–{tanggal(akhir)}"
    bulan = f" {BULAN[awal.month - 1]}" if awal.month != akhir.month else ""
    return f"{awal.day}{bulan}–{tanggal(akhir)}"


def fitting(heading: str, texts: Iterable[str]) -> str:
    """The first of `texts` that fits under a picture together with the heading, or else the last."""
    text = ""
    for text in texts:
        if len(f"{heading}\n\n{text}".encode("utf-16-le")) <= 2 * CAPTION_PALING:
            break
    return text


def quiet_line(mingguan: Mingguan) -> str:
    """What is said of a week without answers."""
    nama, periode, hasil = name_of(mingguan.sasaran.nama), mingguan.jangka.berjalan.nama, mingguan.hasil
    if hasil.ikm is None or hasil.mutu is None:
        return f"{nama}: minggu lalu belum ada jawaban, dan belum ada nilai untuk {periode}."
    return (
        f"{nama}: minggu lalu belum ada jawaban baru. IKM sementara {periode}{_pooled(mingguan)}: "
        f"{angka(round_half_up(hasil.ikm))} ({hasil.mutu.huruf}, {angka(hasil.n)} jawaban)."
    )


def ended_line(mingguan: Mingguan) -> str:
    """What is said of a periode that ended without answers."""
    periode = mingguan.jangka.berjalan.nama
    return f"{name_of(mingguan.sasaran.nama)}: {periode} berakhir tanpa jawaban, jadi tidak ada nilainya."


def figure_lines(mingguan: Mingguan) -> list[str]:
    """The ikm of the periode, of a unit's or of all pooled answers, and how far it goes."""
    hasil, periode = mingguan.hasil, mingguan.jangka.berjalan.nama
    assert hasil.ikm is not None  # noqa: S101  without answers there is one line, and it is another
    nilai = f"{value_text(hasil.ikm, hasil.mutu)}, dari {angka(hasil.n)} jawaban{_pooled(mingguan)}."
    lines = [f"Hasil akhir {periode}: IKM {nilai}" if mingguan.jangka.final else f"IKM sementara {periode}: {nilai}"]
    if hasil.n < MINIMAL_RINCI:
        lines.append(f"Jawabannya kurang dari {MINIMAL_RINCI}, jadi belum dirinci per unsur.")
    if mingguan.jangka.final and mingguan.perubahan is not None:
        lines.append(change_text(mingguan.perubahan, mingguan.beda, mingguan.sebelumnya.periode.nama))
    return lines


def week_line(mingguan: Mingguan) -> str:
    """Last week's ikm with its n, the change, and whether that is more than chance."""
    dulu, kini = mingguan.minggu[-2:]
    if kini.ikm is None:
        return "Minggu lalu tidak ada jawaban."
    head = f"Minggu lalu{_pooled(mingguan)}: {angka(round_half_up(kini.ikm))} dari {angka(kini.n)} jawaban"
    few = f" Jawaban minggu lalu kurang dari {MINIMAL_RINCI}, jadi tidak dirinci." if kini.n < MINIMAL_RINCI else ""
    perubahan = mingguan.perubahan_minggu
    if perubahan is None:
        return f"{head}. Minggu sebelumnya tidak ada jawaban.{few}"
    before = f"minggu sebelumnya ({angka(perubahan.sebelum)} dari {angka(dulu.n)} jawaban)"
    if perubahan.arah == "tetap":
        return f"{head}, sama dengan {before}.{few}"
    return f"{head}, {perubahan.arah} {angka(abs(perubahan.selisih))} dari {before}. {_chance(mingguan)}"


def _chance(mingguan: Mingguan) -> str:
    dulu, kini, beda = mingguan.minggu[-2].n, mingguan.minggu[-1].n, mingguan.beda_minggu
    if kini < MINIMAL_RINCI:
        return (
            f"Jawaban minggu lalu kurang dari {MINIMAL_RINCI}: tidak dirinci, dan perubahannya bisa saja kebetulan."
        )
    if min(dulu, kini) < MINIMAL_YAKIN:
        return f"Jawabannya terlalu sedikit untuk tahu apakah ini kebetulan (perlu {MINIMAL_YAKIN} tiap minggu)."
    if beda is None:
        return "Apakah ini kebetulan tidak dapat dihitung."
    if beda.bermakna:
        return f"Perubahan ini lebih dari sekadar kebetulan ({UJI})."
    return f"Dengan {angka(kini)} jawaban, selisih seperti ini masih bisa kebetulan ({UJI})."


def sample_line(mingguan: Mingguan) -> str:
    """How much of the sample has come, and the pace that the rest needs."""
    sampel, jangka = mingguan.sampel, mingguan.jangka
    if sampel.target is None:
        return "Target sampel belum ada, karena jumlah pengguna layanan belum diisi."
    target = angka(sampel.target)
    unknown = len(sampel.tanpa_populasi)
    note = f" ({angka(unknown)} unit belum mengisi jumlah pengguna layanan)" if unknown else ""
    if not sampel.kurang:
        return f"Sampel: target {target} jawaban sudah tercapai{note}."
    if mingguan.himpunan is None:
        head, missing = f"Sampel: {angka(sampel.n)} dari {target} jawaban", f"kurang {angka(sampel.kurang)}"
    else:
        head, missing = f"Sampel: kurang {angka(sampel.kurang)} dari target {target} jawaban", ""
    sisa = (jangka.berjalan.selesai - jangka.hari).days
    if sisa <= 0:
        return f"{head}{f', {missing}' if missing else ''}{note}."
    if sisa < DUA_MINGGU:
        return f"{head}; {f'{missing}, ' if missing else ''}tinggal {sisa} hari{note}."
    perlu = ceil(Fraction(7 * sampel.kurang, sisa))
    return f"{head}; agar tercapai perlu sekitar {angka(perlu)} per minggu{_pace(mingguan)}{note}."


def _pace(mingguan: Mingguan) -> str:
    lewat = (mingguan.jangka.hari - mingguan.jangka.berjalan.mulai).days
    if lewat < 7:
        return ""
    laju = int(round_half_up(Fraction(7 * mingguan.sampel.n, lewat), 0))
    return f", sejauh ini {f'sekitar {angka(laju)}' if laju else 'kurang dari 1'}"


def _pooled(mingguan: Mingguan) -> str:
    """Of several units, which of their two figures it is."""
    return "" if mingguan.himpunan is None else " (gabungan responden)"


def next_line(mingguan: Mingguan) -> list[str]:
    """That another periode has begun, where this one is over."""
    jangka = mingguan.jangka
    return [f"{capital(jangka.berjalan.berikutnya().nama)} sudah dimulai."] if jangka.final else []
