"""The tables. Migrations make them; a test proves that migrations and this package agree.

Times of the mechanics (due, expiry) are whole milliseconds since 1970, UTC. Times of the facts are dates and
UTC date-times.
"""

from __future__ import annotations

from storage.tables.metadata import UtcDateTime, metadata
from storage.tables.moving import pindahan, tebakan
from storage.tables.officials import (
    audit,
    dialog,
    files,
    hak,
    izin_balas,
    keadaan,
    kiriman,
    pemegang,
    pengaturan,
    peringatan,
    rtl,
    saran,
    slots,
    staf,
    target,
    undangan,
)
from storage.tables.people import jendela, sebutan, terkirim
from storage.tables.periods import impor, periode, periode_hasil, permintaan
from storage.tables.survey import (
    inbox,
    jenis_layanan,
    kelompok,
    outbox,
    rekap_harapan,
    rekap_responden,
    rekap_unsur,
    respons,
    sessions,
    unit_layanan,
)

__all__ = [
    "UtcDateTime",
    "audit",
    "dialog",
    "files",
    "hak",
    "impor",
    "inbox",
    "izin_balas",
    "jendela",
    "jenis_layanan",
    "keadaan",
    "kelompok",
    "kiriman",
    "metadata",
    "outbox",
    "pemegang",
    "pengaturan",
    "peringatan",
    "periode",
    "periode_hasil",
    "permintaan",
    "pindahan",
    "rekap_harapan",
    "rekap_responden",
    "rekap_unsur",
    "respons",
    "rtl",
    "saran",
    "sebutan",
    "sessions",
    "slots",
    "staf",
    "target",
    "tebakan",
    "terkirim",
    "undangan",
    "unit_layanan",
]
