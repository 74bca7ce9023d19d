"""Evidence that a plan was carried out: a photo or a PDF, known by its own bytes, without what a camera wrote in.

Phones write the place, the time and the owner's device into a photo. What is kept holds the picture alone, with the
turn in which it is to be shown, and nothing that stands behind its end.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from bot.engine.uploads import UKURAN_PALING
from bot.staff.frame import Refused

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_ALONE: Final = frozenset((0x01, *range(0xD0, 0xD8)))
"""Markers of a JPEG that no length follows."""
_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_PNG_SECRETS: Final = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))

_JENIS_LAIN: Final = "Berkas itu bukan foto (JPG atau PNG) dan bukan PDF."
_BESAR: Final = f"Berkas itu terlalu besar, paling besar {UKURAN_PALING // 1024**2} MB."
_RUSAK: Final = "Foto itu tidak dapat dibaca. Silakan kirim foto lain."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is kept: its real type, the ending of its name, its bytes."""

    mime: str
    akhiran: str
    isi: bytes


def check_evidence(isi: bytes) -> Evidence:
    """Raises Refused for what is too large, of another type, or a picture that is cut off."""
    if len(isi) > UKURAN_PALING:
        raise Refused(_BESAR)
    try:
        if isi.startswith(b"\xff\xd8\xff"):
            return Evidence("image/jpeg", "jpg", _jpeg(isi))
        if isi.startswith(_PNG):
            return Evidence("image/png", "png", _png(isi))
    except (struct.error, IndexError) as error:
        raise Refused(_RUSAK) from error
    if isi.startswith(b"%PDF-"):
        return Evidence("application/pdf", "pdf", isi)
    raise Refused(_JENIS_LAIN)


def _jpeg(isi: bytes) -> bytes:
    """Segments as ITU-T T.81, annex B, has them: kept but for comments and what applications added, of which only
    JFIF, the colour profile and Adobe's colour transform change how the picture looks."""
    kept, at = [isi[:2]], 2
    while True:
        if isi[at] != 0xFF:
            raise IndexError("no marker where one must be")
        marker = isi[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == _EOI:
            return b"".join((*kept, isi[at : at + 2]))
        if marker in _ALONE:
            kept.append(isi[at : at + 2])
            at += 2
            continue
        (length,) = struct.unpack_from(">H", isi, at + 2)
        end = at + 2 + length
        if marker == _SOS:
            end = _after_scan(isi, end)
        segment = isi[at:end]
        if marker == _APP1 and segment[4:].startswith(_EXIF):
            kept.append(_turned(_orientation(segment[4 + len(_EXIF) :])))
        elif _shows(marker, segment[4:]):
            kept.append(segment)
        at = end


def _shows(marker: int, body: bytes) -> bool:
    if marker == _APP2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker in {_APP0, _APP14} or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _after_scan(isi: bytes, at: int) -> int:
    """Where the coded data ends: at the first marker that is neither a stuffed zero nor a restart."""
    while True:
        at = isi.find(0xFF, at)
        if at < 0:
            raise IndexError("the picture has no end")
        if isi[at + 1] != 0 and isi[at + 1] not in range(0xD0, 0xD8):
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """The Exif orientation 2 to 8; 0 where it is the usual one or cannot be read."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for n in range(count):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * n)
            if tag == _ORIENTATION and kind == 3 and 2 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        pass
    return 0


def _turned(turn: int) -> bytes:
    """The smallest Exif segment that says how to turn the picture; none where it stands upright."""
    if not turn:
        return b""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = _EXIF + tiff
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body


def _png(isi: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", isi, at)
        kind, end = isi[at + 4 : at + 8], at + 12 + length
        if end > len(isi):
            raise IndexError("the picture is cut off")
        if kind not in _PNG_SECRETS:
            kept.append(isi[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
