"""The weekly digests: read for many subjects at once, and composed.

A unit's digest goes to its heads alone, who may act; that of a group or of all units offers nothing to change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.engine.messages import Perihal
from bot.engine.survey import Survey
from bot.engine.tanggal import capital
from bot.reports.berlaku import read_berlaku, read_rekaps
from bot.reports.grafik import AnyGrafik, Grafik, GrafikMingguan, Titik, alt_text, label_of, svg_of
from bot.reports.mingguan import Jangka, Mingguan, jangka_of, read_mingguan
from bot.reports.sasaran import JenisSasaran, Sasaran
from bot.reports.ukuran import MINIMAL_RINCI
from bot.staff.frame import Enclosure, Page, say
from bot.staff.results.teks import name_of
from bot.staff.ringkasan.himpunan import group_page
from bot.staff.ringkasan.teks import ended_line, quiet_line, week_name
from bot.staff.ringkasan.unit import unit_page, weakest_unsur
from scoring.ikm import compute_ikm
from scoring.instrumen import Instrumen
from scoring.mutu import Mutu
from scoring.tren import Target
from storage.plans import PlanCount
from storage.store import Transaction
from storage.voices import SaranRow

KEY: Final = "ringkasan"
"""The key of a digest's screen."""
_JENIS: Final[tuple[JenisSasaran, ...]] = ("unit", "kelompok", "kota")


@dataclass(frozen=True, slots=True)
class Sources:
    """What is read beside the figures: texts by unit and unsur, targets by subject, plans and letters by unit."""

    texts: Mapping[tuple[str, str], Sequence[SaranRow]] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    plans: Mapping[str, PlanCount] = field(default_factory=dict)
    mutu: Mapping[str, Mutu] = field(default_factory=dict)


async def compose(tx: Transaction, survey: Survey, subjects: Sequence[Sasaran], slot: date) -> dict[str, Page]:
    """The digest of each subject on that day, by its key."""
    jangka = jangka_of(slot, survey)
    (berlaku,) = await read_berlaku(tx, survey, [jangka.berjalan])
    survey = replace(survey, instrumen=berlaku.instrumen, lazim=survey.lazim or survey)
    found = await read_mingguan(tx, survey, subjects, slot)
    sources = await _read_sources(tx, survey, found, jangka)
    # Pictures' recipes and the choice of texts take a while; the event loop goes on meanwhile.
    pages = await asyncio.to_thread(lambda: [page_of(survey.instrumen, one, sources) for one in found])
    return {one.sasaran.key: page for one, page in zip(found, pages, strict=True)}


def page_of(instrumen: Instrumen, mingguan: Mingguan, sources: Sources) -> Page:
    """One digest: a screen with a picture, a screen alone of few answers, or a line of none."""
    if not mingguan.jangka.final and not mingguan.minggu[-1].n:
        return _keyed(mingguan, say(quiet_line(mingguan)))
    if not mingguan.hasil.n:
        return _keyed(mingguan, say(ended_line(mingguan)))
    if mingguan.himpunan is None:
        kode, unsur = mingguan.sasaran.kode, weakest_unsur(mingguan)
        texts = sources.texts.get((kode, unsur.unsur.key), ()) if unsur else ()
        page = unit_page(mingguan, texts, sources.plans.get(kode, PlanCount()))
    else:
        page = group_page(mingguan, mingguan.himpunan, sources.mutu, sources.plans, instrumen)
    if mingguan.hasil.n < MINIMAL_RINCI:
        return _keyed(mingguan, page)
    grafik = _grafik(instrumen, mingguan, sources.targets.get(mingguan.sasaran.key))
    nama = f"ringkasan-{mingguan.sasaran.kode or 'semua-unit'}-{mingguan.jangka.minggu[-1].kode}.png"
    picture = Enclosure(nama, "image/png", alt_text(grafik), recipe=svg_of(grafik))
    return _keyed(mingguan, replace(page, enclosures=(picture,)))


def _keyed(mingguan: Mingguan, page: Page) -> Page:
    jangka = mingguan.jangka
    when = jangka.berjalan.nama if jangka.final else week_name(jangka.minggu[-1])
    perihal = Perihal("ringkasan", (name_of(mingguan.sasaran.nama), when))
    return replace(page, screen=replace(page.screen, key=KEY, perihal=perihal))


def _grafik(instrumen: Instrumen, mingguan: Mingguan, target: Target | None) -> AnyGrafik:
    """The weeks; of a periode that is over, its result."""
    jangka, nama = mingguan.jangka, mingguan.sasaran.nama
    label = capital(jangka.berjalan.nama) + ("" if mingguan.himpunan is None else ", gabungan responden")
    ikm = None if target is None else target.ikm
    if jangka.final:
        dulu, kini = mingguan.sebelumnya, mingguan.hasil
        before, now = (
            Titik(label_of(dulu.periode), dulu.ikm, dulu.n),
            Titik(label_of(jangka.berjalan), kini.ikm, kini.n),
        )
        return Grafik(nama, label, kini, instrumen.mutu, (before, now) if dulu.n else (), ikm)
    minggu = tuple(Titik(label_of(one.periode), one.ikm, one.n) for one in mingguan.minggu)
    return GrafikMingguan(nama, label, mingguan.hasil, instrumen.mutu, minggu, ikm)


async def _read_sources(tx: Transaction, survey: Survey, found: Sequence[Mingguan], jangka: Jangka) -> Sources:
    """One query a table, whatever the number of subjects."""
    units = [one for one in found if one.himpunan is None]
    weakest = {one.sasaran.kode: unsur.unsur.key for one in units if (unsur := weakest_unsur(one)) is not None}
    weeks = jangka.minggu[0].mulai, jangka.minggu[-1].selesai
    texts = await tx.voices.top(weakest, set(weakest.values()), *weeks) if weakest else {}
    tahun = int(jangka.berjalan.kode[:4])
    targets = {
        f"{jenis}:{kode}": target
        for jenis in _JENIS
        if (kodes := [one.sasaran.kode for one in found if one.sasaran.jenis == jenis])
        for kode, target in (await tx.targets.many(jenis, kodes, tahun)).items()
    }
    plans = await tx.plans.open_of(_units(found), jangka.hari.year)
    grouped = [one for one in found if one.himpunan is not None]
    return Sources(texts, targets, plans, await _letters(tx, survey, grouped, jangka) if grouped else {})


def _units(found: Sequence[Mingguan]) -> set[str] | None:
    """Those that the digests are about; None for all."""
    if any(one.sasaran.jenis == "kota" for one in found):
        return None
    return {unit.kode for one in found for unit in one.sasaran.units}


async def _letters(tx: Transaction, survey: Survey, grouped: Sequence[Mingguan], jangka: Jangka) -> dict[str, Mutu]:
    """The letter that each unit had a week before, or in the periode before where this one is over. A unit of too
    few answers has none: it would change with every answer."""
    instrumen = survey.instrumen
    if jangka.final:
        before = await read_berlaku(tx, survey, [jangka.sebelumnya])
        (counted,) = await read_rekaps(tx, before, instrumen.id, _units(grouped))
    else:
        span = jangka.berjalan.mulai, jangka.minggu[-1].mulai
        counted = await tx.facts.rekap(instrumen.id, *span, _units(grouped))
    enough = {kode: compute_ikm(rekap, instrumen) for kode, rekap in counted.items() if rekap.n >= MINIMAL_RINCI}
    return {kode: hasil.mutu for kode, hasil in enough.items() if hasil.mutu is not None}
