"""The table of contents and the lists of tables and figures: fields that Word can compute anew, already filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.dokumen.blok import Bab, GambarBlok, Lampiran, Subbab, TabelBlok
from bot.reports.dokumen.docx.sheet import Sheet
from bot.reports.dokumen.docx.styles import CONTENTS, CONTENTS_1, CONTENTS_2, CONTENTS_NEXT, FIGURES, Style
from bot.reports.dokumen.docx.wml import field, field_end, field_start, link, run, tab
from bot.reports.dokumen.penomoran import Bernomor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `mark` is the bookmark of what it leads to."""

    mark: str
    text: str
    style: Style


_LISTS: Final = (
    ("Daftar Isi", 'TOC \\o "1-2" \\h \\z', (Bab, Lampiran, Subbab)),
    ("Daftar Tabel", 'TOC \\h \\z \\c "Tabel"', (TabelBlok,)),
    ("Daftar Gambar", 'TOC \\h \\z \\c "Gambar"', (GambarBlok,)),
)


def mark_of(nth: int) -> str:
    """The bookmark of the heading or caption of block `nth`."""
    return f"_Toc{nth:06}"


def entries_of(numbered: Sequence[Bernomor]) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    """Each list with its title, the field that makes it and its lines."""
    return tuple(
        (
            title,
            code,
            tuple(
                Entry(mark_of(nth), f"{one.nomor} {' '.join(one.blok.judul.split())}".strip(), _style(one))
                for nth, one in enumerate(numbered)
                if isinstance(one.blok, kinds) and one.blok.judul and getattr(one.blok, "tingkat", 2) == 2
            ),
        )
        for title, code, kinds in _LISTS
    )


def write_contents(sheet: Sheet, numbered: Sequence[Bernomor], pages: Mapping[str, str]) -> None:
    """The lists that are not empty, on a new page. `pages` are as printed, by bookmark."""
    sheet.fresh = True
    for title, code, entries in entries_of(numbered):
        if entries:
            sheet.paragraph(CONTENTS if sheet.fresh else CONTENTS_NEXT, run(title), title)
        for n, one in enumerate(entries):
            line = run(one.text) + tab() + field(f"PAGEREF {one.mark} \\h", pages.get(one.mark, ""))
            begin, end = (field_start(code) if n == 0 else ""), (field_end() if n == len(entries) - 1 else "")
            sheet.paragraph(one.style, begin + link(one.mark, line) + end, one.text)


def _style(one: Bernomor) -> Style:
    match one.blok:
        case TabelBlok() | GambarBlok():
            return FIGURES
        case Subbab():
            return CONTENTS_2
        case _:
            return CONTENTS_1
