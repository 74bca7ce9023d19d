"""Keyed hashes: what lets us recognise a person or a receipt without being able to name either (UU 27/2022)."""

from __future__ import annotations

import secrets
from hashlib import blake2b

_HURUF = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_PANJANG = 10


class Sandi:
    """Hashes under one installation's secret. Whoever lacks the secret cannot test a guess."""

    def __init__(self, secret: str) -> None:
        self._key = blake2b(secret.encode(), digest_size=32).digest()

    def percakapan(self, channel: str, address: str) -> str:
        """The name of a conversation: 32 hex digits."""
        return self._hash(b"percakapan", f"{channel}\n{address}")

    def responden(self, channel: str, address: str) -> str:
        """By which a second answer of the same person is known. Not the conversation's name, so that a finished
        response does not lead to an open conversation."""
        return self._hash(b"responden", f"{channel}\n{address}")

    def tanda_terima(self, kode: str) -> str:
        """What is kept of a receipt code, however it is typed."""
        return self._hash(b"tandaterima", "".join(c for c in kode.upper() if c in _HURUF))

    def pindahan(self, kode: str) -> str:
        """What is kept of a code by which an interview goes on elsewhere, however it is typed."""
        return self._hash(b"pindahan", "".join(c for c in kode.upper() if c in _HURUF))

    def undangan(self, kode: str) -> str:
        """What is kept of an invitation's code."""
        return self._hash(b"undangan", kode)

    def purpose(self, purpose: str) -> str:
        """A secret of its own for one purpose (a webhook, a cookie): 64 hex digits."""
        return blake2b(purpose.encode(), key=self._key, person=b"kegunaan", digest_size=32).hexdigest()

    def _hash(self, person: bytes, text: str) -> str:
        return blake2b(text.encode(), key=self._key, person=person, digest_size=16).hexdigest()


def new_receipt() -> str:
    """A receipt code such as K7MQ2-9RTXA: 49 bits, no letters that look alike on paper."""
    letters = "".join(secrets.choice(_HURUF) for _ in range(_PANJANG))
    return f"{letters[:5]}-{letters[5:]}"
