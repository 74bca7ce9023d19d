"""A conversation played in tests: the host's part done from a dict, the engine's promises checked at each step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import unescape

from bot.channels.telegram import outbound
from bot.engine.advance import advance
from bot.engine.codec import dump_screen, dump_session, load_screen, load_session
from bot.engine.events import (
    Commanded,
    Earlier,
    EarlierChecked,
    Erased,
    Event,
    Moved,
    MoveOffered,
    NamaPerintah,
    Started,
    Stored,
    Tapped,
    Typed,
)
from bot.engine.messages import Choice, Screen
from bot.engine.questions import is_harapan, sequence, unit_of
from bot.engine.screens import render
from bot.engine.session import (
    Ask,
    CheckEarlier,
    EraseResponse,
    OfferMove,
    Session,
    Step,
    StoreResponse,
    TakeOver,
)
from bot.engine.survey import Survey
from scoring.model import Rekap
from tests.unit.channels import whatsapp
from tests.unit.engine.dunia import NOW, SURVEY, UNSUR, invalid

TANDA_TERIMA = "K7MQ2-9RTXA"
KODE = "H4WEN-3PQ7Z"
"""By which an interview goes on elsewhere."""
UMUM = {
    "sapa": "Ya, saya bersedia",
    "layanan": "KTP elektronik",
    "jenis_kelamin": "Laki-laki",
    "pendidikan": "SMA",
    "pekerjaan": "Swasta",
    "saran": "Lewati",
    "balas": "Tidak usah",
    "tinjau": "Kirim jawaban",
}
"""What somebody in no special case taps."""


class Host:
    """Answers what the engine asks, from what the test says is known. `hanya` limits the earlier response to one
    service. `moves` says what comes of a code that is typed: any other is unknown."""

    def __init__(
        self,
        earlier: Earlier | None = None,
        receipts: dict[str, str] | None = None,
        n: int = 1,
        hanya: str | None = None,
        unsur: Sequence[str] = UNSUR,
        moves: Mapping[str, Moved] | None = None,
        tautan: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.moves = moves or {}
        self.tautan = tautan
        self.earlier = earlier
        self.hanya = hanya
        self.receipts = receipts or {}
        self.n = n
        self.unsur = unsur
        self.asked: list[Ask] = []

    def answer(self, ask: Ask) -> Event:
        self.asked.append(ask)
        match ask:
            case CheckEarlier(layanan=layanan):
                known = self.earlier if self.hanya in {None, layanan} else None
                return EarlierChecked(known, known is not None and known.bersama)
            case StoreResponse():
                return Stored(TANDA_TERIMA, rekap(self.n, unsur=self.unsur), "Semester II 2026")
            case EraseResponse(kode):
                return Erased(self.receipts.get(kode.strip().upper(), ""))
            case OfferMove():
                return MoveOffered(KODE, self.tautan)
            case TakeOver(kode):
                return self.moves.get(kode, Moved(None))

    @property
    def stored(self) -> list[StoreResponse]:
        return [ask for ask in self.asked if isinstance(ask, StoreResponse)]


def rekap(n: int, skor: int = 3, unsur: Sequence[str] = UNSUR) -> Rekap:
    counts = tuple(n if s == skor else 0 for s in range(1, 5))
    return Rekap(n, dict.fromkeys(unsur, (counts[0], counts[1], counts[2], counts[3])), n * skor * len(unsur), 0)


class Obrolan:
    """One person's conversation. Every step goes through the codec and the checks of `promises`."""

    def __init__(self, survey: Survey = SURVEY, host: Host | None = None, now: datetime = NOW) -> None:
        self.survey = survey
        self.host = host or Host()
        self.now = now
        self.session: Session | None = None
        self.screens: list[Screen] = []
        self.step = Step(None)
        self.taps = 0

    def happen(self, event: Event) -> Step:
        before = self.session
        self.now += timedelta(seconds=1)
        step = advance(self.survey, before, event, self.now)
        if step.ask is not None:
            promises(self.survey, before, step)
            answer = self.host.answer(step.ask)
            before, step = step.session, advance(self.survey, step.session, answer, self.now)
            assert step.ask is None, "an answer of the host is never followed by another question to it"
        promises(self.survey, before, step)
        self.session, self.step = step.session, step
        self.screens += step.messages
        return step

    @property
    def screen(self) -> Screen:
        """What the person has before them."""
        return self.screens[-1]

    def start(self, kode: str = "") -> Step:
        return self.happen(Started(kode))

    def tap(self, label: str, screen: Screen | None = None) -> Step:
        self.taps += 1
        return self.happen(Tapped(button(screen or self.screen, label).token))

    def type(self, teks: str) -> Step:
        return self.happen(Typed(teks))

    def command(self, nama: NamaPerintah, argumen: str = "") -> Step:
        return self.happen(Commanded(nama, argumen))

    def answer(self, skor: int = 3, usia: str = "34") -> Step:
        """The present question as most people answer it."""
        assert self.session is not None
        key = self.session.langkah
        if key == "usia":
            return self.type(usia)
        if key in self.survey.instrumen.urutan or is_harapan(key):
            self.taps += 1
            return self.happen(Tapped(answers(self.screen)[skor - 1].token))
        return self.tap(UMUM.get(key, "Lewati" if key.startswith("alasan.") else "Ya, diizinkan"))

    def fill(self, until: str, skor: int = 3, usia: str = "34") -> None:
        """Answer until that question is before the person."""
        for _ in range(60):
            if self.session is None or self.session.langkah == until:
                return
            self.answer(skor, usia)
        raise AssertionError(f"never came to {until}")


