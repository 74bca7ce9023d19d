"""Whole conversations, written down in percakapan/*.yaml and played line by line.

A line is [what happens, the key of the screen that follows, what it shows …]. What happens:
`/start CODE` or another command; `[Label]` a button; `[[Label]]` a button of an earlier screen; `(stiker)` something
that is no text; `*lihat` the person returns, `*ulangan` a repeat, `*sunyi` silence, `*kedaluwarsa` its end;
`@isi KEY` ordinary answers up to that question, `@isi KEY SKOR` with that score; all else is typed. The key `-` is
silence. A shown part that begins with `!` must not be there; `@baru` wants a new message, `@tetap` a change in place,
`@toast` a passing word, `@tutup` nothing left to remember.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine.events import Event, Expired, Moved, Repeated, Sent, Shown, TimedOut
from bot.engine.messages import Screen
from tests.unit.engine.dunia import earlier, with_aturan
from tests.unit.engine.obrolan import Host, Obrolan, buttons

BERKAS = sorted((Path(__file__).parent / "percakapan").glob("*.yaml"))
CERITA = [
    pytest.param(cerita, id=f"{berkas.stem}-{n}")
    for berkas in BERKAS
    for n, cerita in enumerate(yaml.safe_load(berkas.read_text(encoding="utf-8")), start=1)
]
_EVENTS: dict[str, Event] = {
    "*lihat": Shown(),
    "*ulangan": Repeated(),
    "*sunyi": TimedOut(),
    "*kedaluwarsa": Expired(),
}


@pytest.mark.parametrize("cerita", CERITA)
def test_conversation_goes_as_written(cerita: dict[str, Any]) -> None:
    """Each line of a conversation is followed by the screen written beside it (what it proves: its `bukti`)."""
    dahulu = cerita.get("dahulu")
    known = None if dahulu is None else earlier(**dahulu)
    moves = {kode: _move(pindahan) for kode, pindahan in cerita.get("pindahan", {}).items()}
    tautan = tuple(cerita.get("tautan", {}).items())
    host = Host(
        known, cerita.get("tanda_terima"), cerita.get("n", 1), cerita.get("hanya"), moves=moves, tautan=tautan
    )
    obrolan = Obrolan(with_aturan(**cerita.get("aturan", {})), host)
    assert cerita["bukti"].endswith(".")
    for n, (said, key, *shown) in enumerate(cerita["baris"], start=1):
        before = len(obrolan.screens)
        _do(obrolan, said)
        now = obrolan.screens[before:]
        line = f"line {n}, {said!r}: {now[-1] if now else 'silence'}"
        assert (now[-1].key if now else "-") == key, line
        for part in shown:
            assert _holds(obrolan, now[-1] if now else None, part), f"{part!r} — {line}"
    stored = {key: value for ask in host.stored for key, value in ask.isi.items()}
    for key, value in cerita.get("simpan", {}).items():
        assert stored.get(key, "-") == value, (key, stored)
    assert [ask.layanan for ask in host.stored] == cerita.get("layanan", [ask.layanan for ask in host.stored])
    if "koreksi" in cerita:
        assert [ask.koreksi for ask in host.stored] == [cerita["koreksi"]]


def _move(pindahan: dict[str, Any]) -> Moved:
    """What a code leads to: an interview answered elsewhere up to a question, or a reason why there is none."""
    if "sebab" in pindahan:
        return Moved(None, pindahan["sebab"])
    elsewhere = Obrolan(host=Host(earlier(**pindahan["koreksi"]) if "koreksi" in pindahan else None))
    for said in pindahan["baris"]:
        _do(elsewhere, said)
    known = earlier(**pindahan["dahulu"]) if "dahulu" in pindahan else None
    return Moved(elsewhere.session, earlier=known, bersama=pindahan.get("bersama", False))


def _do(obrolan: Obrolan, said: str) -> None:
    if said in _EVENTS:
        obrolan.happen(_EVENTS[said])
    elif said.startswith("@isi "):
        until, _, skor = said.removeprefix("@isi ").partition(" ")
        obrolan.fill(until, int(skor or 3))
    elif found := re.fullmatch(r"\[\[(.+)\]\]", said):
        holding = (s for s in reversed(obrolan.screens[:-1]) if any(found[1] in b.label for b in buttons(s)))
        obrolan.tap(found[1], next(holding))
    elif found := re.fullmatch(r"\[(.+)\]", said):
        obrolan.tap(found[1])
    elif found := re.fullmatch(r"\(([a-z_]+)\)", said):
        obrolan.happen(Sent(found[1]))  # type: ignore[arg-type]
    elif found := re.fullmatch(r"/start(?: (.*))?", said):
        obrolan.start(found[1] or "")
    elif found := re.fullmatch(r"/(mulai|bantuan|batal|ulang|privasi|hapus|lanjut)(?: (.*))?", said):
        obrolan.command(found[1], found[2] or "")  # type: ignore[arg-type]
    else:
        obrolan.type(said)


def _holds(obrolan: Obrolan, screen: Screen | None, part: str) -> bool:
    match part:
        case "@baru":
            return screen is not None and screen.fresh
        case "@tetap":
            return screen is not None and not screen.fresh
        case "@toast":
            return bool(obrolan.step.toast)
        case "@tutup":
            return obrolan.session is None
    assert screen is not None
    whole = "\n".join((screen.notice, screen.heading, screen.text, *(b.label for b in buttons(screen))))
    return part[1:] not in whole if part.startswith("!") else part in whole
