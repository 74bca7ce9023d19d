"""A cell read as an answer: a score, or the label of one. What is neither, or not wholly, is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.engine.understand import words
from bot.imports.faults import Said, Unreadable
from scoring.instrumen import Instrumen
from scoring.model import UnitLayanan

_PALING_PANJANG = 200
_NILAI = ("1", "2", "3", "4")
_SKOR = Said("must be 1, 2, 3 or 4", "harus 1, 2, 3, atau 4")
_SKOR_KOSONG = Said("is empty; must be 1, 2, 3 or 4", "masih kosong; harus 1, 2, 3, atau 4")
_DEPAN = re.compile(r"\(?([1-4a-d])\s*[).:=–-]+\s*(.+)", re.IGNORECASE)
_BELAKANG = re.compile(r"(.+?)\s*\(([1-4])\)")


@dataclass(frozen=True, slots=True)
class Answers:
    """How the cells of one column are read: as numbers, or by `labels` (folded words -> score), never as both."""

    labels: Mapping[tuple[str, ...], int]
    offered: tuple[str, ...]
    codes: Mapping[str, str]
    desimal: str
    by_label: bool = False

    def read(self, text: str) -> int:
        """The score, 1..4. Raises Unreadable."""
        if len(text) > _PALING_PANJANG:
            raise Unreadable(*_SKOR)
        given = self.codes.get(text.casefold(), text)
        skor = self._labelled(given) if self.by_label and given == text else self._number(given)
        if skor is not None:
            return skor
        if self.by_label:
            listed = " / ".join(self.offered)
            empty = ("is empty; ", "masih kosong; ") if not text else ("", "")
            raise Unreadable(f"{empty[0]}must be one of {listed}", f"{empty[1]}harus salah satu dari {listed}")
        raise Unreadable(*(_SKOR if text else _SKOR_KOSONG))

    def _number(self, text: str) -> int | None:
        if self.desimal and re.fullmatch(rf"[1-4]{re.escape(self.desimal)}0+", text):
            return int(text[0])
        return int(text) if text in _NILAI else None

    def _labelled(self, text: str) -> int | None:
        """By the label; a number or letter beside it has to agree."""
        if (skor := self.labels.get(tuple(words(text)))) is not None:
            return skor
        if before := _DEPAN.fullmatch(text):
            mark, label = before[1].casefold(), before[2]
        elif after := _BELAKANG.fullmatch(text):
            mark, label = after[2], after[1]
        else:
            return None
        skor = self.labels.get(tuple(words(label)))
        # Letters count from either end, by the form: they say nothing beside the label.
        return skor if mark.isalpha() or skor == int(mark) else None


def answers_of(
    cells: Iterable[str], labels: Sequence[Sequence[str]], codes: Mapping[str, str], desimal: str
) -> Answers:
    """`labels` four by four, score 1 first, those that count most before the others."""
    known: dict[tuple[str, ...], int] = {}
    for four in labels:
        for skor, label in enumerate(four, start=1):
            known.setdefault(tuple(words(label)), skor)
    numbers = Answers(known, tuple(labels[0]), {k.casefold(): v for k, v in codes.items()}, desimal)
    texts = Answers(known, tuple(labels[0]), numbers.codes, desimal, by_label=True)
    filled = [cell for cell in cells if cell]
    return texts if _readable(texts, filled) > _readable(numbers, filled) else numbers


def labels_of(kind: str, key: str, instrumen: Instrumen, unit: UnitLayanan) -> list[Sequence[str]]:
    """The unit's own, then the instrumen's."""
    if kind == "harapan":
        return [instrumen.label_harapan]
    own = unit.label.get(key)
    return [own, instrumen.unsur_of(key).label] if own else [instrumen.unsur_of(key).label]


def _readable(answers: Answers, cells: Sequence[str]) -> int:
    count = 0
    for cell in cells:
        try:
            answers.read(cell)
        except Unreadable:
            continue
        count += 1
    return count
