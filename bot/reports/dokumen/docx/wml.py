"""Pieces of WordprocessingML (ECMA-376 part 1, chapter 17), as text. Lengths are points unless a name says twips."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from bot.reports.dokumen.blok import Potongan

_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
"""What XML cannot hold, and the marks by which a name could turn around the text beside it."""


def clean(text: str) -> str:
    """`text` with what a file may hold; line ends are one "\\n"."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")


def twips(points: float) -> int:
    return round(points * 20)


def attribute(text: str) -> str:
    """`text` as an attribute's value with its quotes."""
    return quoteattr(clean(text).replace("\n", " "))


def run(text: str, look: str = "") -> str:
    """One run, `look` the inside of its w:rPr. A line end is a line break."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n"))
    return f"<w:r>{_look(look)}{lines}</w:r>"


def tab() -> str:
    return "<w:r><w:tab/></w:r>"


def pieces(isi: Iterable[Potongan], bookmarks: dict[str, str]) -> str:
    """Running text; a piece that refers becomes a cross-reference to the bookmark of its label."""
    found = []
    for one in isi:
        look = ("<w:b/>" if one.tebal else "") + ("<w:i/>" if one.miring else "")
        if one.rujuk in bookmarks:
            found.append(field(f"REF {bookmarks[one.rujuk]} \\h", one.teks, look))
        else:
            found.append(run(one.teks, look))
    return "".join(found)


def field(code: str, result: str, look: str = "") -> str:
    """A field with the result it shows until it is computed anew."""
    return field_start(code, look) + run(result, look) + field_end()


def field_start(code: str, look: str = "") -> str:
    return (
        f'<w:r>{_look(look)}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{_look(look)}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{_look(look)}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end() -> str:
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmark(number: int, name: str, content: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def link(name: str, content: str) -> str:
    """`content` as a link to a bookmark of this document."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def paragraph(style: str, content: str, more: str = "") -> str:
    """`more` is what w:pPr holds after the style, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def _look(inside: str) -> str:
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""
