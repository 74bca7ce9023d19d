"""Pictures of results for a phone's chat: what is shown goes in, an SVG 800 px wide and its words come out. Pure."""

from bot.reports.grafik.alt import alt_text
from bot.reports.grafik.isi import (
    AnyGrafik,
    Grafik,
    GrafikMingguan,
    GrafikPeringkat,
    GrafikSebaran,
    GrafikTren,
    Titik,
    label_of,
)
from bot.reports.grafik.svg import svg_of

__all__ = [
    "AnyGrafik",
    "Grafik",
    "GrafikMingguan",
    "GrafikPeringkat",
    "GrafikSebaran",
    "GrafikTren",
    "Titik",
    "alt_text",
    "label_of",
    "svg_of",
]
