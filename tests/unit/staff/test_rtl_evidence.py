"""Evidence holds the picture and nothing a camera wrote beside it. Pictures are built by the formats' own rules."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.uploads import UKURAN_PALING
from bot.staff.frame import Refused
from bot.staff.rtl.evidence import check_evidence

SECRET = b"-7.8166 112.0118"
SCAN = b"\x12\xff\x00\x34\xff\xd0\x56"
"""Coded data with a stuffed zero and a restart marker in it, which do not end it."""


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(turn: int, order: str = ">") -> bytes:
    """Exif with a GPS position, a turn and a maker's name, as a phone writes it."""
    tags = struct.pack(order + "HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(order + "HHII", 0x010F, 2, 16, 38)
    tiff = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "IH", 8, 2) + tags + bytes(4) + SECRET
    return b"Exif\0\0" + tiff


def jpeg(*extra: bytes, end: bytes = b"\xff\xd9") -> bytes:
    """A progressive picture: two scans with a table between them."""
    jfif, table = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"), segment(0xC4, b"tabel huffman")
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + SCAN
    return b"\xff\xd8" + jfif + b"".join(extra) + segment(0xC2, b"bingkai") + table + scan + table + scan + end


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes) -> bytes:
    head, data = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + data + chunk(b"IEND", b"")


def test_a_photo_loses_place_time_and_device() -> None:
    """Exif, XMP, IPTC, comments and a second picture behind the end go; what is left is the same picture."""
    others = [segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET), segment(0xED, SECRET), segment(0xFE, SECRET)]
    many = segment(0xE2, b"MPF\0" + SECRET)
    found = check_evidence(jpeg(segment(0xE1, exif(1)), *others, many) + jpeg(segment(0xE1, exif(1))))
    assert found.isi == jpeg()
    assert (found.mime, found.akhiran) == ("image/jpeg", "jpg")


def test_what_changes_how_a_photo_looks_stays() -> None:
    """The colour profile and Adobe's transform are kept, in their places."""
    shown = (segment(0xE2, b"ICC_PROFILE\0\x01\x01warna"), segment(0xEE, b"Adobe\0d\0\0\0\0\0"))
    assert check_evidence(jpeg(*shown)).isi == jpeg(*shown)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_taken_upright_is_still_shown_upright(turn: int, order: str) -> None:
    """The turn survives in an Exif segment of its own that says nothing else; none is needed where there is none."""
    isi = check_evidence(jpeg(segment(0xE1, exif(turn, order)))).isi
    assert SECRET not in isi
    kept = b"" if turn == 1 else b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)
    assert isi == jpeg(*([segment(0xE1, b"Exif\0\0" + kept)] if kept else []))


def test_a_screenshot_loses_its_notes() -> None:
    """Text, time and Exif chunks go, and whatever follows the end."""
    notes = [chunk(kind, SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")]
    found = check_evidence(png(*notes) + SECRET)
    assert (found.mime, found.akhiran, found.isi) == ("image/png", "png", png())


def test_a_pdf_is_kept_as_it_is() -> None:
    found = check_evidence(b"%PDF-1.7\nisi")
    assert (found.mime, found.akhiran, found.isi) == ("application/pdf", "pdf", b"%PDF-1.7\nisi")


@pytest.mark.parametrize(
    "isi",
    [
        *(b"", b"GIF89a", b"<svg onload=alert(1)>", b"PK\x03\x04", b"MZ"),
        *(b"\xff\xd8", jpeg(end=b""), jpeg()[:20]),
        *(png()[:-1], png()[:30], b"\x89PNG\r\n\x1a\n"),
        b"%PDF-" + bytes(UKURAN_PALING),
    ],
)
def test_anything_else_is_refused(isi: bytes) -> None:
    """Other types whatever their name says, pictures that are cut off, and what is too large."""
    with pytest.raises(Refused):
        check_evidence(isi)


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", jpeg()[:30], png()[:40], b"%PDF-"]), st.binary())
def test_forged_bytes_are_taken_or_refused(start: bytes, rest: bytes) -> None:
    """Whatever follows a true beginning, there is an answer, and what is taken once is taken again unchanged."""
    try:
        found = check_evidence(start + rest)
    except Refused:
        return
    assert check_evidence(found.isi) == found
