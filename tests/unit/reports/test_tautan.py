from __future__ import annotations

from pathlib import Path

import pytest

from bot.reports.dokumen.errors import TanpaTautan
from bot.reports.tautan import Tautan, links_of, pintu_of, public_links, ways_on, write_qr
from scoring.model import UnitLayanan
from tests.qr import matrix_of, modules_of

UNIT = UnitLayanan("kel-satu", "Satu", "g")


def test_links_lead_to_the_units_survey() -> None:
    links = links_of(UNIT, "https://survei.example.go.id", "skm_bot")
    assert links.web == "https://survei.example.go.id/s/kel-satu"
    assert links.telegram == "https://t.me/skm_bot?start=kel-satu"


def test_whatsapp_is_told_the_unit_by_a_text_that_is_ready_to_be_sent() -> None:
    links = links_of(UNIT, "https://survei.example.go.id", "", "6281234567890")
    assert links.whatsapp == "https://wa.me/6281234567890?text=Survei%20kel-satu"
    assert [(one.nama, one.pendek) for one in pintu_of(links)] == [
        ("Tanpa aplikasi", "survei.example.go.id/s/kel-satu"),
        ("Lewat WhatsApp", "WhatsApp +6281234567890: Survei kel-satu"),
    ]


@pytest.mark.parametrize(
    ("channel", "base", "names"),
    [
        ("telegram", "https://survei.example.go.id", ["whatsapp", "webchat"]),
        ("whatsapp", "https://survei.example.go.id", ["telegram", "webchat"]),
        ("webchat", "https://survei.example.go.id", ["whatsapp", "telegram", "webchat"]),
        ("telegram", "http://127.0.0.1:8080", ["whatsapp"]),
        ("terminal", "http://127.0.0.1:8080", ["whatsapp", "telegram", "webchat"]),
    ],
)
def test_an_interview_goes_on_anywhere_else_there_is(channel: str, base: str, names: list[str]) -> None:
    """Not where it is already, but for the web, which is on other devices too; nobody else's phone is sent to this
    machine."""
    ways = dict(ways_on("K7MQ2-9RTXA", channel, base, "skm_bot", "6281234567890"))
    assert list(ways) == names
    known = {
        "whatsapp": "https://wa.me/6281234567890?text=Lanjut%20K7MQ2-9RTXA",
        "telegram": "https://t.me/skm_bot?start=lanjut-K7MQ2-9RTXA",
        "webchat": f"{base}/l/K7MQ2-9RTXA",
    }
    assert ways == {name: known[name] for name in names}


def test_a_channel_that_is_not_there_is_no_way() -> None:
    assert [name for name, _ in ways_on("K7MQ2-9RTXA", "telegram", "https://a.example", "", "")] == ["webchat"]


def test_without_the_bots_name_there_is_no_telegram_link() -> None:
    assert links_of(UNIT, "http://127.0.0.1:8080", "").telegram == ""


@pytest.mark.parametrize("name", ["q.png", "q.svg"])
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/s/kel-satu",
        "https://t.me/skm_bot?start=" + "x" * 40,
        "https://wa.me/6281234567890?text=Survei%20" + "x" * 40,
    ],
)
def test_a_picture_holds_the_code_of_the_link(tmp_path: Path, url: str, name: str) -> None:
    write_qr(url, tmp_path / name)
    assert modules_of(name, (tmp_path / name).read_bytes()) == matrix_of(url)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", ""])
def test_what_is_printed_leads_there_from_anywhere(base: str) -> None:
    """Of links to this machine alone none is left; without another there is nothing to print."""
    telegram = links_of(UNIT, "", "skm_bot").telegram
    assert public_links(Tautan(UNIT, f"{base}/s/kel-satu" if base else "", telegram)) == Tautan(UNIT, "", telegram)
    with pytest.raises(TanpaTautan, match=r"kel-satu: nobody's phone can reach .*; set IKM_PUBLIC_URL"):
        public_links(Tautan(UNIT, f"{base}/s/kel-satu" if base else "", ""))
    assert public_links(links_of(UNIT, base, "", "6281")).whatsapp
    public = links_of(UNIT, "https://survei.example.go.id", "skm_bot")
    assert public_links(public) == public
