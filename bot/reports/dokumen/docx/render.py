"""Blocks to a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Final

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.reports.dokumen.blok import Bab, DaftarIsi, Dokumen, Lampiran, Sampul
from bot.reports.dokumen.docx.contents import mark_of, write_contents
from bot.reports.dokumen.docx.layout import pages
from bot.reports.dokumen.docx.package import prepare
from bot.reports.dokumen.docx.sections import TURNED, UPRIGHT, Section, foot
from bot.reports.dokumen.docx.sheet import Sheet
from bot.reports.dokumen.docx.styles import END
from bot.reports.dokumen.docx.wml import bookmark, field, paragraph, run
from bot.reports.dokumen.docx.writer import Writer
from bot.reports.dokumen.penomoran import Bernomor, number, romawi

_COVER, _FRONT, _BODY = "", "lowerRoman", "decimal"
"""How pages are numbered: not at all; i, ii before the first chapter with a number; 1, 2, 3."""
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
    runs = _runs(numbered)
    sheet, writer = Sheet(UPRIGHT), Writer(document, numbered)
    kop, contents, ends = dokumen.kop, [], []
    for section, blocks in runs:
        sheet.turn(section.paper, section.start)
        if kop and section.numbering != _COVER:
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


def _runs(numbered: Sequence[Bernomor]) -> list[Run]:
    """Runs of blocks on pages alike, each a section."""
    found: list[Run] = []
    counted = {_COVER}
    for (numbering, turned), blocks in groupby(_kinds(numbered), key=lambda one: one[:2]):
        start = None if numbering in counted else 1
        counted.add(numbering)
        section = Section(TURNED if turned else UPRIGHT, numbering, start)
        found.append((section, tuple((nth, one) for _, _, nth, one in blocks)))
    return found or [(Section(UPRIGHT, _BODY, 1), ())]


def _kinds(numbered: Sequence[Bernomor]) -> Iterator[tuple[str, bool, int, Bernomor]]:
    """Each block with how its pages are numbered, and whether they are turned."""
    formal = any(isinstance(one.blok, Bab) and one.blok.bernomor for one in numbered)
    numbering, turned = _FRONT if formal else _BODY, False
    for nth, one in enumerate(numbered):
        match one.blok:
            case Sampul():
                yield _COVER, False, nth, one
                continue
            case Bab(bernomor=bernomor):
                numbering, turned = _BODY if bernomor else numbering, False
            case Lampiran(mendatar=mendatar):
                numbering, turned = _BODY, mendatar
            case _:
                pass
        yield numbering, turned, nth, one


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
                printed[mark_of(nth)] = romawi(page).lower() if section.numbering == _FRONT else str(page)
    return printed
