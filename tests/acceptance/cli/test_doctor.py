"""`ikm doctor`: tells each state, changes nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.acceptance.cli.program import Ikm
from tests.fakes.telegram import FakeTelegram


def states(ikm: Ikm, code: int = 0, **settings: str) -> dict[str, tuple[str, str]]:
    done = ikm("doctor", "--json", **settings)
    assert done.code == code, done
    assert done.err == ""
    findings: list[dict[str, Any]] = done.json
    assert all(list(one) == ["what", "state", "detail"] for one in findings)
    return {one["what"]: (one["state"], one["detail"]) for one in findings}


def test_an_empty_folder_stays_empty(ikm: Ikm) -> None:
    found = states(ikm)
    assert found["database"] == (
        "missing",
        "there is no database at var/ikm.db; make one with `ikm db upgrade` or `ikm run`",
    )
    assert found["secret"] == ("missing", "will be made in var/secret on the first run")
    assert found["telegram"] == ("missing", "off; set IKM_TELEGRAM_TOKEN to switch it on")
    assert found["public URL"][0] == "missing"
    assert found["instrumen"] == ("ok", "permenpan-14-2017, 9 unsur")
    assert found["time zones"] == ("ok", "WIB, WITA, WIT")
    assert found["disk"][0] == "ok"
    assert list(ikm.folder.iterdir()) == []


def test_as_text_each_finding_is_a_line(ikm: Ikm) -> None:
    done = ikm("doctor")
    assert done.code == 0
    assert [line[0] for line in done.out.splitlines()] == ["✓", "–", "–", "–", "–", "–", "✓", "✓"]


def test_a_database_with_and_without_units(ikm: Ikm) -> None:
    ikm("db", "upgrade")
    found = states(ikm)
    assert found["database"] == ("ok", "sqlite+aiosqlite:///var/ikm.db, 0 messages waiting")
    assert found["units"] == ("missing", "none; add: ikm units import FILE.csv")
    ikm.units("a,A,G", "b,B,G")
    found = states(ikm, instrumen="kepmenpan-25-2004", harapan="true")
    assert found["units"] == ("ok", "2")
    assert found["instrumen"] == ("ok", "kepmenpan-25-2004, 14 unsur, each asked for its harapan too")


def test_a_database_of_no_use_is_wrong(ikm: Ikm) -> None:
    ikm.database.parent.mkdir()
    ikm.database.write_bytes(b"no database" * 1000)
    assert states(ikm, 1)["database"][0] == "wrong"


def test_the_file_of_letterheads(ikm: Ikm) -> None:
    assert "letterheads" not in states(ikm)
    berkas = ikm.folder / "dokumen.yaml"
    berkas.write_text("umum:\n  tempt: x\n  penanda_tangan: {nip: 1}\n")
    assert states(ikm, 1, DOKUMEN="dokumen.yaml")["letterheads"] == (
        "wrong",
        "dokumen.yaml:2: unknown key 'umum.tempt'; did you mean 'tempat'?; "
        "dokumen.yaml:3: 'umum.penanda_tangan.nip': an NIP has 18 digits, this one is '1'; correct it or leave it "
        "empty",
    )
    berkas.write_text("unit:\n  kel-mawr: {tempat: x}\n")
    assert states(ikm, DOKUMEN="dokumen.yaml")["letterheads"] == ("ok", "dokumen.yaml")
    ikm.units("kel-mawar,Mawar,G")
    assert states(ikm, 1, DOKUMEN="dokumen.yaml")["letterheads"] == (
        "wrong",
        "dokumen.yaml: unit 'kel-mawr' is not known; did you mean 'kel-mawar'?",
    )


@pytest.mark.parametrize(
    ("content", "mode", "state", "detail"),
    [
        ("0123456789abcdef0123", 0o600, "ok", "var/secret"),
        ("0123456789abcdef0123", 0o644, "wrong", "var/secret can be read by others; chmod 600 var/secret"),
        ("short", 0o600, "wrong", "var/secret holds no secret; remove it to have a new one made, or set IKM_SECRET"),
    ],
)
def test_the_secrets_file(ikm: Ikm, content: str, mode: int, state: str, detail: str) -> None:
    ikm.database.parent.mkdir()
    secret = ikm.database.parent / "secret"
    secret.write_text(content)
    secret.chmod(mode)
    assert states(ikm, int(state == "wrong"))["secret"] == (state, detail)


def test_a_secret_that_is_set_is_not_shown(ikm: Ikm) -> None:
    assert states(ikm, SECRET="0123456789abcdef0123")["secret"] == ("ok", "from IKM_SECRET")


@pytest.mark.parametrize(
    ("url", "state"), [("https://survei.example.go.id", "ok"), ("http://survei.example.go.id", "wrong")]
)
def test_the_public_address(ikm: Ikm, url: str, state: str) -> None:
    found = states(ikm, int(state == "wrong"), PUBLIC_URL=url)["public URL"]
    assert found == (state, url if state == "ok" else f"{url} is not HTTPS")


async def test_telegram_by_its_own_word(ikm: Ikm) -> None:
    async with FakeTelegram() as api:
        name, url = api.world.bot["username"], "https://survei.example.go.id"

        async def told(token: str, code: int = 0, **settings: str) -> tuple[str, str]:
            given = {"TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": api.url, **settings}
            return (await asyncio.to_thread(lambda: states(ikm, code, **given)))["telegram"]

        assert await told(api.token) == ("ok", f"@{name}, long polling")
        assert await told(api.token, PUBLIC_URL=url) == ("ok", f"@{name}, webhook")
        state, detail = await told("1:another-secret", 1)
        assert state == "wrong"
        assert "secret" not in detail


def test_telegram_out_of_reach_is_wrong(ikm: Ikm) -> None:
    found = states(ikm, 1, TELEGRAM_TOKEN="1:secret-token", TELEGRAM_API_URL="http://127.0.0.1:9")
    assert found["telegram"][0] == "wrong"
    assert found["telegram"][1].startswith("http://127.0.0.1:9 does not answer")


def test_a_misspelt_setting_is_told(ikm: Ikm) -> None:
    ikm.write(".env", "IKM_PROT=8081\n")
    assert states(ikm, 1, TELEGRAM_TOKN="1:t")["settings"] == (
        "wrong",
        "no such setting: IKM_PROT, IKM_TELEGRAM_TOKN",
    )
