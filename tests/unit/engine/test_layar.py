"""Screens: what is on them, within what a channel can carry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.places import PER_HALAMAN
from bot.engine.questions import PILIHAN_TAMPAK
from bot.engine.survey import KODE_UNIT, Survey
from scoring.instrumen import Instrumen
from scoring.model import JenisLayanan
from tests.unit.engine.dunia import (
    BANYAK,
    LAMA,
    SURVEY,
    UNSUR,
    changed,
    with_harapan,
    with_instrumen,
    with_units,
)
from tests.unit.engine.obrolan import Host, Obrolan, answers, buttons


def test_the_four_labels_stand_below_each_other_from_low_to_high() -> None:
    """An unsur's options are never side by side, in the order of the scores, the ways around below them."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    for ke, key in enumerate(UNSUR, start=1):
        obrolan.fill(key)
        label = SURVEY.instrumen.unsur_of(key).label
        assert [[c.label for c in row] for row in obrolan.screen.choices[:4]] == [[one] for one in label]
        assert [c.label for c in obrolan.screen.choices[4]] == ["◀ Kembali", "? Artinya"]
        assert obrolan.screen.heading.startswith(f"Pertanyaan {ke}/9")


@pytest.mark.parametrize("lama", LAMA, ids=lambda one: one.id)
def test_an_older_instrumen_is_asked_whole(lama: Instrumen) -> None:
    """Each unsur in its order with its own labels and meaning, in the form of address; the thanks tell its index."""
    survey = with_instrumen(lama)
    obrolan = Obrolan(survey, Host(n=12, unsur=lama.urutan))
    obrolan.start(BANYAK)
    for ke, key in enumerate(lama.urutan, start=1):
        obrolan.fill(key)
        unsur = lama.unsur_of(key)
        assert obrolan.screen.heading == f"Pertanyaan {ke}/{len(lama.unsur)} · {unsur.nama}"
        assert [c.label for c in answers(obrolan.screen)] == list(unsur.label)
        assert "Anda" in obrolan.screen.text
        obrolan.tap("? Artinya")
        assert unsur.definisi in obrolan.screen.text
    obrolan.fill("tinjau")
    assert all(f"{unsur.nama}: {unsur.label[2]}" in obrolan.screen.text for unsur in lama.unsur)
    obrolan.answer()
    (stored,) = obrolan.host.stored
    assert {key: stored.isi[key] for key in lama.urutan} == dict.fromkeys(lama.urutan, 3)
    assert "IKM 75,00 (B, Baik) dari 12 responden" in obrolan.screen.text


def test_going_back_moves_no_button() -> None:
    """The mark on the answer given does not change how the options are laid out."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill("pendidikan")
    before = [len(row) for row in obrolan.screen.choices]
    obrolan.tap("Diploma")
    obrolan.tap("Kembali")
    assert [len(row) for row in obrolan.screen.choices] == before
    assert [c.label for c in buttons(obrolan.screen) if c.label.startswith("✓")] == ["✓ Diploma"]


def test_the_step_a_screen_is_about_is_marked() -> None:
    """Consent and sending are the main button of their screens; ways around are told from answers."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    assert [c.peran for c in buttons(obrolan.screen)] == ["utama", "jawab", "navigasi", "navigasi"]
    obrolan.fill("tinjau")
    assert [(c.label, c.peran) for c in buttons(obrolan.screen)] == [
        ("Kirim jawaban", "utama"),
        ("Ubah jawaban", "jawab"),
    ]


@pytest.mark.parametrize("survey", [SURVEY, *(with_harapan(with_instrumen(lama)) for lama in LAMA)])
def test_the_review_of_the_longest_answers_keeps_its_question(survey: Survey) -> None:
    """A long reason for every unsur and a long suggestion, in letters that count twice, still leave room for the last
    line."""
    obrolan = Obrolan(survey)
    obrolan.start(BANYAK)
    while obrolan.session is not None and obrolan.session.langkah != "tinjau":
        text = obrolan.session.langkah == "saran" or obrolan.session.langkah.startswith("alasan.")
        obrolan.type("😀" * 4000) if text else obrolan.answer(1)
    assert obrolan.session is not None
    assert sum(key.startswith("alasan.") for key in obrolan.session.isi) == len(survey.instrumen.unsur)
    assert obrolan.screen.text.endswith("untuk mengirim.")
    assert len(obrolan.screen.text.encode("utf-16-le")) // 2 < 4000


def test_more_services_than_buttons_can_be_typed() -> None:
    """A unit with very many services shows as many as a message holds and takes any other by name or number."""
    many = tuple(JenisLayanan(f"layanan-{n}", f"Layanan nomor {n}") for n in range(1, 151))
    for say, chosen in (("Layanan nomor 120", "layanan-120"), ("150", "layanan-150")):
        obrolan = Obrolan(with_units(changed(BANYAK, layanan=many)))
        obrolan.start(BANYAK)
        obrolan.answer()
        assert len(answers(obrolan.screen)) == PILIHAN_TAMPAK
        assert "ketik namanya" in obrolan.screen.text
        obrolan.type("entahlah")
        assert len(obrolan.screen.notice) < 200
        obrolan.type(say)
        assert obrolan.session is not None
        assert obrolan.session.isi["layanan"] == chosen


def test_the_longest_codes_fit_a_button() -> None:
    """Codes as long as an import allows, late in a long interview, stay within 64 bytes."""
    unit = replace(changed(BANYAK), kode="k" * 40, layanan=(JenisLayanan("l" * 40, "L"), JenisLayanan("m", "M")))
    assert KODE_UNIT.fullmatch(unit.kode)
    obrolan = Obrolan(with_units(unit))
    obrolan.start()
    obrolan.type("Kantor Uji Banyak")
    assert any("k" * 40 in c.token for c in buttons(obrolan.screen))
    obrolan.start("k" * 40)
    obrolan.answer()
    assert obrolan.session is not None
    obrolan.session = replace(obrolan.session, revisi=99_999)
    obrolan.type("entah")
    assert max(len(c.token) for c in buttons(obrolan.screen)) <= 64


def test_pages_hold_every_unit_of_a_group_once() -> None:
    """Leafing through a group shows each of its units exactly once."""
    obrolan = Obrolan()
    obrolan.start()
    obrolan.tap("Pilih dari daftar")
    obrolan.tap("OPD non pelayanan")
    seen = [c.label for c in answers(obrolan.screen)]
    while any("Berikutnya" in c.label for c in buttons(obrolan.screen)):
        assert len(answers(obrolan.screen)) == PER_HALAMAN
        obrolan.tap("Berikutnya")
        seen += [c.label for c in answers(obrolan.screen)]
    assert seen == [unit.nama for unit in SURVEY.direktori.in_kelompok("opd-non-pelayanan")]


def test_a_text_longer_than_allowed_is_told_its_length() -> None:
    """4,000 characters are kept; one more is asked to be shortened and says how long it was."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill("saran")
    obrolan.type("a" * 10_000)
    assert "10.000 huruf" in obrolan.screen.notice
    obrolan.type("a" * 4001)
    assert obrolan.screen.key == "saran"
    obrolan.type("a" * 4000)
    assert obrolan.screen.key == "balas"
