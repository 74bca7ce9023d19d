"""Responses one by one, for those with the right to them: who answered in what way, and never when or which person.

This is individual-level data, poor in what points to a person: no time, no free text, no id, no address. It is not
for publication. Whoever reads it goes into the audit log, which is the caller's to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reports.ukuran import MINIMAL_RINCI
from scoring.instrumen import Instrumen
from scoring.model import Jawaban, Profil, UnitLayanan, Unsur
from scoring.periode import Periode
from storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Kasus:
    """One respondent. `layanan` is the service's code, "" where it is not known; an unsur without an answer is
    missing from `jawaban`, and `harapan` is empty where it was not asked."""

    layanan: str
    profil: Profil
    jawaban: Jawaban
    harapan: Jawaban


async def read_kasus(tx: Transaction, instrumen: Instrumen, unit: UnitLayanan, periode: Periode) -> tuple[Kasus, ...]:
    """All responses of `unit` in `periode`, in an order that tells nothing of time: by what they say.

    Of fewer than MINIMAL_RINCI responses profile and service are left out, since they would name somebody.
    """
    rows = tx.facts.kasus(instrumen.id, periode.mulai, periode.selesai, unit.kode)
    return sort_kasus([Kasus(*row) async for row in rows], instrumen)


def sort_kasus(kasus: Sequence[Kasus], instrumen: Instrumen) -> tuple[Kasus, ...]:
    """`read_kasus` of responses already at hand."""
    if len(kasus) < MINIMAL_RINCI:
        kasus = [replace(one, layanan="", profil=Profil()) for one in kasus]
    keys = [unsur.key for unsur in instrumen.unsur]

    def said(one: Kasus) -> tuple[list[int], str, str]:
        answers = [its.get(key, 0) for its in (one.jawaban, one.harapan) for key in keys]
        return answers, one.layanan, repr(one.profil)

    return tuple(sorted(kasus, key=said))


def kode_harapan(unsur: Unsur) -> str:
    """ "H3" for the harapan of U3."""
    return f"H{unsur.kode.removeprefix('U')}"
