"""Chapter V: what it comes to, and who signs."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Blok, Paragraf, TandaTangan
from bot.reports.dokumen.narasi import closing_text


def closing_of(bahan: Bahan) -> Iterator[Blok]:
    yield Bab("Penutup")
    yield from (Paragraf(text) for text in closing_text(bahan))
    yield Paragraf(
        f"Demikian laporan ini disusun sebagai bentuk tanggung jawab {bahan.unit.nama} kepada masyarakat. Saran dan "
        "kritik tetap kami harapkan demi pelayanan yang lebih baik."
    )
    yield TandaTangan(bahan.identitas.tempat, bahan.laporan.hari, bahan.identitas.penanda_tangan)
