"""The screens that are not questions of the survey: finding the unit, consent, review and the forks in the road.

Each is a `Question` as well, so that tapping and typing are read the same way everywhere.
"""

from __future__ import annotations

from math import ceil

from bot.engine.questions import (
    PILIHAN_TAMPAK,
    PILIHAN_YA_TIDAK,
    Question,
    harapan_key,
    is_alasan,
    is_harapan,
    labels_of,
    next_langkah,
    question,
    sequence,
    unit_of,
)
from bot.engine.session import Session
from bot.engine.survey import Survey
from bot.engine.tanggal import tanggal
from bot.engine.understand import Opsi
from bot.engine.wording import id as w
from scoring.model import UnitLayanan
from scoring.periode import local_day

PER_HALAMAN = 8
KEMBALI, ARTI, LEWATI = "<", "?", "~"
PLACES = frozenset({"cari", "kelompok", "daftar", "sapa", "simpang", "ganda", "tinjau", "ubah", "hapus", "lanjut"})
_SEMENIT = 9
"""Questions to tap an answer to within a minute; what is asked around them takes another one."""
_TEKS_DI_TINJAUAN, _SEMUA_TEKS = 120, 1_200
"""Characters of each text and of all together shown in the review: a suggestion and a reason for every unsur fit one
message."""

_NAV_KEMBALI = Opsi(KEMBALI, w.KEMBALI, ("kembali", "mundur", "back", "<", "◀"))
_NAV_ARTI = Opsi(ARTI, w.ARTI, ("?", "arti", "artinya", "apa artinya", "maksudnya", "apa maksudnya"))
_NAV_LEWATI = Opsi(LEWATI, w.LEWATI, ("lewat", "skip"))
_NAV_CARI = Opsi("cari", w.CARI_LAGI, ("cari",))
_NAV_DAFTAR = Opsi("daftar", w.DAFTAR, ("daftar",))


def asked(survey: Survey, session: Session) -> Question:
    """What the screen of this session asks: a place, or a question of the survey with its ways around."""
    if session.langkah in PLACES:
        return _place(survey, session)
    here = question(survey, session, session.langkah)
    unit = unit_of(survey, session)
    first = next(sequence(survey, unit, session.isi))
    # Who came from the review to change one answer can always go back to it.
    nav = [_NAV_KEMBALI] if here.key != first or next_langkah(survey, unit, session.isi) == "tinjau" else []
    nav += [_NAV_ARTI] if here.definisi else []
    nav += [_NAV_LEWATI] if here.boleh_lewat else []
    return Question(
        here.key, here.heading, here.teks, here.pilihan, tuple(nav),
        here.boleh_lewat, here.harap, here.skor, here.definisi,
    )  # fmt: skip


def _place(survey: Survey, session: Session) -> Question:
    sapaan = survey.aturan.sapaan
    options: tuple[Opsi, ...]
    nav: tuple[Opsi, ...]
    match session.langkah:
        case "sapa":
            nama = unit_of(survey, session).nama
            nav = (Opsi("privasi", w.PRIVASI_TOMBOL), Opsi("cari", w.BUKAN_DI_SINI))
            teks = w.SAPA.format(unit=nama, sapaan=sapaan, menit=_minutes(survey))
            return Question("sapa", w.SALAM.format(unit=nama), teks, PILIHAN_YA_TIDAK, nav, utama=True)
        case "cari":
            return _search(survey, session)
        case "kelompok":
            options = tuple(Opsi(f"k:{k.kode}", k.nama) for k in survey.direktori.kelompok)
            teks = w.DAFTAR_KELOMPOK if len(options) <= PILIHAN_TAMPAK else f"{w.DAFTAR_KELOMPOK} {w.DAFTAR_PANJANG}"
            return Question("kelompok", w.CARI_KEPALA, teks, options, (_NAV_CARI,), harap="apa pun")
        case "daftar":
            return _listing(survey, session)
        case "simpang":
            return _fork(survey, session)
        case "ganda":
            return _earlier(survey, session)
        case "tinjau":
            options = (
                Opsi("kirim", w.KIRIM, ("kirim", "ya", "sudah", "benar")),
                Opsi("ubah", w.UBAH, ("ubah", "tidak")),
            )
            teks = f"{_answers(survey, session)}\n\n{w.TINJAU_TEKS.format(kirim=w.KIRIM)}"
            return Question("tinjau", w.TINJAU, teks, options, utama=True)
        case "ubah":
            keys = sequence(survey, unit_of(survey, session), session.isi)
            options = tuple(Opsi(f"e:{key}", _name(survey, key)) for key in keys)
            return Question("ubah", w.UBAH_KEPALA, w.UBAH_TEKS, options, (Opsi(KEMBALI, w.BATAL_UBAH, ("batal",)),))
        case "lanjut":
            nav = (Opsi("batal", w.HAPUS_BATAL, ("batal",)),)
            teks = w.LANJUT_TANYA.format(sapaan=sapaan)
            return Question("lanjut", w.PERINTAH["lanjut"], teks, (), nav, harap="teks")
        case _:
            nav = (Opsi("batal", w.HAPUS_BATAL, ("batal",)),)
            return Question("hapus", w.PERINTAH["hapus"], w.HAPUS_TANYA, (), nav, harap="teks")


def _minutes(survey: Survey) -> int:
    """What an interview takes, as people are told before it."""
    asked = len(survey.instrumen.urutan) * (2 if survey.aturan.harapan else 1)
    return 1 + ceil(asked / _SEMENIT)


