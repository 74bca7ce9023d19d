"""Settings from the environment and `.env`, read once, all problems reported together."""

from __future__ import annotations

import os
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.engine.survey import Aturan
from bot.service.limits import Limits
from scoring.errors import InstrumenError
from scoring.instrumen import shipped_instrumen
from scoring.periode import JenisPeriode
from storage.connect import sqlite_file
from storage.errors import StorageError

PREFIX = "IKM_"
ENV_FILE = ".env"
PEMDA_DEMO = "Pemerintah Kota Kediri"
SECRET_PALING_SEDIKIT = 16
_OF_TESTS = "IKM_TEST_"


class SettingsError(ValueError):
    """One line a setting that cannot be used: its name, what is wrong, what to do."""


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be a URL such as https://survei.example.go.id")
    return value.rstrip("/")


def _database(value: str) -> str:
    try:
        sqlite_file(value)
    except StorageError as error:
        raise ValueError(str(error).removeprefix(f"{PREFIX}DATABASE_URL ")) from error
    return value


def _secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().strip()) < SECRET_PALING_SEDIKIT:
        raise ValueError(f"must have at least {SECRET_PALING_SEDIKIT} characters; leave it out to have one made")
    return value


def _instrumen(value: str) -> str:
    try:
        shipped_instrumen(value)
    except InstrumenError as error:
        raise ValueError(str(error)) from error
    return value


Url = Annotated[str, AfterValidator(_url)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
Secret = Annotated[SecretStr, AfterValidator(_secret)]
NamaInstrumen = Annotated[str, AfterValidator(_instrumen)]


class Settings(BaseSettings):
    """What an installation can set. The README's table is made from this class."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: DatabaseUrl = Field(
        "sqlite+aiosqlite:///var/ikm.db", description="where answers are kept, as a SQLAlchemy URL"
    )
    secret: Secret | None = Field(
        None, description="key of all hashes and cookies; made in `var/secret` on the first run"
    )
    host: str = Field("127.0.0.1", description="address the web server listens on")
    port: int = Field(8080, ge=0, le=65535, description="port the web server listens on")
    public_url: Url | None = Field(
        None, description="HTTPS address people reach; where set, Telegram delivers by webhook and links use it"
    )
    telegram_token: SecretStr | None = Field(None, description="token from @BotFather; without it no Telegram")
    telegram_api_url: Url = Field(
        "https://api.telegram.org", description="address of the Bot API, for a server of your own"
    )
    admin_telegram: int | None = Field(
        None, description="a person's Telegram chat id; whenever the service starts, that person is made an admin"
    )
    telegram_push_per_second: float = Field(
        30, ge=0, description="messages a second that nobody waits for, over all chats; 0 for no limit"
    )
    telegram_chat_per_second: float = Field(1, ge=0, description="messages a second to one chat; 0 for no limit")
    telegram_chat_burst: int = Field(30, ge=1, description="messages to one chat at once before that limit holds")
    pemda: str = Field("", max_length=120, description="who runs the survey, named in the privacy text")
    sapaan: Literal["Anda", "Saudara", "Bapak/Ibu"] = Field("Anda", description="form of address")
    instrumen: NamaInstrumen = Field("permenpan-14-2017", description="the questionnaire")
    dokumen: Path | None = Field(
        None, description="YAML file with letterhead, logo and signatories; `deploy/dokumen.example.yaml` is one"
    )
    periode: JenisPeriode = Field("semester", description="over which the index shown to citizens is counted")
    harapan: bool = Field(False, description="whether each unsur is asked a second time, for how much it matters")
    usia_boleh_lewat: bool = Field(False, description="whether age may be skipped")
    jeda_isi_ulang_hari: int = Field(
        30, ge=0, le=3660, description="days within which a person corrects instead of answering again"
    )
    minimal_tampil: int = Field(10, ge=1, description="responses before a unit's index is shown to citizens")
    ingatkan_menit: int = Field(30, ge=1, description="minutes of silence before the one reminder")
    kedaluwarsa_jam: int = Field(24, ge=1, description="hours of silence before a draft is erased")
    undangan_hari: int = Field(7, ge=1, le=90, description="days within which an invitation can be accepted")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="how much is logged")

    def aturan(self, *, demo: bool = False) -> Aturan:
        """The part of the settings that the interview knows."""
        return Aturan(
            nama_pemda=self.pemda or (PEMDA_DEMO if demo else "pemerintah daerah setempat"),
            sapaan=self.sapaan,
            usia_boleh_lewat=self.usia_boleh_lewat,
            harapan=self.harapan,
            jeda_isi_ulang_hari=self.jeda_isi_ulang_hari,
            minimal_tampil=self.minimal_tampil,
            ingatkan_menit=self.ingatkan_menit,
            kedaluwarsa_jam=self.kedaluwarsa_jam,
            jenis_periode=self.periode,
        )

    def telegram_limits(self) -> Limits:
        return Limits(self.telegram_push_per_second, self.telegram_chat_per_second, self.telegram_chat_burst)

    @property
    def folder(self) -> Path:
        """Where the installation keeps its files: beside the SQLite database."""
        file = sqlite_file(self.database_url)
        return file.parent if file is not None else Path("var")

    @property
    def base_url(self) -> str:
        """What links to the web chat begin with."""
        return self.public_url or f"http://{_reachable(self.host)}:{self.port}"


def _reachable(host: str) -> str:
    """The host as this machine's browser reaches it: an address to listen on may be no address to go to."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1" if address.version == 4 else "[::1]"
    return f"[{address}]" if isinstance(address, IPv6Address) else host


def unknown_names() -> list[str]:
    """What is set and looks like a setting of ours but is none: most likely misspelt."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    ours = {name for name in (*os.environ, *dotenv_values(ENV_FILE)) if name.upper().startswith(PREFIX)}
    return sorted(name for name in ours if name.upper() not in known and not name.upper().startswith(_OF_TESTS))


def load_settings() -> Settings:
    """Raises SettingsError, which names every setting that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'.'.join(map(str, problem['loc'])).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("; ".join(lines)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise SettingsError(f"{ENV_FILE} cannot be read: {reason}") from None


def ensure_secret(settings: Settings, folder: Path) -> str:
    """The installation's secret: the one set, or the one in `folder`, made there on first use with mode 600.

    Raises SettingsError where it can be neither read nor made.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return read_secret(path)
        with os.fdopen(handle, "w") as file:
            file.write(os.urandom(32).hex())
        return read_secret(path)
    except OSError as error:
        raise SettingsError(f"{PREFIX}SECRET is not set and {path} cannot be used: {error.strerror}") from error


def read_secret(path: Path) -> str:
    """Raises SettingsError for a file that holds none."""
    try:
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {getattr(error, 'strerror', 'it is no text')}") from error
    if len(secret) < SECRET_PALING_SEDIKIT:
        raise SettingsError(f"{path} holds no secret; remove it to have a new one made, or set {PREFIX}SECRET")
    return secret
