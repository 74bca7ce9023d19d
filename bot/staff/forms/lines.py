"""One paper form in one line: the scores as digits, then who answered, then after a slash the saran. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.engine.questions import SARAN_PALING
from bot.engine.tanggal import angka
from bot.engine.understand import legible, words
from bot.engine.wording import kata
from scoring.instrumen import Instrumen
from scoring.model import Profil, UnitLayanan

CONTOH: Final = "L 34 SMA swasta"
FRASA_PALING: Final = 8
"""Words of the longest name looked for."""

_PISAH: Final = re.compile(r"(?<=\s)/|/(?=\s|$)")
_PISAH_ANGKA: Final = re.compile(r"[0-9\s,;.]+/")
_SEBUTAN: Final = {
    "jenis_kelamin": "jenis kelamin", "usia": "usia", "pendidikan": "pendidikan", "pekerjaan": "pekerjaan",
    "layanan": "layanan",
}  # fmt: skip


class BarisSalah(ValueError):  # noqa: N818  a verdict on a line, not a failure of ours
    """The line is no form; the message says why, to go on from "Baris 3: "."""


class Meaning(NamedTuple):
    """Of a word or phrase: which field, which value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Formulir:
    """What one line says. `layanan` is "" where it is not known."""

    jawaban: Mapping[str, int]
    profil: Profil
    layanan: str = ""
    saran: str | None = None


@dataclass(frozen=True, slots=True)
class LineReader:
    """Reads lines of one unit's forms. `urutan` are the keys of the unsur in the order the digits stand in."""

    urutan: tuple[str, ...]
    meanings: Mapping[str, tuple[Meaning, ...]]
    layanan: str

    @classmethod
    def of(cls, instrumen: Instrumen, unit: UnitLayanan, urutan: Sequence[str]) -> LineReader:
        known = dict[str, tuple[Meaning, ...]]()
        for phrase, meaning in _meanings(instrumen, unit):
            if phrase and meaning not in known.get(phrase, ()):
                known[phrase] = (*known.get(phrase, ()), meaning)
        return cls(tuple(urutan), known, unit.layanan[0].kode if len(unit.layanan) == 1 else "")

    def read(self, line: str) -> Formulir:
        """Raises BarisSalah."""
        before, saran = _parted(legible(line).strip())
        digits, rest = self._digits(before)
        found = self._about(rest)
        if saran and len(saran) > SARAN_PALING:
            raise BarisSalah(f"sarannya lebih panjang dari {angka(SARAN_PALING)} huruf.")
        usia = found.get("usia")
        profil = Profil(
            jenis_kelamin=found.get("jenis_kelamin"),
            usia=int(usia) if usia else None,
            pendidikan=found.get("pendidikan"),
            pekerjaan=found.get("pekerjaan"),
        )
        jawaban = dict(zip(self.urutan, digits, strict=True))
        return Formulir(jawaban, profil, found.get("layanan", self.layanan), saran or None)

    def _digits(self, text: str) -> tuple[list[int], list[str]]:
        """The scores, and the words behind them. Digits may be grouped, all groups alike: 343 343 444."""
        n, parts = len(self.urutan), re.split(r"[\s,;.]+", text.strip())
        groups = list[str]()
        for part in parts:
            if not re.fullmatch(r"[0-9]+", part) or len(part) != len(parts[0]) or sum(map(len, groups)) >= n:
                break
            groups.append(part)
        digits, first = "".join(groups), parts[0]
        if not digits:
            if any(c.isdigit() for c in first):
                raise BarisSalah(f"“{first[:20]}” tidak hanya berisi angka.")
            raise BarisSalah(f"harus diawali {n} angka, misalnya {self.example()}.")
        if len(digits) != n:
            raise BarisSalah(f"ada {len(digits)} angka, seharusnya {n}.")
        for place, digit in enumerate(digits, start=1):
            if digit not in "1234":
                raise BarisSalah(f"angka ke-{place} adalah {digit}, padahal nilainya hanya 1 sampai 4.")
        return [int(digit) for digit in digits], [word for part in parts[len(groups) :] for word in words(part)]

    def example(self) -> str:
        """As many digits as there are unsur."""
        return ("343" * len(self.urutan))[: len(self.urutan)]

    def _about(self, rest: Sequence[str]) -> dict[str, str]:
        """Profile and service: each word or phrase known, the longest first, none twice."""
        found, at = dict[str, str](), 0
        while at < len(rest):
            for length in range(min(FRASA_PALING, len(rest) - at), 0, -1):
                phrase = " ".join(rest[at : at + length])
                if meant := self._meant(phrase, found):
                    found[meant.field] = meant.value
                    at += length
                    break
            else:
                if rest[at] not in kata.HIASAN:
                    raise BarisSalah(f"“{rest[at][:20]}” belum kami pahami. Tulis misalnya: {CONTOH}.")
                at += 1
        return found

    def _meant(self, phrase: str, found: Mapping[str, str]) -> Meaning | None:
        """Raises BarisSalah where all it could mean is said already."""
        meanings = self.meanings.get(phrase, ())
        if age := re.fullmatch(r"([0-9]{1,3})(?:th|thn|tahun)?", phrase):
            if not 10 <= int(age[1]) <= 120:
                raise BarisSalah(f"usia {age[1]} tidak mungkin; tulis 10 sampai 120.")
            meanings = (Meaning("usia", age[1]), *meanings)
        free = next((one for one in meanings if one.field not in found), None)
        if meanings and free is None:
            raise BarisSalah(f"{_SEBUTAN[meanings[0].field]} tertulis dua kali.")
        return free


def _meanings(instrumen: Instrumen, unit: UnitLayanan) -> Iterator[tuple[str, Meaning]]:
    for profil in instrumen.profil:
        if profil.key not in _SEBUTAN:
            continue
        for option in profil.pilihan:
            for said in (option.kode, option.label, *option.label.split("/"), *kata.PROFIL.get(option.kode, ())):
                yield " ".join(words(said)), Meaning(profil.key, option.kode)
    for service in unit.layanan:
        for said in (service.nama, service.kode):
            yield " ".join(words(said)), Meaning("layanan", service.kode)


def _parted(line: str) -> tuple[str, str]:
    """Before and behind the slash; one within a word, as in S1/S2, parts nothing."""
    found = _PISAH_ANGKA.match(line) or _PISAH.search(line)
    if found is None:
        return line, ""
    at = found.end()
    return line[: at - 1], line[at:].strip()
