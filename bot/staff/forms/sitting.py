"""A sitting: forms of one unit typed in one after another, kept as one import and taken back whole or one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from bot.engine.tanggal import angka, tanggal
from bot.imports.terkunci import PeriodeTerkunci, ensure_open, ensure_rows_open
from bot.reports.berlaku import read_berlaku
from bot.staff.forms.lines import Formulir, LineReader
from bot.staff.forms.when import Kapan, kapan_of, on_day
from bot.staff.frame import TIDAK_BERHAK, Call, Dialog, Refused, Write
from bot.staff.hak import SEMUA_WILAYAH, boleh_atas, wilayah_of
from bot.staff.results.figures import DIBANTU
from scoring.instrumen import Instrumen
from scoring.model import Respons, UnitLayanan
from scoring.pembulatan import round_half_up
from scoring.periode import local_day, periode_of
from storage.imports import NAMA_PALING, ImporRow
from storage.records import ResponsRow, new_id
from storage.store import Transaction

ISI: Final = "isi"
"""The verb of the dialog."""

_HILANG: Final = "Isian ini sudah dibatalkan atau dihapus. Silakan mulai lagi dengan /isi."
_SENDIRI: Final = (
    "Anda kepala unit ini. Formulirnya perlu dimasukkan oleh orang lain, agar tidak ada yang mengisi nilai unitnya "
    "sendiri."
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the dialog remembers. `impor` is 0 until the first form; `n` are the forms that are in."""

    unit: UnitLayanan
    kapan: Kapan
    instrumen: Instrumen
    daftar: bool = False
    impor: int = 0
    n: int = 0

    @property
    def urutan(self) -> tuple[str, ...]:
        """The keys of the unsur in the order the digits stand in."""
        return tuple(one.key for one in self.instrumen.unsur) if self.daftar else self.instrumen.urutan

    @property
    def one_order(self) -> bool:
        """Whether form and list ask in the same order."""
        return self.instrumen.urutan == tuple(one.key for one in self.instrumen.unsur)

    def reader(self) -> LineReader:
        return LineReader.of(self.instrumen, self.unit, self.urutan)

    def dialog(self) -> Dialog:
        data = {"unit": self.unit.kode, "kapan": self.kapan.kode, "daftar": "ya" if self.daftar else ""}
        return Dialog(ISI, {**data, "impor": str(self.impor), "n": str(self.n)})


async def begun(call: Call, kode: str, kapan: Kapan | None = None) -> Sitting:
    """A new one, of today unless said. Raises Refused: no such right, no such unit, a closed periode."""
    unit = fillable(call, kode)
    today = local_day(call.now, unit.zona_waktu)
    return await dated(call, unit, kapan or on_day(today))


async def dated(call: Call, unit: UnitLayanan, kapan: Kapan) -> Sitting:
    """The questionnaire is that of those days. Raises Refused where they lie in a closed periode."""
    try:
        await ensure_open(call.tx, kapan.awal, kapan.akhir)
    except PeriodeTerkunci as error:
        raise Refused(error.summary.indonesia) from None
    periode = periode_of(kapan.akhir, call.survey.aturan.jenis_periode)
    (berlaku,) = await read_berlaku(call.tx, call.survey, [periode])
    return Sitting(unit, kapan, berlaku.instrumen)


async def resumed(call: Call) -> Sitting | None:
    """That of the dialog; None where none goes on. Raises Refused as `begun` does."""
    data: Mapping[str, str] = call.dialog.data
    if call.dialog.verb != ISI or "kapan" not in data:
        return None
    unit = fillable(call, data["unit"])
    kapan = kapan_of(data["kapan"], local_day(call.now, unit.zona_waktu))
    sitting = await dated(call, unit, kapan)
    return replace(sitting, daftar=data["daftar"] == "ya", impor=int(data["impor"]), n=int(data["n"]))


def fillable(call: Call, kode: str) -> UnitLayanan:
    """The unit, where the person may fill in its forms; who heads it never may. Raises Refused."""
    unit = call.survey.direktori.find(kode)
    if unit is None or not boleh_atas(call.who, "isi", wilayah_of(call.survey.direktori, unit.kode)):
        raise Refused(TIDAK_BERHAK)
    heads = any((right.peran, right.cakupan) == ("kepala_unit", unit.kode) for right in call.who.hak)
    if heads and not boleh_atas(call.who, "impor", SEMUA_WILAYAH):
        raise Refused(_SENDIRI)
    return unit


