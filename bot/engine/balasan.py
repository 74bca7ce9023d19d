"""What a citizen reads when the office answers a saran: from the unit, from nobody by name, and the end of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.engine.messages import Perihal, Screen
from bot.engine.survey import Survey
from bot.engine.wording import id as w
from scoring.model import UnitLayanan

IZIN_SESUDAH_PERIODE: Final = timedelta(days=30)
IZIN_PALING: Final = timedelta(days=180)
"""A saran may be answered until its periode is over by so many days, and never longer after it was written. The
citizen was told so (wording `PRIVASI`)."""
KUTIPAN_PALING = 120
"""Characters of the citizen's own words, so that it is known what is being answered."""


def render_balasan(survey: Survey, unit: UnitLayanan, saran: str, jawaban: str, respons: int) -> Screen:
    """The message. `respons`, the id of what is answered, goes into its key, by which it is found again where the
    citizen erases the saran before the message was delivered."""
    sapaan = survey.aturan.sapaan
    words = " ".join(saran.split())
    short = words if len(words) <= KUTIPAN_PALING else words[: KUTIPAN_PALING - 1].rstrip() + "…"
    parts = (
        w.BALASAN_KUTIPAN.format(sapaan=sapaan, saran=short),
        jawaban,
        w.BALASAN_PENUTUP.format(sapaan=sapaan),
    )
    return Screen(
        "\n\n".join(parts),
        w.BALASAN_KEPALA.format(unit=unit.nama),
        fresh=True,
        harap="apa pun",
        key=kunci_balasan(respons),
        perihal=Perihal("balasan", (unit.nama,)),
    )


def kunci_balasan(respons: int) -> str:
    """The key of the answer's screen. What stands before the colon is all that a channel takes of a key."""
    return f"staf:{respons}"
