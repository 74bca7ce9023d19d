"""Answers to what the engine asks of its host, for a whole batch, within the batch's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.balasan import IZIN_PALING, IZIN_SESUDAH_PERIODE, kunci_balasan
from bot.engine.events import Earlier, EarlierChecked, Erased, Event, Isi, Stored
from bot.engine.questions import TIDAK, YA, harapan_key, is_alasan
from bot.engine.session import Ask, CheckEarlier, EraseResponse, StoreResponse
from bot.engine.survey import Survey
from bot.ports import Incoming
from bot.service.sandi import Sandi, new_receipt
from scoring.model import Profil, Rekap, Respons
from scoring.periode import Periode, periode_of
from storage.records import ResponsRow, new_id
from storage.store import Transaction
from storage.voices import IzinRow

BERSAMA = frozenset({"webchat", "terminal"})
"""Channels whose address is a device, not a person."""
UNREACHABLE = frozenset({"terminal"})
"""Channels to whose addresses nobody comes back: no answer to a saran can reach them."""


@dataclass(frozen=True, slots=True)
class Asking:
    incoming: Incoming
    ask: Ask


async def answer_asks(
    tx: Transaction, survey: Survey, sandi: Sandi, asking: list[Asking], now: datetime
) -> list[Event]:
    """One event for each ask, in order."""
    answers: dict[int, Event] = {}
    answers |= await _check_earlier(tx, survey, sandi, asking, now)
    answers |= await _store(tx, survey, sandi, asking, now)
    answers |= await _erase(tx, survey, sandi, asking)
    return [answers[n] for n in range(len(asking))]


async def _check_earlier(
    tx: Transaction, survey: Survey, sandi: Sandi, asking: list[Asking], now: datetime
) -> dict[int, Event]:
    checks = {n: a.ask for n, a in enumerate(asking) if isinstance(a.ask, CheckEarlier)}
    if not checks:
        return {}
    who = {n: _responden(sandi, asking[n].incoming) for n in checks}
    days = max(ask.hari for ask in checks.values())
    rows = await tx.facts.earlier(set(who.values()), now - timedelta(days=days))
    allowed = await tx.voices.allowed({row.id for row in rows}, int(now.timestamp() * 1000))
    answers: dict[int, Event] = {}
    for n, ask in checks.items():
        since = now - timedelta(days=ask.hari)
        same = (
            row
            for row in rows
            if (row.responden, row.unit, row.respons.layanan) == (who[n], ask.unit, ask.layanan)
            and row.respons.diisi_pada >= since
        )
        row = next(same, None)
        # A phone number is one person's; a browser may be a family's or an officer's tablet. Whoever comes next
        # there must not be shown what the one before has answered.
        bersama = asking[n].incoming.channel in BERSAMA
        earlier = None if row is None else _earlier(survey, row, bersama, row.id in allowed)
        answers[n] = EarlierChecked(earlier, bersama)
    return answers


def _earlier(survey: Survey, row: ResponsRow, bersama: bool, boleh: bool) -> Earlier:
    # Answers to another instrumen are answers to other questions.
    isi = {} if bersama or row.instrumen != survey.instrumen.id else _isi(row, boleh)
    return Earlier(row.id, row.respons.diisi_pada, isi, bersama)


async def _store(
    tx: Transaction, survey: Survey, sandi: Sandi, asking: list[Asking], now: datetime
) -> dict[int, Event]:
    stores = {n: a.ask for n, a in enumerate(asking) if isinstance(a.ask, StoreResponse)}
    if not stores:
        return {}
    if replaced := [ask.koreksi for ask in stores.values() if ask.koreksi is not None]:
        # Of a closed periode nobody can say any more whose a response is: it stays, and this one is another.
        await _remove(tx, [row for row in await tx.facts.by_id(replaced) if row.responden is not None])
    receipts = {n: new_receipt() for n in stores}
    rows = {n: _respons_row(survey, sandi, asking[n].incoming, ask, receipts[n], now) for n, ask in stores.items()}
    await tx.facts.add(list(rows.values()))
    permits = [_izin(survey, asking[n].incoming, rows[n], now) for n, ask in stores.items() if _may_answer(ask)]
    await tx.voices.allow([izin for izin in permits if izin.channel not in UNREACHABLE])

    by_periode: dict[Periode, set[str]] = {}
    for row in rows.values():
        by_periode.setdefault(_periode(survey, row), set()).add(row.unit)
    counted: dict[tuple[str, Periode], Rekap] = {}
    for periode, units in by_periode.items():
        rekap = await tx.facts.rekap(survey.instrumen.id, periode.mulai, periode.selesai, units)
        counted |= {(unit, periode): rekap[unit] for unit in units}
    return {
        n: Stored(receipts[n], counted[row.unit, _periode(survey, row)], _periode(survey, row).nama)
        for n, row in rows.items()
    }


async def _erase(tx: Transaction, survey: Survey, sandi: Sandi, asking: list[Asking]) -> dict[int, Event]:
    erasures = {
        n: sandi.tanda_terima(a.ask.tanda_terima) for n, a in enumerate(asking) if isinstance(a.ask, EraseResponse)
    }
    if not erasures:
        return {}
    rows = await tx.facts.by_receipt(set(erasures.values()))
    if rows:
        await _remove(tx, list(rows.values()))
    answers: dict[int, Event] = {}
    for n, receipt in erasures.items():
        row = rows.get(receipt)
        unit = survey.direktori.find(row.unit) if row else None
        answers[n] = Erased("" if row is None else unit.nama if unit else row.unit)
    return answers


async def _remove(tx: Transaction, rows: Sequence[ResponsRow]) -> None:
    """Erase responses with all that came of them, the answer to a saran that is still on its way included."""
    for respons in await tx.voices.answered({row.id for row in rows}):
        await tx.outbox.recall(kunci_balasan(respons))
        await tx.sent.recall(kunci_balasan(respons))
    await tx.facts.remove(rows)


def _responden(sandi: Sandi, incoming: Incoming) -> str:
    return incoming.responden or sandi.responden(incoming.channel, incoming.address)


def _may_answer(ask: StoreResponse) -> bool:
    return ask.isi.get("balas") == YA


def _izin(survey: Survey, incoming: Incoming, row: ResponsRow, now: datetime) -> IzinRow:
    unit = survey.direktori.find(row.unit)
    assert unit is not None  # noqa: S101  as in _respons_row
    end = datetime.combine(_periode(survey, row).selesai, time(), ZoneInfo(unit.zona_waktu))
    until = min(end + IZIN_SESUDAH_PERIODE, now + IZIN_PALING)
    return IzinRow(row.id, incoming.channel, incoming.address, int(until.timestamp() * 1000))


def _periode(survey: Survey, row: ResponsRow) -> Periode:
    return periode_of(row.hari_awal, survey.aturan.jenis_periode)


def _respons_row(
    survey: Survey, sandi: Sandi, incoming: Incoming, ask: StoreResponse, receipt: str, now: datetime
) -> ResponsRow:
    unit = survey.direktori.find(ask.unit)
    assert unit is not None  # noqa: S101  advance() asks to store for units of this same survey only
    hari = now.astimezone(ZoneInfo(unit.zona_waktu)).date()
    return ResponsRow(
        id=new_id(),
        unit=ask.unit,
        instrumen=survey.instrumen.id,
        hari_awal=hari,
        hari_akhir=hari,
        sumber=incoming.channel,
        respons=_respons(survey, ask, now),
        responden=_responden(sandi, incoming),
        tanda_terima=sandi.tanda_terima(receipt),
        persetujuan_versi=ask.persetujuan_versi,
        persetujuan_pada=ask.persetujuan_pada,
    )


def _respons(survey: Survey, ask: StoreResponse, now: datetime) -> Respons:
    isi = ask.isi
    return Respons(
        layanan=ask.layanan,
        diisi_pada=now,
        profil=Profil(
            jenis_kelamin=_text(isi.get("jenis_kelamin")),
            usia=_number(isi.get("usia")),
            pendidikan=_text(isi.get("pendidikan")),
            pekerjaan=_text(isi.get("pekerjaan")),
        ),
        jawaban={key: skor for key in survey.instrumen.urutan if (skor := _number(isi.get(key))) is not None},
        alasan={
            key.removeprefix("alasan."): text
            for key in isi
            if is_alasan(key) and (text := _text(isi[key])) is not None
        },
        saran=_text(isi.get("saran")),
        harapan={
            key: skor for key in survey.instrumen.urutan if (skor := _number(isi.get(harapan_key(key)))) is not None
        },
    )


def _isi(row: ResponsRow, boleh: bool) -> Isi:
    """A stored response as the answers of a draft. What it does not hold was skipped. `boleh`: its saran may be
    answered still."""
    fact, profil = row.respons, row.respons.profil
    isi: dict[str, str | int | None] = {
        "jenis_kelamin": profil.jenis_kelamin,
        "usia": profil.usia,
        "pendidikan": profil.pendidikan,
        "pekerjaan": profil.pekerjaan,
        **fact.jawaban,
        **{harapan_key(key): skor for key, skor in fact.harapan.items()},
        "saran": fact.saran,
    }
    for key, skor in fact.jawaban.items():
        if skor <= 2:
            isi[f"alasan.{key}"] = fact.alasan.get(key)
    if profil.usia is not None and profil.usia < 18:
        isi["wali"] = YA
    if fact.saran is not None:
        isi["balas"] = YA if boleh else TIDAK
    return isi


def _text(value: str | int | None) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: str | int | None) -> int | None:
    return value if isinstance(value, int) else None
