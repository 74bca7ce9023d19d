"""Calling the Cloud API: one connection pool, JSON and multipart. Errors hold no token, number or text."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from pydantic_core import from_json, to_json
from yarl import URL

from bot.channels.whatsapp.errors import ApiError, Unreachable
from bot.channels.whatsapp.media import Upload

SECONDS: Final = 15.0
"""For one call. Shorter than the lease of a message on its way."""
UPLOAD_SECONDS: Final = 120.0
CONNECTIONS: Final = 128
_TIMEOUT: Final = aiohttp.ClientTimeout(total=SECONDS)
_UPLOAD_TIMEOUT: Final = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
USER_AGENT: Final = "ikm-bot/0.1.0"
GONE: Final = 33
"""The subcode of a wrong parameter that says that an object is not there, or not ours."""
_JSON: Final = {"Content-Type": "application/json"}


class Api:
    """Plain calls for one phone number. `base_url` names the version: https://graph.facebook.com/v23.0."""

    def __init__(self, token: str, phone_number_id: str, base_url: str) -> None:
        self._base = URL(base_url.rstrip("/"))
        self._number = phone_number_id
        self._messages = self._base / phone_number_id / "messages"
        self._bearer = {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT}
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

    async def send(self, message: dict[str, Any]) -> str:
        """The wamid of the message sent. Raises ApiError and Unreachable."""
        headers = {**self._bearer, **_JSON}
        answer = await self._call("POST", self._messages, _TIMEOUT, data=to_json(message), headers=headers)
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise Unreachable("messages: an answer without an id") from None

    async def upload(self, upload: Upload, content: bytes) -> str:
        """The id of a file that is now at the platform. Raises ApiError and Unreachable."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", upload.mime)
        form.add_field("file", content, filename=upload.nama, content_type=upload.mime)
        url = self._base / self._number / "media"
        answer = await self._call("POST", url, _UPLOAD_TIMEOUT, data=form, headers=self._bearer)
        if not answer.get("id"):
            raise Unreachable("media: an answer without an id")
        return str(answer["id"])

    async def medium(self, media_id: str) -> dict[str, Any]:
        """Where a file that a person sent can be fetched for some minutes, and how large it is. Raises ApiError and
        Unreachable."""
        return await self._call("GET", self._base / media_id, _TIMEOUT, headers=self._bearer)

    async def number(self) -> dict[str, Any]:
        """What is known of our phone number. Raises ApiError and Unreachable."""
        url = (self._base / self._number).with_query(fields="display_phone_number")
        return await self._call("GET", url, _TIMEOUT, headers=self._bearer)

    async def templates(self, account_id: str) -> list[dict[str, Any]]:
        """The account's templates with their states. Raises ApiError and Unreachable."""
        url = (self._base / account_id / "message_templates").with_query(limit="250")
        found = (await self._call("GET", url, _TIMEOUT, headers=self._bearer)).get("data")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    async def submit(self, account_id: str, template: bytes) -> dict[str, Any]:
        """Hand in a template, as JSON. Returns its id and state. Raises ApiError and Unreachable."""
        url = self._base / account_id / "message_templates"
        headers = {**self._bearer, **_JSON}
        return await self._call("POST", url, _TIMEOUT, data=template, headers=headers)

    async def download(self, url: str, most: int) -> bytes:
        """A file. Raises ApiError, also where it is larger than `most` bytes, and Unreachable."""
        address = URL(url)
        if address.scheme != self._base.scheme:
            # The token goes along: never in the clear where the API itself is not.
            raise ApiError(None, HTTPStatus.BAD_REQUEST)
        content = bytearray()
        try:
            async with self.session().get(address, headers=self._bearer) as response:
                if response.status != HTTPStatus.OK:
                    raise ApiError(None, response.status)
                async for chunk in response.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > most:
                        raise ApiError(None, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unreachable(f"download: {type(error).__name__}") from None
        return bytes(content)

    async def _call(self, verb: str, url: URL, patience: aiohttp.ClientTimeout, **request: Any) -> dict[str, Any]:
        what = url.name if url.name in {"messages", "media"} else "lookup"
        try:
            async with self.session().request(verb, url, timeout=patience, **request) as response:
                raw = await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unreachable(f"{what}: {type(error).__name__}") from None
        try:
            answer = from_json(raw)
        except ValueError:
            answer = None
        refusal = answer.get("error") if isinstance(answer, dict) else None
        if isinstance(refusal, dict):
            raise ApiError(_code(refusal), response.status)
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise ApiError(None, response.status)
        if not isinstance(answer, dict):
            raise Unreachable(f"{what}: HTTP {response.status} without JSON")
        return answer

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            # aiohttp closes TLS connections in the next turns of the loop.
            await asyncio.sleep(0)
            self._session = None


def _code(refusal: dict[str, Any]) -> int | None:
    """Of a refusal. What is not there, or not ours, is a wrong parameter with a subcode of its own."""
    code, subcode = refusal.get("code"), refusal.get("error_subcode")
    return subcode if (code, subcode) == (100, GONE) else code if isinstance(code, int) else None
