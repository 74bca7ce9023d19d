"""The signature of a webhook's body. Pure."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final

HEADER: Final = "X-Hub-Signature-256"
_SCHEME: Final = "sha256="


def verify(body: bytes, header: str, secret: str) -> bool:
    """Whether who sent `body` knows the app's secret. Compares the bytes as they were received, in constant time."""
    return hmac.compare_digest(header.encode("utf-8", "surrogateescape"), signed(body, secret).encode())


def signed(body: bytes, secret: str) -> str:
    """The header that goes with `body`."""
    return _SCHEME + hmac.new(secret.encode(), body, sha256).hexdigest()
