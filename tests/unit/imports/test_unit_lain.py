"""A table may name the unit of each row: what is another unit's is not imported into this one."""

from __future__ import annotations

import pytest

from bot.imports.faults import ImportRejected
from tests.unit.imports.contoh import CODES, parsed, sheet_of

SAME = [3, 3, 3, 3, 3, 3, 3, 3, 3]


@pytest.mark.parametrize("nama", ["Kelurahan Uji", "kel. uji", "UJI", "Kel. Uji, Kec. Contoh", "kel-uji", None])
def test_a_unit_may_be_named_in_short_or_with_its_place(nama: str | None) -> None:
    """As people do in a table of one unit; an empty cell says nothing against it."""
    assert len(parsed(sheet_of([["No", "Unit Layanan", *CODES], [1, nama, *SAME]])).rows) == 1


@pytest.mark.parametrize("nama", ["Kecamatan Uji", "Kelurahan Lain", "Kelurahan Uji Timur", "Lain, Kota Uji"])
@pytest.mark.parametrize("judul", ["Unit Layanan", "OPD", "Nama Unit"])
def test_answers_of_another_unit_are_held_back(nama: str, judul: str) -> None:
    """A table of several units, imported into one: only its own rows are fit for it."""
    table = sheet_of([["No", judul, *CODES], [1, "Kelurahan Uji", *SAME], [2, nama, *SAME]])
    with pytest.raises(ImportRejected) as fault:
        parsed(table)
    (problem,) = fault.value.problems
    assert str(problem).startswith(
        f"row 3, column {judul}: '{nama}' is not Kelurahan Uji, for which this is imported"
    )
    done = parsed(table, skip_bad=True)
    assert [len(done.rows), *(problem.row for problem in done.held_back)] == [1, 3]
