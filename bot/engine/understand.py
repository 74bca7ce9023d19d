"""What a person typed, read kindly: a label, its number, a number in words, yes and no, with typing errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

_SATUAN = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5,
    "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100,
}  # fmt: skip
_HIASAN = {
    "umur",
    "usia",
    "saya",
    "tahun",
    "thn",
    "th",
    "nomor",
    "no",
    "angka",
    "pilih",
    "jawab",
    "jawaban",
    "yg",
    "yang",
}
_MIRIP = 86
_UNGGUL = 6


@dataclass(frozen=True, slots=True)
class Opsi:
    """An option of a question: the value kept, the label shown, other words that mean it."""

    nilai: str
    label: str
    lain: tuple[str, ...] = ()


def words(teks: str) -> list[str]:
    return re.findall(r"[^\W_]+", teks.casefold())


def read_number(teks: str) -> int | None:
    """The whole number that a short text states, in digits or Indonesian words (to 199); None where it states none.

    >>> read_number("45 tahun"), read_number("empat puluh lima"), read_number("umur saya seratus dua")
    (45, 45, 102)
    """
    telling = [w for w in words(teks[:80]) if w not in _HIASAN]
    if len(telling) == 1 and (digits := re.fullmatch(r"(\d{1,6})(?:th|thn|tahun)?", telling[0])):
        return int(digits[1])
    total = part = 0
    for word in telling:
        if word == "puluh" and 1 < part < 10:
            total, part = total + part * 10, 0
        elif word == "belas" and 1 < part < 10:
            total, part = total + part + 10, 0
        elif word in _SATUAN and part == 0:
            part = _SATUAN[word]
            if part == 100:
                total, part = total + part, 0
        else:
            return None
    return total + part if telling else None


def read_choice(teks: str, pilihan: Sequence[Opsi]) -> str | None:
    """The value of the option meant: its label, one of its other words, its number from 1, or nearly its label.

    A near miss counts only where one option is clearly nearer than all others, since "kurang mudah" and
    "sangat mudah" are alike in their letters and opposite in what they mean.
    """
    said = " ".join(words(teks[:200]))
    if not said:
        return next((option.nilai for option in pilihan if teks.strip() in option.lain), None)
    for option in pilihan:
        if said in {" ".join(words(w)) for w in (option.label, *option.lain)}:
            return option.nilai
    number = read_number(teks)
    if number is not None:
        return pilihan[number - 1].nilai if 1 <= number <= len(pilihan) else None
    near = sorted(((fuzz.ratio(said, " ".join(words(o.label))), o.nilai) for o in pilihan), reverse=True)
    if near[0][0] < _MIRIP or (len(near) > 1 and near[0][0] - near[1][0] < _UNGGUL):
        return None
    return near[0][1]
