"""What is written of officials fits its columns: SQLite takes any length, PostgreSQL refuses what is too long."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, String

from bot.staff.hak import KELOMPOK, NAMA_PERAN
from storage.tables import audit, hak, kelompok, periode, staf, undangan, unit_layanan


@pytest.mark.parametrize("column", [hak.c.cakupan, undangan.c.cakupan], ids=str)
def test_the_longest_scope_fits(column: Column[str]) -> None:
    """A unit's code, or a group's with the mark before it."""
    assert _width(column) >= max(_width(unit_layanan.c.kode), len(KELOMPOK) + _width(kelompok.c.kode))


@pytest.mark.parametrize("column", [staf.c.nama, undangan.c.nama, audit.c.nama, periode.c.ditutup_oleh], ids=str)
def test_the_longest_post_fits(column: Column[str]) -> None:
    """A role with the name of its unit or group, as an invitation calls it."""
    role = max(map(len, NAMA_PERAN.values()))
    assert _width(column) >= role + 1 + max(_width(unit_layanan.c.nama), _width(kelompok.c.nama))


def _width(column: Column[str]) -> int:
    assert isinstance(column.type, String)
    assert column.type.length is not None
    return column.type.length
