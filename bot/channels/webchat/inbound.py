"""What the page sends, checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.engine.events import Commanded, Event, NamaPerintah, Sent, Shown, Started, Tapped, Typed
from bot.engine.uploads import claimed
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


class _Delivery(_Strict):
    """`id` is the same on every try to deliver it; `setelah` the last message the page has."""

    id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    setelah: str = Field(default="", pattern=r"^[0-9]{0,19}$")


class Unggahan(_Delivery):
    """A file from the page, told in the address of the call; its body is the file."""

    nama: str = Field(max_length=500)


class Kiriman(_Delivery):
    """One event of the page."""

    kejadian: Annotated[Mulai | Tekan | Ketik | Perintah | Lihat, Field(discriminator="jenis")]


class Malformed(ValueError):  # noqa: N818  reads as what it is
    """A body that the page would never send."""


def parse(body: bytes) -> Kiriman:
    """Raises Malformed."""
    try:
        return Kiriman.model_validate_json(body)
    except ValidationError as error:
        raise _malformed(error) from None


def parse_upload(query: Mapping[str, str]) -> Unggahan:
    """Raises Malformed."""
    try:
        return Unggahan.model_validate(dict(query))
    except ValidationError as error:
        raise _malformed(error) from None


def incoming(kiriman: Kiriman, address: str) -> Incoming:
    return Incoming(CHANNEL, address, _external_id(kiriman, address), _event(kiriman))


def uploaded(unggahan: Unggahan, mime: str, isi: bytes, address: str) -> Incoming:
    """The file that came, under the type that the browser claims for it."""
    upload = claimed(unggahan.nama, mime, len(isi), isi=isi)
    sent = Sent("foto" if upload.mime.startswith("image/") else "berkas", upload)
    return Incoming(CHANNEL, address, _external_id(unggahan, address), sent)


def _external_id(delivery: _Delivery, address: str) -> str:
    # The address is part of the id: no page can use up another's. Ids are kept for longer than an address may be,
    # so what is kept is a hash; an address is random and too long to be guessed.
    return blake2b(f"{address}:{delivery.id}".encode(), digest_size=16).hexdigest()


def _malformed(error: ValidationError) -> Malformed:
    return Malformed(", ".join(".".join(map(str, problem["loc"])) for problem in error.errors()))


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
