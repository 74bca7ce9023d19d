"""A document as PDF: A4, tagged, the same bytes on every machine. Set by typst from `pdf.typ` and `pdf_blok.typ`.

What a text says reaches typst as data and is never read as markup. Fonts come with typst and, for charts, with the
renderer; none of the machine's own is used, nothing is fetched.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import typst

from bot.reports.dokumen.blok import Dokumen
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.pdf_data import data_of

_TEMPLATE: Final = Path(__file__).with_name("pdf.typ")
_PART: Final = Path(__file__).with_name("pdf_blok.typ")
_FONTS: Final = typst.Fonts(include_system_fonts=False)
_KEPT: Final = 11
"""For so many compilations typst keeps in memory what it laid out, in case the next one is alike."""


def render_pdf(dokumen: Dokumen) -> bytes:
    """The document as the bytes of a file: about a second of one core for forty pages, so not for the event loop.
    What the fonts cannot print, emoji above all, is left out.

    Raises DokumenError: a reference to nothing, a picture or the logo that cannot be drawn, a row of a table that is
    not as long as its head.
    """
    with TemporaryDirectory(prefix="ikm-pdf-") as folder:
        root = Path(folder)
        data = data_of(dokumen, root)
        (root / _PART.name).write_bytes(_PART.read_bytes())
        try:
            return _compile(_TEMPLATE.read_bytes(), root, dokumen, json.dumps(data))
        except typst.TypstError as error:
            if data["logo"]:
                _check_logo(data["logo"], root, dokumen)
            raise DokumenError(f"“{dokumen.judul}” cannot be set as PDF: {error.message}") from error
        finally:
            _forget()


def _compile(source: bytes, root: Path, dokumen: Dokumen, data: str) -> bytes:
    main = root / "dokumen.typ"
    main.write_bytes(source)
    pdf = typst.compile(
        main,
        root=root,
        font_paths=_FONTS,
        format="pdf",
        sys_inputs={"dokumen": data},
        timestamp=datetime.combine(dokumen.tanggal, time(), UTC),
    )
    assert isinstance(pdf, bytes)  # noqa: S101  a PDF is one file, where pictures are one a page
    return pdf


def _forget() -> None:
    """Give back the memory, up to a hundred MB a document: the next one is another unit's. Empty pages age what is
    kept; typst has no other way to be told."""
    for _ in range(_KEPT):
        typst.compile(b"", font_paths=_FONTS)


def _check_logo(logo: str, root: Path, dokumen: Dokumen) -> None:
    """Whether it is the logo that fails: by itself it must stand on a page."""
    try:
        _compile(f'#image("{logo}")'.encode(), root, dokumen, "")
    except typst.TypstError as error:
        raise DokumenError(
            f"the logo of {dokumen.identitas.pemda} cannot be drawn ({error.message}); give a PNG or SVG file that a "
            "browser shows"
        ) from error
