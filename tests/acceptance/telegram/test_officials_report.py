"""/report as officials get it: a picture with the figures that `ikm score` gives, and files that hold them."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction
from typing import Any

import pytest

from bot.staff.frame import TIDAK_BERHAK
from tests.acceptance.telegram.officials import Office, tapped, typed
from tests.acceptance.telegram.service import UNIT
from tests.fakes.telegram import Person, Seen

pytestmark = pytest.mark.asyncio(loop_scope="package")

KECAMATAN = "Kecamatan Mojoroto"


async def test_a_head_gets_the_report_of_the_unit(office: Office) -> None:
    """Picture, figures and both files, without naming the unit; of another unit nothing but a refusal."""
    head = await office.official()
    report = await typed(head, "/report 2024", "IKM Kelurahan Bandar Kidul, tahun 2024")
    score = await office.service.ikm("score", "--periode", "2024", "--unit", UNIT)
    _picture(report)
    assert f"IKM {_value(score)}." in report.text
    assert f"Dengan {score['n']} jawaban" in report.text
    mean = {one["kode"]: Fraction(one["total"], one["n"]) for one in score["unsur"]}
    high = sorted(score["unsur"], key=lambda one: (-mean[one["kode"]], one["kode"]))[:3]
    low = sorted(score["unsur"], key=lambda one: (mean[one["kode"]], one["kode"]))[:3]
    listed = re.findall(r"^(U\d) .*: ([\d,]+)\s\(([ABCD])\)$", report.text, re.MULTILINE)
    assert listed == [_unsur(one) for one in (*high, *low)]
    await _files(head, report, score)
    refused = await typed(head, "/report Kelurahan Banjaran 2024", TIDAK_BERHAK)
    assert (refused.text, refused.labels, refused.upload) == (TIDAK_BERHAK, [], None)


async def test_a_camat_gets_the_report_of_the_group(office: Office) -> None:
    """Both figures of the group, pooled and the mean of its units, with the picture and the files."""
    camat = await office.official("Pengawas kelompok", KECAMATAN)
    which = await typed(camat, f"/report {KECAMATAN} 2024", "Yang mana yang Anda maksud?")
    report = await tapped(camat, which, f"{KECAMATAN} (semua unit)", f"IKM {KECAMATAN}, tahun 2024")
    await _both_figures(office, camat, report, "--group", "kecamatan-mojoroto")


async def test_an_admin_gets_the_report_of_the_city(office: Office) -> None:
    """Likewise over all units; the city is none of them."""
    report = await typed(office.admin, "/report kota 2024", "tahun 2024", "Rata-rata 94 unit")
    await _both_figures(office, office.admin, report, "--all")


async def _both_figures(office: Office, person: Person, report: Seen, *which: str) -> None:
    score = await office.service.ikm("score", "--periode", "2024", *which)
    pooled, mean = score["gabungan"], score["rata_rata_unit"]
    _picture(report)
    assert f"Gabungan responden: {_value(pooled)}." in report.text
    assert f"Rata-rata {mean['n_unit']} unit: {_value(mean)}." in report.text
    await _files(person, report, pooled, mean)


def _picture(report: Seen) -> None:
    """A PNG, 800 px wide, under which the text stands whole."""
    assert report.upload is not None
    content = report.upload.content
    assert (content[:8], content[12:16]) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    assert int.from_bytes(content[16:20]) == 800
    assert report.upload.content_type == "image/png"


async def _files(person: Person, report: Seen, *scores: Any) -> None:
    """The CSV and the workbook arrive as documents, and hold these figures."""
    csv = await tapped(person, report, "CSV", "Berkas CSV")
    assert csv.upload is not None
    assert csv.upload.filename.endswith("-2024.csv")
    lines = csv.upload.content.decode("utf-8-sig").splitlines()
    xlsx = await tapped(person, report, "Excel", "Berkas Excel")
    assert xlsx.upload is not None
    assert xlsx.upload.filename.endswith("-2024.xlsx")
    with zipfile.ZipFile(io.BytesIO(xlsx.upload.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    numbers = {f"{float(number):.2f}" for number in re.findall(r"<v>([\d.]+)</v>", sheet)}
    for score in scores:
        assert [line for line in lines if re.fullmatch(rf"IKM.*;{_decimal(score['ikm'])}", line)]
        assert score["ikm"] in numbers


def _value(score: Any) -> str:
    return f"{_decimal(score['ikm'])}, mutu {score['mutu']} ({score['kinerja']})"


def _unsur(one: Any) -> tuple[str, str, str]:
    return one["kode"], _decimal(one["nik"]), one["mutu"]


def _decimal(teks: str) -> str:
    """As people read it."""
    return teks.replace(".", ",")
