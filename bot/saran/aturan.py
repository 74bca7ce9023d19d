"""The rules of sorting, read from `data/aturan.yaml` and checked whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.saran.kata import Pembaca, reader, stem
from scoring.bentuk import explain
from scoring.berkas import Berkas, Loc, read_berkas
from scoring.errors import InstrumenError
from scoring.instrumen import shipped_instrumen

Peran = Literal["isi", "ingkar", "kurang", "harap", "jangan", "semoga", "tanya", "heran", "andai", "tetapi", "netral"]
"""What a term does in a sentence; the file explains each."""

_BERKAS = Path(__file__).parent / "data" / "aturan.yaml"
_NADA = {"sebutan": 0, "baik": 1, "buruk": -1}

Frasa = Annotated[str, Field(pattern=r"^[^\W_]+( [^\W_]+)*$")]
Kata = Annotated[str, Field(pattern=r"^[^\W_]+$")]
Tertulis = Annotated[str, Field(pattern=r"^\S+$")]
Berbobot = dict[Literal["1", "2", "3", "4"], list[Frasa]]


class AturanError(ValueError):
    """The file of rules cannot be read or contradicts itself: a `file:line:` sentence for every problem."""


class _Bentuk(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class BentukIstilah(_Bentuk):
    sebutan: Berbobot = {}
    baik: Berbobot = {}
    buruk: Berbobot = {}


class BentukPeran(_Bentuk):
    ingkar: list[Frasa]
    kurang: list[Frasa]
    harap: list[Frasa]
    jangan: list[Frasa]
    semoga: list[Frasa]
    tanya: list[Frasa]
    heran: list[Frasa]
    andai: list[Frasa]
    tetapi: list[Frasa]
    netral: list[Frasa]


class BentukAturan(_Bentuk):
    sumber: Annotated[str, Field(min_length=1)]
    bobot_dugaan: Annotated[int, Field(strict=False, ge=0, le=20)]
    jangkauan: Annotated[int, Field(strict=False, ge=1, le=10)]
    singkatan: dict[Frasa, list[Tertulis]]
    hiasan: list[Kata]
    kosong: list[Kata]
    peran: BentukPeran
    umum: BentukIstilah
    unsur: dict[str, BentukIstilah]


@dataclass(frozen=True, slots=True)
class Istilah:
    """A term of one or more words: what it does, its tone (-1 bad, 0, 1 good), how much it speaks of which unsur.

    `berat` is the weight of its tone: the highest it has anywhere.
    """

    kata: tuple[str, ...]
    peran: Peran = "isi"
    nada: int = 0
    berat: int = 0
    bobot: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Aturan:
    """Checked rules. `kosakata` are all words they know, `istilah` the terms by their first word, longest first."""

    unsur: tuple[str, ...]
    kosakata: frozenset[str]
    istilah: Mapping[str, tuple[Istilah, ...]]
    hiasan: frozenset[str]
    kosong: frozenset[str]
    bobot_dugaan: int
    jangkauan: int
    pembaca: Pembaca


@cache
def shipped_aturan() -> Aturan:
    """The rules that come with the program, read once."""
    return load_aturan(_BERKAS)


def load_aturan(path: Path) -> Aturan:
    """Read and check a file of rules. Raises AturanError naming file and line of every problem."""
    try:
        berkas = read_berkas(path)
        try:
            bentuk = BentukAturan.model_validate(berkas.data)
        except ValidationError as error:
            raise berkas.error((rinci["loc"], explain(rinci)) for rinci in error.errors()) from error
        return _build(bentuk, berkas)
    except InstrumenError as error:
        raise AturanError(str(error)) from error


def _build(bentuk: BentukAturan, berkas: Berkas) -> Aturan:
    unsur = tuple(u.key for u in shipped_instrumen().unsur)
    singkatan = {tulisan: kata for kata, daftar in bentuk.singkatan.items() for tulisan in daftar}
    masalah: list[tuple[Loc, str]] = []
    for key in bentuk.unsur:
        if key not in unsur:
            masalah.append((("unsur", key), f"no unsur has the key '{key}'; there is {', '.join(unsur)}"))
    masalah += [(("unsur",), f"unsur '{key}' has no terms; add some") for key in unsur if key not in bentuk.unsur]
    seluruh = [tulisan for daftar in bentuk.singkatan.values() for tulisan in daftar]
    for kata, daftar in bentuk.singkatan.items():
        for i, tulisan in enumerate(daftar):
            if seluruh.count(tulisan) > 1:
                masalah.append((("singkatan", kata, i), f"'{tulisan}' is a spelling of two words; keep one"))
    semua = list(_terms(bentuk))
    kosakata = _vocabulary((istilah.kata for _, istilah in semua), {*bentuk.hiasan, *bentuk.kosong})
    istilah: dict[tuple[str, ...], Istilah] = {}
    for loc, tertulis in semua:
        baru = replace(tertulis, kata=tuple(stem(kata, kosakata) for kata in tertulis.kata))
        lama = istilah.get(baru.kata)
        frasa = " ".join(tertulis.kata)
        for kata in {*baru.kata} & ({*bentuk.hiasan} | singkatan.keys()):
            masalah.append((loc, f"'{frasa}' can never be met: '{kata}' stands in hiasan or singkatan"))
        if lama and _contradict(lama, baru):
            masalah.append((loc, f"'{frasa}' stands in another list already; keep one, or give both one tone"))
        elif lama:
            bobot = {**(lama.bobot or {}), **(baru.bobot or {})}
            peran = lama.peran if baru.peran == "isi" else baru.peran
            baru = replace(baru, peran=peran, berat=max(lama.berat, baru.berat), bobot=bobot)
        istilah[baru.kata] = baru
    if masalah:
        raise berkas.error(masalah)
    pertama: dict[str, list[Istilah]] = {}
    for satu in sorted(istilah.values(), key=lambda satu: -len(satu.kata)):
        pertama.setdefault(satu.kata[0], []).append(satu)
    return Aturan(
        unsur=unsur,
        kosakata=frozenset(kosakata),
        istilah={kata: tuple(daftar) for kata, daftar in pertama.items()},
        hiasan=frozenset(bentuk.hiasan),
        kosong=frozenset(bentuk.kosong),
        bobot_dugaan=bentuk.bobot_dugaan,
        jangkauan=bentuk.jangkauan,
        pembaca=reader(kosakata, singkatan),
    )


def _vocabulary(frasa: Iterable[tuple[str, ...]], lain: set[str]) -> set[str]:
    """Every word a typed one may come down to. A word of a phrase is one only where no other is its base form."""
    daftar = list(frasa)
    kosakata = lain | {kata[0] for kata in daftar if len(kata) == 1}
    for kata in sorted({kata for satu in daftar for kata in satu}, key=lambda kata: (len(kata), kata)):
        if not stem(kata, kosakata):
            kosakata.add(kata)
    return kosakata


def _contradict(satu: Istilah, lain: Istilah) -> bool:
    """The same term may speak of several unsur, once of each and in one tone; with a peran, in none."""
    both = (satu.bobot or {"": 0}).keys() & (lain.bobot or {"": 0}).keys()
    peran = {satu.peran, lain.peran} - {"isi"}
    return bool(both) or satu.nada != lain.nada or len(peran) > 1


def _terms(bentuk: BentukAturan) -> Iterator[tuple[Loc, Istilah]]:
    for peran in BentukPeran.model_fields:
        for i, frasa in enumerate(getattr(bentuk.peran, peran)):
            yield ("peran", peran, i), Istilah(tuple(frasa.split()), peran)  # type: ignore[arg-type]
    bagian: list[tuple[Loc, str, BentukIstilah]] = [(("umum",), "", bentuk.umum)]
    bagian += [(("unsur", key), key, isi) for key, isi in bentuk.unsur.items()]
    for loc, key, isi in bagian:
        for kelompok, nada in _NADA.items():
            for berat, daftar in getattr(isi, kelompok).items():
                for i, frasa in enumerate(daftar):
                    bobot = {key: int(berat)} if key else None
                    yield (*loc, kelompok, berat, i), Istilah(tuple(frasa.split()), "isi", nada, int(berat), bobot)
