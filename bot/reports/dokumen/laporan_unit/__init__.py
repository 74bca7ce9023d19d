"""The SKM report of one unit, composed of blocks from its figures."""

from bot.reports.dokumen.laporan_unit.susunan import compose_laporan_unit

__all__ = ["compose_laporan_unit"]
