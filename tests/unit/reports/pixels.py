"""Reads the pictures back, for the tests that look at what is really drawn."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

PIXEL = 4
"""Bytes of one: red, green, blue, opacity."""


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    rows: tuple[bytes, ...]

    def is_white(self, x: int, y: int) -> bool:
        return self.rows[y][x * PIXEL : x * PIXEL + 3] == b"\xff\xff\xff"


def picture_of(png: bytes) -> Picture:
    """Of eight bits a colour, as the renderer writes it: rows as they are, or as differences to the left."""
    (width, height, depth, colour), raw = unpacked(png)
    assert (depth, colour) == (8, 6), "eight bits, with opacity"
    stride = width * PIXEL + 1
    lines = (raw[n : n + stride] for n in range(0, len(raw), stride))
    return Picture(width, height, tuple(_unfiltered(line) for line in lines))


def unpacked(png: bytes) -> tuple[tuple[int, int, int, int], bytes]:
    """Width, height, bits a colour and kind of colour; and the rows, each after the byte that says how it is told."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, head, packed = 8, b"", b""
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        chunk = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + chunk),)
        if kind == b"IHDR":
            head = chunk
        elif kind == b"IDAT":
            packed += chunk
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", head[:10])
    return (width, height, depth, colour), zlib.decompress(packed)


def _unfiltered(line: bytes) -> bytes:
    assert line[0] in {0, 1}, "as it is, or as a difference to the left"
    row = bytearray(line[1:])
    if line[0] == 1:
        for n in range(PIXEL, len(row)):
            row[n] = (row[n] + row[n - PIXEL]) & 0xFF
    return bytes(row)
