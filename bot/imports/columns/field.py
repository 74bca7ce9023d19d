"""What a column may hold, as it is written in a mapping."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.imports.faults import Unreadable
from scoring.errors import InstrumenError
from scoring.instrumen import Instrumen

PROFIL: Final = ("jenis_kelamin", "usia", "usia_kelompok", "pendidikan", "pekerjaan")
KOLOM: Final = ("diisi_pada", "layanan", *PROFIL, "saran")
"""What a response is made of beside the unsur."""
DIPERIKSA: Final = ("unit", "no", "jumlah", "rata-rata")
"""What is only held against the rest: the unit answered for, the respondent's number, the printed total and mean of a
row."""
ABAIKAN: Final = "abaikan"
PRIBADI: Final = "pribadi"
"""Names, addresses, telephone numbers: never read."""


class Field(NamedTuple):
    """`kind` is "unsur", "harapan", "soal" (known by its number alone), "harapan soal", or one of the words above;
    `key` the unsur's key or the question's number."""

    kind: str
    key: str = ""

    def __str__(self) -> str:
        if self.kind == "unsur":
            return self.key
        return f"{self.kind} {self.key}".strip()


def field_of(text: str, instrumen: Instrumen) -> Field:
    """Read back what `str` makes of a field; also U1 and H1. Raises Unreadable."""
    said = text.strip().casefold()
    if said in (*KOLOM, *DIPERIKSA, ABAIKAN, PRIBADI):
        return Field(said)
    if numbered := re.fullmatch(r"(harapan soal|soal) ([1-9]\d?)", said):
        if int(numbered[2]) <= len(instrumen.unsur):
            return Field(numbered[1], numbered[2])
    else:
        kind, name = ("harapan", re.sub(r"^h(?=\d)", "u", said)) if re.match(r"h\d", said) else ("unsur", said)
        if said.startswith("harapan "):
            kind, name = "harapan", said.removeprefix("harapan ")
        try:
            return Field(kind, instrumen.key_of(name))
        except InstrumenError:
            pass
    known = ", ".join((*(unsur.key for unsur in instrumen.unsur), "harapan <unsur>", "soal <nomor>", *KOLOM))
    raise Unreadable(
        f"is nothing that a column can hold; known are {known}, {', '.join(DIPERIKSA)}, {ABAIKAN}",
        f"bukan isi kolom yang dikenal; yang dikenal: {known}, {', '.join(DIPERIKSA)}, {ABAIKAN}",
    )
