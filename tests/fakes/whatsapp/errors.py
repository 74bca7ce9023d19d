"""The platform's refusals: over HTTP at once, or later in a status."""

from __future__ import annotations

from typing import Any

TITLES = {
    0: "AuthException",
    2: "Service temporarily unavailable",
    100: "Invalid parameter",
    190: "Invalid OAuth access token - Cannot parse access token",
    80007: "Rate limit issues",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131051: "Unsupported message type",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Translated text too long",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
    132018: "There is an issue with the parameters in your template",
}
HTTP_STATUS = {0: 401, 2: 503, 190: 401, 131000: 500, 131016: 500, 132001: 404}
"""All others are 400."""
HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"


class ApiError(Exception):
    """A call the platform refuses: at once, or, `late`, by a status after it was accepted. `natural` is what happens
    to well-made requests too."""

    def __init__(
        self,
        code: int,
        details: str = "",
        *,
        status: int | None = None,
        message: str = "",
        subcode: int | None = None,
        late: bool = False,
        natural: bool = False,
    ) -> None:
        title = TITLES.get(code, "Unknown error")
        super().__init__(f"{code} {details or message or title}")
        self.code = code
        self.title = title
        self.details = details
        self.status = status or HTTP_STATUS.get(code, 400)
        self.message = message or (title if code == 190 else f"(#{code}) {title}")
        self.subcode = subcode
        self.late = late
        self.natural = natural

    def body(self) -> dict[str, Any]:
        """The JSON the platform answers with."""
        error: dict[str, Any] = {"message": self.message, "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            error |= {"error_subcode": self.subcode, "type": "GraphMethodException"}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": error | {"fbtrace_id": "AbCdEfGhIjKlMnOpQrStUvW"}}

    def told(self) -> dict[str, Any]:
        """The same as a status tells it."""
        data = {"error_data": {"details": self.details or self.title}}
        return {"code": self.code, "title": self.title, "message": self.title, **data, "href": HELP}


def not_valid(details: str) -> ApiError:
    """A value beyond what the platform takes."""
    return ApiError(131009, details)


def no_such_object(object_id: str, verb: str = "get", *, natural: bool = False) -> ApiError:
    """The graph's answer for what is not there, or is not this token's to see."""
    return ApiError(
        100,
        message=f"Unsupported {verb} request. Object with ID '{object_id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation",
        subcode=33,
        natural=natural,
    )


def closed() -> ApiError:
    """Free-form after the window of 24 hours."""
    return ApiError(
        131047,
        "Message failed to send because more than 24 hours have passed since the customer last replied to this "
        "number.",
    )


def undeliverable() -> ApiError:
    """For whoever has no such account."""
    return ApiError(131026, "Message Undeliverable.")
