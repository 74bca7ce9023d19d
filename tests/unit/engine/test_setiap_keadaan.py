"""Every place and kind of question, met by every kind of event: a screen, or a silence that is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from bot.engine.events import (
    Commanded,
    EarlierChecked,
    Erased,
    Event,
    Expired,
    Moved,
    MoveOffered,
    Repeated,
    SebabTakPindah,
    Sent,
    Shown,
    Started,
    Stored,
    Tapped,
    TimedOut,
    Typed,
)
from bot.engine.places import PLACES
from bot.engine.survey import Direktori
from tests.unit.engine.dunia import (
    BANYAK,
    SATU,
    SURVEY,
    changed,
    earlier,
    with_aturan,
    with_harapan,
    with_units,
)
from tests.unit.engine.obrolan import KODE, Host, Obrolan, draft_at, rekap

Menuju = Callable[[Obrolan], object]
DRAF = draft_at(SATU, "biaya")


def _answered(until: str, skor: int = 3, usia: str = "34", lalu: Menuju = lambda o: None) -> Menuju:
    def go(obrolan: Obrolan) -> None:
        obrolan.start(BANYAK)
        obrolan.fill(until, skor, usia)
        lalu(obrolan)

    return go


def _asked_twice(until: str, lalu: Menuju) -> Menuju:
    """As `_answered`, where each unsur is asked a second time for how much it matters."""

    def go(obrolan: Obrolan) -> None:
        obrolan.survey = with_harapan(obrolan.survey)
        _answered(until, lalu=lalu)(obrolan)

    return go


def _twice(obrolan: Obrolan) -> None:
    obrolan.host.earlier = earlier()
    obrolan.start(SATU)
    obrolan.answer()


def _listed(obrolan: Obrolan) -> None:
    obrolan.start()
    obrolan.tap("Pilih dari daftar")
    obrolan.tap("Kecamatan Kota")


KEADAAN: dict[str, Menuju] = {
    "tutup": lambda o: None,
    "cari": lambda o: o.start(),
    "cari, ketemu": lambda o: o.type("bandar kidul"),
    "kelompok": lambda o: (o.start(), o.tap("Pilih dari daftar")),
    "daftar": _listed,
    "sapa": lambda o: o.start(BANYAK),
    "layanan": _answered("layanan"),
    "jenis_kelamin": _answered("jenis_kelamin"),
    "usia": _answered("usia"),
    "wali": _answered("wali", usia="15"),
    "pendidikan": _answered("pendidikan"),
    "pekerjaan": _answered("pekerjaan"),
    "biaya": _answered("biaya"),
    "alasan.biaya": _answered("biaya", lalu=lambda o: o.answer(1)),
    "harapan.biaya": _asked_twice("biaya", lambda o: o.answer()),
    "tinjau, dengan harapan": _asked_twice("tinjau", lambda o: None),
    "ubah, dengan harapan": _asked_twice("tinjau", lambda o: o.tap("Ubah jawaban")),
    "saran": _answered("saran"),
    "balas": _answered("saran", lalu=lambda o: o.type("Kursinya kurang")),
    "tinjau": _answered("tinjau"),
    "ubah": _answered("tinjau", lalu=lambda o: o.tap("Ubah jawaban")),
    "simpang": _answered("biaya", lalu=lambda o: o.start(SATU)),
    "ganda": _twice,
    "hapus": _answered("biaya", lalu=lambda o: o.command("hapus")),
    "lanjut": lambda o: o.command("lanjut"),
}
PERISTIWA: dict[str, Event] = {
    "Started": Started(SATU),
    "Started, tanpa kode": Started(),
    "Started, asing": Started("tak-dikenal-xyz"),
    "mulai": Commanded("mulai"),
    "bantuan": Commanded("bantuan"),
    "batal": Commanded("batal"),
    "ulang": Commanded("ulang"),
    "privasi": Commanded("privasi"),
    "hapus": Commanded("hapus"),
    "hapus, kode benar": Commanded("hapus", "K7MQ2-9RTXA"),
    "hapus, kode salah": Commanded("hapus", "SALAH"),
    "lanjut": Commanded("lanjut"),
    "lanjut, kode": Commanded("lanjut", KODE),
    "Started, lanjut": Started(f"lanjut-{KODE}"),
    "Typed, lanjut": Typed(f"Lanjut {KODE}"),
    "Tapped": Tapped("asing.0.ya"),
    "Typed": Typed("entahlah"),
    "Typed, kosong": Typed(""),
    "Sent": Sent("stiker"),
    "Repeated": Repeated(),
    "Shown": Shown(),
    "TimedOut": TimedOut(),
    "Expired": Expired(),
    "EarlierChecked": EarlierChecked(earlier()),
    "EarlierChecked, tidak ada": EarlierChecked(None),
    "Stored": Stored("K7MQ2-9RTXA", rekap(12), "2026"),
    "Erased": Erased("Kantor Uji Satu"),
    "MoveOffered": MoveOffered(KODE, (("telegram", "https://t.me/x"),)),
    "Moved": Moved(DRAF),
    "Moved, sudah mengisi": Moved(DRAF, earlier=earlier(), bersama=True),
    **{f"Moved, {sebab}": Moved(None, sebab) for sebab in get_args(SebabTakPindah)},
}
SEBELUM_SETUJU = {"cari", "cari, ketemu", "kelompok", "daftar", "sapa", "hapus", "lanjut"}
JAWABAN_TUAN_RUMAH = ("EarlierChecked", "EarlierChecked, tidak ada", "Stored", "MoveOffered")
"""Answers of the host that come too late, to nobody."""
DIAM = {
    *(("tutup", p) for p in (*JAWABAN_TUAN_RUMAH, "Repeated", "Shown", "Tapped")),
    *((k, p) for k in ("tutup", "ganda", *SEBELUM_SETUJU) for p in ("TimedOut", "Expired")),
}
"""Meant: nothing is open, or the person has answered nothing that could be reminded of or lost."""


def test_the_table_reaches_every_place() -> None:
    """The table of states holds each place the engine knows, so that none escapes the test below."""
    assert set(KEADAAN) >= PLACES


@pytest.mark.parametrize("peristiwa", PERISTIWA)
@pytest.mark.parametrize("keadaan", KEADAAN)
def test_every_event_in_every_state_is_answered(keadaan: str, peristiwa: str) -> None:
    """There is exactly one screen after every event in every state, or one of the silences listed."""
    obrolan = Obrolan(host=Host(receipts={"K7MQ2-9RTXA": "Kantor Uji Satu"}))
    KEADAAN[keadaan](obrolan)
    here = obrolan.session.langkah if obrolan.session else "tutup"
    assert here == keadaan.partition(",")[0]
    step = obrolan.happen(PERISTIWA[peristiwa])
    if (keadaan, peristiwa) in DIAM:
        assert not step.messages
        assert step.toast or peristiwa != "Tapped"
    else:
        assert len(step.messages) == 1


@pytest.mark.parametrize("peristiwa", PERISTIWA)
def test_a_unit_closed_meanwhile_ends_its_interview_in_peace(peristiwa: str) -> None:
    """Whatever happens to the draft of a unit since closed, the draft is given up and nothing of it stays."""
    obrolan = Obrolan(host=Host(receipts={"K7MQ2-9RTXA": "Kantor Uji Satu"}))
    obrolan.start(BANYAK)
    obrolan.fill("biaya")
    obrolan.survey = with_units(changed(BANYAK, aktif=False))
    step = obrolan.happen(PERISTIWA[peristiwa])
    assert step.session is None or step.session.unit in {"", SATU}
    assert step.session is None or not step.session.isi or peristiwa in {"Moved", "Moved, sudah mengisi"}
    quiet = peristiwa in {"TimedOut", "Expired", *JAWABAN_TUAN_RUMAH}
    assert bool(step.messages) is not quiet
    if peristiwa in {"Tapped", "Typed", "Sent", "Shown", "Repeated"}:
        assert "sudah ditutup" in step.messages[0].notice
    if peristiwa == "Started":
        assert step.messages[0].key == "sapa"


@pytest.mark.parametrize("teks", ["1", "Kartu Keluarga", "entah"])
def test_a_question_about_services_since_dropped_is_asked_no_more(teks: str) -> None:
    """A unit that loses its services while one is being asked for goes on with the next question, and the button
    or word meant for the old one answers nothing."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill("layanan")
    old = obrolan.screen
    obrolan.survey = with_units(changed(BANYAK, layanan=()))
    obrolan.tap("Kartu Keluarga", old)
    assert obrolan.session is not None
    assert obrolan.session.langkah == "jenis_kelamin"
    assert obrolan.session.isi == {}
    obrolan.type(teks)
    obrolan.fill("tinjau")
    obrolan.answer()
    assert obrolan.host.stored[0].layanan == ""


