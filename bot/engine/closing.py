"""What is said once a response is kept: thanks, how the unit stands, the receipt."""

from __future__ import annotations

from bot.engine.events import Stored
from bot.engine.questions import unit_of
from bot.engine.session import Session
from bot.engine.survey import Survey
from bot.engine.tanggal import angka
from bot.engine.wording import id as w
from scoring.errors import ScoringError
from scoring.ikm import compute_ikm
from scoring.pembulatan import round_half_up


def thanks(survey: Survey, session: Session, stored: Stored) -> str:
    teks = w.SELESAI_KOREKSI if session.koreksi else w.SELESAI
    return "\n\n".join(
        (
            teks.format(sapaan=survey.aturan.sapaan, unit=unit_of(survey, session).nama),
            _standing(survey, stored) or w.BELUM_TAMPIL.format(minimal=survey.aturan.minimal_tampil),
            w.TANDA_TERIMA.format(kode=stored.tanda_terima),
        )
    )


def _standing(survey: Survey, stored: Stored) -> str:
    """The unit's running index, once enough have answered; else empty."""
    try:
        hasil = compute_ikm(stored.rekap, survey.instrumen)
    except ScoringError:
        return ""  # Counts that do not fit the instrumen are the administrator's matter, not the citizen's.
    if hasil.n < survey.aturan.minimal_tampil or hasil.ikm is None or hasil.mutu is None:
        return ""
    ikm = angka(round_half_up(hasil.ikm))
    mutu = hasil.mutu
    return w.NILAI_UNIT.format(
        periode=stored.nama_periode, ikm=ikm, mutu=mutu.huruf, kinerja=mutu.kinerja, n=angka(hasil.n)
    )
