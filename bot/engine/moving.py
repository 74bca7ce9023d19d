"""An interview that goes on in another channel: the code as it is typed, what is said, the draft as it arrives."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.engine.events import Moved, MoveOffered
from bot.engine.messages import Screen
from bot.engine.questions import layanan_of, next_langkah, sequence
from bot.engine.session import CheckEarlier, Session
from bot.engine.survey import Survey
from bot.engine.wording import id as w
from scoring.model import UnitLayanan

AWALAN = "lanjut-"
"""Begins the code of an entry link that continues an interview, where a survey's link has a unit's code."""
_TYPED = re.compile(r"/?(?:lanjut|lanjutkan)[\s:]+([a-z0-9]{5})(\s*[-‐-―−\s]\s*)?([a-z0-9]{5})[.!]?", re.IGNORECASE)
_KODE_PALING = 40


def code_of_entry(kode: str) -> str:
    """The code that an entry link carries; "" where it is no such link."""
    return kode[len(AWALAN) :][:_KODE_PALING] if kode.casefold().startswith(AWALAN) else ""


def code_in(teks: str) -> str:
    """The code in "Lanjut K7MQ2-9RTXA", as a ready link makes people send it; "" for any other text.

    Ten letters written together in small letters may be a word: "lanjut pertanyaan" is no code.

    >>> code_in("lanjut k7mq29rtxa"), code_in("Lanjut pertanyaan")
    ('k7mq29rtxa', '')
    """
    found = _TYPED.fullmatch(teks.strip()[:80])
    if found is None:
        return ""
    code = found[1] + found[3]
    apart = found[2] is not None and not found[2].isspace()
    telling = apart or any(c.isdigit() for c in code) or code.isupper()
    return code if telling else ""


def offer(survey: Survey, offered: MoveOffered) -> str:
    """What is said with a new code."""
    links = "\n".join(f"{channel_name(channel)}: {url}" for channel, url in offered.tautan)
    way = w.LANJUT_TAUTAN if links else w.LANJUT_TANPA_TAUTAN
    cara = way.format(tautan=links, kode=offered.kode)
    return w.LANJUT_KODE.format(sapaan=survey.aturan.sapaan, cara=cara)


def farewell(survey: Survey, channel: str) -> Screen:
    """What takes the place of the question in the conversation that the interview has left for that channel."""
    teks = w.LANJUT_PERGI.format(sapaan=survey.aturan.sapaan, kanal=channel_name(channel))
    return Screen(teks, harap="apa pun", key="selesai")


def channel_name(channel: str) -> str:
    """As people call it."""
    return w.KANAL.get(channel, w.KANAL_LAIN)


def check_of(survey: Survey, draft: Session) -> CheckEarlier | None:
    """What must be asked about the person it goes on with: have they answered here before? None where that comes up
    later, or is settled since this draft corrects what was found."""
    unit = survey.direktori.find(draft.unit)
    if unit is None or draft.koreksi or next_langkah(survey, unit, draft.isi) == "layanan":
        return None
    return CheckEarlier(unit.kode, layanan_of(unit, draft.isi), survey.aturan.jeda_isi_ulang_hari)


def arrived(survey: Survey, unit: UnitLayanan, moved: Moved) -> Session:
    """The draft as it goes on: the same answers, at the same question where that is one; buttons shown before no
    longer count.

    The leave to answer a saran was given for the other chat, so it is asked for anew. What was found there of an
    earlier response holds for that address; only a correction already begun goes on.
    """
    draft = moved.draft
    assert draft is not None  # noqa: S101  advance() comes here with one only
    isi = {key: value for key, value in draft.isi.items() if key != "balas"}
    stays = draft.langkah in sequence(survey, unit, isi)
    langkah = draft.langkah if stays else next_langkah(survey, unit, isi)
    earlier = draft.earlier if draft.koreksi else moved.earlier
    return replace(
        draft,
        langkah="ganda" if moved.earlier is not None and not draft.koreksi else langkah,
        revisi=draft.revisi + 1,
        isi=isi,
        earlier=earlier,
        menunggu="",
        temuan=(),
        halaman=0,
        tertimbun=0,
        bersama=moved.bersama,
    )