def test_services_that_come_up_meanwhile_are_asked_before_sending() -> None:
    """A unit that gains services while a draft is open has the citizen name one before anything is kept."""
    obrolan = Obrolan()
    obrolan.start(SATU)
    obrolan.fill("tinjau")
    obrolan.survey = with_units(changed(SATU, layanan=changed(BANYAK).layanan))
    obrolan.answer()
    assert not obrolan.host.stored
    assert obrolan.screen.key == "layanan"
    obrolan.tap("Kartu Keluarga")
    obrolan.answer()
    assert [ask.layanan for ask in obrolan.host.stored] == ["kk"]


def test_without_any_unit_the_search_says_so() -> None:
    """Before units are imported a person is told so, whatever they type, and there is nothing to tap."""
    obrolan = Obrolan(survey=replace(SURVEY, direktori=Direktori.of((), ())))
    for say in ("halo", "kelurahan mojoroto", "daftar", "1"):
        obrolan.type(say)
        assert "Belum ada unit" in obrolan.screen.text
        assert not obrolan.screen.choices


def test_units_of_no_known_group_are_still_found() -> None:
    """Browsing where no group is known shows an empty list instead of failing, and the search still works."""
    obrolan = Obrolan(survey=replace(SURVEY, direktori=Direktori.of((), [changed(SATU)])))
    obrolan.start()
    obrolan.tap("Pilih dari daftar")
    obrolan.type("kantor uji")
    assert obrolan.screen.choices[0][0].label == "Kantor Uji Satu"


def test_one_group_alone_is_not_asked_for() -> None:
    """Where all units are of one group, browsing goes straight to them."""
    units = [unit for unit in SURVEY.direktori.unit.values() if unit.kelompok == "uji"]
    groups = [group for group in SURVEY.direktori.kelompok if group.kode == "uji"]
    obrolan = Obrolan(survey=replace(SURVEY, direktori=Direktori.of(groups, units)))
    obrolan.start()
    obrolan.tap("Pilih dari daftar")
    assert obrolan.screen.key == "daftar"


@pytest.mark.parametrize("sapaan", ["Saudara", "Bapak/Ibu"])
def test_the_age_may_be_skipped_only_where_the_installation_allows(sapaan: str) -> None:
    """The way to skip the age is offered and taken with the setting, and neither without it."""
    for boleh in (True, False):
        obrolan = Obrolan(survey=with_aturan(usia_boleh_lewat=boleh, sapaan=sapaan))
        obrolan.start(SATU)
        obrolan.fill("usia")
        obrolan.type("lewati")
        assert obrolan.session is not None
        assert obrolan.session.langkah == ("pendidikan" if boleh else "usia")
