"""`ikm links`: links that lead to the unit, and pictures that hold them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.cli.program import Ikm
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.qr import matrix_of, modules_of

WEB = "http://127.0.0.1:8080/s/pulutan"


def test_every_units_link_by_name(read_only: Ikm) -> None:
    assert read_only("links", "--json").json == [
        {"unit": "pulutan", "nama": "Kelurahan Pulutan", "web": WEB, "telegram": None, "whatsapp": None},
        {
            "unit": "lain",
            "nama": "Unit Lain",
            "web": "http://127.0.0.1:8080/s/lain",
            "telegram": None,
            "whatsapp": None,
        },
    ]
    assert read_only("links", "--unit", "Pulutan").out.split() == ["pulutan", WEB]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_hold_the_links(read_only: Ikm, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "new" / "folder"
    done = read_only("links", "--out", str(out), "--format", kind, PUBLIC_URL="https://survei.example.go.id")
    assert done.code == 0
    assert sorted(path.name for path in out.iterdir()) == [f"lain-web.{kind}", f"pulutan-web.{kind}"]
    for unit in ("lain", "pulutan"):
        name = f"{unit}-web.{kind}"
        assert modules_of(name, (out / name).read_bytes()) == matrix_of(f"https://survei.example.go.id/s/{unit}")


async def test_with_a_token_the_bot_is_asked_its_name(read_only: Ikm, tmp_path: Path) -> None:
    async with FakeTelegram() as api:
        told = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
        words = ("links", "--unit", "pulutan", "--out", str(tmp_path), "--json")
        (link,) = (await asyncio.to_thread(read_only, *words, **told)).json
        username = api.world.bot["username"]
    assert link["telegram"] == f"https://t.me/{username}?start=pulutan"
    picture = (tmp_path / "pulutan-telegram.svg").read_bytes()
    assert modules_of("x.svg", picture) == matrix_of(link["telegram"])


@pytest.mark.parametrize("number", ["6281234567890", "+62 812-3456-7890"])
def test_with_a_number_people_are_led_to_whatsapp(read_only: Ikm, tmp_path: Path, number: str) -> None:
    """The unit's code stands ready to be sent; the picture holds that link. Nothing is asked of the platform."""
    words = ("links", "--unit", "pulutan", "--out", str(tmp_path), "--json")
    (link,) = read_only(*words, WHATSAPP_NUMBER=number).json
    assert link["whatsapp"] == "https://wa.me/6281234567890?text=Survei%20pulutan"
    picture = (tmp_path / "pulutan-whatsapp.svg").read_bytes()
    assert modules_of("x.svg", picture) == matrix_of(link["whatsapp"])
    assert link["whatsapp"] in read_only("links", WHATSAPP_NUMBER=number).out


async def test_without_a_number_the_platform_is_asked(read_only: Ikm) -> None:
    async with FakeWhatsApp() as api:
        told = {"TOKEN": api.token, "PHONE_NUMBER_ID": api.phone_number_id, "API_URL": api.url}
        told |= {"APP_SECRET": "app-secret-of-the-double", "VERIFY_TOKEN": "a word of the tests, long enough"}
        named = {f"WHATSAPP_{name}": value for name, value in told.items()}
        (link,) = (await asyncio.to_thread(lambda: read_only("links", "--unit", "pulutan", "--json", **named))).json
    assert link["whatsapp"] == "https://wa.me/15550783881?text=Survei%20pulutan"
    gone = read_only("links", "--json", **named)
    assert [link["whatsapp"] for link in gone.json] == [None, None]
    assert gone.err.startswith("ikm: no WhatsApp links: http://127.0.0.1:")
    assert api.token not in gone.err


def test_a_number_without_its_countrys_code_is_none(read_only: Ikm) -> None:
    assert "IKM_WHATSAPP_NUMBER: must be a phone number with" in read_only(
        "links", WHATSAPP_NUMBER="081234567890"
    ).complaint(2)


def test_where_telegram_is_not_reached_the_web_links_are_given_all_the_same(read_only: Ikm) -> None:
    done = read_only("links", "--json", TELEGRAM_TOKEN="1:secret-token", TELEGRAM_API_URL="http://127.0.0.1:9")
    assert [link["telegram"] for link in done.json] == [None, None]
    assert done.err.startswith("ikm: no Telegram links: http://127.0.0.1:9 does not answer for this token")
    assert "secret" not in done.err


def test_calls_that_cannot_be_answered_end_in_one_line(read_only: Ikm, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "there is no unit 'x'" in read_only("links", "--unit", "x").complaint(2)
    assert "'gif' is not one of" in read_only("links", "--format", "gif").complaint(2)
    blocked = read_only("links", "--out", str(tmp_path / "file")).complaint(1)
    assert blocked == f"{tmp_path / 'file'} cannot be written: File exists"


def test_without_units_there_are_no_links(ikm: Ikm) -> None:
    ikm("db", "upgrade")
    assert ikm("links").complaint(1) == "there are no units; add some: ikm units import FILE.csv"
