"""On which page each heading, table and figure will stand: the document set in columns of heights. Pure.

A word processor computes the page numbers of a table of contents only when asked to, so the file brings them along.
The heights come from the same styles as the file and from the font's own measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LOOSE = 0.5
"""Points by which rounding may put a line beyond the page."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A section begins, on a new page, with `room` points of text from top to bottom. Its pages count from `start`,
    without it they go on."""

    room: float
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """A paragraph, a table or a picture: heights that a page is filled with, top to bottom, in points.

    `keep` with the next strip; `fresh` begins a page; `whole` is never divided; `rows` are a table's and may stand
    alone, lines of a text not. `repeat` is set again atop each further page. `mark` is what its page is asked by.
    """

    heights: tuple[float, ...]
    before: float = 0
    after: float = 0
    keep: bool = False
    fresh: bool = False
    whole: bool = False
    rows: bool = False
    repeat: float = 0
    mark: str = ""

    def first(self) -> float:
        """The least of it that stands together at its beginning."""
        if self.whole:
            return sum(self.heights)
        if self.rows:
            return sum(self.heights[:2])
        return sum(self.heights[: 2 if len(self.heights) > 3 else 3])


def pages(strips: Sequence[Turn | Strip]) -> tuple[dict[str, int], int]:
    """The page of every mark, and of the end.

    Between two paragraphs lies the larger of the space after the one and before the other; atop a page that was
    begun because the last was full, none.
    """
    found: dict[str, int] = {}
    page, at, after, room = 1, 0.0, 0.0, 0.0
    for nth, one in enumerate(strips):
        if isinstance(one, Turn):
            page = one.start or page + 1
            at, after, room = 0.0, 0.0, one.room + _LOOSE
            continue
        gap = max(after, one.before)
        if at > 0 and one.fresh:
            page, at, gap = page + 1, 0.0, one.before
        elif at > 0 and at + gap + _together(strips, nth) > room:
            page, at, gap = page + 1, 0.0, 0.0
        if one.mark:
            found[one.mark] = page
        at += gap
        left = len(one.heights)
        for height in one.heights:
            full = at + height > room
            widow = left == 2 and not one.rows and at + 2 * height > room
            if (full or widow) and not one.whole and at > one.repeat:
                page, at = page + 1, one.repeat
            at += height
            left -= 1
        after = one.after
    return found, page


def _together(strips: Sequence[Turn | Strip], nth: int) -> float:
    """The height that has to find room on one page from this strip on, without the space before it."""
    height, after = 0.0, 0.0
    for one in strips[nth:]:
        if isinstance(one, Turn) or (one.fresh and height):
            break
        gap = max(after, one.before) if height else 0.0
        if not one.keep:
            return height + gap + one.first()
        height, after = height + gap + sum(one.heights), one.after
    return height
