"""Settings from the environment and `.env`, read once, all problems reported together."""

from __future__ import annotations

import os
import re
import socket
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.engine.survey import Aturan
from bot.service.limits import Limits
from scoring.errors import InstrumenError
from scoring.instrumen import shipped_instrumen
from scoring.periode import JenisPeriode
from storage.connect import check_url, sqlite_file
from storage.errors import StorageError

PREFIX = "IKM_"
ENV_FILE = ".env"
SECRETS_FOLDERS = ("/run/secrets",)
"""Where containers find secrets as files, each named like its variable in small letters; systemd names its folder in
CREDENTIALS_DIRECTORY. What the environment says counts for more."""
PEMDA_DEMO = "Pemerintah Kota Kediri"
SECRET_PALING_SEDIKIT = 16
RAHASIA_PALING_SEDIKIT = 8
PASANGAN, RENTETAN = 1 / 6, 45
"""What WhatsApp takes to one person: a message every six seconds, and so many at once."""
OTHER_SECRET = (
    f"{PREFIX}SECRET, or var/secret, is not the secret this database was made with: nobody and no receipt would be "
    "recognised; set the one of the first machine. Only where that is lost for good: `ikm db secret --accept`"
)
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
        check_url(value)
    except StorageError as error:
        raise ValueError(str(error).removeprefix(f"{PREFIX}DATABASE_URL ")) from error
    return value


def _secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().strip()) < SECRET_PALING_SEDIKIT:
        raise ValueError(f"must have at least {SECRET_PALING_SEDIKIT} characters; leave it out to have one made")
    return value


def _rahasia(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().strip()) < RAHASIA_PALING_SEDIKIT:
        raise ValueError(f"must have at least {RAHASIA_PALING_SEDIKIT} characters")
    return value


def _angka(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise ValueError("must be the id that Meta shows, digits alone")
    return value


def _nomor(value: str) -> str:
    """The digits of a phone number as it is dialled from abroad."""
    digits = re.sub(r"[\s().+-]", "", value)
    if value and not re.fullmatch(r"[1-9][0-9]{7,14}", digits):
        raise ValueError("must be a phone number with the country's code, such as 6281234567890")
    return digits


def _instrumen(value: str) -> str:
    try:
        shipped_instrumen(value)
    except InstrumenError as error:
        raise ValueError(str(error)) from error
    return value


Url = Annotated[str, AfterValidator(_url)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
Secret = Annotated[SecretStr, AfterValidator(_secret)]
Rahasia = Annotated[SecretStr, AfterValidator(_rahasia)]
AngkaId = Annotated[str, AfterValidator(_angka)]
Nomor = Annotated[str, AfterValidator(_nomor)]
NamaInstrumen = Annotated[str, AfterValidator(_instrumen)]


class Settings(BaseSettings):
    """What an installation can set. The README's table is made from this class."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: DatabaseUrl = Field(
        "sqlite+aiosqlite:///var/ikm.db",
        description="where answers are kept: a file, or `postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE`",
    )
    database_wait_seconds: float = Field(
        30, ge=0, description="seconds that `ikm run` waits at start for a PostgreSQL that does not answer yet"
    )
    secret: Secret | None = Field(
        None,
        description="key of all hashes and cookies; on SQLite made in `var/secret` on the first run, "
        "on PostgreSQL to be set, the same for all processes",
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
    whatsapp_token: SecretStr | None = Field(
        None, description="token of the Cloud API, a system user's; without it no WhatsApp"
    )
    whatsapp_phone_number_id: AngkaId | None = Field(
        None, validate_default=True, description="id of the phone number at Meta, which is not the number itself"
    )
    whatsapp_app_secret: Rahasia | None = Field(
        None, validate_default=True, description="the Meta app's secret, by which its webhook calls are known"
    )
    whatsapp_verify_token: Rahasia | None = Field(
        None, validate_default=True, description="a word of your own, given to Meta with the webhook's address"
    )
    whatsapp_account_id: AngkaId | None = Field(
        None, description="id of the WhatsApp Business Account, for `ikm whatsapp templates`"
    )
    whatsapp_api_url: Url = Field(
        "https://graph.facebook.com/v23.0", description="address of the Cloud API with its version"
    )
    whatsapp_number: Nomor = Field(
        "",
        description="the number people write to, with the country's code, for links and QR codes; else Meta is asked",
    )
    whatsapp_per_second: float = Field(
        80, ge=0, description="messages a second from one process, as Meta allows the number; 0 for no limit"
    )
    whatsapp_push_per_second: float = Field(
        20, ge=0, description="of these, messages that nobody waits for; 0 for no limit"
    )
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
    log_format: Literal["text", "json"] = Field("text", description="how it is logged; `json` is one object a line")
    replica: str = Field(
        "",
        max_length=64,
        pattern=r"^[\w.:-]*$",
        description="name of this process in logs and metrics; else the host's",
    )
    drain_seconds: float = Field(
        0,
        ge=0,
        le=300,
        description="seconds between saying 503 on `/readyz` and taking nothing new, when told to end",
    )
    metrics_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="port of `/metrics`; without it there are none. Not to be reached from outside",
    )
    metrics_host: str = Field("127.0.0.1", description="address that `/metrics` listens on")

    @field_validator("whatsapp_phone_number_id", "whatsapp_app_secret", "whatsapp_verify_token")
    @classmethod
    def _with_token(cls, value: object, info: ValidationInfo) -> object:
        # One by one, so that all that is missing is told at once.
        if value is None and info.data.get("whatsapp_token") is not None:
            raise ValueError(f"must be set where {PREFIX}WHATSAPP_TOKEN is")
        return value

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

    def whatsapp_limits(self) -> Limits:
        return Limits(self.whatsapp_push_per_second, PASANGAN, RENTETAN, self.whatsapp_per_second)

    @property
    def folder(self) -> Path:
        """Where the installation keeps its files: beside the SQLite database."""
        file = sqlite_file(self.database_url)
        return file.parent if file is not None else Path("var")

    @property
    def base_url(self) -> str:
        """What links to the web chat begin with."""
        return self.public_url or f"http://{_reachable(self.host)}:{self.port}"


def replica_of(settings: Settings) -> str:
    """What this process is called in logs and metrics."""
    return settings.replica or socket.gethostname()


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
        return Settings(_secrets_dir=_secrets_folders())
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'.'.join(map(str, problem['loc'])).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("; ".join(lines)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise SettingsError(f"{ENV_FILE} cannot be read: {reason}") from None


def _secrets_folders() -> list[Path]:
    named = os.environ.get("CREDENTIALS_DIRECTORY")
    folders = [*map(Path, SECRETS_FOLDERS), *([Path(named)] if named else [])]
    return [folder for folder in folders if folder.is_dir()]


def ensure_secret(settings: Settings, folder: Path) -> str:
    """The installation's secret: the one set, or the one in `folder`, made there on first use with mode 600; but not
    where the database may be shared: each machine would have made its own.

    Raises SettingsError where it can be neither read nor made.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    path = folder / "secret"
    if sqlite_file(settings.database_url) is None and not path.exists():
        raise SettingsError(
            f"{PREFIX}SECRET is not set, and there is no {path}; all processes on one PostgreSQL need the same: "
            "take the one this installation has, or for a new one what `openssl rand -hex 32` prints"
        )
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
