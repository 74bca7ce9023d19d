"""The logo of a letterhead: a PNG or SVG file, checked by decoding it before any document relies on it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from bot.reports.dokumen.errors import DokumenError

PALING_KB = 1024
PALING_PX = 4000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Logo:
    data: bytes = field(repr=False)
    mime: str


def read_logo(path: Path) -> Logo:
    """The picture in `path`, up to PALING_KB and, of a PNG, PALING_PX a side.

    An SVG may not draw on other files or addresses. Raises DokumenError with what is wrong and what to do.
    """
    try:
        with path.open("rb") as file:
            data = file.read(PALING_KB * 1024 + 1)
    except (OSError, ValueError) as error:
        raise DokumenError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if len(data) > PALING_KB * 1024:
        raise DokumenError(f"{path} is larger than {PALING_KB} kB; save it smaller")
    if data.startswith(_PNG):
        _check_size(path, data)
        logo = Logo(data, "image/png")
    elif b"<svg" in data:
        logo = Logo(data, "image/svg+xml")
    else:
        raise DokumenError(f"{path} is neither PNG nor SVG; save the logo as one of them")
    _check_decodes(path, logo)
    return logo


def _check_size(path: Path, data: bytes) -> None:
    """Before decoding: a small file may unpack to a picture that fills the memory."""
    width, height = struct.unpack(">II", data[16:24]) if len(data) >= 24 else (0, 0)
    if max(width, height) > PALING_PX:
        raise DokumenError(f"{path} is {width} x {height} pixels; save it with at most {PALING_PX} a side")


def _check_decodes(path: Path, logo: Logo) -> None:
    nama = "logo.png" if logo.mime == "image/png" else "logo.svg"
    with TemporaryDirectory() as folder:
        (Path(folder) / nama).write_bytes(logo.data)
        try:
            typst.Compiler(f'#image("/{nama}")'.encode(), root=folder, ignore_system_fonts=True).compile()
        except RuntimeError as error:
            raise DokumenError(f"{path} is not a picture that can be printed: {error}; save it anew") from error
