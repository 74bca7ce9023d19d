"""A week's figures for many at once are those that each would be given alone."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import event

from bot.engine.survey import Survey
from bot.reports.laporan import read_laporan
from bot.reports.mingguan import MINGGU, jangka_of, read_mingguan
from bot.reports.sasaran import sasaran_kelompok, sasaran_kota, sasaran_unit
from storage.store import Store, Transaction

SENIN = date(2024, 10, 7)


async def test_each_figure_is_the_one_a_report_of_that_periode_has(city: Transaction, survey: Survey) -> None:
    """For units, groups and the city: the running semester, the one before, and each of the last eight weeks."""
    direktori = survey.direktori
    subjects = [
        *(sasaran_unit(direktori.unit[kode]) for kode in ("kel-dermo", "bag-umum", "rsud-gambiran")),
        *(sasaran_kelompok(kelompok, direktori) for kelompok in direktori.kelompok[:2]),
        sasaran_kota(direktori),
    ]
    found = await read_mingguan(city, survey, subjects, SENIN)
    assert [one.sasaran for one in found] == subjects
    for one in found:
        semester = await read_laporan(city, survey, one.sasaran, one.jangka.berjalan, SENIN)
        assert (one.rekap, one.hasil, one.keyakinan) == (semester.rekap, semester.hasil, semester.keyakinan)
        assert (one.perubahan, one.beda, one.sampel) == (semester.perubahan, semester.beda, semester.sampel)
        assert one.himpunan == semester.himpunan
        week = await read_laporan(city, survey, one.sasaran, one.jangka.minggu[-1], SENIN)
        assert (one.perubahan_minggu, one.beda_minggu) == (week.perubahan, week.beda)
        for titik in (one.sebelumnya, *one.minggu):
            alone = await read_laporan(city, survey, one.sasaran, titik.periode, SENIN)
            assert (titik.n, titik.ikm, titik.mutu) == (alone.hasil.n, alone.hasil.ikm, alone.hasil.mutu)


def test_on_any_day_the_weeks_are_the_last_eight_that_are_over(survey: Survey) -> None:
    """On a Monday the week that ended yesterday is the last, on a Sunday the one that ended a week ago."""
    for hari, last in ((SENIN, date(2024, 9, 30)), (SENIN - timedelta(days=1), date(2024, 9, 23))):
        jangka = jangka_of(hari, survey)
        assert len(jangka.minggu) == MINGGU
        assert jangka.minggu[-1].mulai == last
        assert all(one.selesai == two.mulai for one, two in zip(jangka.minggu, jangka.minggu[1:], strict=False))
        assert (jangka.berjalan.kode, jangka.sebelumnya.kode) == ("2024-S2", "2024-S1")


async def test_however_many_there_are_each_table_is_read_once(city_store: Store, survey: Survey) -> None:
    """Ninety-four units take as many statements as one."""
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(city_store.engine.sync_engine, "before_cursor_execute", note)
    subjects = [sasaran_unit(unit) for unit in survey.direktori.unit.values()]
    async with city_store.reading() as tx:
        assert len(await read_mingguan(tx, survey, subjects, SENIN)) == 94
    assert len([one for one in statements if "FROM rekap_" in one]) == 2
    # Beside the counters, what was agreed for these periode.
    assert len([one for one in statements if one.startswith("SELECT")]) == 3
