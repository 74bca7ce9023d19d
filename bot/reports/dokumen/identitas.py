"""Who publishes and who signs: letterhead, logo, place and signatory, from the installation's settings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PenandaTangan:
    """Who signs. Any field may be empty: a document then has a dotted line in its place."""

    jabatan: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Identitas:
    """`pemda` is who runs the survey ("Pemerintah Kota Kediri"); `kop` the further lines of the letterhead, the
    unit's own last; `alamat` one line under them. `logo` is a PNG or SVG file's content."""

    pemda: str
    kop: tuple[str, ...] = ()
    alamat: str = ""
    logo: bytes | None = field(default=None, repr=False)
    logo_mime: str = ""
    tempat: str = ""
    penanda_tangan: PenandaTangan = PenandaTangan()

    @property
    def baris(self) -> tuple[str, ...]:
        """The names on a cover and in a letterhead: `pemda`, then `kop`, without what is empty."""
        return tuple(one for one in (self.pemda, *self.kop) if one)