def keeping(call: Call, sitting: Sitting, forms: Sequence[Formulir]) -> tuple[Sitting, ResponsRow, Write]:
    """The sitting with these forms in, the last of them, and what keeps them; the write raises Refused where it can
    no longer be."""
    id_ = sitting.impor or new_id()
    rows = [_row(call, sitting, id_, form) for form in forms]
    kapan = sitting.kapan

    async def write(tx: Transaction) -> None:
        try:
            await ensure_rows_open(tx, rows)
        except PeriodeTerkunci as error:
            raise Refused(error.summary.indonesia) from None
        if not sitting.impor:
            await tx.imports.add(_impor(call, sitting, id_, len(rows)))
        elif not await tx.imports.grow(id_, len(rows), kapan.awal, kapan.akhir):
            raise Refused(_HILANG)
        await tx.facts.add(rows)

    return replace(sitting, impor=id_, n=sitting.n + len(rows)), rows[-1], write


async def rows_of(call: Call, sitting: Sitting) -> list[ResponsRow]:
    """The forms that are still there, in the order they came in."""
    return await call.tx.imports.responses(sitting.impor) if sitting.impor else []


def taking_back(sitting: Sitting, row: ResponsRow) -> tuple[Sitting, Write]:
    """The sitting without that form, and what erases it."""

    async def write(tx: Transaction) -> None:
        try:
            await ensure_rows_open(tx, [row])
        except PeriodeTerkunci as error:
            raise Refused(error.summary.indonesia) from None
        if not await tx.facts.by_id([row.id]) or not await tx.imports.grow(
            sitting.impor, -1, row.hari_awal, row.hari_akhir
        ):
            raise Refused(_HILANG)
        await tx.facts.remove([row])

    return replace(sitting, n=max(0, sitting.n - 1)), write


def echo(sitting: Sitting, nomor: int, form: Formulir) -> str:
    """ "✓ no. 12: IKM 86,11 – U1 3, U2 4, ..." and what else was understood."""
    ikm = angka(round_half_up(Fraction(25 * sum(form.jawaban.values()), len(form.jawaban))))
    skor = ", ".join(f"{unsur.kode} {form.jawaban[unsur.key]}" for unsur in sitting.instrumen.unsur)
    profil = form.profil
    labels = {p.kode: p.label for one in sitting.instrumen.profil for p in one.pilihan}
    labels |= {one.kode: one.nama for one in sitting.unit.layanan}
    about = [
        labels.get(profil.jenis_kelamin or "", ""),
        f"{profil.usia} tahun" if profil.usia else "",
        labels.get(profil.pendidikan or "", ""),
        labels.get(profil.pekerjaan or "", ""),
        labels.get(form.layanan, "") if len(sitting.unit.layanan) > 1 else "",
        "dengan saran" if form.saran else "",
    ]
    told = "; ".join(one for one in about if one)
    return f"✓ no. {nomor}: IKM {ikm} – {skor}{f' ({told})' if told else ''}"


def _row(call: Call, sitting: Sitting, impor: int, form: Formulir) -> ResponsRow:
    moment = sitting.kapan.moment(call.now, sitting.unit.zona_waktu)
    respons = Respons(form.layanan, moment, form.profil, form.jawaban, {}, form.saran)
    return ResponsRow(
        id=new_id(),
        unit=sitting.unit.kode,
        instrumen=sitting.instrumen.id,
        hari_awal=sitting.kapan.awal,
        hari_akhir=sitting.kapan.akhir,
        sumber=DIBANTU,
        respons=respons,
        impor=impor,
    )


def _impor(call: Call, sitting: Sitting, id_: int, n: int) -> ImporRow:
    hari = tanggal(local_day(call.now, sitting.unit.zona_waktu))
    nama = f"Formulir kertas {sitting.unit.nama}"[: NAMA_PALING - 20]
    kapan, oleh = sitting.kapan, call.who.nama[:NAMA_PALING]
    return ImporRow(
        id_, f"{nama}, {hari}", "", sitting.unit.kode, kapan.awal, kapan.akhir, n, 0, call.now, oleh, True, {}
    )
