"""The weekly digest of a group, for its head, and of all units, for admins. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka
from bot.reports.laporan import Himpunan
from bot.reports.mingguan import Mingguan
from bot.reports.ukuran import MINIMAL_RINCI
from bot.staff.frame import Page, say
from bot.staff.results.buttons import laporan_button, peringkat_button
from bot.staff.results.teks import name_of, value_text
from bot.staff.ringkasan.teks import figure_lines, fitting, heading_of, next_line, sample_line, week_line
from scoring.instrumen import Instrumen
from scoring.mutu import Mutu, mutu_of
from scoring.peringkat import BarisPeringkat
from storage.plans import PlanCount

DISEBUT: Final = 3
"""Units named in each line."""
_LEBAR: Final = (40, 28, 18)
"""Letters of a unit's name, the most that still fits."""


def group_page(
    mingguan: Mingguan,
    himpunan: Himpunan,
    dulu: Mapping[str, Mutu],
    rencana: Mapping[str, PlanCount],
    instrumen: Instrumen,
) -> Page:
    """`dulu` holds each unit's letter a week before, or in the periode before where this one is over."""
    heading = heading_of(mingguan)
    texts = (_text(mingguan, himpunan, dulu, rencana, instrumen, lebar) for lebar in _LEBAR)
    return say(fitting(heading, texts), _buttons(mingguan), heading=heading)


def _text(
    mingguan: Mingguan,
    himpunan: Himpunan,
    dulu: Mapping[str, Mutu],
    rencana: Mapping[str, PlanCount],
    instrumen: Instrumen,
    lebar: int,
) -> str:
    baris = [one for one in himpunan.peringkat.baris if one.unit.hasil.n >= MINIMAL_RINCI]
    parts = [
        [*_figures(mingguan, himpunan, instrumen), week_line(mingguan)],
        [*_extremes(baris, lebar), *_changed(mingguan, baris, dulu, lebar), *_silent(mingguan, himpunan, lebar)],
        [sample_line(mingguan), _plans(mingguan, rencana), *next_line(mingguan)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _figures(mingguan: Mingguan, himpunan: Himpunan, instrumen: Instrumen) -> list[str]:
    pooled, *more = figure_lines(mingguan)
    mean = himpunan.rata_rata.ikm
    assert mean is not None  # noqa: S101  where there are answers, some unit has them
    second = f"Rata-rata {angka(himpunan.rata_rata.banyak)} unit: {value_text(mean, mutu_of(mean, instrumen))}."
    return [pooled, second, *more]


def _extremes(baris: Sequence[BarisPeringkat], lebar: int) -> list[str]:
    """The best and the worst; no unit is in both."""
    most = min(DISEBUT, len(baris) // 2)
    if not most:
        return []
    best = "; ".join(_ranked(one, lebar) for one in baris[:most])
    worst = "; ".join(_ranked(one, lebar) for one in reversed(baris[-most:]))
    return [f"Tertinggi: {best}.", f"Terendah: {worst}."]


def _ranked(one: BarisPeringkat, lebar: int) -> str:
    mutu = f" ({one.unit.hasil.mutu.huruf})" if one.unit.hasil.mutu else ""
    return f"{name_of(one.unit.nama, lebar)} {angka(one.nilai)}{mutu}"


def _changed(mingguan: Mingguan, baris: Sequence[BarisPeringkat], dulu: Mapping[str, Mutu], lebar: int) -> list[str]:
    changed = [
        f"{name_of(one.unit.nama, lebar)} {before.huruf} menjadi {now.huruf}"
        for one in baris
        if (now := one.unit.hasil.mutu) and (before := dulu.get(one.unit.kode)) and before != now
    ]
    if not changed:
        return []
    since = f"dibanding {mingguan.sebelumnya.periode.nama}" if mingguan.jangka.final else "sejak minggu lalu"
    return [f"Mutu berubah {since}: {_listed(changed, '; ')}."]


def _silent(mingguan: Mingguan, himpunan: Himpunan, lebar: int) -> list[str]:
    tanpa = [name_of(one.nama, lebar) for one in himpunan.peringkat.tanpa_responden]
    if not tanpa:
        return []
    apa = "tanpa jawaban" if mingguan.jangka.final else "belum ada jawaban"
    return [f"{angka(len(tanpa))} unit {apa}: {_listed(tanpa, ', ')}."]


def _listed(names: Sequence[str], between: str) -> str:
    more = f"{between}dan {angka(len(names) - DISEBUT)} lainnya" if len(names) > DISEBUT else ""
    return f"{between.join(names[:DISEBUT])}{more}"


def _plans(mingguan: Mingguan, rencana: Mapping[str, PlanCount]) -> str:
    counts = [rencana[unit.kode] for unit in mingguan.sasaran.units if unit.kode in rencana]
    left, units = sum(one.open for one in counts), sum(one.open > 0 for one in counts)
    if left:
        return f"Rencana tindak lanjut (RTL): {angka(left)} belum selesai di {angka(units)} unit."
    done = sum(one.done for one in counts)
    return f"Rencana tindak lanjut (RTL): {f'semua selesai ({angka(done)})' if done else 'belum ada'}."


def _buttons(mingguan: Mingguan) -> tuple[Choice, ...]:
    sasaran, periode = mingguan.sasaran, mingguan.jangka.berjalan
    return (
        laporan_button("Lihat laporan", sasaran, periode, peran="utama"),
        peringkat_button("Peringkat", sasaran, periode),
    )
