"""What surrounds the text in the file: style sheet, numbering, settings and properties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.reports.dokumen.blok import Dokumen
from bot.reports.dokumen.docx.styles import ACCENT, BULLET, CHAPTER, FONT, NUMBERED, SECTION, SHEET, Style
from bot.reports.dokumen.docx.wml import clean, twips

CHAPTERS: Final = 1
ANNEXES: Final = 2
BULLETS: Final = 3
COUNTED: Final = 4
"""Ids of numberings: chapters, annexes, bullets; and from here on one for each list, so that it begins at 1, and one
for the sections of each chapter."""
LIST: Final = "%1."
"""What a numbered list's numbers look like; a section's are "3.%1"."""

_LANGUAGE: Final = "id-ID"
_TABLE_BORDERS: Final = (("top", 8, ACCENT), ("bottom", 8, ACCENT), ("insideH", 4, "BFBFBF"))


def prepare(document: Document, dokumen: Dokumen, counted: Sequence[str]) -> None:
    """Everything but the text; `counted` are the numberings from COUNTED on."""
    _replace(document.styles.element, "w:styles", _styles())
    _replace(document.part.numbering_part.element, "w:numbering", _numbering(counted))
    _replace(document.settings.element, "w:settings", _settings())
    _properties(document, dokumen)


def _replace(element: object, name: str, inside: str) -> None:
    """The children of `element` by those of the text."""
    parsed = parse_xml(f"<{name} {nsdecls('w')}>{inside}</{name}>")
    element[:] = list(parsed)  # type: ignore[index]


def _styles() -> str:
    fonts = "".join(f' w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for side, size, colour in _TABLE_BORDERS
    )
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/><w:sz w:val="22"/>'
        f'<w:lang w:val="{_LANGUAGE}" w:eastAsia="{_LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + "".join(style.xml() for style in SHEET)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="TabelSKM"><w:name w:val="Tabel SKM"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
        '<w:shd w:val="clear" w:color="auto" w:fill="E6EFF2"/></w:tcPr></w:tblStylePr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


def _numbering(counted: Sequence[str]) -> str:
    """Sections have a numbering a chapter, "3.%1" for the third: under "BAB III" one of two levels would give "III.1"
    wherever `w:isLgl` is not known."""
    kinds = (
        _level("upperRoman", "BAB %1", style=CHAPTER.id),
        _level("decimal", "Lampiran %1"),
        _level("bullet", "•", BULLET),
        *(_level("decimal", one, NUMBERED if one == LIST else SECTION) for one in counted),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        for n, level in enumerate(kinds, 1)
    )
    return abstract + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(kinds) + 1)
    )


def _level(kind: str, text: str, indented: Style | None = None, style: str = "") -> str:
    """A numbering with its one level; `indented` as a style is, or else part of the line."""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    space = "" if indented else '<w:suff w:val="space"/>'
    inset, hang = (indented.inset, indented.hang) if indented else (0, 0)
    look = "" if indented in (BULLET, NUMBERED) else f'<w:rPr><w:color w:val="{ACCENT}"/></w:rPr>'
    return (
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}{space}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{twips(inset)}" w:hanging="{twips(hang)}"/></w:pPr>{look}'
    )


def _settings() -> str:
    """No `updateFields`: Word would ask whoever opens the file; what the fields show is already right."""
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:compatSetting {mode}/></w:compat><w:themeFontLang w:val="{_LANGUAGE}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    )


def _properties(document: Document, dokumen: Dokumen) -> None:
    properties = document.core_properties
    properties.title = _short(dokumen.judul)
    properties.subject = _short(dokumen.subjek)
    properties.author = properties.last_modified_by = _short(dokumen.identitas.pemda)
    properties.comments = ""
    properties.language = _LANGUAGE
    properties.created = properties.modified = datetime.combine(dokumen.tanggal, time(), UTC)
    rels = document.part.package.rels
    for name in _of_kind(rels.items(), RELATIONSHIP_TYPE.THUMBNAIL):
        del rels[name]  # the empty file's own preview


def _of_kind(rels: Iterable[tuple[str, object]], kind: str) -> list[str]:
    return [name for name, one in rels if getattr(one, "reltype", "") == kind]


def _short(text: str) -> str:
    """As a property may hold it."""
    return " ".join(clean(text).split())[:255]
