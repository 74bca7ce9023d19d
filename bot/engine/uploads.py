"""Files that people send, as far as their word for them may be used. Pure."""

from __future__ import annotations

import re

from bot.engine.events import Upload

UKURAN_PALING = 5 * 1024 * 1024
"""Bytes of a file that a page may send, and of the photo taken where the platform offers several sizes."""
NAMA_PALING = 100
_MIME = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}")
_MIME_LAIN = "application/octet-stream"


def claimed(nama: str, mime: str, ukuran: int, *, ref: str = "", isi: bytes | None = None) -> Upload:
    """An upload under the name and type its sender claims, made harmless: the name without folders and without
    what cannot be printed, at most 100 characters, its ending kept; the type without parameters, or the general
    one where it is none."""
    kind = mime.partition(";")[0].strip().lower()
    return Upload(_name(nama), kind if _MIME.fullmatch(kind) else _MIME_LAIN, max(ukuran, 0), ref, isi)


def _name(claimed: str) -> str:
    last = re.split(r"[/\\]", claimed)[-1]
    name = "".join(c for c in last if c.isprintable()).strip(" .")
    if len(name) > NAMA_PALING:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        name = name[: NAMA_PALING - len(ending)] + ending
    return name or "berkas"
