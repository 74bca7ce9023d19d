"""The program of one painter, run as a process of its own: SVG in by standard input, PNG out by standard output.

Each picture is a length of four bytes, high byte first, and so many bytes of SVG. Each answer is one byte, 0 for a
picture and 1 for a reason why there is none, and its length and bytes likewise. It ends when its input ends, so none
outlives the program that started it. It is run by its path and imports nothing of ours.
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 6


def answer(work: Callable[[bytes], bytes]) -> None:
    """Do each piece of work that comes in, until the input ends. What it raises is the reason given, one line."""
    source = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as sink:
        os.dup2(2, 1)  # whatever else is printed is no answer
        while len(head := source.read(4)) == 4:
            piece = source.read(*struct.unpack(">I", head))
            try:
                failed, body = 0, work(piece)
            except Exception as error:  # one piece's fault is not the next one's
                failed, body = 1, str(error).partition("\n")[0].encode()
            try:
                sink.write(struct.pack(">BI", failed, len(body)) + body)
                sink.flush()
            except BrokenPipeError:
                os._exit(0)  # nobody is waiting any more


def smaller(png: bytes) -> bytes:
    """The same picture in about a third of the bytes: the renderer packs for speed, a phone pays for size."""
    packed, chunks = b"", []
    for kind, body in _chunks(png):
        if kind == b"IDAT":
            packed += body
        else:
            chunks.append((kind, body))
    chunks.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(packed), _LEVEL)))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def main() -> None:
    import vl_convert  # noqa: PLC0415  here alone: who asks for pictures does not carry the renderer

    answer(lambda svg: smaller(vl_convert.svg_to_png(svg.decode())))


if __name__ == "__main__":
    main()
