from __future__ import annotations

from pathlib import Path

import pytest

from bot.reports.dokumen.errors import TanpaTautan
from bot.reports.tautan import Tautan, links_of, public_links, write_qr
from scoring.model import UnitLayanan
from tests.qr import matrix_of, modules_of

UNIT = UnitLayanan("kel-satu", "Satu", "g")


def test_links_lead_to_the_units_survey() -> None:
    links = links_of(UNIT, "https://survei.example.go.id", "skm_bot")
    assert links.web == "https://survei.example.go.id/s/kel-satu"
    assert links.telegram == "https://t.me/skm_bot?start=kel-satu"


def test_without_the_bots_name_there_is_no_telegram_link() -> None:
    assert links_of(UNIT, "http://127.0.0.1:8080", "").telegram == ""


@pytest.mark.parametrize("name", ["q.png", "q.svg"])
@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/s/kel-satu", "https://t.me/skm_bot?start=" + "x" * 40])
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
    public = links_of(UNIT, "https://survei.example.go.id", "skm_bot")
    assert public_links(public) == public
