"""The executive summary of Kota Kediri 2024: every published figure of its 94 units, on the pages people read."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.engine.survey import Aturan
from bot.imports.table import slug
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Bab, Dokumen, Paragraf, Subbab, TabelBlok
from bot.reports.dokumen.docx import render_docx
from bot.reports.dokumen.identitas_berkas import BerkasIdentitas
from bot.reports.dokumen.pdf import render_pdf
from bot.reports.dokumen.ringkasan_kota import compose_ringkasan
from bot.reports.dokumen.susun import Susunan
from bot.reports.sasaran import sasaran_kelompok, sasaran_kota
from bot.reports.tautan import links_of
from bot.service.surveys import Surveys
from bot.settings import Settings
from scoring.periode import parse_periode
from storage.connect import open_store
from tests.factories import INSTRUMEN
from tests.unit.reports.dokumen.halaman import words_of
from tests.unit.reports.dokumen.soffice import flat, pages_of
from tests.unit.scoring.data import rows

PEMDA = "Pemerintah Kota Kediri"
SUSUNAN = Susunan(BerkasIdentitas(PEMDA), partial(links_of, base_url="", bot_username=""))
PUBLISHED = {
    slug(row["name_read_as"]): row for row in rows("kediri_units.csv") if row["name_read_as"] != "Kota Kediri"
}


async def read(city: Settings) -> tuple[BahanKota, BahanKota]:
    """Of the city, and of one of its groups."""
    store = await open_store(city.database_url)
    surveys = Surveys(store, INSTRUMEN, Aturan(nama_pemda=PEMDA))
    await surveys.reload()
    survey = surveys.now
    group = next(one for one in survey.direktori.kelompok if one.kode == "kecamatan-mojoroto")
    found = []
    for sasaran in (sasaran_kota(survey.direktori, PEMDA), sasaran_kelompok(group, survey.direktori)):
        async with store.reading() as tx:
            now = datetime(2025, 1, 6, 3, tzinfo=UTC)
            order = await SUSUNAN.read(tx, survey, sasaran, parse_periode("2024"), "pdf", now)
        assert isinstance(order.bahan, BahanKota)
        found.append(order.bahan)
    await store.close()
    return found[0], found[1]


@pytest.fixture(scope="module")
def both(city_settings: Settings) -> tuple[BahanKota, BahanKota]:
    return asyncio.run(read(city_settings))


@pytest.fixture(scope="module")
def kediri(both: tuple[BahanKota, BahanKota]) -> Dokumen:
    return compose_ringkasan(both[0])


@pytest.fixture(scope="module")
def pages(kediri: Dokumen) -> list[str]:
    return words_of(render_pdf(kediri))


def kode_of(nama: str, kediri: BahanKota) -> str:
    return next(unit.kode for unit in kediri.laporan.sasaran.units if unit.nama == nama)


def table(dokumen: Dokumen, label: str) -> TabelBlok:
    return next(one for one in dokumen.blok if isinstance(one, TabelBlok) and one.label == label)


def test_both_figures_of_the_city_are_printed_and_told_apart(kediri: Dokumen, pages: list[str]) -> None:
    """The simple mean is the one that follows from the published indices of the units."""
    pooled, mean = table(kediri, "dua-bentuk").baris
    assert pooled[:2] == ("Gabungan responden", "9.956 responden")
    assert mean == ("Rata-rata unit", "94 unit", "88,65", "A", "Sangat Baik")
    page = next(page for page in pages if "88,65 IKM rata-rata unit" in page or "IKM rata-rata unit" in page)
    assert f"{pooled[2]} (mutu {pooled[3]}, {pooled[4]})" in page
    assert "88,65 (mutu A, Sangat Baik)" in page
    assert "9.956 responden di 94 unit" in page


def test_the_ranking_holds_every_unit_with_its_published_figure_and_never_the_city(
    kediri: Dokumen, both: tuple[BahanKota, BahanKota]
) -> None:
    ranked = table(kediri, "peringkat")
    assert {kode_of(row[1], both[0]): (row[3], row[4]) for row in ranked.baris} == {
        kode: (row["ikm"], row["mutu_by_permenpan14"]) for kode, row in PUBLISHED.items()
    }
    assert len(ranked.baris) == 94
    assert not any("kota kediri" in row[1].casefold() for row in ranked.baris)
    assert [row[1] for row in ranked.kaki] == ["Gabungan responden", "Rata-rata 94 unit"]
    printed = [float(row[3].replace(",", ".")) for row in ranked.baris]
    assert printed == sorted(printed, reverse=True)


def test_units_per_letter_are_those_of_the_published_list(kediri: Dokumen) -> None:
    letters = Counter(row["mutu_by_permenpan14"] for row in PUBLISHED.values())
    told = table(kediri, "mutu")
    assert {row[0]: int(row[2]) for row in told.baris} == {huruf: letters[huruf] for huruf in "ABCD"}
    assert told.kaki[0][2] == "94"


def test_each_group_has_a_page_with_its_units(kediri: Dokumen, both: tuple[BahanKota, BahanKota]) -> None:
    overview = table(kediri, "kelompok")
    assert {row[0]: int(row[1]) for row in overview.baris} == {
        "Kecamatan Kota": 18, "Kecamatan Mojoroto": 15, "Kecamatan Pesantren": 16, "OPD non pelayanan": 21,
        "OPD pelayanan": 24,
    }  # fmt: skip
    per_unsur = table(kediri, "kelompok-unsur")
    for row, figures, one in zip(overview.baris, per_unsur.baris, both[0].kelompok, strict=True):
        ranked = table(kediri, f"peringkat-{one.sasaran.kode}")
        assert len(ranked.baris) == int(row[1])
        assert ranked.kaki[0][3] == row[3]
        assert len(figures) == 10
        printed = {kode for kode, unit in PUBLISHED.items() if unit["group"] == one.sasaran.nama}
        assert printed <= {kode_of(unit[1], both[0]) for unit in ranked.baris}
    said = next(str(one) for one in kediri.blok if isinstance(one, Paragraf) and "kelompok dengan nilai" in str(one))
    high, low = (f(overview.baris, key=lambda row: float(row[3].replace(",", "."))) for f in (max, min))
    assert f"tertinggi adalah {high[0]} ({high[3]})" in said
    assert f"terendah adalah {low[0]} ({low[3]})" in said


def test_a_group_has_a_summary_of_its_own(both: tuple[BahanKota, BahanKota]) -> None:
    """Without the chapter that compares groups."""
    dokumen = compose_ringkasan(both[1])
    assert len(table(dokumen, "peringkat").baris) == 15
    assert "Hasil Tiap Kelompok" not in [one.judul for one in dokumen.blok if isinstance(one, Bab)]
    assert "Kecamatan Mojoroto" in dokumen.subjek


def test_the_pdf_tells_it_in_order_and_no_page_stands_nearly_empty(kediri: Dokumen, pages: list[str]) -> None:
    assert len(pages) < 24
    assert PEMDA.upper() in pages[0].upper()
    text = " ".join(pages)
    at = 0
    for chapter in (one.judul for one in kediri.blok if isinstance(one, Bab) and one.bernomor):
        at = text.index(chapter.upper(), at)
    for row in table(kediri, "peringkat").baris:
        assert row[1] in text
    assert min(len(page) for page in pages[4:]) > 400


def test_libreoffice_opens_the_word_file_with_the_same_figures(kediri: Dokumen, tmp_path: Path) -> None:
    text = flat("".join(pages_of(render_docx(kediri), tmp_path)))
    for label in ("dua-bentuk", "peringkat", "kelompok", "kelompok-unsur"):
        one = table(kediri, label)
        for row in (*one.baris, *one.kaki):
            assert flat("".join(row)) in text
    for judul in (one.judul for one in kediri.blok if isinstance(one, Bab | Subbab)):
        assert flat(judul) in text
    assert not re.search(r"error!|kesalahan!", text)
