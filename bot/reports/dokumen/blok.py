"""The neutral blocks of a document. Composing knows no file format; a renderer knows no survey.

Numbers of chapters, tables and figures are given by `penomoran`, so that every format prints the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.reports.dokumen.identitas import Identitas, PenandaTangan

Rata = Literal["kiri", "tengah", "kanan"]


@dataclass(frozen=True, slots=True)
class Potongan:
    """A piece of running text. `rujuk` is the `label` of a table or figure: its number is printed ("Tabel III.5")
    in place of `teks`."""

    teks: str = ""
    tebal: bool = False
    miring: bool = False
    rujuk: str = ""


Isi = str | tuple[Potongan, ...]
"""Running text: plain, or in pieces. Never markup: every character is printed as it is."""


@dataclass(frozen=True, slots=True)
class Bab:
    """A chapter, on a new page: "BAB I PENDAHULUAN". Without `bernomor` it has a title alone ("Kata Pengantar")."""

    judul: str
    bernomor: bool = True


@dataclass(frozen=True, slots=True)
class Lampiran:
    """An annex, on a new page: "Lampiran 1", numbered on its own. `mendatar` turns its pages to landscape."""

    judul: str
    mendatar: bool = False


@dataclass(frozen=True, slots=True)
class Subbab:
    """A section ("3.1"); with `tingkat` 3 a subsection without a number."""

    judul: str
    tingkat: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraf:
    isi: Isi


@dataclass(frozen=True, slots=True)
class Butir:
    """A list; `bernomor` counts 1, 2, 3."""

    isi: tuple[Isi, ...]
    bernomor: bool = False


@dataclass(frozen=True, slots=True)
class Kolom:
    """`lebar` is the column's share of the width, against those of the other columns."""

    nama: str
    rata: Rata = "kiri"
    lebar: float = 1.0


@dataclass(frozen=True, slots=True)
class TabelBlok:
    """Cells are texts as printed, a row as long as `kolom`. `kaki` are closing rows in bold. `label` is what a
    Potongan refers to it by. Its head is repeated on every page it runs over."""

    judul: str
    kolom: tuple[Kolom, ...]
    baris: tuple[tuple[str, ...], ...]
    kaki: tuple[tuple[str, ...], ...] = ()
    catatan: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class GambarBlok:
    """A figure: `svg` drawn in black and colour on white, `alt` what it says in words. `lebar` is its share of the
    text's width."""

    judul: str
    svg: str
    alt: str
    lebar: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sorot:
    """A few figures set large side by side: (value, what it is)."""

    angka: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sampul:
    """The cover: the document's `judul` lines, the subject, the periode, the year; the letterhead's logo above and
    its names below."""

    judul: tuple[str, ...]
    subjek: str
    periode: str
    penerbit: tuple[str, ...]
    tahun: str


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """Place and date, then who signs, with room for the signature. Empty fields become dotted lines."""

    tempat: str
    tanggal: date
    oleh: PenandaTangan


@dataclass(frozen=True, slots=True)
class DaftarIsi:
    """The table of contents; then, where there are any, the lists of tables and of figures."""


@dataclass(frozen=True, slots=True)
class HalamanBaru:
    pass


Blok = (
    Sampul | Bab | Lampiran | Subbab | Paragraf | Butir | TabelBlok | GambarBlok | Sorot | TandaTangan
    | DaftarIsi | HalamanBaru
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dokumen:
    """`judul` and `subjek` go into the file's properties and the running foot. `kop`: the letterhead stands above
    the first page that is no cover, where there is anything to stand in it."""

    judul: str
    subjek: str
    identitas: Identitas
    tanggal: date
    blok: tuple[Blok, ...] = field(repr=False)
    kop: bool = False
