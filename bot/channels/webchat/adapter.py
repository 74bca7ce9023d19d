"""The web chat's I/O: the page, the call that brings an event, and the call that waits for a message.

Who is who is a random address in a signed cookie, made when the page is opened. A call from another site is
refused three times over: the cookie is SameSite, a header is wanted that forms cannot send, and the browser's own
word on where the call came from is believed. A picture is asked for by the browser itself, without that header: its
address holds a token that is good for the one who was told it, and needs their cookie too.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from itsdangerous import BadSignature, Signer
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.webchat import inbound, outbound
from bot.engine.uploads import UKURAN_PALING
from bot.ports import Handle, Incoming, Mailbox, NotStored

HALAMAN = Path(__file__).parent / "halaman"
COOKIE = "ikm"
COOKIE_HARI = 180
BODY_PALING = 64 * 1024
TUNGGU_PALING = 25.0
UNGGAHAN_PALING = 4
"""Files that may come in at once: each is held in memory until it is whole, and anybody may send one."""
UNGGAHAN_SECONDS = 300.0
"""For a file to come in, as long as the page waits. A phone that has lost its network never says so, and would keep
its place among those few."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_MUAT_ULANG = "Halaman ini perlu dimuat ulang."
_TIDAK_DIKENAL = "Kiriman itu tidak kami kenal. Silakan muat ulang halaman ini."
_BELUM = "Belum terkirim. Kami coba lagi…"
_BERKAS_BESAR = "Berkas terlalu besar, paling besar 5 MB."
_BERKAS_KOSONG = "Berkas itu kosong."


class Webchat:
    """The channel's routes. `secure` marks the cookie for HTTPS only."""

    def __init__(self, handle: Handle, mailbox: Mailbox, secret: str, *, secure: bool) -> None:
        self._handle = handle
        self._mailbox = mailbox
        self._signer = Signer(secret, salt="ikm.webchat.cookie")
        self._links = Signer(secret, salt="ikm.webchat.berkas")
        self._secure = secure
        self._uploads = asyncio.Semaphore(UNGGAHAN_PALING)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._page),
            Route("/s/{kode}", self._page),
            Route("/l/{kode}", self._page),
            Route("/chat", self._guarded(self._send), methods=["POST"]),
            Route("/chat", self._guarded(self._wait), methods=["GET"]),
            Route("/chat/berkas", self._guarded(self._upload), methods=["POST"]),
            Route("/chat/berkas/{id}", self._file, methods=["GET"]),
            Mount("/halaman", StaticFiles(directory=HALAMAN)),
        ]

    async def _page(self, request: Request) -> Response:
        response = FileResponse(HALAMAN / "index.html", headers={**HEADERS, "Cache-Control": "no-cache"})
        if self._address(request) is None:
            response.set_cookie(
                COOKIE,
                self._signer.sign(secrets.token_urlsafe(18)).decode(),
                max_age=COOKIE_HARI * 86_400,
                httponly=True,
                samesite="lax",
                secure=self._secure,
            )
        return response

    async def _send(self, request: Request, address: str) -> Response:
        if not (request.headers.get("content-type") or "").startswith("application/json"):
            return _refused(415, _TIDAK_DIKENAL)
        body = await _read(request, BODY_PALING)
        if body is None:
            return _refused(413, _TIDAK_DIKENAL)
        try:
            kiriman = inbound.parse(body)
        except inbound.Malformed:
            return _refused(400, _TIDAK_DIKENAL)
        return await self._handled(inbound.incoming(kiriman, address), kiriman.setelah)

    async def _upload(self, request: Request, address: str) -> Response:
        try:
            unggahan = inbound.parse_upload(request.query_params)
        except inbound.Malformed:
            return _refused(400, _TIDAK_DIKENAL)
        if self._uploads.locked():
            return _refused(503, _BELUM)
        try:
            async with self._uploads, asyncio.timeout(UNGGAHAN_SECONDS):
                isi = await _read(request, UKURAN_PALING)
        except TimeoutError:
            return _refused(408, _BELUM)
        if isi is None:
            return _refused(413, _BERKAS_BESAR)
        if not isi:
            return _refused(400, _BERKAS_KOSONG)
        mime = request.headers.get("content-type") or ""
        return await self._handled(inbound.uploaded(unggahan, mime, isi, address), unggahan.setelah)

    async def _handled(self, incoming: Incoming, setelah: str) -> Response:
        outcome = await self._handle(incoming)
        # What an earlier answer lost on the way would have shown is still there, and comes along.
        shown = await self._mailbox.collect(inbound.CHANNEL, incoming.address, int(setelah or 0))
        return _json(outbound.answer(shown, partial(self._link, incoming.address), outcome.toast))

    async def _wait(self, request: Request, address: str) -> Response:
        setelah, tunggu = request.query_params.get("setelah", ""), request.query_params.get("tunggu", "")
        if not (setelah.isascii() and tunggu.isascii()) or len(setelah) > 19 or len(tunggu) > 3:
            return _refused(400, _TIDAK_DIKENAL)
        if not (setelah or "0").isdigit() or not (tunggu or "0").isdigit():
            return _refused(400, _TIDAK_DIKENAL)
        seconds = min(float(tunggu or 0), TUNGGU_PALING)
        shown = await self._mailbox.collect(inbound.CHANNEL, address, int(setelah or 0), seconds=seconds)
        return _json(outbound.answer(shown, partial(self._link, address)))

    async def _file(self, request: Request) -> Response:
        """A picture or file, for the browser that was told its address; for all others there is none."""
        address, id_ = self._address(request), request.path_params["id"]
        if address is None or not _same_site(request):
            return Response(status_code=404)
        token = request.query_params.get("t", "").encode()
        if not hmac.compare_digest(token, self._links.get_signature(f"{address}\n{id_}")):
            return Response(status_code=404)
        try:
            found = await self._mailbox.attachment(id_)
        except NotStored:
            return Response(status_code=503)
        if found is None:
            return Response(status_code=404)
        attachment, isi = found
        return Response(isi, headers=outbound.file_headers(attachment))

    def _link(self, address: str, id_: str) -> str:
        token = self._links.get_signature(f"{address}\n{id_}").decode()
        return f"/chat/berkas/{quote(id_, safe='')}?t={token}"

    def _guarded(
        self, endpoint: Callable[[Request, str], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Only the page itself, with its cookie, gets through."""

        async def guarded(request: Request) -> Response:
            if request.headers.get("x-ikm-chat") != "1" or not _same_site(request):
                return _refused(403, _MUAT_ULANG)
            address = self._address(request)
            if address is None:
                return _refused(401, _MUAT_ULANG)
            try:
                return await endpoint(request, address)
            except NotStored:
                return _refused(503, _BELUM)
            except ClientDisconnect:
                return Response(status_code=400)

        return guarded

    def _address(self, request: Request) -> str | None:
        try:
            return self._signer.unsign(request.cookies.get(COOKIE, "")).decode()
        except (BadSignature, UnicodeDecodeError):
            return None


def _same_site(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def _read(request: Request, most: int) -> bytes | None:
    """The body; None where it is larger than the page ever sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _json(content: object) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _refused(status: int, salah: str) -> JSONResponse:
    response = _json({"salah": salah})
    response.status_code = status
    return response
