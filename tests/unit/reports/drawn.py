"""What stands in an SVG of ours: its texts with the room they take, and its shapes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from bot.reports.grafik.metrics import text_width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    size: int
    left: float
    right: float
    baseline: float

    def overlaps(self, other: Text) -> bool:
        """Capitals are about three quarters of the size high; what hangs below the line is left out."""
        above, below = sorted((self, other), key=lambda one: one.baseline)
        apart = below.baseline - 0.74 * below.size >= above.baseline
        return not apart and self.left < other.right and other.left < self.right


@dataclass(frozen=True, slots=True)
class Drawn:
    """An SVG, taken apart."""

    svg: str

    @property
    def root(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.svg)

    @property
    def texts(self) -> list[Text]:
        return [_text(one) for one in self.root.iter(f"{SVG}text")]

    @property
    def words(self) -> list[str]:
        return [one.text for one in self.texts]

    @property
    def flow(self) -> str:
        """All texts in the order of drawing: a name on two lines stands in it as one."""
        return " ".join(self.words)

    def shapes(self, tag: str, **attributes: str) -> list[ElementTree.Element]:
        return [
            one
            for one in self.root.iter(f"{SVG}{tag}")
            if all(one.get(name.replace("_", "-")) == value for name, value in attributes.items())
        ]

    def clashes(self) -> list[tuple[str, str]]:
        return [(a.text, b.text) for a, b in combinations(self.texts, 2) if a.overlaps(b)]

    def outside(self, width: int) -> list[str]:
        return [one.text for one in self.texts if one.left < 0 or one.right > width]


def _text(element: ElementTree.Element) -> Text:
    text, size, x = element.text or "", int(element.attrib["font-size"]), float(element.attrib["x"])
    wide = text_width(text, size, bold=element.get("font-weight") == "700")
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.attrib["text-anchor"]]
    return Text(text, size, left, left + wide, float(element.attrib["y"]))
