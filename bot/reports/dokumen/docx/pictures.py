"""Pictures inside a paragraph: charts drawn sharp enough for print, and the logo."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Final

import vl_convert
from docx.document import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError

from bot.reports.dokumen.blok import GambarBlok
from bot.reports.dokumen.docx.wml import attribute
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas
from bot.reports.kuas import smaller

_EMU: Final = 12700
"""To a point."""
_PIXELS: Final = 2000
"""Across a chart as wide as the text: 317 to the inch."""
_CANVAS: Final = 800
_LOGO_SCALE: Final = 3
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_BROKEN = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Picture:
    """`xml` is a run; width and height in points."""

    xml: str
    width: float
    height: float


def chart(document: Document, number: int, blok: GambarBlok, nomor: str, width: float, most: float) -> Picture:
    """The figure, its share of `width` and at most `most` high. Raises DokumenError: an SVG that cannot be drawn."""
    try:
        png = smaller(vl_convert.svg_to_png(blok.svg, scale=_PIXELS / _CANVAS * min(blok.lebar, 1)))
    except (RuntimeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise DokumenError(f"{nomor} “{blok.judul}” cannot be drawn: {reason}") from error
    return _placed(document, number, png, blok.alt, width * blok.lebar, most)


def logo(document: Document, number: int, identitas: Identitas, side: float) -> Picture:
    """The logo in a square of `side` points. Raises DokumenError: a file that is no picture."""
    data = identitas.logo or b""
    try:
        png = data if data.startswith(_PNG) else vl_convert.svg_to_png(data.decode(), scale=_LOGO_SCALE)
        return _placed(document, number, png, f"Logo {identitas.pemda}", side, side)
    except _BROKEN as error:
        reason = str(error).partition("\n")[0]
        raise DokumenError(
            f"the logo of {identitas.pemda} cannot be drawn ({reason}); give a PNG or SVG file that a browser shows"
        ) from error


def _placed(document: Document, number: int, png: bytes, alt: str, width: float, most: float) -> Picture:
    rel, image = document.part.get_or_add_image(BytesIO(png))
    height = width * image.px_height / image.px_width
    if height > most:
        width, height = width * most / height, most
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    name = f'id="{number}" name="Gambar {number}" descr={attribute(alt)}'
    xml = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {name}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Gambar {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return Picture(xml, width, height)
