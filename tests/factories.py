"""Builders: the smallest valid thing of each kind, with whatever a test cares about said by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.engine.messages import Screen
from bot.engine.survey import Aturan
from scoring.instrumen import Instrumen, shipped_instrumen
from scoring.model import JenisLayanan, Kelompok, Profil, Respons, UnitLayanan
from storage.plans import RtlRow
from storage.records import OutboxRow, ResponsRow, SessionRow, new_id

INSTRUMEN: Instrumen = shipped_instrumen("permenpan-14-2017")
UNSUR = INSTRUMEN.urutan
ATURAN = Aturan(nama_pemda="Pemerintah Kota Uji")
SECRET = "a secret of the tests, long enough"

KELOMPOK = (Kelompok("kec-satu", "Kecamatan Satu"), Kelompok("opd", "OPD Pelayanan"))
KK, KTP = JenisLayanan("kk", "Kartu Keluarga"), JenisLayanan("ktp", "KTP elektronik")
BANYAK, SATU, TANPA = "kel-melati", "kel-mawar", "dinas-uji"
"""Codes of the units every test database holds: with several services, with one, without any."""

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
"""10:00 in Jakarta on 21 November 2026."""
HARI = date(2026, 11, 21)
MS = int(NOW.timestamp() * 1000)
_FACT = ("layanan", "diisi_pada", "profil", "alasan", "saran", "harapan")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def seconds(self) -> float:
        return self.now.timestamp()

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def unit(kode: str, *layanan: JenisLayanan, **changes: Any) -> UnitLayanan:
    nama = kode.replace("kel-", "Kelurahan ").replace("-", " ").title()
    return UnitLayanan(**{"kode": kode, "nama": nama, "kelompok": "kec-satu", "layanan": layanan, **changes})


UNITS = (unit(BANYAK, KK, KTP), unit(SATU, KTP), unit(TANPA, kelompok="opd"))


def jawaban(skor: int = 3, **lain: int) -> dict[str, int]:
    """All unsur with one score, but for those named."""
    return {**dict.fromkeys(UNSUR, skor), **lain}


def respons_row(answers: Mapping[str, int] | int = 3, /, **changes: Any) -> ResponsRow:
    """A response of today to the unit with one service. `layanan`, `diisi_pada`, `profil`, `alasan`, `saran` and
    `harapan` go into its fact; `hari` is both its days."""
    hari = changes.pop("hari", HARI)
    fact: dict[str, Any] = {
        "layanan": "ktp",
        "diisi_pada": NOW,
        "profil": Profil("P", 34, None, "sma", "pns"),
        "jawaban": jawaban(answers) if isinstance(answers, int) else dict(answers),
    }
    fact |= {name: changes.pop(name) for name in _FACT if name in changes}
    row = {
        "id": new_id(),
        "unit": SATU,
        "instrumen": INSTRUMEN.id,
        "hari_awal": hari,
        "hari_akhir": hari,
        "sumber": "uji",
        "respons": Respons(**fact),
    }
    return ResponsRow(**{**row, **changes})


def rtl_row(unit: str = SATU, **changes: Any) -> RtlRow:
    """A plan for TW I and III of 2027, made in November 2026."""
    row: dict[str, Any] = {
        "id": new_id(),
        "unit": unit,
        "periode": "2026-S2",
        "unsur": "waktu",
        "prioritas": 1,
        "nilai": "3.12",
        "program": "Menambah petugas loket",
        "triwulan": (1, 3),
        "tahun": 2027,
        "penanggung_jawab": "Sekretaris Lurah, Kasi Pelayanan",
        "dibuat_oleh": 7,
        "dibuat_pada": NOW,
    }
    return RtlRow(**{**row, **changes})


def session_row(percakapan: str = "p" * 32, **changes: Any) -> SessionRow:
    row: dict[str, Any] = {
        "percakapan": percakapan,
        "channel": "uji",
        "address": "1001",
        "state": "{}",
        "screen_ref": None,
        "remind_at": MS + 1_000,
        "expires_at": MS + 2_000,
    }
    return SessionRow(**{**row, **changes})


def outbox_row(percakapan: str = "p" * 32, **changes: Any) -> OutboxRow:
    row: dict[str, Any] = {
        "id": new_id(),
        "percakapan": percakapan,
        "channel": "uji",
        "address": f"alamat-{percakapan[:8]}",
        "payload": "{}",
        "screen_ref": None,
        "due_at": MS,
    }
    return OutboxRow(**{**row, **changes})


def screen(teks: str = "Apa kabar?", **changes: Any) -> Screen:
    return Screen(teks, **changes)


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
