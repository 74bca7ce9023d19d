"""What the page sends, checked. Pure."""

from __future__ import annotations

from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.engine.events import Commanded, Event, NamaPerintah, Shown, Started, Tapped, Typed
from bot.ports import Incoming

CHANNEL = "webchat"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Mulai(_Strict):
    jenis: Literal["mulai"]
    kode: str = Field(default="", max_length=200)


class Tekan(_Strict):
    jenis: Literal["tekan"]
    token: str = Field(max_length=200)


class Ketik(_Strict):
    jenis: Literal["ketik"]
    teks: str = Field(max_length=20_000)


class Perintah(_Strict):
    jenis: Literal["perintah"]
    nama: NamaPerintah
    argumen: str = Field(default="", max_length=200)


class Lihat(_Strict):
    jenis: Literal["lihat"]


class Kiriman(_Strict):
    """One event of the page. `id` is the same on every try to deliver it; `setelah` the last message it has."""

    id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    setelah: str = Field(default="", pattern=r"^[0-9]{0,19}$")
    kejadian: Annotated[Mulai | Tekan | Ketik | Perintah | Lihat, Field(discriminator="jenis")]


class Malformed(ValueError):  # noqa: N818  reads as what it is
    """A body that the page would never send."""


def parse(body: bytes) -> Kiriman:
    """Raises Malformed."""
    try:
        return Kiriman.model_validate_json(body)
    except ValidationError as error:
        raise Malformed(", ".join(".".join(map(str, problem["loc"])) for problem in error.errors())) from None


def incoming(kiriman: Kiriman, address: str) -> Incoming:
    # The address is part of the id: no page can use up another's. Ids are kept for longer than an address may be,
    # so what is kept is a hash; an address is random and too long to be guessed.
    external_id = blake2b(f"{address}:{kiriman.id}".encode(), digest_size=16).hexdigest()
    return Incoming(CHANNEL, address, external_id, _event(kiriman))


def _event(kiriman: Kiriman) -> Event:
    match kiriman.kejadian:
        case Mulai(kode=kode):
            return Started(kode)
        case Tekan(token=token):
            return Tapped(token)
        case Ketik(teks=teks):
            return Typed(teks)
        case Perintah(nama=nama, argumen=argumen):
            return Commanded(nama, argumen)
        case Lihat():
            return Shown()