def _earlier(survey: Survey, session: Session) -> Question:
    unit, earlier = unit_of(survey, session), session.earlier
    assert earlier is not None  # noqa: S101  advance() comes here with one only
    hari = tanggal(local_day(earlier.diisi_pada, unit.zona_waktu))
    options: tuple[Opsi, ...] = (
        Opsi("perbaiki", w.GANDA_PERBAIKI, ("perbaiki", "ya")),
        Opsi("cukup", w.GANDA_SUDAH, ("tidak", "cukup")),
    )
    if not earlier.bersama:
        return Question("ganda", unit.nama, w.GANDA.format(sapaan=survey.aturan.sapaan, tanggal=hari), options)
    teks = w.GANDA_BERSAMA.format(sapaan=survey.aturan.sapaan, tanggal=hari)
    return Question("ganda", unit.nama, teks, (Opsi("lain", w.GANDA_LAIN, ("orang lain", "bukan saya")), *options))


def _search(survey: Survey, session: Session) -> Question:
    found = [unit for kode in session.temuan if (unit := survey.direktori.find(kode))]
    if not survey.direktori.unit:
        return Question("cari", w.CARI_KEPALA, w.BELUM_ADA_UNIT, harap="apa pun")
    if found:
        return Question(
            "cari",
            w.CARI_KEPALA,
            w.CARI_HASIL.format(sapaan=survey.aturan.sapaan),
            _units(found),
            (_NAV_DAFTAR,),
            harap="apa pun",
        )
    contoh = min(survey.direktori.unit.values(), key=lambda u: ("elurahan" not in u.nama, u.nama)).nama
    teks = w.CARI.format(sapaan=survey.aturan.sapaan, contoh=contoh)
    return Question("cari", w.CARI_KEPALA, teks, (), (_NAV_DAFTAR,), harap="apa pun")


def _listing(survey: Survey, session: Session) -> Question:
    units = survey.direktori.in_kelompok(session.menunggu)
    pages = max(1, -(-len(units) // PER_HALAMAN))
    page = min(session.halaman, pages - 1)
    nama = next((k.nama for k in survey.direktori.kelompok if k.kode == session.menunggu), "")
    nav = [Opsi("h-", w.SEBELUM)] if page else []
    nav += [Opsi("h+", w.BERIKUT, ("lagi", "berikut"))] if page + 1 < pages else []
    teks = w.DAFTAR_UNIT.format(kelompok=nama)
    if pages > 1:
        teks += w.DAFTAR_HALAMAN.format(halaman=page + 1, dari=pages)
    shown = _units(units[page * PER_HALAMAN : (page + 1) * PER_HALAMAN])
    return Question("daftar", w.CARI_KEPALA, teks, shown, (*nav, _NAV_CARI), harap="apa pun")


def _units(units: list[UnitLayanan]) -> tuple[Opsi, ...]:
    return tuple(Opsi(f"u:{unit.kode}", unit.nama, (unit.kode,)) for unit in units)


def _fork(survey: Survey, session: Session) -> Question:
    lama = unit_of(survey, session).nama
    baru = survey.direktori.find(session.menunggu)
    same = baru is None or baru.kode == session.unit
    teks = w.SIMPANG_SAMA.format(lama=lama) if same or baru is None else w.SIMPANG.format(lama=lama, baru=baru.nama)
    options = (
        Opsi("lanjut", w.LANJUTKAN, ("lanjut", "lanjutkan", "ya", "yang tadi")),
        Opsi("baru", w.MULAI_BARU, ("baru", "mulai", "yang baru")),
    )
    return Question("simpang", lama, teks, options)


def _answers(survey: Survey, session: Session) -> str:
    keys = sequence(survey, unit_of(survey, session), session.isi)
    shown = (key for key in keys if key != "wali" and not is_harapan(key))
    return "\n".join(f"{_name(survey, key)}: {_shown(survey, session, key)}" for key in shown)


def _name(survey: Survey, key: str) -> str:
    if is_alasan(key):
        return w.ALASAN_NAMA.format(unsur=survey.instrumen.unsur_of(key.removeprefix("alasan.")).nama)
    if is_harapan(key):
        return w.HARAPAN_NAMA.format(unsur=survey.instrumen.unsur_of(key.removeprefix("harapan.")).nama)
    return w.NAMA_ISIAN.get(key) or survey.instrumen.unsur_of(key).nama


def _shown(survey: Survey, session: Session, key: str) -> str:
    value = session.isi.get(key)
    if value is None:
        return w.DILEWATI
    if key == "usia":
        return w.TAHUN.format(usia=value)
    if isinstance(value, int):
        label = labels_of(survey, session, key)[value - 1]
        penting = session.isi.get(harapan_key(key)) if survey.aturan.harapan else None
        if not isinstance(penting, int):
            return label
        # How much it matters stands beside the score, not on a line of its own.
        return w.DENGAN_HARAPAN.format(label=label, harapan=survey.instrumen.label_harapan[penting - 1].lower())
    labels = {option.nilai: option.label for option in question(survey, session, key).pilihan}
    teks = " ".join(labels.get(value, value).split())  # a line break would look like the next answer
    written = sum(isinstance(said, str) for one, said in session.isi.items() if one == "saran" or is_alasan(one))
    most = min(_TEKS_DI_TINJAUAN, _SEMUA_TEKS // max(1, written))
    return teks if len(teks) <= most else teks[:most].rstrip() + "…"
