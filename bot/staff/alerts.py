"""What an alert says, and taking it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from pydantic import TypeAdapter

from bot.engine.messages import Perihal
from bot.engine.survey import Survey
from bot.engine.tanggal import angka
from bot.staff.frame import Call, Entry, Handler, Page, Refused, Reply, button, number, say
from bot.staff.hak import boleh_atas, wilayah_of
from bot.staff.results.teks import name_of
from bot.staff.rtl import opening
from bot.staff.rtl.pages import running_periode
from scoring.amatan import Peringatan
from scoring.periode import parse_periode
from storage.alerts import PeringatanRow
from storage.store import Transaction

TAHU: Final = "tah"
TINDAK: Final = "tin"
_PERINGATAN: Final = TypeAdapter(Peringatan)
_SUDAH: Final = "Peringatan ini sudah ditanggapi."


def dump_peringatan(alert: Peringatan, teks: str = "") -> dict[str, Any]:
    """As storage keeps it. `teks` is what a citizen wrote, masked."""
    kept: dict[str, Any] = _PERINGATAN.dump_python(alert, mode="json")
    return {**kept, "teks": teks}


def load_peringatan(isi: Mapping[str, Any]) -> tuple[Peringatan, str]:
    """The alert, and what a citizen wrote. Raises pydantic.ValidationError."""
    teks = str(isi.get("teks", ""))
    return _PERINGATAN.validate_python({key: value for key, value in isi.items() if key != "teks"}), teks


def alert_page(survey: Survey, row: PeringatanRow, notice: str = "") -> Page:
    """The message an official gets. What has recovered asks for nothing."""
    alert, teks = load_peringatan(row.isi)
    unit = survey.direktori.find(row.unit)
    nama = unit.nama if unit else row.unit
    heading = f"{'Kabar baik' if alert.pulih else 'Peringatan'}: {nama}"
    text = explain(survey, alert, teks)
    rows = ((button("Saya tindak lanjuti", TINDAK, row.id, peran="utama"),), (button("Sudah tahu", TAHU, row.id),))
    page = say(text, *(() if alert.pulih else rows), heading=heading, notice=notice)
    perihal = Perihal("peringatan", (name_of(nama), _topic(survey, alert)))
    return replace(page, screen=replace(page.screen, perihal=perihal))


def _topic(survey: Survey, alert: Peringatan) -> str:
    """What it is about, in few words that say nothing of what a citizen wrote."""
    match alert.jenis:
        case "sepi":
            return "masuknya jawaban"
        case "sampel":
            return "target jumlah jawaban"
        case _:
            nama = next((unsur.nama for unsur in survey.instrumen.unsur if unsur.key == alert.unsur), "")
            return f"nilai unsur {nama}" if nama else "nilai IKM"


def explain(survey: Survey, alert: Peringatan, teks: str = "") -> str:
    """What happened, in words, with both values and the number of answers."""
    nama = next((unsur.nama for unsur in survey.instrumen.unsur if unsur.key == alert.unsur), "")
    apa = f"Nilai unsur {nama}" if nama else "IKM"
    kini, dulu = angka(alert.sesudah), "" if alert.sebelum is None else angka(alert.sebelum)
    periode = parse_periode(alert.periode).nama
    acuan = f" pada {parse_periode(alert.acuan).nama}" if alert.acuan and alert.acuan != alert.periode else ""
    match alert.jenis, alert.pulih:
        case "mutu", pulih:
            arah = "naik kembali" if pulih else "turun"
            return (
                f"{apa} {arah} dari mutu {alert.mutu_sebelum} ke mutu {alert.mutu_sesudah}. Sekarang {kini} dari "
                f"{angka(alert.n)} jawaban ({periode}, sementara); sebelumnya {dulu}{acuan}."
            )
        case "lantai", False:
            before = f"; sebelumnya {dulu}{acuan}" if dulu else ""
            return (
                f"{apa} berada di bawah batas {angka(alert.batas or Decimal())}. Sekarang {kini} dari "
                f"{angka(alert.n)} jawaban ({periode}, sementara){before}."
            )
        case "lantai", True:
            return f"{apa} sudah kembali di atas batas: {kini} dari {angka(alert.n)} jawaban; sebelumnya {dulu}."
        case "tren", False:
            return (
                f"IKM terus menurun dalam {alert.minggu} minggu terakhir: {kini} dari {angka(alert.n)} jawaban, "
                f"sebelumnya rata-rata {dulu}. Penurunan ini lebih besar daripada naik turun biasa."
            )
        case "tren", True:
            return f"IKM tidak menurun lagi: {kini} dari {angka(alert.n)} jawaban terakhir; sebelumnya {dulu}."
        case "sepi", False:
            return (
                f"Sudah {_days(alert.sesudah)} tidak ada jawaban baru; biasanya ada setiap {_days(alert.sebelum)}. "
                f"Periksa apakah warga masih ditawari survei, misalnya apakah kode QR masih terpasang."
            )
        case "sepi", True:
            return f"Jawaban masuk lagi, setelah {_days(alert.sebelum)} tidak ada."
        case "sampel", False:
            kali = f" Perlu sekitar {angka(alert.kali)} kali lebih cepat daripada sekarang." if alert.kali else ""
            return (
                f"Target {dulu} jawaban untuk {periode} sulit tercapai. Baru ada {angka(alert.n)} jawaban; dengan "
                f"laju sekarang akan menjadi {kini} di akhir periode.{kali}"
            )
        case "sampel", True:
            return f"Target {dulu} jawaban untuk {periode} dapat tercapai lagi: sekarang {angka(alert.n)} jawaban."
        case _:
            di = f" untuk unsur {nama}" if nama else ""
            quoted = f"\n\n“{teks}”" if teks else ""
            return f"Seorang warga memberi nilai terendah (1){di} dan menuliskan alasannya.{quoted}"


def _days(value: Decimal | None) -> str:
    if value is None:
        return "beberapa hari"
    whole = value == value.to_integral_value()
    return f"{angka(value.quantize(Decimal(1)) if whole else value.quantize(Decimal('0.1')))} hari"


async def _known(call: Call) -> Reply:
    row = await _found(call)
    page = say(_thanked(call, row, "Baik, kami catat bahwa Anda sudah mengetahuinya."), fresh=False)
    return _taken(call, row, "tahu", Reply((page,)))


async def _follow_up(call: Call) -> Reply:
    row = await _found(call)
    noted = _thanked(call, row, "Baik, kami catat bahwa Anda menindaklanjutinya.")
    unit = call.survey.direktori.find(row.unit)
    if unit is None or not boleh_atas(call.who, "rtl.tulis", wilayah_of(call.survey.direktori, row.unit)):
        return _taken(call, row, "rtl", Reply((say(noted, fresh=False),)))
    try:
        plan = await opening.opened(
            call.with_args(f"{unit.kode}:{row.unsur or ''}:{running_periode(call, unit).kode}")
        )
    except Refused as why:
        plan = Reply((say(str(why)),))
    return _taken(call, row, "rtl", replace(plan, pages=(say(noted, fresh=False), *plan.pages)))


def _taken(call: Call, row: PeringatanRow, tanggapan: str, reply: Reply) -> Reply:
    async def write(tx: Transaction) -> None:
        if not await tx.alerts.answer(row.id, tanggapan, call.who.id, call.now):
            raise Refused(_SUDAH)

    entry = Entry(f"peringatan.{tanggapan}", row.unit, {"peringatan": row.id})
    return replace(reply, writes=(*reply.writes, write), audit=(*reply.audit, entry))


def _thanked(call: Call, row: PeringatanRow, words: str) -> str:
    alert, _ = load_peringatan(row.isi)
    return f"{explain(call.survey, alert)}\n\n{words}"


async def _found(call: Call) -> PeringatanRow:
    id_ = number(call.args)
    row = None if id_ is None else await call.tx.alerts.get(id_)
    if row is None:
        raise Refused("Peringatan itu tidak kami temukan.")
    call.require("peringatan", wilayah_of(call.survey.direktori, row.unit))
    if row.tanggapan == "rtl":
        raise Refused(_SUDAH)
    return row


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {TAHU: _known, TINDAK: _follow_up}
ANSWERS: Final[Mapping[str, Handler]] = {}
