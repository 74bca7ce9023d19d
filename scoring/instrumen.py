"""The instrumen: one version of the questionnaire and its rules, as data.

Unsur, wording, labels, question order, bobot and mutu bands change with the regulation, so they live in YAML
(`data/*.yaml`, each part citing its source) and a response records the id of the instrumen it was asked with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from scoring.bentuk import HAL, BentukInstrumen, check_bentuk, decimal_of
from scoring.berkas import read_berkas
from scoring.bobot import Bobot, parse_bobot
from scoring.errors import InstrumenError
from scoring.model import Unsur

__all__ = [
    "Bobot",
    "Instrumen",
    "InstrumenError",
    "Pilihan",
    "Pita",
    "ProfilPertanyaan",
    "load_instrumen",
    "parse_bobot",
    "shipped_ids",
    "shipped_instrumen",
    "with_labels",
]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Pita:
    """One band of mutu: `huruf` A..D for values `dari`..`sampai` (25.00..100.00, both as printed)."""

    huruf: str
    kinerja: str
    dari: Decimal
    sampai: Decimal


@dataclass(frozen=True, slots=True)
class Pilihan:
    """An option of a profile question: `kode` is stored, `label` is shown."""

    kode: str
    label: str


@dataclass(frozen=True, slots=True)
class ProfilPertanyaan:
    """A question about the respondent; `key` is a field of `Profil`. Usia, a number, has no `pilihan`."""

    key: str
    pertanyaan: str
    pilihan: tuple[Pilihan, ...]


@dataclass(frozen=True, slots=True)
class Instrumen:
    """A checked instrumen.

    `unsur` stands in the regulation's order (U1, U2, ...), `urutan` holds the same keys as they are asked.
    `mutu` is highest band first, gapless at two decimals. `usia_kelas` holds the youngest age of each age
    class but the first: (20, 35, 50, 66) makes <20, 20–34, 35–49, 50–65 and >65. `label_harapan` are the answers
    to how much an unsur matters, for score 1 to 4.
    """

    id: str
    nama: str
    sumber: str
    unsur: tuple[Unsur, ...]
    urutan: tuple[str, ...]
    bobot: Bobot
    mutu: tuple[Pita, ...]
    profil: tuple[ProfilPertanyaan, ...]
    usia_kelas: tuple[int, ...]
    label_harapan: tuple[str, str, str, str]

    def unsur_of(self, key: str) -> Unsur:
        """The unsur with this key. Raises InstrumenError for any other."""
        for unsur in self.unsur:
            if unsur.key == key:
                return unsur
        raise InstrumenError(f"{self.id} has no unsur '{key}'; it has {self._daftar()}")

    def key_of(self, kode_or_key: str) -> str:
        """The key for "U3", "u3" or "waktu", upper or lower case. Raises InstrumenError for any other."""
        dicari = kode_or_key.strip().lower()
        for unsur in self.unsur:
            if dicari in (unsur.key, unsur.kode.lower()):
                return unsur.key
        raise InstrumenError(f"{self.id} has no unsur '{kode_or_key}'; it has {self._daftar()}")

    def _daftar(self) -> str:
        return ", ".join(f"{unsur.kode} {unsur.key}" for unsur in self.unsur)


def with_labels(instrumen: Instrumen, overrides: Mapping[str, tuple[str, str, str, str]]) -> Instrumen:
    """The instrumen with a unit's own labels (score 1 first) for some unsur keys.

    Raises InstrumenError for an unknown key and for labels that are not four different texts.
    """
    for key, label in overrides.items():
        instrumen.unsur_of(key)  # an unknown key is an error, not an override without effect
        if len(label) != 4 or len({kata.strip().casefold() for kata in label} - {""}) != 4:
            raise InstrumenError(f"labels of '{key}' must be four different texts, for score 1 to 4, not {label!r}")
    unsur = tuple(replace(u, label=overrides.get(u.key, u.label)) for u in instrumen.unsur)
    return replace(instrumen, unsur=unsur)


def load_instrumen(path: Path) -> Instrumen:
    """Read and check an instrumen file. Raises InstrumenError naming file and line of every problem."""
    return _build(check_bentuk(read_berkas(path)))


def shipped_ids() -> list[str]:
    """The instrumen that come with the program."""
    return sorted(path.stem for path in _DATA.glob("*.yaml"))


@cache
def shipped_instrumen(id: str = "permenpan-14-2017") -> Instrumen:  # noqa: A002 - the word the YAML uses
    """An instrumen that comes with the program, read once. Raises InstrumenError for any other id."""
    tersedia = shipped_ids()
    if id not in tersedia:
        raise InstrumenError(f"no instrumen '{id}' is shipped; there is {', '.join(tersedia)}")
    return load_instrumen(_DATA / f"{id}.yaml")


def _build(bentuk: BentukInstrumen) -> Instrumen:
    return Instrumen(
        id=bentuk.id,
        nama=bentuk.nama,
        sumber=bentuk.sumber,
        unsur=tuple(
            Unsur(
                u.key,
                u.kode,
                u.nama,
                u.pertanyaan,
                _four(u.label),
                u.definisi,
                bentuk.harapan.pertanyaan.replace(HAL, u.harapan),
            )
            for u in bentuk.unsur.daftar
        ),
        urutan=tuple(bentuk.urutan.daftar),
        bobot=parse_bobot(bentuk.bobot.nilai, len(bentuk.unsur.daftar)),
        mutu=tuple(Pita(p.huruf, p.kinerja, decimal_of(p.dari), decimal_of(p.sampai)) for p in bentuk.mutu.pita),
        profil=tuple(
            ProfilPertanyaan(p.key, p.pertanyaan, tuple(Pilihan(o.kode, o.label) for o in p.pilihan))
            for p in bentuk.profil.daftar
        ),
        usia_kelas=tuple(bentuk.usia_kelas.batas),
        label_harapan=_four(bentuk.harapan.label),
    )


def _four(label: Sequence[str]) -> tuple[str, str, str, str]:
    return (label[0], label[1], label[2], label[3])
