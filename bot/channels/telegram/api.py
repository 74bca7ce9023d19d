"""Calling the Bot API: one connection pool for python-telegram-bot's rare calls and for our frequent ones."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic_core import from_json, to_json
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.telegram.outbound import File
from bot.ports import SendError

SECONDS = 15.0
"""For one call. Shorter than the lease of a message on its way."""
CONNECTIONS = 128
_TIMEOUT = aiohttp.ClientTimeout(total=SECONDS)
_JSON = {"Content-Type": "application/json"}


class ApiError(Exception):
    """The Bot API said no. `code` is its error_code; `retry_after` in seconds where it asks to wait."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class Unreachable(Exception):  # noqa: N818  it did not fail to work, it could not be asked
    """No answer. What was asked may have been done all the same."""


class Api:
    """Plain calls. Errors never hold the token, which is part of every URL."""

    def __init__(self, token: str, base_url: str) -> None:
        self._base = URL(f"{base_url.rstrip('/')}/bot{token}")
        self._files = URL(f"{base_url.rstrip('/')}/file/bot{token}")
        self._urls: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60),
                timeout=_TIMEOUT,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            )
        return self._session

    async def call(self, method: str, parameters: dict[str, Any], patience: aiohttp.ClientTimeout = _TIMEOUT) -> Any:
        """The `result` of one call. Raises ApiError and Unreachable."""
        return await self._post(method, to_json(parameters), _JSON, patience)

    async def upload(self, method: str, parameters: dict[str, Any], file: File) -> Any:
        """The `result` of a call that brings a file along. Raises ApiError and Unreachable."""
        # Names go as they are, in UTF-8: the platform takes percent signs for part of the name.
        form = aiohttp.FormData(quote_fields=False)
        for name, value in parameters.items():
            form.add_field(name, value if isinstance(value, str) else to_json(value).decode())
        form.add_field(file.parameter, file.isi, filename=file.nama, content_type=file.mime)
        return await self._post(method, form, None, _TIMEOUT)

    async def download(self, file_path: str, most: int) -> bytes:
        """A file by the path that getFile told. Raises ApiError, also where it is larger than `most` bytes, and
        Unreachable."""
        content = bytearray()
        try:
            async with self.session().get(self._files / file_path.lstrip("/")) as response:
                if response.status != HTTPStatus.OK:
                    raise ApiError(response.status, "file not given")
                async for chunk in response.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > most:
                        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "file is too big")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unreachable(f"download: {type(error).__name__}") from None
        return bytes(content)

    async def _post(
        self, method: str, data: Any, headers: dict[str, str] | None, patience: aiohttp.ClientTimeout
    ) -> Any:
        url = self._urls.get(method) or self._urls.setdefault(method, self._base / method)
        try:
            async with self.session().post(url, data=data, headers=headers, timeout=patience) as response:
                raw = await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unreachable(f"{method}: {type(error).__name__}") from None
        try:
            answer = from_json(raw)
        except ValueError:
            raise Unreachable(f"{method}: HTTP {response.status} without JSON") from None
        if answer.get("ok"):
            return answer.get("result")
        wait = (answer.get("parameters") or {}).get("retry_after")
        raise ApiError(answer.get("error_code", response.status), str(answer.get("description", "")), wait)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            # aiohttp closes TLS connections in the next turns of the loop.
            await asyncio.sleep(0)
            self._session = None


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's transport over the same pool."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        return SECONDS

    async def initialize(self) -> None:
        self._api.session()

    async def shutdown(self) -> None:
        """The pool is closed by who owns the `Api`."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        seconds = read_timeout if isinstance(read_timeout, int | float) else SECONDS
        data: aiohttp.FormData | None = None
        if request_data is not None:
            data = aiohttp.FormData(request_data.json_parameters)
            for field, (name, content, mime) in (request_data.multipart_data or {}).items():
                data.add_field(field, content, filename=name, content_type=mime)
        try:
            async with self._api.session().request(
                method, url, data=data, timeout=aiohttp.ClientTimeout(total=seconds)
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def send_error(error: ApiError | Unreachable) -> SendError:
    """What a failed call means for the message it carried."""
    if isinstance(error, Unreachable):
        return SendError("sementara", str(error))
    if error.code == HTTPStatus.TOO_MANY_REQUESTS or error.retry_after is not None:
        return SendError("terbatas", str(error), error.retry_after or 1.0)
    if error.code == HTTPStatus.FORBIDDEN:
        return SendError("diblokir", str(error))
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SendError("sementara", str(error))
    if "chat not found" in error.description or "user is deactivated" in error.description:
        return SendError("diblokir", str(error))
    return SendError("ditolak", str(error))
