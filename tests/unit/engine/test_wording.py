"""The texts: complete, addressed as the installation wants, and the consent tied to its version."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest

from bot.channels.telegram.outbound import TOAST_PALING
from bot.engine.events import Stored
from bot.engine.survey import Survey
from bot.engine.wording import id as w
from tests.unit.engine.dunia import SURVEY, with_aturan
from tests.unit.engine.obrolan import Host, Obrolan, buttons, rekap
from tests.unit.engine.test_setiap_keadaan import KEADAAN, PERISTIWA

PERSETUJUAN = {"2026-11": "29c9452f33fd9ac8", "2026-11b": "0caa88fd26220d6f", "2026-11c": "41230b80936aa79a"}
"""Version -> fingerprint of what a citizen agrees to. A changed text needs a new version and a new line here; the
lines of old versions stay, for the consents that name them."""
SAPAAN = ("Anda", "Saudara", "Bapak/Ibu", "Anda/Saudara")


def test_the_consent_text_changes_only_with_its_version() -> None:
    """Every consent kept names the version of the text agreed to, so no text may change under its version."""
    agreed = (w.SAPA, w.SEDIA, w.TIDAK_SEDIA, w.WALI, w.WALI_YA, w.WALI_TIDAK, w.PRIVASI)
    answer = (w.BALAS, w.BALAS_BERSAMA, w.BALAS_YA, w.BALAS_TIDAK)
    sidik = sha256("\n".join((*agreed, *answer)).encode()).hexdigest()[:16]
    assert PERSETUJUAN[w.VERSI_PERSETUJUAN] == sidik, "the consent text changed: raise VERSI_PERSETUJUAN"


def _texts() -> Iterator[tuple[str, str]]:
    for name, value in vars(w).items():
        if name.isupper() and isinstance(value, str):
            yield name, value
        elif name.isupper() and isinstance(value, dict):
            yield from ((f"{name}.{key}", text) for key, text in value.items())


@pytest.mark.parametrize(("name", "teks"), list(_texts()))
def test_a_text_is_clean(name: str, teks: str) -> None:
    """No text has stray spaces, a hard-wired form of address, or a place to fill that has no name."""
    assert teks == teks.strip() or name == "DAFTAR_HALAMAN"
    assert "  " not in teks
    assert not re.search(r"\b(Anda|Saudara|kamu|Bapak|Ibu)\b", teks)
    assert all(field is None or field.isidentifier() for _, field, _, _ in string.Formatter().parse(teks))
    assert '"' not in teks, "quotation marks are “ and ”"


def test_the_toasts_fit() -> None:
    """What flashes over a button fits the 200 characters that Telegram shows."""
    assert all(0 < len(teks) <= TOAST_PALING for teks in (w.TOMBOL_LAMA, w.SUDAH_SELESAI))


def test_every_command_of_the_menu_is_explained() -> None:
    """The help names each command, in at most the 256 characters a menu entry may have."""
    assert all(f"/{nama}" in w.BANTUAN for nama in w.PERINTAH if nama != "bantuan")
    assert all(3 <= len(teks) <= 256 for teks in w.PERINTAH.values())


def _everything_said(survey: Survey) -> Iterator[str]:
    """All that is shown in every state after every event, and on the way there; two ways to the end."""
    host = Host(receipts={"K7MQ2-9RTXA": "Kantor Uji Satu"}, n=12)
    for go in KEADAAN.values():
        for peristiwa in PERISTIWA.values():
            obrolan = Obrolan(survey, host)
            host.earlier = None
            go(obrolan)
            obrolan.happen(peristiwa)
            for screen in obrolan.screens:
                yield "\n".join((screen.notice, screen.heading, screen.text, *(b.label for b in buttons(screen))))
            yield obrolan.step.toast
    for n in (1, 12):
        obrolan = Obrolan(survey, Host(n=n))
        obrolan.start("uji-banyak")
        while obrolan.session is not None:
            for say in ("?", "entahlah apa" * 1000, "1979", "5"):
                if obrolan.session.langkah not in {"saran"} and not obrolan.session.langkah.startswith("alasan"):
                    obrolan.type(say)
                    yield f"{obrolan.screen.notice}\n{obrolan.screen.text}"
            obrolan.answer(2)
        yield obrolan.screen.text


@pytest.mark.parametrize("sapaan", SAPAAN)
def test_the_form_of_address_is_used_everywhere_and_once(sapaan: str) -> None:
    """Whatever form of address is set, no other one is left, none is doubled, and nothing is left unfilled."""
    said = "\n".join(set(_everything_said(with_aturan(sapaan=sapaan))))
    assert sapaan in said
    assert not re.search(r"\{\w*\}", said)
    others = {"Anda", "Saudara", "Bapak", "Ibu"} - set(re.findall(r"\w+", sapaan))
    # "Ibu" is a service and an occupation too.
    rest = re.sub("Kesehatan ibu|Ibu rumah tangga", "", said.replace(sapaan, "§"))
    assert not [other for other in others if re.search(rf"\b{other}\b", rest)]
    assert not re.search(r"\b(Anda|Saudara)\b", rest)
    assert "§/" not in rest
    assert "/§" not in rest
    assert not re.search(r"\b(\w+) \1\b", re.sub(r"rata-rata", "", rest), re.IGNORECASE)


def test_the_place_named_as_an_example_is_named_once() -> None:
    """The search suggests a unit by its whole name."""
    obrolan = Obrolan()
    obrolan.start()
    assert "misalnya “Kelurahan " in obrolan.screen.text
    assert "Kelurahan Kelurahan" not in obrolan.screen.text


def test_thanks_tell_the_index_only_from_the_set_number_on() -> None:
    """The unit's index shows with as many answers as the installation asks for, and not with one fewer."""
    for n, shown in ((9, False), (10, True)):
        obrolan = Obrolan(host=Host(n=n))
        obrolan.start("uji-satu")
        obrolan.fill("tinjau")
        obrolan.answer()
        assert ("IKM 75,00" in obrolan.screen.text) is shown
        assert ("setelah ada 10 responden" in obrolan.screen.text) is not shown


def test_counts_that_fit_no_instrumen_still_end_in_thanks() -> None:
    """Should a unit's counts be broken, the citizen gets thanks and receipt all the same."""
    obrolan = Obrolan()
    obrolan.start("uji-satu")
    obrolan.fill("tinjau")
    broken = replace(rekap(20), sebaran={"tidak_dikenal": (20, 0, 0, 0)})
    obrolan.happen(Stored("K7MQ2-9RTXA", broken, "2026"))
    assert "K7MQ2-9RTXA" in obrolan.screen.text
    assert SURVEY.aturan.minimal_tampil == 10
    assert "setelah ada 10 responden" in obrolan.screen.text
