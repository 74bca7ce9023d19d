"""One block after the other onto the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, assert_never

from docx.document import Document

from bot.reports.dokumen.blok import (
    Bab,
    Butir,
    DaftarIsi,
    GambarBlok,
    HalamanBaru,
    Isi,
    Lampiran,
    Paragraf,
    Sampul,
    Sorot,
    Subbab,
    TabelBlok,
    TandaTangan,
)
from bot.reports.dokumen.docx import frames
from bot.reports.dokumen.docx.contents import mark_of, write_contents
from bot.reports.dokumen.docx.layout import Strip
from bot.reports.dokumen.docx.package import ANNEXES, BULLETS, CHAPTERS, COUNTED, LIST
from bot.reports.dokumen.docx.pictures import Picture, chart, logo
from bot.reports.dokumen.docx.sheet import Sheet
from bot.reports.dokumen.docx.styles import (
    BODY,
    BULLET,
    CAPTION,
    CHAPTER,
    GAP,
    NOTE,
    NUMBERED,
    PICTURE,
    SECTION,
    SUBSECTION,
)
from bot.reports.dokumen.docx.tables import table
from bot.reports.dokumen.docx.wml import bookmark, field, paragraph, pieces, run
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.penomoran import Bernomor

_LOGO_COVER: Final = 92.0
_LOGO_HEAD: Final = 60.0
_CAPTION_ROOM: Final = 60.0
"""Points that a figure as high as the page leaves to its caption."""
_NUMBERING: Final = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
_UNNUMBERED: Final = _NUMBERING.format(0) + '<w:ind w:left="0" w:firstLine="0"/>'


class Writer:
    """Keeps count of what a file numbers by itself: pictures, lists, captions."""

    def __init__(self, document: Document, numbered: Sequence[Bernomor]) -> None:
        self._document = document
        self._numbered = numbered
        self._pictures = 0
        self.counted: list[str] = []
        """What each numbering from COUNTED on looks like."""
        self._captions: Counter[str] = Counter()
        self._references = {
            label: _reference(nth)
            for nth, one in enumerate(numbered)
            if (label := getattr(one.blok, "label", "")) and getattr(one.blok, "judul", "")
        }

    def letterhead(self, sheet: Sheet, identitas: Identitas) -> None:
        frames.write_letterhead(sheet, identitas, self._logo(identitas, _LOGO_HEAD))
        sheet.stay = True

    def write(self, sheet: Sheet, nth: int, one: Bernomor, identitas: Identitas) -> None:
        match blok := one.blok:
            case Sampul():
                frames.write_cover(sheet, blok, self._logo(identitas, _LOGO_COVER))
            case Bab() | Lampiran() | Subbab():
                self._heading(sheet, nth, one.nomor, blok)
            case Paragraf():
                sheet.paragraph(BODY, self._pieces(blok.isi), _plain(blok.isi))
            case Butir():
                self._list(sheet, blok)
            case TabelBlok():
                self._table(sheet, nth, one.nomor, blok)
            case GambarBlok():
                self._figure(sheet, nth, one.nomor, blok)
            case Sorot():
                frames.write_figures(sheet, blok)
            case TandaTangan():
                frames.write_signature(sheet, blok)
            case DaftarIsi():
                write_contents(sheet, self._numbered, {})
            case HalamanBaru():
                sheet.fresh = True
            case _:
                assert_never(blok)

    def _heading(self, sheet: Sheet, nth: int, nomor: str, blok: Bab | Lampiran | Subbab) -> None:
        """The number is a numbering's, so that Word counts on when a chapter or section is added."""
        style, text = CHAPTER, f"{nomor} {blok.judul}"
        number = 0
        if isinstance(blok, Subbab):
            style, text = SECTION if blok.tingkat == 2 else SUBSECTION, blok.judul
            if nomor:
                number = self._count(f"{nomor.rpartition('.')[0]}.%1")
        elif nomor:
            number = ANNEXES if isinstance(blok, Lampiran) else CHAPTERS
        more = _NUMBERING.format(number) if number else _UNNUMBERED
        sheet.paragraph(style, bookmark(2 * nth, mark_of(nth), run(blok.judul)), text, more=more, mark=mark_of(nth))

    def _count(self, look: str) -> int:
        """The numbering of this look, which a list never shares with another."""
        if look == LIST or look not in self.counted:
            self.counted.append(look)
        return COUNTED + len(self.counted) - 1 - self.counted[::-1].index(look)

    def _list(self, sheet: Sheet, blok: Butir) -> None:
        style, number = (NUMBERED, self._count(LIST)) if blok.bernomor else (BULLET, BULLETS)
        for isi in blok.isi:
            sheet.paragraph(style, self._pieces(isi), _plain(isi), more=_NUMBERING.format(number))

    def _table(self, sheet: Sheet, nth: int, nomor: str, blok: TabelBlok) -> None:
        if blok.judul:
            self._caption(sheet, nth, nomor, blok.judul, keep=True)
        sheet.block(*table(blok, sheet.paper.width))
        if blok.catatan:
            sheet.paragraph(NOTE, run(blok.catatan), blok.catatan)
        else:
            sheet.paragraph(GAP, "", "")

    def _figure(self, sheet: Sheet, nth: int, nomor: str, blok: GambarBlok) -> None:
        self._pictures += 1
        most = sheet.paper.height - _CAPTION_ROOM
        picture = chart(self._document, self._pictures, blok, nomor, sheet.paper.width, most)
        height = picture.height + PICTURE.leading / 4
        sheet.block(
            paragraph(PICTURE.id, picture.xml),
            Strip((height,), PICTURE.before, PICTURE.after, keep=bool(blok.judul), whole=True),
        )
        if blok.judul:
            self._caption(sheet, nth, nomor, blok.judul, keep=False)
            sheet.paragraph(GAP, "", "")

    def _caption(self, sheet: Sheet, nth: int, nomor: str, judul: str, *, keep: bool) -> None:
        """ "Tabel III.5 Judul", its last number a sequence that Word counts; `\\r` where it does not simply go on."""
        name = nomor.partition(" ")[0]
        last = int(nomor.rpartition(".")[2].rpartition(" ")[2])
        again = "" if last == self._captions[name] + 1 else f" \\r {last}"
        self._captions[name] = last
        counted = run(nomor.removesuffix(str(last))) + field(f"SEQ {name} \\* ARABIC{again}", str(last))
        content = bookmark(2 * nth + 1, _reference(nth), counted) + run(f" {judul}")
        mark = mark_of(nth)
        sheet.paragraph(CAPTION, bookmark(2 * nth, mark, content), f"{nomor} {judul}", keep=keep, mark=mark)

    def _logo(self, identitas: Identitas, side: float) -> Picture | None:
        if not identitas.logo:
            return None
        self._pictures += 1
        return logo(self._document, self._pictures, identitas, side)

    def _pieces(self, isi: Isi) -> str:
        return run(isi) if isinstance(isi, str) else pieces(isi, self._references)


def _reference(nth: int) -> str:
    """The bookmark of the number in the caption of block `nth`."""
    return f"_Ref{nth:06}"


def _plain(isi: Isi) -> str:
    return isi if isinstance(isi, str) else "".join(one.teks for one in isi)
