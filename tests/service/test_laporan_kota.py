"""Every figure that officials are told is the one `ikm score` gives, over the generated year of a city."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.demo import fill
from bot.cli.scores import compute
from bot.demo import SEED, YEAR
from bot.settings import Settings
from storage.connect import open_store
from tests.factories import Clock, url_of
from tests.service.officials import Office, Official, office_over

TAHUN_BERIKUT = datetime(2025, 1, 15, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city's database. Not to be written to."""
    file = tmp_path_factory.mktemp("kota") / "ikm.db"
    asyncio.run(fill(Settings(database_url=url_of(file)), YEAR, SEED))
    return file


@pytest.fixture
def settings(city: Path, tmp_path: Path) -> Settings:
    return Settings(database_url=url_of(Path(shutil.copy(city, tmp_path / "ikm.db"))))


@pytest.fixture
async def kediri(settings: Settings) -> AsyncIterator[Office]:
    """Officials of that city, early in the year after."""
    store = await open_store(settings.database_url)
    office = await office_over(store, Clock(TAHUN_BERIKUT))
    yield office
    await office.rig.conversation.close()
    await store.close()


def printed(value: str | None) -> str:
    return "" if value is None else value.replace(".", ",")


def number(text: str) -> float:
    return float(text.replace(",", "."))


async def table(office: Office, who: Official) -> list[list[str]]:
    """The rows of the CSV that the latest message holds."""
    async with office.store.reading() as tx:
        row = await tx.files.get(who.screen.attachments[0].id)
    assert row is not None
    assert row.isi is not None
    return list(csv.reader(io.StringIO(row.isi.decode("utf-8-sig")), delimiter=";"))


def unsur_rows(rows: list[list[str]]) -> list[list[str]]:
    """Of the table of unsur: it alone has the sum of the scores in its third column."""
    start = next(n for n, row in enumerate(rows) if row[:3] == ["Kode", "Unsur", "Jumlah nilai"])
    return rows[start + 1 : start + 10]


def expected_unsur(score: dict[str, Any]) -> list[list[str]]:
    """The cells of that table but for the names."""
    printed_keys, words = ("nrr", "nrr_tertimbang", "nik"), ("kode", "total", "n")
    return [
        [*(str(one[key]) for key in words), *(printed(one[key]) for key in printed_keys), one["mutu"], one["kinerja"]]
        for one in score["unsur"]
    ]


def told_unsur(text: str) -> dict[str, str]:
    """Of the highest and lowest unsur in a report: value and letter by code."""
    return {kode: f"{nilai} {huruf}" for kode, nilai, huruf in re.findall(r"(U\d) .*: ([\d,]+)\s\(([A-D])\)", text)}


def scored_unsur(score: dict[str, Any]) -> dict[str, str]:
    return {one["kode"]: f"{printed(one['nik'])} {one['mutu']}" for one in score["unsur"]}


@pytest.mark.parametrize("periode", ["2024", "2024-S2", "2024-T1"])
@pytest.mark.parametrize("kode", ["kel-pakunden", "rsud-gambiran"])
async def test_a_unit(kediri: Office, settings: Settings, kode: str, periode: str) -> None:
    """Index, letter, n, and all nine unsur of a unit, in the message and in its CSV."""
    score = await compute(settings, periode, kode, "", "")
    admin = await kediri.official("admin")
    await admin.type(f"/laporan {kode} {periode}")
    assert f"IKM {printed(score['ikm'])}, mutu {score['mutu']} ({score['kinerja']})." in admin.text
    assert f"Dengan {score['n']} jawaban" in admin.text
    told = told_unsur(admin.text)
    assert len(told) == 6
    assert told.items() <= scored_unsur(score).items()
    assert f"{printed(score['ikm'])} ({score['mutu']}" in admin.screen.attachments[0].alt
    await admin.tap("CSV")
    rows = await table(kediri, admin)
    assert ["IKM", printed(score["ikm"])] in rows
    assert ["Responden", str(score["n"])] in rows
    assert [[row[0], *row[2:]] for row in unsur_rows(rows)] == expected_unsur(score)


@pytest.mark.parametrize(
    ("teks", "kelompok"), [("kecamatan-mojoroto", "kecamatan-mojoroto"), ("kota", "")], ids=["mojoroto", "kota"]
)
async def test_a_group_and_the_city(kediri: Office, settings: Settings, teks: str, kelompok: str) -> None:
    """Both figures with their letters, the pooled unsur, and each unit in the ranking, without the whole itself."""
    score = await compute(settings, "2024", "", kelompok, "")
    pooled, mean = score["gabungan"], score["rata_rata_unit"]
    camat = await kediri.official("admin")
    await camat.type(f"/laporan {teks} 2024")
    assert f"Gabungan responden: {printed(pooled['ikm'])}, mutu {pooled['mutu']} ({pooled['kinerja']})." in camat.text
    rata = f"{printed(mean['ikm'])}, mutu {mean['mutu']} ({mean['kinerja']})"
    assert f"Rata-rata {mean['n_unit']} unit: {rata}." in camat.text
    assert told_unsur(camat.text).items() <= scored_unsur(pooled).items()
    await camat.tap("CSV")
    assert [[row[0], *row[2:]] for row in unsur_rows(await table(kediri, camat))] == expected_unsur(pooled)

    units = {one["unit"]: (str(one["n"]), printed(one["ikm"]), one["mutu"]) for one in score["unit"]}
    await camat.type(f"/peringkat {teks} 2024")
    first = camat.text
    await camat.tap("CSV")
    ranked = {row[1]: (row[3], row[4], row[5]) for row in await table(kediri, camat) if row and row[0].isdigit()}
    assert ranked == units
    told = re.findall(r"^\d+\. .*: ([\d,]+)\s([A-D]), n\s([\d.]+)$", first, re.MULTILINE)
    assert [ikm for ikm, _, _ in told] == sorted((unit[1] for unit in units.values()), key=number, reverse=True)[:15]
    assert {(n.replace(".", ""), ikm, huruf) for ikm, huruf, n in told} <= set(units.values())
