"""What a person typed, read kindly: a label, its number, a number in words, yes and no, with typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.engine.wording import kata

_SATUAN = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_MIRIP = 82
_KATA_MIRIP = 70
_UNGGUL = 6


@dataclass(frozen=True, slots=True)
class Opsi:
    """An option of a question: the value kept, the label shown, other words that mean it."""

    nilai: str
    label: str
    lain: tuple[str, ...] = ()


def legible(teks: str) -> str:
    """Without what can be neither shown nor kept: control characters and halves of surrogate pairs."""
    if teks.isprintable():
        return teks
    return "".join(c for c in teks if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def quoted(teks: str, most: int) -> str:
    """What was typed, fit to be repeated within a sentence: one line, nothing that turns the line around."""
    return "".join(c for c in " ".join(teks.split()) if unicodedata.category(c) != "Cf")[:most]


def is_blank(teks: str) -> bool:
    """True where there is nothing to see."""
    return all(c.isspace() or unicodedata.category(c)[0] in "CZ" for c in teks)


def is_command(teks: str) -> bool:
    """True for what looks like a command; those that exist never come as typed text."""
    return re.match(r"/[^\W\d]", teks.strip()) is not None


def is_thanks(teks: str) -> bool:
    return plain(teks) in kata.TERIMA_KASIH


def is_greeting(teks: str) -> bool:
    return plain(teks) in kata.SALAM


def words(teks: str) -> list[str]:
    return re.findall(r"[^\W_]+", teks.casefold())


def plain(teks: str) -> str:
    """Small letters, single spaces, no punctuation, common short forms written out."""
    return " ".join(kata.SINGKATAN.get(word, word) for word in words(teks))


def _number_words() -> dict[str, int]:
    """Every number from 0 to 199 as it is said, without spaces: "empatpuluhlima" -> 45."""
    below = {"sepuluh": 10, "sebelas": 11}
    for n, one in enumerate(_SATUAN, start=1):
        below[one] = n
        if n > 1:
            below[f"{one}belas"] = 10 + n
            below[f"{one}puluh"] = 10 * n
            below |= {f"{one}puluh{unit}": 10 * n + m for m, unit in enumerate(_SATUAN, start=1)}
    return {"nol": 0, **below, "seratus": 100, **{f"seratus{name}": 100 + n for name, n in below.items()}}


_BILANGAN = _number_words()


def read_number(teks: str) -> int | None:
    """The whole number that a short text states, in digits or Indonesian words (to 199); None where it states none.

    >>> read_number("45 tahun"), read_number("empat puluh lima"), read_number("umur saya seratus dua")
    (45, 45, 102)
    """
    teks = teks[:80]
    if re.search(r"(?:^|\s)[-−]\d", teks):
        return None
    telling = [word for word in words(teks) if word not in kata.HIASAN]
    if len(telling) == 1 and (digits := re.fullmatch(r"(\d{1,12})(?:th|thn|tahun)?", telling[0])):
        return int(digits[1])
    return _BILANGAN.get("".join(telling))


def read_choice(teks: str, pilihan: Sequence[Opsi]) -> str | None:
    """The value of the option meant: its label, one of its other words, its number from 1, both, or nearly its label.

    A near miss counts only where it has as many words as the label, each like its own, and where no other option
    is nearly as near, since "kurang mudah" and "sangat mudah" are alike in letters and opposite in what they mean.
    """
    exact = _exact(teks, pilihan)
    if exact is not None:
        return exact
    number = read_number(teks)
    if number is not None:
        return pilihan[number - 1].nilai if 1 <= number <= len(pilihan) else None
    return _numbered(teks, pilihan) or _near(teks, pilihan)


def read_word(teks: str, pilihan: Sequence[Opsi]) -> str | None:
    """As `read_choice` for options that have no numbers: the ways around."""
    return _exact(teks, pilihan) or _near(teks, pilihan)


def _exact(teks: str, pilihan: Sequence[Opsi]) -> str | None:
    said = plain(teks[:200])
    if not said:
        return next((option.nilai for option in pilihan if teks.strip() in option.lain), None)
    for option in pilihan:
        if said in {plain(w) for w in (option.label, *option.lain)}:
            return option.nilai
    return None


def _numbered(teks: str, pilihan: Sequence[Opsi]) -> str | None:
    """Number and label together, "3. Sesuai": taken where they agree."""
    number, _, label = plain(teks[:200]).partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= len(pilihan)):
        return None
    return _exact(label, (pilihan[int(number) - 1],)) if label else None


def _near(teks: str, pilihan: Sequence[Opsi]) -> str | None:
    said = plain(teks[:200])
    near = sorted(((_likeness(said, plain(option.label)), option.nilai) for option in pilihan), reverse=True)
    if not near or near[0][0] < _MIRIP or (len(near) > 1 and near[0][0] - near[1][0] < _UNGGUL):
        return None
    return near[0][1]


def _likeness(said: str, label: str) -> float:
    """0 to 100; 0 where any word is unlike the one in its place."""
    if said.replace(" ", "") == label.replace(" ", ""):
        return 100 if said else 0
    pairs = list(zip(said.split(), label.split(), strict=False))
    if said.count(" ") != label.count(" ") or any(fuzz.ratio(a, b) < _KATA_MIRIP for a, b in pairs):
        return 0
    return fuzz.ratio(said, label)
