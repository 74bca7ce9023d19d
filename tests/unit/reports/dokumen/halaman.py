"""Looks at the pages of a finished PDF, as a printer or a reader's eye does."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
import vl_convert
from pypdf import PdfReader

from tests.unit.reports.pixels import Picture, picture_of


def words_of(pdf: bytes) -> list[str]:
    """What each page says, in single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def millimetres(pdf: bytes) -> set[tuple[float, float]]:
    """The sizes of its pages, to half a millimetre."""
    sizes = (page.mediabox for page in PdfReader(BytesIO(pdf)).pages)
    return {(_mm(float(one.width)), _mm(float(one.height))) for one in sizes}


def _mm(points: float) -> float:
    return round(points / 72 * 25.4 * 2) / 2


def picture_of_page(pdf: bytes, page: int, dpi: int) -> Picture:
    """The page (from 1) as it is printed at `dpi`."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "isi.pdf").write_bytes(pdf)
        source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("isi.pdf", page: {page})'
        png = typst.Compiler(source.encode(), root=folder).compile(format="png", ppi=dpi)
    assert isinstance(png, bytes)
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    href = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    return picture_of(vl_convert.svg_to_png(f'{svg}<image width="{width}" height="{height}" href="{href}"/></svg>'))


def part(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Between shares of its width and height."""
    x1, x2 = (int(picture.width * one) for one in (left, right))
    rows = picture.rows[int(picture.height * top) : int(picture.height * bottom)]
    return Picture(x2 - x1, len(rows), tuple(row[4 * x1 : 4 * x2] for row in rows))
