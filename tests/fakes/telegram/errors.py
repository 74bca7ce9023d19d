"""What can go wrong: the platform's refusals, and a specification file that is not there."""

from typing import Any


class ApiError(Exception):
    """A call the platform refuses, with the code and the words it uses."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON the platform answers with."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(words: str) -> ApiError:
    """A 400; `words` come after the prefix that the platform puts before them."""
    return ApiError(400, f"Bad Request: {words}")


def too_many_requests(seconds: int) -> ApiError:
    """A 429 that names the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def blocked() -> ApiError:
    """The 403 for a person who blocked the bot."""
    return ApiError(403, "Forbidden: bot was blocked by the user")


class SpecNotAtHandError(Exception):
    """The Bot API's specification file is not on this machine: nothing was checked."""
