"""Whose report it is stands above its preface, as far as it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reports.dokumen.docx import render_docx
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.laporan_unit import compose_laporan_unit
from bot.reports.dokumen.pdf import render_pdf
from tests.unit.reports.dokumen.halaman import words_of
from tests.unit.reports.dokumen.pabrik import IDENTITAS, bahan_of
from tests.unit.scoring.data import pulutan_jawaban


@pytest.mark.parametrize(
    ("identitas", "head"),
    [
        (IDENTITAS, f"PEMERINTAH KOTA SALATIGA KECAMATAN SIDOREJO KELURAHAN PULUTAN {IDENTITAS.alamat} KATA"),
        (replace(IDENTITAS, pemda="", alamat=""), "KECAMATAN SIDOREJO KELURAHAN PULUTAN KATA"),
        (Identitas(""), "KATA PENGANTAR"),
    ],
    ids=["all known", "without a pemda", "nothing known"],
)
def test_the_letterhead_of_a_report_holds_what_is_known(identitas: Identitas, head: str) -> None:
    """On the first page after the cover, and nowhere else; the Word file is made too."""
    dokumen = compose_laporan_unit(bahan_of(pulutan_jawaban(), identitas=identitas))
    _, preface, *further = words_of(render_pdf(dokumen))
    assert preface.startswith(head)
    assert not any(page.startswith(head) for page in further)
    assert render_docx(dokumen)
