"""What holds for any sequence of events whatever (the checks themselves: `promises` in obrolan.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.engine.events import (
    Commanded,
    Earlier,
    EarlierChecked,
    Erased,
    Event,
    Expired,
    JenisKiriman,
    Moved,
    MoveOffered,
    NamaPerintah,
    Repeated,
    Sent,
    Shown,
    Started,
    Stored,
    Tapped,
    TimedOut,
    Typed,
)
from bot.engine.questions import is_harapan, sequence, unit_of
from bot.engine.screens import render
from bot.engine.survey import Survey
from scoring.model import JenisLayanan
from tests.unit.engine.dunia import (
    BANYAK,
    LAMA,
    PULUTAN,
    SATU,
    SURVEY,
    TANPA,
    changed,
    earlier,
    with_aturan,
    with_harapan,
    with_instrumen,
    with_units,
)
from tests.unit.engine.obrolan import KODE, Host, Obrolan, buttons, draft_at, rekap

ANEH = (
    *(
        "",
        " ",
        "\n",
        "\x00",
        "\u200b",
        "\u202eterbalik",
        "مرحبا",
        "٣",
        "²",
        "Ⅳ",
        "三",
        "👍🏽",
        "3️⃣",
        "-",
        "?",
        "<",
        "~",
    ),
    *("\ud83d", "{}", "{0}", "%s", "</b>&amp;", "/", "/x", "0", "-3", "5", "4", "45", "1979", "9" * 400, "dua puluh"),
    *(
        "kembali",
        "lewati",
        "sangat mudah",
        "ya",
        "tidak",
        "daftar",
        "batal",
        "ubah",
        "kel",
        "pesantren",
        SATU,
        BANYAK,
    ),
    *("a" * 10_000, "😀" * 10_000, "\u0301" * 10_000, "kata " * 2_000, "\n" * 10_000, "﷽" * 4_000),
)
teks = st.sampled_from(ANEH) | st.text(max_size=60)
kode = st.sampled_from(("", BANYAK, SATU, TANPA, PULUTAN, "kel-bandar-kidul", "tak-dikenal")) | teks
DRAF = (None, draft_at(SATU, "usia"), draft_at(BANYAK, "biaya", 2), draft_at(TANPA, "tinjau"))
"""Of another conversation, to go on in this one."""
known_earlier = st.none() | st.integers(1, 4).map(earlier)
events: st.SearchStrategy[Event] = st.one_of(
    kode.map(Started),
    st.builds(Commanded, st.sampled_from(get_args(NamaPerintah)), kode),
    teks.map(Typed),
    teks.map(Tapped),
    st.sampled_from(get_args(JenisKiriman)).map(Sent),
    st.sampled_from((Repeated(), Shown(), TimedOut(), Expired(), EarlierChecked(None))),
    known_earlier.map(EarlierChecked),
    st.builds(Stored, st.just("AAAAA-BBBBB"), st.integers(0, 30).map(rekap), st.just("2026")),
    st.sampled_from(("", "Kantor Uji Satu")).map(Erased),
    st.just(MoveOffered(KODE)),
    st.builds(Moved, st.sampled_from(DRAF), earlier=known_earlier, bersama=st.booleans()),
)
moves = st.one_of(
    st.tuples(st.just("happen"), events),
    st.tuples(st.just("tap"), st.integers(0, 40)),
    st.tuples(st.just("tap"), st.integers(0, 40)),
    st.tuples(st.just("old"), st.integers(0, 400)),
    st.tuples(st.just("go on"), st.integers(1, 4)),
    st.tuples(st.just("go far"), st.integers(1, 4)),
    st.tuples(st.just("world"), st.integers(0, 6)),
)
DUNIA = (
    SURVEY,
    SURVEY,
    with_units(changed(BANYAK, layanan=())),
    with_units(changed(BANYAK, layanan=(JenisLayanan("1", "Baru"), JenisLayanan("2", "Lain")))),
    with_units(changed(SATU, aktif=False), changed(TANPA, layanan=(JenisLayanan("a", "A"), JenisLayanan("b", "B")))),
    with_aturan(usia_boleh_lewat=True, sapaan="Bapak/Ibu"),
    with_harapan(SURVEY),
)
"""The world may change under an open interview: services come and go, units close, harapan is asked or no longer."""


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.lists(moves, max_size=40), known_earlier, st.sampled_from(("sapa", "usia", "waktu", "saran", "tinjau")))
def test_nothing_that_happens_breaks_a_promise(
    played: list[tuple[str, Event | int]], known: Earlier | None, begun: str
) -> None:
    """Whatever people, platforms and clocks do, in any order, every step keeps what `promises` states."""
    obrolan = Obrolan(host=Host(None, {"AAAAA-BBBBB": "Kantor Uji Satu"}))
    obrolan.start(BANYAK)
    obrolan.fill(begun, skor=2)
    obrolan.host.earlier = known
    for kind, what in played:
        _move(obrolan, kind, what)
    event(f"ends at {obrolan.session.langkah if obrolan.session else None}")
    event(f"stored {len(obrolan.host.stored)}")


def _move(obrolan: Obrolan, kind: str, what: Event | int) -> None:
    if not isinstance(what, int):
        obrolan.happen(what)
        return
    if kind == "world":
        obrolan.survey = DUNIA[what]
        return
    if kind in {"go on", "go far"}:
        for _ in range(1 if kind == "go on" else 9):
            _go_on(obrolan, what)
        return
    shown = obrolan.screens[-1:] if kind == "tap" else obrolan.screens
    tokens = [choice.token for screen in shown for choice in buttons(screen)]
    if tokens:
        _tap(obrolan, tokens[what % len(tokens)])


def _go_on(obrolan: Obrolan, skor: int) -> None:
    """Answer the question that is open, if one is."""
    obrolan.happen(Shown())
    if obrolan.session is None:
        return
    if obrolan.session.langkah in {"sapa", "wali", "tinjau", "simpang", "layanan"}:
        obrolan.happen(Tapped(buttons(obrolan.screen)[0].token))
    elif obrolan.session.langkah == "usia":
        obrolan.type(str(skor * 10))
    elif obrolan.session.persetujuan_pada is not None:
        obrolan.type(str(skor))


def _tap(obrolan: Obrolan, token: str) -> None:
    """A tap; one that is not of this moment changes nothing and shows where we are."""
    before = obrolan.session
    unit = obrolan.survey.direktori.find(before.unit) if before and before.unit else None
    standing = before is not None and (not before.unit or unit is not None)
    live: set[str] = set()
    if before is not None and standing:
        # A question may have gone with the services it was about, or with the harapan; then nothing of it is live.
        gone = unit is not None and before.langkah == "layanan" and len(unit.layanan) < 2
        gone = gone or (is_harapan(before.langkah) and not obrolan.survey.aturan.harapan)
        standing = not gone
        live = set() if gone else {choice.token for choice in buttons(render(obrolan.survey, before))}
    obrolan.happen(Tapped(token))
    if before is None:
        assert obrolan.step.session is None
        assert not obrolan.step.messages
        assert obrolan.step.toast
    elif standing and token not in live:
        assert obrolan.step.session is not None
        assert obrolan.step.session.revisi == before.revisi
        assert obrolan.step.session.isi == before.isi
        assert obrolan.step.session.langkah == before.langkah
        assert obrolan.screen.choices == render(obrolan.survey, before).choices
        assert obrolan.step.toast


@pytest.mark.parametrize("until", ["sapa", "layanan", "usia", "wali", "waktu", "saran", "tinjau"])
@pytest.mark.parametrize(
    "nilai", ["", "9", "0", "-1", "e:waktu", "u:uji-satu", "~", "<", "?", "kirim", "baru", "l.2", " 1"]
)
def test_a_forged_button_of_this_very_moment_is_none(until: str, nilai: str) -> None:
    """A token with the right marks but a meaning that this screen does not offer changes nothing."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill(until, usia="15")
    before = obrolan.session
    assert before is not None
    token = f"{before.tanda}.{before.revisi}.{nilai}"
    if token in {choice.token for choice in buttons(obrolan.screen)}:
        return
    step = obrolan.happen(Tapped(token))
    assert step.session == before
    assert step.toast
    assert obrolan.screen.choices == render(SURVEY, before).choices


