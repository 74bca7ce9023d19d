"""A finished response as a row of its table, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Row

from scoring.model import Profil, Respons
from storage.records import ResponsRow


def values_of(row: ResponsRow) -> dict[str, Any]:
    """The columns of the table `respons`."""
    fact, profil = row.respons, row.respons.profil
    return {
        "id": row.id,
        "unit": row.unit,
        "layanan": fact.layanan,
        "instrumen": row.instrumen,
        "hari_awal": row.hari_awal,
        "hari_akhir": row.hari_akhir,
        "diisi_pada": fact.diisi_pada,
        "sumber": row.sumber,
        "jenis_kelamin": profil.jenis_kelamin,
        "usia": profil.usia,
        "usia_kelompok": profil.usia_kelompok,
        "pendidikan": profil.pendidikan,
        "pekerjaan": profil.pekerjaan,
        "jawaban": dict(fact.jawaban),
        "alasan": dict(fact.alasan),
        "saran": fact.saran,
        "persetujuan_versi": row.persetujuan_versi,
        "persetujuan_pada": row.persetujuan_pada,
        "responden": row.responden,
        "tanda_terima": row.tanda_terima,
        "kunci_impor": row.kunci_impor,
        "harapan": dict(fact.harapan),
        "impor": row.impor,
    }


def response_of(row: Row[Any]) -> ResponsRow:
    """Back from a row of the table `respons`."""
    profil = Profil(row.jenis_kelamin, row.usia, row.usia_kelompok, row.pendidikan, row.pekerjaan)
    return ResponsRow(
        row.id,
        row.unit,
        row.instrumen,
        row.hari_awal,
        row.hari_akhir,
        row.sumber,
        Respons(row.layanan, row.diisi_pada, profil, row.jawaban, row.alasan, row.saran, row.harapan),
        row.responden,
        row.tanda_terima,
        row.persetujuan_versi,
        row.persetujuan_pada,
        row.kunci_impor,
        row.impor,
    )
