from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, ensure_secret, load_settings, read_secret, unknown_names
from scoring.instrumen import shipped_instrumen


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("IKM_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def load(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"IKM_{name}", value)
    return load_settings()


def test_nothing_needs_to_be_set() -> None:
    read = load_settings()
    assert read.database_url == "sqlite+aiosqlite:///var/ikm.db"
    assert read.base_url == "http://127.0.0.1:8080"
    assert read.telegram_token is None
    assert read.secret is None
    assert shipped_instrumen(read.instrumen).id == "permenpan-14-2017"


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, {"PORT": "", "TELEGRAM_TOKEN": ""}).port == 8080


def test_the_file_of_letterheads_is_a_path_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, {"DOKUMEN": ""}).dokumen is None
    assert load(monkeypatch, {"DOKUMEN": "isi/dokumen.yaml"}).dokumen == Path("isi/dokumen.yaml")


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("IKM_PORT=8081\nIKM_SAPAAN=Saudara\nOTHER=1\n")
    read = load(monkeypatch, {"PORT": "8082"})
    assert (read.port, read.sapaan) == (8082, "Saudara")


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PORT": "eighty",
        "SECRET": "hunter2",
        "SAPAAN": "Kamu",
        "PUBLIC_URL": "survei.example.go.id",
        "DATABASE_URL": "mysql://u:hunter3@db/ikm",
        "INSTRUMEN": "permenpan-14-2071",
        "KEDALUWARSA_JAM": "0",
        "PERIODE": "kuartal",
    }
    with pytest.raises(SettingsError) as info:
        load(monkeypatch, wrong)
    told = str(info.value)
    assert "\n" not in told
    assert {name for name in wrong if f"IKM_{name}: " in told} == wrong.keys()
    assert "hunter" not in told


@pytest.mark.parametrize("url", ["mysql://db/ikm", "no url", "sqlite:///var/ikm.db"])
def test_a_database_we_cannot_use_is_told_before_anything_starts(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(SettingsError, match=r"^IKM_DATABASE_URL: "):
        load(monkeypatch, {"DATABASE_URL": url})


def test_secrets_are_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    read = load(monkeypatch, {"SECRET": "s" * 16 + "ecret", "TELEGRAM_TOKEN": "1:token"})
    assert "ssss" not in repr(read) + str(read)
    assert "1:token" not in repr(read) + str(read)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]  # what is tested


@pytest.mark.parametrize("content", [b"\xff\xfeI\x00", b"IKM_PEMDA=Caf\xe9\n"])
def test_a_file_that_is_no_text_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=r"^\.env cannot be read: it is not UTF-8$"):
        load_settings()


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"HOST": "0.0.0.0"}, "http://127.0.0.1:8080"),
        ({"HOST": "::"}, "http://[::1]:8080"),
        ({"HOST": "::1", "PORT": "81"}, "http://[::1]:81"),
        ({"HOST": "localhost"}, "http://localhost:8080"),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "https://survei.example.go.id/"}, "https://survei.example.go.id"),
    ],
)
def test_links_lead_where_a_browser_gets_to(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], url: str) -> None:
    assert load(monkeypatch, given).base_url == url


def test_the_installations_files_lie_beside_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().folder == Path("var")
    assert load(monkeypatch, {"DATABASE_URL": "sqlite+aiosqlite:////srv/ikm/skm.db"}).folder == Path("/srv/ikm")


def test_the_rules_of_the_interview_are_those_set(monkeypatch: pytest.MonkeyPatch) -> None:
    aturan = load(monkeypatch, {"SAPAAN": "Bapak/Ibu", "USIA_BOLEH_LEWAT": "true", "PERIODE": "triwulan"}).aturan()
    assert (aturan.sapaan, aturan.usia_boleh_lewat, aturan.jenis_periode) == ("Bapak/Ibu", True, "triwulan")
    assert aturan.nama_pemda == "pemerintah daerah setempat"
    assert load_settings().aturan(demo=True).nama_pemda == "Pemerintah Kota Kediri"


def test_telegrams_limits_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = load(monkeypatch, {"TELEGRAM_PUSH_PER_SECOND": "0", "TELEGRAM_CHAT_BURST": "3"}).telegram_limits()
    assert (limits.push_per_second, limits.chat_per_second, limits.chat_burst) == (0, 1, 3)


def test_a_misspelt_setting_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IKM_TELEGRAM_TOKN", "1:t")
    monkeypatch.setenv("IKM_PORT", "1")
    monkeypatch.setenv("IKM_TEST_REQUIRE_ALL", "1")
    (tmp_path / ".env").write_text("IKM_PROT=8081\nHOME=x\n")
    assert unknown_names() == ["IKM_PROT", "IKM_TELEGRAM_TOKN"]


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "deep"
    first = ensure_secret(load_settings(), folder)
    assert len(first) == 64
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert ensure_secret(load_settings(), folder) == first


def test_a_secret_that_is_set_is_written_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read = load(monkeypatch, {"SECRET": "0123456789abcdef"})
    assert ensure_secret(read, tmp_path / "var") == "0123456789abcdef"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40])
def test_a_file_that_holds_no_secret_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(SettingsError, match="secret"):
        ensure_secret(load_settings(), tmp_path)


def test_a_secret_that_can_be_neither_read_nor_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="IKM_SECRET is not set"):
        ensure_secret(load_settings(), tmp_path / "file")
    (tmp_path / "secret").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        read_secret(tmp_path / "secret")


def test_secrets_may_be_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's or systemd's folder of secrets is read; what the environment says counts for more."""
    (tmp_path / "ikm_telegram_token").write_text("4711:from-a-file\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    token = load_settings().telegram_token
    assert token is not None
    assert token.get_secret_value() == "4711:from-a-file"
    monkeypatch.setenv("IKM_TELEGRAM_TOKEN", "4711:from-the-environment")
    token = load_settings().telegram_token
    assert token is not None
    assert token.get_secret_value() == "4711:from-the-environment"
