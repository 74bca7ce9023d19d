"""Sheets to be printed: a drawing area of a given size, and several of them as the pages of one PDF."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import segno
import typst
import vl_convert

from bot.reports.grafik.canvas import Anchor, Canvas
from bot.reports.grafik.metrics import FONT, text_width, wrap
from bot.reports.grafik.palette import INK, WHITE

PT_PER_MM = 72 / 25.4
_QUIET = 4
"""Modules left white around a QR code, as its standard asks."""
_FONTS = typst.Fonts(include_system_fonts=False)
_PAGES = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.judul, author: data.penulis, date: none)
#set text(lang: "id")
#let (kisi, lebar, tinggi) = (data.kisi, data.lebar * 1mm, data.tinggi * 1mm)
#let mark = 7mm
#set page(width: kisi * lebar, height: kisi * tinggi, margin: 0pt)
#set line(stroke: 0.4pt + luma(40))
#for (n, alt) in data.alt.enumerate() {
  page({
    for row in range(kisi) { for column in range(kisi) {
      place(dx: column * lebar, dy: row * tinggi, image(str(n) + ".pdf", width: lebar, alt: alt))
    } }
    for at in range(1, kisi) {
      for (y, long) in ((0mm, mark), (kisi * tinggi / 2 - mark / 4, mark / 2), (kisi * tinggi - mark, mark)) {
        place(dx: at * lebar, dy: y, line(angle: 90deg, length: long))
      }
      for (x, long) in ((0mm, mark), (kisi * lebar / 2 - mark / 4, mark / 2), (kisi * lebar - mark, mark)) {
        place(dx: x, dy: at * tinggi, line(length: long))
      }
    }
  })
}
"""


@dataclass(frozen=True, slots=True)
class Ukuran:
    """A format of paper in millimetres."""

    lebar: float
    tinggi: float


A3, A4, A6 = Ukuran(297, 420), Ukuran(210, 297), Ukuran(105, 148.5)


class Lembar(Canvas):
    """A drawing area `width` by `height`, in units of its own: the paper's size is said when it is finished."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: int,
        *,
        bold: bool = False,
        fill: str = INK,
        anchor: Anchor = "start",
        step: float = 1.18,
    ) -> float:
        """Lines below `y`, which is an upper edge; returns where the next part may begin."""
        for line in lines:
            y += size * step
            self.text(x, y - size * (step - 0.94), line, size, bold=bold, fill=fill, anchor=anchor)
        return y

    def picture(self, x: float, y: float, width: float, height: float, data: bytes, mime: str) -> None:
        """A PNG or SVG, as large as fits, in the middle of the room given."""
        content = base64.b64encode(data).decode()
        self._parts.append(
            f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'href="data:{mime};base64,{content}"/>'
        )

    def qr(self, x: float, y: float, side: float, url: str) -> None:
        """On white, its quiet zone included. Level Q: still read with a quarter of it worn off."""
        code = segno.make_qr(url, error="q").svg_inline(border=_QUIET, omitsize=True, light=WHITE, dark="#000000")
        self._parts.append(f'<svg x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}">{code}</svg>')

    def sheet(self, width: float) -> str:
        """The finished drawing as an SVG `width` px wide, which are points on paper."""
        height = width * self.height / self.width
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.3f}" height="{height:.3f}" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" font-family="{FONT}">'
            f'<rect width="100%" height="100%" fill="{WHITE}"/>{"".join(self._parts)}</svg>'
        )


def fit_lines(
    text: str, width: float, sizes: Sequence[int], most: int, *, bold: bool = False
) -> tuple[int, tuple[str, ...]]:
    """The largest of `sizes`, falling, at which the text takes no more than `most` lines; at the smallest it takes as
    many as it needs, so nothing is ever left out."""
    for size in sizes:
        lines = wrap(text, width, size, bold=bold)
        if len(lines) <= most and all(text_width(line, size, bold=bold) <= width for line in lines):
            break
    return size, lines


def pdf_of(
    lembar: Sequence[Lembar], ukuran: Ukuran, judul: str, penulis: str, alt: Sequence[str], kisi: Literal[1, 2] = 1
) -> bytes:
    """A PDF with a page a sheet, each printed in `ukuran`; with `kisi` 2 it stands four times on a page of twice that
    size, with marks where to cut. `alt` says in words what each sheet shows. Its text can be searched and copied."""
    data = {
        "judul": judul, "penulis": penulis, "alt": list(alt),
        "lebar": ukuran.lebar, "tinggi": ukuran.tinggi, "kisi": kisi,
    }  # fmt: skip
    with TemporaryDirectory(prefix="ikm-lembar-") as folder:
        for n, one in enumerate(lembar):
            (Path(folder) / f"{n}.pdf").write_bytes(vl_convert.svg_to_pdf(one.sheet(ukuran.lebar * PT_PER_MM)))
        compiler = typst.Compiler(_PAGES.encode(), root=folder, font_paths=_FONTS)
        pdf = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(data)})
    assert isinstance(pdf, bytes)  # noqa: S101  a PDF is one file, where pictures are one a page
    return pdf


def png_of(lembar: Lembar, width_px: int) -> bytes:
    return vl_convert.svg_to_png(lembar.sheet(lembar.width), scale=width_px / lembar.width)
