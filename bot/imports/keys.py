"""By which an imported response is known again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date
from hashlib import blake2b

from scoring.model import Respons


def import_keys(contents: Sequence[bytes], dateless: Collection[int]) -> Iterator[str]:
    """By which each row is known again: the same for the same file imported again.

    A row with a date is known by its content in any file, so that a sheet which has grown brings its new rows alone.
    Without a date, people of the same answers look alike in every batch of a semester's paper forms: such a row is
    known by the file it stands in. Rows alike within a file are told apart by their number.
    """
    file = blake2b(b"\n".join(contents), digest_size=16).digest()
    same: Counter[bytes] = Counter()
    for n, content in enumerate(contents):
        same[content] += 1
        within = file if n in dateless else b""
        yield blake2b(content + b"\n%d\n" % same[content] + within, digest_size=16).hexdigest()


def content_of(unit: str, instrumen: str, respons: Respons, awal: date, akhir: date, layanan: str) -> bytes:
    """All that a row says. `layanan` is what the file says: what follows from the unit's services may change."""
    profil = respons.profil
    harapan = [sorted(respons.harapan.items())] if respons.harapan else []
    return json.dumps([
        unit, instrumen, awal.isoformat(), akhir.isoformat(),
        respons.diisi_pada.astimezone(UTC).isoformat(), layanan,
        profil.jenis_kelamin, profil.usia, profil.usia_kelompok, profil.pendidikan, profil.pekerjaan,
        sorted(respons.jawaban.items()), respons.saran, *harapan,
    ]).encode()  # fmt: skip