def draft_at(kode: str, until: str, skor: int = 3, survey: Survey = SURVEY) -> Session:
    """The interview of that unit, answered up to that question in another conversation."""
    elsewhere = Obrolan(survey)
    elsewhere.start(kode)
    elsewhere.fill(until, skor)
    assert elsewhere.session is not None
    return elsewhere.session


def buttons(screen: Screen) -> list[Choice]:
    return [choice for row in screen.choices for choice in row]


def answers(screen: Screen) -> list[Choice]:
    return [choice for choice in buttons(screen) if choice.peran != "navigasi"]


def button(screen: Screen, label: str) -> Choice:
    """The button of that label, or the only one that holds it."""
    exact = [choice for choice in buttons(screen) if choice.label.removeprefix("✓ ") == label]
    found = exact or [choice for choice in buttons(screen) if label in choice.label]
    assert len(found) == 1, f"{label!r} is not one of {[choice.label for choice in buttons(screen)]}"
    return found[0]


def promises(survey: Survey, before: Session | None, step: Step) -> None:
    """What holds after every step, whatever happened."""
    after = step.session
    assert len(step.messages) <= 1
    assert len(step.toast) <= 200
    for screen in step.messages:
        _fits_every_channel(screen)
    if after is None:
        assert all(not screen.choices for screen in step.messages), "buttons of nothing"
    else:
        assert load_session(dump_session(after, "x"), "x") == after
        assert not invalid(survey, after.isi)
        if before is not None and before.tanda == after.tanda:
            assert before.revisi <= after.revisi
        for screen in step.messages:
            assert screen.choices == render(survey, after).choices, "buttons of another moment"
    if isinstance(step.ask, StoreResponse):
        assert after is not None
        unit = unit_of(survey, after)
        assert set(step.ask.isi) == set(sequence(survey, unit, after.isi))
        assert step.ask.persetujuan_versi
        assert step.ask.persetujuan_pada == after.persetujuan_pada is not None
        assert not unit.layanan or step.ask.layanan in {layanan.kode for layanan in unit.layanan}


def _fits_every_channel(screen: Screen) -> None:
    tokens = [choice.token for choice in buttons(screen)]
    assert all(len(token.encode()) <= 64 for token in tokens)
    assert len(set(tokens)) == len(tokens) <= 100
    assert all(1 <= len(row) <= 8 for row in screen.choices)
    assert all(choice.label.strip() for choice in buttons(screen))
    assert screen.text.strip()
    shown = unescape(re.sub(r"</?b>", "", outbound.message("1", screen)["text"]))
    assert len(shown.encode("utf-16-le")) // 2 <= outbound.TEXT_PALING
    whatsapp.fits(screen)
    assert load_screen(dump_screen(screen)) == screen
