"""The work of `ikm report`: documents written to files, each whole or not at all."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer

from bot.cli.bot_name import NoBotName, bot_username, whatsapp_number
from bot.cli.frame import WRONG_CALL, fail, find_periode
from bot.cli.people import CHANNEL, PERINTAH
from bot.engine.survey import Survey
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas_berkas import read_identitas
from bot.reports.dokumen.penerbit import Penerbit
from bot.reports.dokumen.pesanan import BENTUK_KOTA, POSTER, SIFAT, Bentuk, akhiran_of, nama_berkas
from bot.reports.dokumen.susun import BelumAdaJawaban, Susunan
from bot.reports.dokumen.temuan import TidakKonsisten
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_kota, sasaran_unit
from bot.reports.tautan import links_of
from bot.service.surveys import Surveys
from bot.settings import Settings
from scoring.instrumen import shipped_instrumen
from scoring.model import UnitLayanan
from scoring.periode import Periode
from storage.connect import open_store
from storage.records import new_id
from storage.staff import AuditRow
from storage.store import Store

KOTA = "kota"


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written, or why it was not."""

    kode: str
    nama: str
    file: str
    size: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """What is needed to print: the data, what is surveyed, the printers."""

    store: Store
    survey: Survey
    susunan: Susunan
    penerbit: Penerbit
    workers: int

    async def write(
        self, sasaran: Sasaran, periode: Periode, bentuk: Bentuk, out: Path, akhiran: str = ""
    ) -> Written:
        """Into `out`, or into the folder it is; who reads the audit log knows. Raises OSError, StorageError."""
        kode, now = sasaran.kode or KOTA, datetime.now(UTC)
        try:
            async with self.store.reading() as tx:
                order = await self.susunan.read(tx, self.survey, sasaran, periode, bentuk, now)
            isi = await self.penerbit.cetak(replace(order, akhiran=akhiran))
        except BelumAdaJawaban:
            return Written(kode, sasaran.nama, "", 0, f"no responses in {periode.kode}")
        except TidakKonsisten as error:
            found = "; ".join(one.english for one in error.temuan)
            return Written(kode, sasaran.nama, "", 0, f"not written, its figures contradict one another: {found}")
        except DokumenError as error:
            return Written(kode, sasaran.nama, "", 0, str(error))
        file = _write_whole(out, nama_berkas(bentuk, sasaran.kode, periode.kode), isi)
        rincian = {"periode": periode.kode, "berkas": SIFAT[bentuk].nama}
        entry = AuditRow(new_id(), now, None, PERINTAH, CHANNEL, "dokumen.terbit", sasaran.nama[:120], rincian)
        async with self.store.transaction() as tx:
            await tx.staff.write_down([entry])
        return Written(kode, sasaran.nama, str(file), len(isi))


@asynccontextmanager
async def press(read: Settings, bentuk: Bentuk) -> AsyncIterator[Press]:
    """Open the database and stand ready to print. Raises StorageError, DokumenError."""
    aturan = read.aturan()
    berkas = read_identitas(read.dokumen, aturan.nama_pemda)
    store = await open_store(read.database_url)
    workers = max(1, (os.cpu_count() or 1) - 1)
    penerbit = Penerbit(workers)
    try:
        surveys = Surveys(store, shipped_instrumen(read.instrumen), aturan)
        await surveys.reload()
        username, number = await _names(read) if bentuk == "stiker" or bentuk in POSTER else ("", "")
        links = partial(links_of, base_url=read.base_url, bot_username=username, whatsapp=number)
        yield Press(store, surveys.now, Susunan(berkas, links), penerbit, workers)
    finally:
        await penerbit.close()
        await store.close()


async def write_one(read: Settings, whose: str, periode_kode: str, bentuk: Bentuk, out: Path | None) -> Written:
    """The document of one unit, group or all ("kota"). Raises StorageError, OSError, DokumenError."""
    periode = find_periode(periode_kode)
    akhiran = _ending(out, bentuk) if out is not None else ""
    async with press(read, bentuk) as ready:
        sasaran = _sasaran(ready.survey, whose)
        if sasaran.jenis != "unit" and bentuk not in BENTUK_KOTA:
            fail(f"{bentuk} is of one unit; of several there are {', '.join(BENTUK_KOTA)}", WRONG_CALL)
        target = out or Path(nama_berkas(bentuk, sasaran.kode, periode.kode))
        written = await ready.write(sasaran, periode, bentuk, target, akhiran)
    if written.problem:
        fail(f"{written.nama}: {written.problem}")
    return written


async def write_all(read: Settings, periode_kode: str, bentuk: Bentuk, out: Path) -> list[Written]:
    """One of each unit, into a folder, several at a time. What cannot be printed is told of and does not stop the
    rest. Raises StorageError, OSError, DokumenError."""
    periode = find_periode(periode_kode)
    await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
    async with press(read, bentuk) as ready:
        units = sorted(ready.survey.direktori.unit.values(), key=lambda unit: unit.nama)
        done = itertools.count(1)
        room = asyncio.Semaphore(ready.workers + 1)  # one is read while the others are printed

        async def write(unit: UnitLayanan) -> Written:
            async with room:
                written = await ready.write(sasaran_unit(unit), periode, bentuk, out)
            _progress(next(done), len(units), unit.kode)
            return written

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(write(unit)) for unit in units]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
    return [task.result() for task in tasks]


def _progress(n: int, most: int, kode: str) -> None:
    """On one line, for who looks on."""
    if sys.stderr.isatty():
        typer.echo(f"\r{n}/{most} {kode:<40.40}", nl=n == most, err=True)


async def _names(read: Settings) -> tuple[str, str]:
    """The bot's name in Telegram and the number in WhatsApp, each empty where it is not known."""
    found = []
    for platform, ask in (("Telegram", bot_username), ("WhatsApp", whatsapp_number)):
        try:
            found.append(await ask(read))
        except NoBotName as error:
            typer.echo(f"ikm: no {platform} links in print: {error}", err=True)
            found.append("")
    return found[0], found[1]


def _sasaran(survey: Survey, whose: str) -> Sasaran:
    direktori = survey.direktori
    if whose.casefold() == KOTA:
        return sasaran_kota(direktori, survey.aturan.nama_pemda)
    if (unit := direktori.find(whose)) is not None:
        return sasaran_unit(unit)
    group = next((one for one in direktori.kelompok if one.kode.casefold() == whose.casefold()), None)
    if group is None:
        fail(f"there is no unit or group '{whose}'; `ikm units list` shows them, `{KOTA}` means all", WRONG_CALL)
    return sasaran_kelompok(group, direktori)


def _ending(out: Path, bentuk: Bentuk) -> str:
    """That of the file `out`, without its point; "" where it has none, or is a folder."""
    known, ending = akhiran_of(bentuk), out.suffix.lower().removeprefix(".")
    if out.is_dir() or not ending:
        return ""
    if ending not in known:
        listed = " or ".join(f".{one}" for one in known)
        fail(f"{out.name}: --format {bentuk} writes a file that ends in {listed}", WRONG_CALL)
    return ending


def _write_whole(out: Path, nama: str, isi: bytes) -> Path:
    """Where it was written to: the file `out`, or `nama` in the folder `out`."""
    file = out / nama if out.is_dir() else out
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(isi)
        part.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
    finally:
        part.unlink(missing_ok=True)
    return file
