"""Cover, letterhead, large figures and signature: what is laid out in cells without lines."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine.tanggal import tanggal
from bot.reports.dokumen.blok import Sampul, Sorot, TandaTangan
from bot.reports.dokumen.docx.layout import Strip
from bot.reports.dokumen.docx.pictures import Picture
from bot.reports.dokumen.docx.sheet import Sheet
from bot.reports.dokumen.docx.styles import (
    ACCENT,
    ADDRESS,
    COVER_LINE,
    COVER_NAME,
    COVER_SUBJECT,
    COVER_TITLE,
    FIGURE,
    FIGURE_NAME,
    GAP,
    LETTERHEAD,
    LETTERHEAD_RULE,
    LETTERHEAD_UNIT,
    PICTURE,
    SIGNED,
    Style,
)
from bot.reports.dokumen.docx.wml import paragraph, run, twips
from bot.reports.dokumen.identitas import Identitas

Line = tuple[Style, str]
_COVER = (190.0, 310.0, 180.0)
"""Heights of the cover's parts: logo, title, names."""
_LOGO_CELL = 66.0
_SIGNATURE = 212.0
"""How wide the signature's column is."""
_ROOM = 58.0
"""For the signature itself."""
_RULES = 2.0
"""The lines above and below large figures."""
_DOTS = "…" * 18


def write_cover(sheet: Sheet, blok: Sampul, logo: Picture | None) -> None:
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="10" w:color="{ACCENT}"/></w:pBdr>'
    short = f'<w:ind w:left="{twips(150)}" w:right="{twips(150)}"/>'
    title = (
        "".join(paragraph(COVER_TITLE.id, run(one)) for one in blok.judul)
        + paragraph(COVER_LINE.id, "", rule + short)
        + paragraph(COVER_SUBJECT.id, run(blok.subjek))
        + paragraph(COVER_LINE.id, run(blok.periode))
    )
    names = "".join(paragraph(COVER_NAME.id, run(one)) for one in (*blok.penerbit, blok.tahun) if one)
    top = paragraph(PICTURE.id, logo.xml if logo else "")
    parts = ((top, "center"), (title, "center"), (names, "bottom"))
    rows = "".join(
        _row((sheet.paper.width,), (content,), valign=side, height=height)
        for (content, side), height in zip(parts, _COVER, strict=True)
    )
    sheet.block(_grid((sheet.paper.width,), rows), Strip((sum(_COVER),), whole=True))


def write_letterhead(sheet: Sheet, identitas: Identitas, logo: Picture | None) -> None:
    """Issuer and office, the last in larger letters; the logo at the left; a thick and a thin line below."""
    *above, last = identitas.baris
    lines = [*((LETTERHEAD, one) for one in above), (LETTERHEAD_UNIT, last)]
    lines += [(ADDRESS, identitas.alamat)] if identitas.alamat else []
    if logo is None:
        for style, text in lines:
            sheet.paragraph(style, run(text), text)
    else:
        width = sheet.paper.width
        columns = (_LOGO_CELL, width - 2 * _LOGO_CELL, _LOGO_CELL)
        cells = (paragraph(PICTURE.id, logo.xml, '<w:spacing w:before="0"/>'), _lines(lines), paragraph(GAP.id, ""))
        height = max(logo.height, sum(style.lines(text, columns[1]) * style.leading for style, text in lines) + 2)
        sheet.block(_grid(columns, _row(columns, cells)), Strip((height,), whole=True))
    sheet.paragraph(LETTERHEAD_RULE, "", "")


def write_figures(sheet: Sheet, blok: Sorot) -> None:
    """The figures side by side between two lines."""
    if not blok.angka:
        return
    width = sheet.paper.width / len(blok.angka)
    columns = (width,) * len(blok.angka)
    cells = tuple(_lines(((FIGURE, value), (FIGURE_NAME, name))) for value, name in blok.angka)
    height = max(
        FIGURE.before + FIGURE.lines(value, width) * FIGURE.leading
        + FIGURE_NAME.lines(name, width) * FIGURE_NAME.leading + FIGURE_NAME.before + FIGURE_NAME.after
        for value, name in blok.angka
    )  # fmt: skip
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>' for side in ("top", "bottom")
    )
    inner = '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
    sheet.block(_grid(columns, _row(columns, cells), sides + inner), Strip((height + _RULES,), whole=True))
    sheet.paragraph(GAP, "", "")


def write_signature(sheet: Sheet, blok: TandaTangan) -> None:
    oleh = blok.oleh
    above = (f"{blok.tempat or '…' * 8}, {tanggal(blok.tanggal)}", f"{oleh.jabatan or _DOTS},")
    below = (oleh.nama or _DOTS, oleh.pangkat or _DOTS, f"NIP {oleh.nip or '…' * 15}")
    room = f'<w:spacing w:before="{twips(_ROOM)}"/>'
    looks = ('<w:b/><w:u w:val="single"/>' if oleh.nama else "", "", "")
    signed = "".join(paragraph(SIGNED.id, run(one)) for one in above) + "".join(
        paragraph(SIGNED.id, run(text, look), "" if n else room)
        for n, (text, look) in enumerate(zip(below, looks, strict=True))
    )
    columns = (sheet.paper.width - _SIGNATURE, _SIGNATURE)
    sheet.paragraph(GAP, "", "", keep=True)
    lines = sum(SIGNED.lines(one, _SIGNATURE) * SIGNED.leading + SIGNED.after for one in (*above, *below))
    cells = (paragraph(GAP.id, ""), signed)
    sheet.block(_grid(columns, _row(columns, cells)), Strip((lines + _ROOM,), whole=True))
    sheet.paragraph(GAP, "", "")


def _lines(lines: Sequence[Line]) -> str:
    return "".join(paragraph(style.id, run(text)) for style, text in lines)


def _grid(columns: Sequence[float], rows: str, borders: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(one)}"/>' for one in columns)
    lines = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(columns))}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(columns: Sequence[float], cells: Sequence[str], *, valign: str = "center", height: float = 0) -> str:
    least = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="{valign}"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(columns, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{written}</w:tr>"
