"""Kelurahan Pulutan in a database: semester II 2024 imported from its rows, semester I from its published values, and
both follow-up plans as printed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from bot.engine.survey import Aturan, Direktori, Survey
from bot.imports.responses import import_responses
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.bahan_baca import read_bahan
from scoring.ketentuan import Ketentuan
from scoring.model import Kelompok, Profil, Respons, UnitLayanan
from scoring.periode import parse_periode
from storage.plans import RtlRow
from storage.records import ResponsRow, new_id
from storage.store import Store
from tests.unit.reports.dokumen.pabrik import IDENTITAS, PULUTAN_LABEL
from tests.unit.scoring.data import DATA, INSTRUMEN, KEYS, PULUTAN, sebaran_of

NOW = datetime(2025, 1, 6, 3, tzinfo=UTC)
HARI = date(2025, 1, 6)
S1, S2 = parse_periode("2024-S1"), parse_periode("2024-S2")
UNIT = UnitLayanan("kel-pulutan", "Kelurahan Pulutan", "sidorejo", label=PULUTAN_LABEL)
KELOMPOK = Kelompok("sidorejo", "Kecamatan Sidorejo")
KETENTUAN = Ketentuan("permenpan-14-2017", bobot="0,111")
_NAMA = {"Produk Spesifikasi Jenis Layanan": "produk", "Sistem, Mekanisme dan Prosedur": "prosedur"}


def key_of(nama: str) -> str:
    """The unsur that the published report means; it words two of them its own way."""
    return _NAMA.get(nama) or next(unsur.key for unsur in INSTRUMEN.unsur if unsur.nama == nama)


def plain(teks: str) -> str:
    """Without the mark-up of the transcript."""
    return re.sub(r"</?i>", "", teks)


def survey_of(unit: UnitLayanan = UNIT) -> Survey:
    return Survey(INSTRUMEN, Direktori.of([KELOMPOK], [unit]), Aturan(nama_pemda="Pemerintah Kota Salatiga"))


async def settle(store: Store) -> None:
    """The unit, its answers and plans."""
    async with store.transaction() as tx:
        await tx.directory.put([KELOMPOK], [UNIT])
        await tx.periods.put(S1.kode, KETENTUAN)
        await tx.periods.put(S2.kode, KETENTUAN)
        await tx.facts.add(_semester_one())
        for row in (*_plans(), *_realised()):
            await tx.plans.add(row)
    await import_responses(store, DATA / "pulutan_marginals.csv", INSTRUMEN, UNIT, S2, NOW)


async def read(store: Store) -> Bahan:
    async with store.reading() as tx:
        return await read_bahan(tx, survey_of(), UNIT, S2, IDENTITAS, HARI)


def _semester_one() -> list[ResponsRow]:
    """50 questionnaires with the published nrr of each unsur; who gave which answer is made up."""
    answers: dict[str, list[int]] = {}
    for key, row in zip(KEYS, PULUTAN["semester_I_2024"]["rows"], strict=True):
        counts = sebaran_of(50, round(50 * row["nrr"]))
        answers[key] = [skor for skor, n in enumerate(counts, start=1) for _ in range(n)]
    return [
        ResponsRow(
            new_id(), UNIT.kode, INSTRUMEN.id, S1.mulai, date(2024, 6, 30), "impor",
            Respons("", datetime(2024, 1, 1, tzinfo=UTC), Profil(), {key: answers[key][n] for key in KEYS}),
        )
        for n in range(50)
    ]  # fmt: skip


def _plans() -> list[RtlRow]:
    return [
        RtlRow(
            new_id(), UNIT.kode, S2.kode, key_of(row["prioritas_unsur"]), row["no"], f"{row['nilai_rata2']:.2f}",
            plain(row["program_kegiatan"]), tuple(row["waktu"][0]["TW"]), 2025, row["penanggung_jawab"], None, NOW,
        )
        for row in PULUTAN["rtl_tableIV1"]
    ]  # fmt: skip


def _realised() -> list[RtlRow]:
    unsur = {row["no"]: key_of(row["prioritas_unsur"]) for row in PULUTAN["rtl_semester_I"]}
    return [
        RtlRow(
            new_id(), UNIT.kode, S1.kode, unsur[row["no"]], row["no"], "", row["rtl"], (3, 4), 2024, "Lurah", None,
            NOW, row["ditindaklanjuti"] == "Sudah", " ".join(row["deskripsi"]), row["hambatan"].strip("-"), None, NOW,
        )
        for row in PULUTAN["realisasi_rtl"]
    ]  # fmt: skip
