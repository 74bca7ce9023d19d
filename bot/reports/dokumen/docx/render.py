"""Blocks to a Word file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.reports.dokumen.blok import DaftarIsi, Dokumen
from bot.reports.dokumen.docx.contents import mark_of, write_contents
from bot.reports.dokumen.docx.layout import pages
from bot.reports.dokumen.docx.package import prepare
from bot.reports.dokumen.docx.sections import TURNED, UPRIGHT, Section, foot
from bot.reports.dokumen.docx.sheet import Sheet
from bot.reports.dokumen.docx.styles import END
from bot.reports.dokumen.docx.wml import bookmark, field, paragraph, run
from bot.reports.dokumen.docx.writer import Writer
from bot.reports.dokumen.halaman import Bagian, Penomoran, sections
from bot.reports.dokumen.penomoran import Bernomor, number, romawi

_NUMBERING: Final[Mapping[Penomoran, str]] = {"": "", "i": "lowerRoman", "1": "decimal"}
"""Word's names for how pages are numbered."""
_END: Final = "_Akhir"
_NAMESPACES: Final = nsdecls("w", "r", "wp", "a", "pic")
Run = tuple[Section, tuple[tuple[int, Bernomor], ...]]


def render_docx(dokumen: Dokumen, halaman: Mapping[str, int] | None = None) -> bytes:
    """The document as the bytes of a DOCX file: half a second of one core for forty pages, so not for the event loop.

    The contents' page numbers are reckoned from the measures of the text, and can be computed anew in Word. `halaman`
    has those known better, by what is printed before the title ("BAB II", "3.1", "Tabel III.5"; the title itself
    where there is no number).

    Raises DokumenError: a reference to nothing, a picture or the logo that cannot be drawn, a row of a table that is
    not as long as its head.
    """
    numbered = number(dokumen)
    document = Document()
    runs = [(_section(one), one.blok) for one in sections(numbered)] or [(Section(UPRIGHT, _NUMBERING["1"], 1), ())]
    sheet, writer = Sheet(UPRIGHT), Writer(document, numbered)
    kop, contents, ends = dokumen.kop and bool(dokumen.identitas.baris), [], []
    for section, blocks in runs:
        sheet.turn(section.paper, section.start)
        if kop and section.numbering:
            writer.letterhead(sheet, dokumen.identitas)
            kop = False
        for nth, one in blocks:
            begin = len(sheet.xml)
            writer.write(sheet, nth, one, dokumen.identitas)
            if isinstance(one.blok, DaftarIsi):
                contents.append((slice(begin, len(sheet.xml)), sheet.paper))
        ends.append(len(sheet.xml))
        sheet.paragraph(END, "", "")

    prepare(document, dokumen, writer.counted)
    found, last = pages(sheet.strips)
    printed = _printed(runs, found | _known(numbered, halaman or {}))
    for place, paper in contents:
        filled = Sheet(paper)
        write_contents(filled, numbered, printed)
        sheet.xml[place] = filled.xml
    for at, (section, _) in zip(ends, runs, strict=True):
        final = at == ends[-1]
        end = bookmark(len(numbered) * 2, _END, run(" ")) if final else ""
        sheet.xml[at] = paragraph(END.id, end, "" if final else section.xml()) + (section.xml() if final else "")
    document.element.body[:] = list(parse_xml(f"<w:body {_NAMESPACES}>{''.join(sheet.xml)}</w:body>"))

    for made, (section, _) in zip(document.sections, runs, strict=True):
        if section.numbering:
            made.footer.is_linked_to_previous = False
            counted = field("NUMPAGES", str(last)) if len(runs) == 1 else field(f"PAGEREF {_END} \\h", str(last))
            written = foot(section, dokumen.judul, dokumen.subjek, counted)
            made.footer._element[:] = [parse_xml(written.replace("<w:p>", f"<w:p {_NAMESPACES}>", 1))]
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _section(one: Bagian) -> Section:
    return Section(TURNED if one.mendatar else UPRIGHT, _NUMBERING[one.penomoran], 1 if one.awal else None)


def _known(numbered: Sequence[Bernomor], halaman: Mapping[str, int]) -> dict[str, int]:
    """The given pages, by bookmark."""
    names = {nth: one.nomor or getattr(one.blok, "judul", "") for nth, one in enumerate(numbered)}
    return {mark_of(nth): halaman[name] for nth, name in names.items() if name in halaman}


def _printed(runs: Sequence[Run], found: Mapping[str, int]) -> dict[str, str]:
    """Pages as they are printed, by bookmark."""
    printed = {}
    for section, blocks in runs:
        for nth, _ in blocks:
            if page := found.get(mark_of(nth)):
                printed[mark_of(nth)] = romawi(page).lower() if section.numbering == _NUMBERING["i"] else str(page)
    return printed
