"""A year of a city's responses: generated, and the same for the same seed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.demo import PUBLISHED, SUMBER
from bot.demo.days import moments
from bot.demo.people import profile
from bot.demo.scores import scores
from bot.demo.sentences import reasons, suggestion
from bot.demo.sizes import nearest_total, sizes
from scoring.instrumen import Instrumen
from scoring.model import Respons, UnitLayanan
from storage.records import ResponsRow, new_id


def published(path: Path = PUBLISHED) -> dict[str, Fraction]:
    """The index of each unit, by its code."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["kode"]: Fraction(row["ikm"]) for row in csv.DictReader(file)}


def generate(
    units: Sequence[UnitLayanan],
    ikm: Mapping[str, Fraction],
    instrumen: Instrumen,
    *,
    year: int,
    seed: int,
    total: int,
) -> list[tuple[UnitLayanan, Respons]]:
    """`total` responses over the year, in the order in which they were given.

    The index of each unit is that of `ikm`, where its number of responses allows; otherwise the nearest there is.
    """
    ordered = sorted(units, key=lambda unit: unit.kode)
    counts = sizes(ordered, ikm, len(instrumen.unsur), total, _chance(seed, year, "n"))
    found = [
        (unit, respons)
        for unit in ordered
        for respons in _answered(unit, ikm[unit.kode], counts[unit.kode], instrumen, year, seed)
    ]
    return sorted(found, key=lambda one: (one[1].diisi_pada, one[0].kode))


def import_keys(year: int, total: int) -> list[str]:
    """By which the responses of that year are known again, whatever the seed: a year is generated once."""
    return [f"{SUMBER}-{year}-{n:05}" for n in range(1, total + 1)]


def rows_of(
    found: Sequence[tuple[UnitLayanan, Respons]], instrumen: Instrumen, keys: Iterable[str]
) -> Iterator[ResponsRow]:
    """The responses as storage keeps them."""
    for (unit, respons), key in zip(found, keys, strict=True):
        day = respons.diisi_pada.astimezone(ZoneInfo(unit.zona_waktu)).date()
        yield ResponsRow(new_id(), unit.kode, instrumen.id, day, day, SUMBER, respons, kunci_impor=key)


def _answered(
    unit: UnitLayanan, ikm: Fraction, n: int, instrumen: Instrumen, year: int, seed: int
) -> Iterator[Respons]:
    rng = _chance(seed, year, unit.kode)
    keys = [unsur.key for unsur in instrumen.unsur]
    times = moments(year, n, unit.zona_waktu, rng)
    begin = datetime(year, 1, 1, tzinfo=UTC)
    at = [(time - begin).total_seconds() / (366 * 86_400) for time in times]
    weights = [1 / (1 + place) for place in range(len(unit.layanan))]
    for time, answers in zip(times, scores(keys, unit.jenis, at, nearest_total(ikm, n, len(keys)), rng), strict=True):
        service = rng.choices(unit.layanan, weights)[0].kode if unit.layanan else ""
        who = profile(unit.jenis, rng)
        why = reasons(answers, unit.jenis, rng)
        yield Respons(service, time, who, answers, why, suggestion(answers, unit.jenis, rng))


def _chance(seed: int, year: int, name: str) -> Random:
    """Chance of its own for each unit: what one draws changes nothing for the others."""
    return Random(f"{seed}/{year}/{name}")  # noqa: S311  made to be repeated, not to be kept secret
