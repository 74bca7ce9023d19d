"""The executive summary of a group of units, or of all of them, composed of blocks from its figures."""

from bot.reports.dokumen.ringkasan_kota.susunan import compose_ringkasan

__all__ = ["compose_ringkasan"]
