"""How the database goes about the statements on responses: collected as they are run, explained afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import event, text

from storage import partitions
from storage.store import Store
from tests.factories import INSTRUMEN, UNSUR, unit
from tests.service.officials import Office

UNITS, RESPONSES = 200, 20_000
FIRST, DAYS = date(2022, 1, 1), 2_000
_OF_RESPONSES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+respons\b", re.IGNORECASE)
_FILL = """
INSERT INTO respons (id, unit, layanan, instrumen, hari_awal, hari_akhir, diisi_pada, sumber, jawaban, alasan,
                     responden, tanda_terima, kunci_impor, impor)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})
SELECT i, 'kel-' || {unit}, '', '{instrumen}', {hari}, {hari}, '2026-01-01 00:00:00+00:00', 'uji', '{answers}',
       '{{}}', 'p' || {key}, 't' || {key}, 'k' || {key}, i / 1000
FROM n
"""
_HALVES = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'respons'::regclass"
_SPAN = "instrumen, unit, hari_awal, hari_akhir, layanan"
_COUNT = (
    f"INSERT INTO rekap_responden ({_SPAN}, keping, n, jumlah, jumlah_kuadrat) "
    f"SELECT {_SPAN}, 0, count(*), 27 * count(*), 729 * count(*) FROM respons GROUP BY {_SPAN}",
    *(
        f"INSERT INTO rekap_unsur ({_SPAN}, unsur, keping, n1, n2, n3, n4) "
        f"SELECT {_SPAN}, '{unsur}', 0, 0, 0, n, 0 FROM rekap_responden"
        for unsur in UNSUR
    ),
)


async def fill(office: Office) -> None:
    """Five years of responses to two hundred units, with their counters, and statistics of all that."""
    store, answers = office.store, json.dumps(dict.fromkeys(UNSUR, 3))
    async with store.transaction() as tx:
        await tx.directory.put((), [unit(f"kel-{n:03}") for n in range(UNITS)])
    if store.embedded:
        hari = f"date('{FIRST}', '+' || (i * 7919 % {DAYS}) || ' days')"
        parts = {"hari": hari, "unit": f"printf('%03d', i % {UNITS})", "key": "printf('%031d', i)"}
    else:
        parts = {"hari": f"date '{FIRST}' + i * 7919 % {DAYS}", "unit": f"lpad((i % {UNITS})::text, 3, '0')"}
        parts["key"] = "lpad(i::text, 31, '0')"
    statement = _FILL.format(most=RESPONSES, instrumen=INSTRUMEN.id, answers=answers, **parts)
    async with store.engine.begin() as connection:
        years = range(FIRST.year, FIRST.year + 5)
        await partitions.make_for(connection, [date(year, month, 1) for year in years for month in (1, 7)])
        for one in (statement, *_COUNT, "ANALYZE"):
            await connection.exec_driver_sql(one)
    await office.rig.surveys.reload()


@contextmanager
def noting(store: Store) -> Iterator[dict[str, Any]]:
    """The statements on responses run meanwhile, each with the parameters of its first time."""
    noted: dict[str, Any] = {}

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if _OF_RESPONSES.search(statement):
            noted.setdefault(statement, parameters[0] if many else parameters)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def faults(store: Store, statement: str, parameters: Any) -> list[str]:
    """What is wrong with how the database would go about it; nothing where it is done by an index, and in no more
    half-years than it names."""
    if store.embedded:
        async with store.engine.connect() as connection:
            rows: Any = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
        # What is read in the order of the key stops at the first that will do.
        return [str(row[3]) for row in rows if re.match(r"SCAN respons(?! USING)", str(row[3]))]
    async with store.engine.connect() as connection:
        found: Any = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)).scalar()
        every = await connection.scalar(text(_HALVES))
    nodes = list(_nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]))
    of_responses = [node for node in nodes if str(node.get("Relation Name", "")).startswith("respons")]
    wrong = [f"Seq Scan on {node['Relation Name']}" for node in of_responses if node["Node Type"] == "Seq Scan"]
    touched = {node["Relation Name"] for node in of_responses}
    _, where, conditions = statement.partition("WHERE")
    if where and "hari_awal" in conditions and len(touched) >= every:
        wrong.append(f"all {every} half-years, though the days are named")
    return wrong


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