def test_what_cannot_be_kept_is_taken_out_of_a_suggestion() -> None:
    """A suggestion keeps its words and line breaks; null characters and broken surrogates are gone."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill("saran")
    obrolan.type(" Kursi\x00 kurang\nAC\ud83d panas 👍 \x07")
    assert obrolan.session is not None
    assert obrolan.session.isi["saran"] == "Kursi kurang\nAC panas 👍"


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=60),
    st.sampled_from((SURVEY, with_harapan(SURVEY), with_harapan(with_instrumen(LAMA[1])))),
)
def test_any_way_through_the_questions_comes_to_the_review(answers: list[tuple[int, int]], survey: Survey) -> None:
    """However scores are given and taken back, the next step is a question of the sequence or the review, and an
    answered interview can always be sent."""
    obrolan = Obrolan(survey)
    obrolan.start(BANYAK)
    obrolan.fill("pendidikan")
    for skor, what in answers:
        assert obrolan.session is not None
        keys = [*sequence(survey, unit_of(survey, obrolan.session), obrolan.session.isi), "tinjau", "ubah"]
        assert obrolan.session.langkah in keys
        assert len(set(keys)) == len(keys), "no question twice"
        if obrolan.session.langkah == "tinjau":
            obrolan.tap("Ubah jawaban")
            choices = buttons(obrolan.screen)
            obrolan.happen(Tapped(choices[(skor * 7 + what) % len(choices)].token))
        elif what == 0 and obrolan.session.langkah != "layanan":
            back = [choice for choice in buttons(obrolan.screen) if "Kembali" in choice.label]
            for choice in back:
                obrolan.happen(Tapped(choice.token))
        else:
            obrolan.answer(skor, usia=str(skor * 10))
    obrolan.fill("tinjau")
    obrolan.answer()
    assert len(obrolan.host.stored) == 1
    assert obrolan.session is None


@settings(max_examples=60)
@given(teks, st.integers(0, 25))
def test_time_and_silence_alone_never_answer(said: str, steps: int) -> None:
    """Between two events of a person, reminders, repeats and returning leave every answer as it was."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    for _ in range(steps):
        if obrolan.session is None:
            return
        obrolan.answer(2)
    before = obrolan.session
    for quiet in (Repeated(), Shown(), TimedOut(), TimedOut()):
        obrolan.now += timedelta(hours=1)
        obrolan.happen(quiet)
    obrolan.happen(Tapped(said))
    if before is None:
        assert obrolan.session is None
    else:
        assert obrolan.session is not None
        assert (obrolan.session.isi, obrolan.session.langkah, obrolan.session.revisi) == (
            before.isi,
            before.langkah,
            before.revisi,
        )
