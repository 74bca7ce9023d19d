"""Many documents packed into archives that a chat can carry."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from bot.reports.dokumen.temuan import TidakKonsisten

BAGIAN_PALING: Final = 40 * 1024 * 1024
"""Bytes of one archive: a bot may send files of up to 50 MB on Telegram."""


class Kemasan:
    """Archives named "<nama>.zip", or "<nama>-1.zip", "<nama>-2.zip" where one would be too large. `kosong`,
    `tidak_cocok` and `gagal` name what is missing in them, and why."""

    def __init__(self, nama: str) -> None:
        self.kosong: list[str] = []
        self.gagal: list[str] = []
        self.tidak_cocok: list[tuple[str, TidakKonsisten]] = []
        self.banyak = 0
        self._nama = nama
        self._parts: list[io.BytesIO] = []
        self._open: zipfile.ZipFile | None = None

    def add(self, nama: str, isi: bytes) -> None:
        """One more file, in a new archive where the last one has no room for it."""
        if self._open is None or self._parts[-1].tell() + len(isi) > BAGIAN_PALING:
            self._end()
            self._parts.append(io.BytesIO())
            self._open = zipfile.ZipFile(self._parts[-1], "w", zipfile.ZIP_DEFLATED)
        self._open.writestr(nama, isi)
        self.banyak += 1

    def close(self) -> tuple[tuple[str, bytes], ...]:
        """The archives, by name; none where nothing was added."""
        self._end()
        many = len(self._parts) > 1
        return tuple(
            (f"{self._nama}-{n}.zip" if many else f"{self._nama}.zip", part.getvalue())
            for n, part in enumerate(self._parts, start=1)
        )

    def _end(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
