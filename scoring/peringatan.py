"""When officials are alerted: what was known, what is known now and a policy make the alerts, purely.

A cause speaks when it opens, again only if it gets worse, and once when it is made good. Between these it is
remembered, so evaluating more often says nothing more.

A letter counts as fallen once the value lies `jarak` below the held letter's lower bound, and as recovered once it
lies `jarak` above the bound of the letter it fell from; a rise without a fall is held in silence. An unsur opens at
once below the floor and recovers `jarak` above it; while it is there, and when it leaves, its letter is not told
apart. A turn the other way waits for the cool-down.

With a new periode memory starts afresh, from the last periode's result where the policy says so and that had enough
answers. Only silence goes on: it knows no periode.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from scoring.amatan import Amatan, JenisPeringatan, Keadaan, Kebijakan, Kedudukan, Peringatan, Sebab
from scoring.cusum import watch_minggu
from scoring.ikm import compute_ikm
from scoring.instrumen import Bobot, Instrumen
from scoring.kedudukan import Letak, held_at, letak_of, may_turn, move_kedudukan
from scoring.model import SKOR_TERENDAH, Rekap, Respons
from scoring.pembulatan import round_half_up
from scoring.sampel import compute_laju

UNIT = ""
"""The key of the unit itself among those of its unsur."""


def decide_peringatan(
    keadaan: Keadaan | None,
    kini: Amatan,
    kebijakan: Kebijakan,
    instrumen: Instrumen,
    now: datetime,
    bobot: Bobot | None = None,
) -> tuple[Keadaan, tuple[Peringatan, ...]]:
    """The state to keep and the alerts to send; `keadaan` is None for a unit never evaluated.

    Raises like compute_ikm, and NilaiError for a `populasi` or `berlalu` that compute_laju refuses.
    """
    lama = keadaan or Keadaan(kini.periode.kode)
    if lama.periode != kini.periode.kode:
        lama = Keadaan(kini.periode.kode, sepi=lama.sepi)
    kedudukan, alerts = _letters(lama, kini, kebijakan, instrumen, now, bobot)
    jatuh = UNIT in kedudukan and kedudukan[UNIT].asal is not None
    tren, tentang_tren = _decline(lama.tren, kini, kebijakan, instrumen, now, bobot, jatuh)
    sepi, tentang_sepi = _silence(lama.sepi, kini, kebijakan, now)
    sampel, tentang_sampel = _sample(lama.sampel, kini, kebijakan, now)
    alerts += [satu for satu in (tentang_tren, tentang_sepi, tentang_sampel) if satu]
    return Keadaan(kini.periode.kode, kedudukan, tren, sepi, sampel), tuple(alerts)


def grave_unsur(respons: Respons, instrumen: Instrumen) -> tuple[str, ...]:
    """The unsur that make one answer grave, in the instrumen's order: scored 1, and put into words.

    A reason counts for its own unsur, a saran for all that were scored 1.
    """
    berkata = bool(respons.saran and respons.saran.strip())
    return tuple(
        unsur.key
        for unsur in instrumen.unsur
        if respons.jawaban.get(unsur.key) == SKOR_TERENDAH and (berkata or respons.alasan.get(unsur.key, "").strip())
    )


def _letters(
    lama: Keadaan, kini: Amatan, kebijakan: Kebijakan, instrumen: Instrumen, now: datetime, bobot: Bobot | None
) -> tuple[dict[str, Kedudukan], list[Peringatan]]:
    """The letter of the unit, and letter and floor of each unsur."""
    lantai = instrumen.mutu[-2].dari if kebijakan.lantai is None else kebijakan.lantai
    kedudukan, alerts = dict(lama.kedudukan), []
    sebelumnya: dict[str, tuple[int, Letak]] | None = None
    letak_kini = dict(_letak(kini.rekap, kini.periode.kode, kebijakan, instrumen, bobot))
    for key, (n, letak) in letak_kini.items():
        dulu = kedudukan.get(key)
        if dulu is None and kebijakan.pakai_periode_lalu and kini.lalu:
            if sebelumnya is None:
                kode = kini.periode.sebelumnya().kode
                sebelumnya = dict(_letak(kini.lalu, kode, kebijakan, instrumen, bobot))
            dulu = held_at(sebelumnya[key][1]) if key in sebelumnya else None
        unsur = key or None
        baru, gerak = move_kedudukan(
            dulu or held_at(letak), letak, lantai if unsur else None, instrumen, kebijakan, now
        )
        kedudukan[key] = baru
        if gerak:
            alerts.append(
                Peringatan(
                    jenis=gerak.jenis,
                    pulih=gerak.pulih,
                    unit=kini.unit,
                    periode=kini.periode.kode,
                    unsur=unsur,
                    sebelum=dulu.nilai if dulu else None,
                    sesudah=letak.nilai,
                    n=n,
                    kunci=_kunci(kini, gerak.jenis, unsur, baru.ke),
                    genting=gerak.jenis in kebijakan.genting and not gerak.pulih,
                    mutu_sebelum=dulu.huruf if dulu else None,
                    mutu_sesudah=letak.huruf,
                    batas=gerak.batas,
                    acuan=dulu.periode if dulu else None,
                )
            )
    return kedudukan, alerts


def _letak(
    rekap: Rekap, kode: str, kebijakan: Kebijakan, instrumen: Instrumen, bobot: Bobot | None
) -> Iterator[tuple[str, tuple[int, Letak]]]:
    """Number of answers and standing, under UNIT and per unsur, of all that have enough answers to be judged."""
    hasil = compute_ikm(rekap, instrumen, bobot)
    if hasil.ikm is not None and hasil.n >= kebijakan.minimal_n:
        yield UNIT, (hasil.n, letak_of(hasil.ikm, kode, instrumen))
    for satu in hasil.unsur:
        if satu.nik is not None and satu.n >= kebijakan.minimal_n_unsur:
            yield satu.unsur.key, (satu.n, letak_of(satu.nik, kode, instrumen))


def _decline(
    lama: Sebab,
    kini: Amatan,
    kebijakan: Kebijakan,
    instrumen: Instrumen,
    now: datetime,
    bobot: Bobot | None,
    jatuh: bool,
) -> tuple[Sebab, Peringatan | None]:
    """The weekly means: told while the letter still stands, made good when the chart is back at 0."""
    turun = watch_minggu(kini.minggu, instrumen, kebijakan)
    semua = turun.acuan + turun.minggu
    if lama.terbuka:
        pindah, minggu = turun.jumlah == 0, semua[lama.minggu :]
    else:
        pindah, minggu = turun.jumlah > kebijakan.cusum_batas and not jatuh, turun.minggu
    n = sum(satu.n for satu in minggu)
    if not pindah or n < kebijakan.minimal_n or not may_turn(lama.pada, now, kebijakan):
        return lama, None
    sebelum = lama.nilai if lama.terbuka else _printed(turun.acuan, instrumen, bobot)
    sesudah = _printed(minggu, instrumen, bobot)
    baru = Sebab(not lama.terbuka, sesudah, len(semua), lama.ke + 1, now)
    return baru, _alert("tren", kini, kebijakan, baru, sebelum, sesudah, n, minggu=len(minggu))


def _silence(lama: Sebab, kini: Amatan, kebijakan: Kebijakan, now: datetime) -> tuple[Sebab, Peringatan | None]:
    """Days without an answer, against the usual gap; made good by an answer."""
    if kini.hari_sunyi is None or kini.n_biasa < kebijakan.minimal_n or not may_turn(lama.pada, now, kebijakan):
        return lama, None
    sunyi, jeda = Decimal(kini.hari_sunyi), Fraction(kini.hari_biasa, kini.n_biasa)
    sepi = kini.hari_sunyi >= max(kebijakan.sepi_kali * jeda, Fraction(kebijakan.sepi_hari))
    # The usual gap may be measured anew meanwhile; only an answer makes the silence shorter than the one told.
    pindah = sunyi < lama.nilai and not sepi if lama.terbuka else sepi
    if not pindah:
        return lama, None
    baru = Sebab(not lama.terbuka, sunyi, 0, lama.ke + 1, now)
    sebelum = lama.nilai if lama.terbuka else round_half_up(jeda, 1)
    return baru, _alert("sepi", kini, kebijakan, baru, sebelum, sunyi, kini.n_biasa)


def _sample(lama: Sebab, kini: Amatan, kebijakan: Kebijakan, now: datetime) -> tuple[Sebab, Peringatan | None]:
    """The sample target against the pace. Few answers are the very cause here, so no minimum holds it back."""
    if kini.populasi is None or kini.berlalu < Fraction(kebijakan.sampel_berlalu) or kini.berlalu == 1:
        return lama, None
    laju = compute_laju(kini.populasi, kini.rekap.n, kini.berlalu)
    if lama.terbuka:
        pindah = laju.kali is not None and laju.kali <= 1
    else:
        pindah = laju.kali is None or laju.kali > Fraction(kebijakan.sampel_kali)
    if laju.perkiraan is None or not pindah or not may_turn(lama.pada, now, kebijakan):
        return lama, None
    sesudah = Decimal(laju.perkiraan)
    baru = Sebab(not lama.terbuka, sesudah, 0, lama.ke + 1, now)
    kali = None if laju.kali is None else round_half_up(laju.kali, 1)
    return baru, _alert("sampel", kini, kebijakan, baru, Decimal(laju.target), sesudah, laju.n, kali=kali)


def _alert(
    jenis: JenisPeringatan,
    kini: Amatan,
    kebijakan: Kebijakan,
    sebab: Sebab,
    sebelum: Decimal,
    sesudah: Decimal,
    n: int,
    minggu: int | None = None,
    kali: Decimal | None = None,
) -> Peringatan:
    return Peringatan(
        jenis=jenis,
        pulih=not sebab.terbuka,
        unit=kini.unit,
        periode=kini.periode.kode,
        unsur=None,
        sebelum=sebelum,
        sesudah=sesudah,
        n=n,
        kunci=_kunci(kini, jenis, None, sebab.ke),
        genting=sebab.terbuka and jenis in kebijakan.genting,
        minggu=minggu,
        kali=kali,
    )


def _kunci(kini: Amatan, jenis: str, unsur: str | None, ke: int) -> str:
    """`ke` counts what was told of the same thing, so what is told next has a key before it is told."""
    return f"{kini.unit}:{kini.periode.kode}:{jenis}:{unsur or 'unit'}:{ke}"


def _printed(minggu: tuple[Rekap, ...], instrumen: Instrumen, bobot: Bobot | None) -> Decimal:
    ikm = compute_ikm(sum(minggu, Rekap()), instrumen, bobot).ikm
    assert ikm is not None, "only weeks with answers are watched"  # noqa: S101
    return round_half_up(ikm)
