"""What the codes of a profile mean: by a mapping, by a legend in the sheet, or, as a proposal only, by the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.engine.understand import words
from scoring.instrumen import Instrumen
from scoring.model import UnitLayanan

BERKODE: Final = ("jenis_kelamin", "usia_kelompok", "pendidikan", "pekerjaan", "layanan")
_PALING_PANJANG: Final = 400
_KODE = re.compile(r"\d{1,2}")
_BUTIR = re.compile(r"(\d{1,2})\s*[=:.)]\s*([^=;,|\n]*?[^\W\d_][^=;,|\n]*?)\s*(?=[;,|\n]|\s\d{1,2}\s*[=:.)]|$)")


def is_coded(values: Iterable[str]) -> bool:
    """Whether a column of the profile holds bare numbers instead of words."""
    filled = [value for value in values if value]
    return bool(filled) and all(_KODE.fullmatch(value) for value in filled)


def legend(field: str, around: Sequence[str]) -> dict[str, str]:
    """The codes of a field as a line beside the table explains them: "Jenis kelamin: 1 = Laki-laki, 2 = Perempuan".
    Empty where no line does, or where two differ."""
    told: dict[str, str] = {}
    for line in around:
        if len(line) > _PALING_PANJANG:
            continue
        said = words(line)
        if not all(word in said for word in field.split("_")):
            continue
        found = {code: meaning.strip() for code, meaning in _BUTIR.findall(line.partition(":")[2] or line)}
        if len(found) >= 2:
            if told and told != found:
                return {}
            told = found
    return told


def proposal(field: str, values: Iterable[str], instrumen: Instrumen, unit: UnitLayanan) -> Mapping[str, str]:
    """The options in the order of the form; for a person to confirm, never to be used unasked."""
    if field == "layanan":
        options = [service.nama for service in unit.layanan]
    else:
        options = [p.label for one in instrumen.profil if one.key == field for p in one.pilihan]
    by_number = {str(n): option for n, option in enumerate(options, start=1)}
    codes = sorted({value for value in values if value}, key=lambda code: (len(code), code))
    return {code: by_number.get(str(int(code)), "") for code in codes}
