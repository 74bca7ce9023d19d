"""A whole interview on WhatsApp: every screen one message, every label readable whole, numbers understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.events import Tapped
from bot.engine.messages import Screen
from bot.engine.survey import Survey
from tests.unit.channels.whatsapp import body, fits, rows, shown
from tests.unit.engine.dunia import BANYAK, LAMA, SURVEY, UNSUR, with_harapan, with_instrumen
from tests.unit.engine.obrolan import Host, Obrolan, answers, buttons


@pytest.mark.parametrize(
    "survey",
    [SURVEY, with_harapan(SURVEY), *(with_instrumen(one) for one in LAMA)],
    ids=["kini", "harapan", *(one.id for one in LAMA)],
)
@pytest.mark.parametrize("skor", [1, 4])
def test_a_whole_interview_is_one_message_a_step(survey: Survey, skor: int) -> None:
    """From the greeting to the thanks, with reasons and without: each label whole, each choice to be tapped, and
    all words of the question there."""
    unsur = survey.instrumen.urutan
    obrolan = Obrolan(survey, Host(n=12, unsur=unsur))
    obrolan.start(BANYAK)
    steps = 0
    while obrolan.session is not None:
        (sent,) = fits(obrolan.screen)
        assert shown(obrolan.screen.text) in shown(body(sent))
        tapped = {row["id"] for row in rows(sent)}
        wanted = {choice.token for choice in answers(obrolan.screen)} or {c.token for c in buttons(obrolan.screen)}
        assert wanted <= tapped, "an answer that has to be typed"
        obrolan.answer(skor)
        steps += 1
    assert steps >= len(unsur)
    fits(obrolan.screen)


@pytest.mark.parametrize("skor", [1, 2, 3, 4])
def test_the_number_in_front_of_an_answer_means_it(skor: int) -> None:
    """Whoever types what stands before a label has tapped that label: for each unsur and each profile question."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill("layanan")
    for _ in range(60):
        if obrolan.session is None or obrolan.session.langkah == "tinjau":
            break
        listed = _numbered(obrolan.screen)
        if not listed:
            obrolan.answer(skor)
            continue
        number, label = listed[min(skor, len(listed)) - 1]
        key = obrolan.session.langkah
        token = next(choice.token for choice in answers(obrolan.screen) if shown(choice.label) == label)
        tapped = Obrolan()
        tapped.session, tapped.now = obrolan.session, obrolan.now
        tapped.happen(Tapped(token))
        obrolan.type(number)
        assert obrolan.session is not None
        assert tapped.session is not None
        assert obrolan.session.isi == tapped.session.isi, key
    assert obrolan.session is not None
    assert [obrolan.session.isi[key] for key in UNSUR] == [skor] * len(UNSUR)


def test_every_way_around_that_is_typed_is_understood() -> None:
    """Where a text is too long for buttons, each word it names leads where its button does."""
    for word, langkah in (("Kembali", UNSUR[0]), ("Artinya", UNSUR[1])):
        aturan = replace(SURVEY.aturan, nama_pemda="Pemerintah Kabupaten " + "Panjang " * 100)
        obrolan = Obrolan(replace(SURVEY, aturan=aturan))
        obrolan.start(BANYAK)
        obrolan.fill(UNSUR[1])
        obrolan.command("privasi")
        (sent,) = fits(obrolan.screen)
        assert sent["type"] == "text"
        assert f"“{word}”" in body(sent)
        obrolan.type(word)
        assert obrolan.session is not None
        assert obrolan.session.langkah == langkah


def test_an_answer_to_be_changed_is_chosen_by_its_number() -> None:
    """More answers than a list has rows: the number before each means it."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    obrolan.fill("tinjau")
    obrolan.tap("Ubah jawaban")
    listed = _numbered(obrolan.screen)
    assert len(listed) > 10
    number = next(number for number, label in listed if label == "Biaya/Tarif")
    obrolan.type(number)
    assert obrolan.session is not None
    assert obrolan.session.langkah == "biaya"


def _numbered(screen: Screen) -> list[tuple[str, str]]:
    """Numbers and labels, as the message lists them."""
    labels = [shown(choice.label) for choice in answers(screen)]
    lines = [shown(line).partition(". ") for sent in fits(screen) for line in body(sent).split("\n")]
    return [(number, label) for number, _, label in lines if number.isdigit() and label in labels]
