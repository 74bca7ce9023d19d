"""What a document is written on: each paragraph goes down twice, as WordprocessingML and as the height it takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reports.dokumen.docx.layout import Strip, Turn
from bot.reports.dokumen.docx.sections import Paper
from bot.reports.dokumen.docx.styles import END, Style
from bot.reports.dokumen.docx.wml import paragraph


@dataclass(slots=True)
class Sheet:
    """`paper` is that of the section being written. `fresh`: what comes next begins a page; `stay`: it does not,
    though its style would."""

    paper: Paper
    xml: list[str] = field(default_factory=list)
    strips: list[Turn | Strip] = field(default_factory=list)
    fresh: bool = False
    stay: bool = False

    def paragraph(
        self, style: Style, content: str, text: str, *, more: str = "", keep: bool = False, mark: str = ""
    ) -> None:
        """`text` is what `content` shows; `more` is further w:pPr, of what follows pageBreakBefore in the schema."""
        keep, fresh = keep or style.keep, (self.fresh or style.fresh) and not self.stay
        kept = "<w:keepNext/>" if keep > style.keep else ""
        broken = "" if fresh == style.fresh else f'<w:pageBreakBefore w:val="{fresh:d}"/>'
        first, *further = (style.leading,) * style.lines(text, self.paper.width)
        lines = (first + style.framed, *further)
        self.strips.append(Strip(lines, style.before, style.after, keep=keep, fresh=fresh, mark=mark))
        self.xml.append(paragraph(style.id, content, kept + broken + more))
        self.fresh = self.stay = False

    def block(self, xml: str, strip: Strip) -> None:
        """What is no paragraph, or has a height of its own."""
        if self.fresh:
            self.paragraph(END, "", "")
        self.xml.append(xml)
        self.strips.append(strip)
        self.stay = False

    def turn(self, paper: Paper, start: int | None) -> None:
        """A section begins."""
        self.paper = paper
        self.strips.append(Turn(paper.height, start))
