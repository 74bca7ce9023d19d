"""Charts of a printed document, as SVG and in words. Pure. Each is read in black and white as well as in colour: its
shades go from dark to light in one order, and a letter or number always says the same."""

from bot.reports.dokumen.gambar.ipa import gambar_ipa
from bot.reports.dokumen.gambar.lembar import Gambar
from bot.reports.dokumen.gambar.mutu import gambar_mutu
from bot.reports.dokumen.gambar.peringkat import gambar_peringkat
from bot.reports.dokumen.gambar.sebaran import gambar_sebaran
from bot.reports.dokumen.gambar.tren import gambar_tren
from bot.reports.dokumen.gambar.unsur import gambar_unsur

__all__ = [
    "Gambar",
    "gambar_ipa",
    "gambar_mutu",
    "gambar_peringkat",
    "gambar_sebaran",
    "gambar_tren",
    "gambar_unsur",
]
