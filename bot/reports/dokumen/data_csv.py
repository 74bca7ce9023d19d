"""The responses as CSV, in the columns that `ikm responses import` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.reports.csv_excel import PEMISAH, safe
from bot.reports.dokumen.kasus import Kasus, kode_harapan
from scoring.instrumen import Instrumen

_PROFIL = ("jenis_kelamin", "usia", "usia_kelompok", "pendidikan", "pekerjaan")


def render_csv(kasus: Sequence[Kasus], instrumen: Instrumen) -> bytes:
    """A line a respondent: service, profile, U1 and on, and where harapan was asked H1 and on; codes, not labels.

    Read back for the same unit, instrumen and periode it gives the same responses, but for what `kasus` leaves out:
    times and words. Individual-level data: only for those with the right to it. A text that a spreadsheet would take
    for a formula has an apostrophe before it.
    """
    unsur = instrumen.unsur
    asked = any(one.harapan for one in kasus)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=PEMISAH)
    harapan = [kode_harapan(one) for one in unsur] if asked else []
    writer.writerow(["layanan", *_PROFIL, *(one.kode for one in unsur), *harapan])
    for one in kasus:
        profil = [getattr(one.profil, name) for name in _PROFIL]
        jawaban = [one.jawaban.get(satu.key) for satu in unsur]
        penting = [one.harapan.get(satu.key) for satu in unsur] if asked else []
        writer.writerow(
            [safe(str(isi)) if isi is not None else "" for isi in (one.layanan, *profil, *jawaban, *penting)]
        )
    return out.getvalue().encode("utf-8-sig")
