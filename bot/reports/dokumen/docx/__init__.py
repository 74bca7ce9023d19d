"""A document as a Word file (DOCX) that an office can go on editing: real styles, numbering, fields and sections."""

from bot.reports.dokumen.docx.render import render_docx

__all__ = ["render_docx"]
