"""Error codes of the Cloud API and what each means for the message that met it. Pure.

By their documented meaning (developers.facebook.com, "Cloud API error codes"): the code counts, not the HTTP status.
Nothing of the platform's own words is kept: they quote numbers and texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from bot.ports import Sebab, SendError, Wilayah

MENIT, JAM, HARI = 60.0, 3600.0, 86_400.0
PAIR_BASE: Final = 4
PAIR_PALING: Final = 6
"""The wait doubles twice with each try, up to 4^6 s: a little more than an hour."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`seconds` to wait where the platform wants that. `advice` is for who runs the service, where only they can end
    it; it is logged as an error."""

    sebab: Sebab
    said: str
    seconds: float | None = None
    wilayah: Wilayah = "pesan"
    advice: str = ""


_ACCESS: Final = "set a valid IKM_WHATSAPP_TOKEN: a system user's, with whatsapp_business_messaging"
_ACCOUNT: Final = "see the account's state in WhatsApp Manager"
_TEMPLATE: Final = "submit deploy/whatsapp/templates again, and wait until they are approved"


def _token(said: str) -> Meaning:
    return Meaning("sementara", said, MENIT, "semua", _ACCESS)


def _account(said: str) -> Meaning:
    return Meaning("sementara", said, JAM, "semua", _ACCOUNT)


def _refused(said: str, advice: str = "") -> Meaning:
    return Meaning("ditolak", said, advice=advice)


def _later(said: str) -> Meaning:
    return Meaning("sementara", said)


PAIR: Final = 131056
CLOSED: Final = 131047
TEMPLATE: Final = frozenset({131042, 131048, 131049, 131064})
"""By which a template may be refused while what answers people, and is free, is taken."""
MEDIA: Final = frozenset({100, 131008, 131009, 131052, 131053})
"""By which a message is refused whose media id is no longer known, among other faults."""

MEANINGS: Final[Mapping[int, Meaning]] = {
    # Who we are to the platform.
    0: _token("the app could not be authenticated"),
    3: _token("the app lacks a capability"),
    10: _token("a permission is missing or was removed"),
    190: _token("the access token has expired"),
    131005: _token("access denied"),
    33: Meaning("sementara", "the phone number is gone", JAM, "semua", "check IKM_WHATSAPP_PHONE_NUMBER_ID"),
    368: _account("blocked for a time for violating a policy"),
    131031: _account("the account is locked"),
    131037: _account("the number's display name is not approved"),
    131042: _account("payment failed"),
    131045: _account("the number's certificate is wrong"),
    133010: _account("the number is not registered"),
    # How fast we may send.
    4: Meaning("terbatas", "too many calls of the app", 5 * MENIT, "semua"),
    80007: Meaning("terbatas", "too many calls of the account", 5 * MENIT, "semua"),
    130429: Meaning("terbatas", "more messages a second than the number may send", 5.0, "semua"),
    131048: Meaning("terbatas", "too many messages were blocked or marked as spam", JAM, "semua", _ACCOUNT),
    131049: Meaning("terbatas", "held back to keep people from being sent too much", HARI, "orang"),
    131064: Meaning("terbatas", "the account is limited for templates of the wrong category", JAM, "semua", _ACCOUNT),
    PAIR: Meaning("terbatas", "too many messages to one person", float(PAIR_BASE), "orang"),
    # Who they are to us.
    CLOSED: Meaning("tertutup", "more than 24 hours since the person wrote"),
    131021: Meaning("diblokir", "sender and recipient are the same"),
    131026: Meaning("diblokir", "not deliverable: not on WhatsApp, blocked, or too old a version"),
    131030: Meaning("diblokir", "not among the recipients that a test number may write to"),
    131050: _refused("the person has stopped such messages"),
    130472: _refused("the number is part of an experiment"),
    130497: _refused("messages to that country are not allowed"),
    # What we sent.
    100: _refused("a parameter is wrong"),
    131008: _refused("a parameter is missing"),
    131009: _refused("a parameter's value is wrong"),
    137000: _refused("the person's key has changed"),
    131051: _refused("the kind of message is not supported"),
    131052: _refused("a file could not be fetched"),
    131053: _refused("a file could not be taken"),
    131062: _refused("this kind of message needs a number"),
    132000: _refused("a template has another number of values", _TEMPLATE),
    132001: _refused("a template does not exist or is not approved", _TEMPLATE),
    132005: _refused("a template is too long with its values"),
    132007: _refused("a template violates a policy", _TEMPLATE),
    132008: _refused("a template's value is wrong"),
    132012: _refused("a template's value is of another kind", _TEMPLATE),
    132015: _refused("a template is paused for its quality", _TEMPLATE),
    132018: _refused("a template's values are wrong", _TEMPLATE),
    132016: _refused("a template is disabled for its quality", _TEMPLATE),
    # What is wrong over there.
    1: _later("an unknown error or none"),
    2: _later("the service is down or overloaded"),
    131000: _later("an unknown error"),
    131016: _later("a service is not available"),
    131057: _later("the account is in maintenance"),
    135000: _later("an unknown error in the request"),
}


class ApiError(Exception):
    """The Cloud API said no: its code, and the HTTP status it came with."""

    def __init__(self, code: int | None, status: int) -> None:
        super().__init__(f"{code if code is not None else 'no code'} (HTTP {status})")
        self.code = code
        self.status = status


class Unreachable(Exception):  # noqa: N818  it did not fail to work, it could not be asked
    """No answer. What was asked may have been done all the same."""


def meaning_of(code: int | None, status: int = HTTPStatus.BAD_REQUEST) -> Meaning:
    """What a code means; for one not known, what the HTTP status does."""
    if code is not None and code in MEANINGS:
        return MEANINGS[code]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Meaning("terbatas", "too many requests", MENIT, "semua")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _later("the service failed")
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} or (code is not None and 200 <= code < 300):
        return _token("access denied")
    return _refused("refused for a reason not known here")


def send_error(error: ApiError | Unreachable, tries: int = 0) -> SendError:
    """What a failed call means for the message it carried. `tries` is how often this person's messages were refused
    for coming too fast, one after the other."""
    if isinstance(error, Unreachable):
        return SendError("sementara", str(error))
    meaning = meaning_of(error.code, error.status)
    seconds = meaning.seconds
    if error.code == PAIR:
        seconds = float(PAIR_BASE ** min(tries + 1, PAIR_PALING))
    return SendError(meaning.sebab, f"{error}: {meaning.said}", seconds, wilayah=meaning.wilayah)


def late_failure(code: int | None) -> SendError:
    """What a code means in a status, for the message that was accepted before."""
    return send_error(ApiError(code, HTTPStatus.BAD_REQUEST))
