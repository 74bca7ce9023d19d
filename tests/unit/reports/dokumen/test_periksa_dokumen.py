"""What a composed report prints, read back: anything else than its figures is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Blok, Dokumen, Paragraf, Sampul, Sorot, TabelBlok
from bot.reports.dokumen.laporan_unit import compose_laporan_unit
from bot.reports.dokumen.periksa_dokumen import check_dokumen
from bot.reports.dokumen.temuan import TidakKonsisten
from tests.unit.reports.dokumen.pabrik import pulutan
from tests.unit.scoring.data import pulutan_rekap

BENAR = pulutan(tren={"2024-S1": pulutan_rekap()})


def printed(change: Callable[[Blok], Blok], **document: Any) -> tuple[Dokumen, Bahan]:
    dokumen = compose_laporan_unit(BENAR)
    return replace(dokumen, blok=tuple(change(one) for one in dokumen.blok), **document), BENAR


def cell(label: str, row: int, column: int, text: str) -> Callable[[Blok], Blok]:
    """Put other text into one cell of a table; row -1 is the first line under it."""

    def change(one: Blok) -> Blok:
        if not (isinstance(one, TabelBlok) and one.label == label):
            return one
        lines = list(one.kaki if row < 0 else one.baris)
        at = 0 if row < 0 else row
        lines[at] = (*lines[at][:column], text, *lines[at][column + 1 :])
        return replace(one, kaki=tuple(lines)) if row < 0 else replace(one, baris=tuple(lines))

    return change


def cover(one: Blok) -> Blok:
    return replace(one, periode="Semester I 2024") if isinstance(one, Sampul) else one


def sentence(old: str, new: str) -> Callable[[Blok], Blok]:
    def change(one: Blok) -> Blok:
        return Paragraf(one.isi.replace(old, new)) if isinstance(one, Paragraf) and isinstance(one.isi, str) else one

    return change


def large(one: Blok) -> Blok:
    return Sorot((("86,11", "IKM"),)) if isinstance(one, Sorot) else one


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (cover, "periode on the cover: Semester I 2024, expected Semester II 2024"),
        (sentence("selama semester II 2024", "selama semester I 2021"), "the text names semester I 2021"),
        (cell("profil-jenis_kelamin", 0, 2, "36,01"), "share of 18: 36,01, expected 36,00"),
        (
            cell("profil-jenis_kelamin", 0, 1, "109"),
            "“Responden menurut Jenis Kelamin”, respondents: 141, expected 50",
        ),
        (cell("jawaban-waktu", -1, 2, "51"), "total: 51, expected 50"),
        (cell("unsur", 4, 3, "3,32"), "row of U5"),
        (cell("unsur", 7, 6, "B"), "row of U8"),
        (large, "IKM in large type: 86,11, expected 86,03"),
        (cell("realisasi", -1, 4, "80,00%"), "share of plans done: 80,00%, expected 50,00%"),
        (sentence("atau 50,00%", "atau 80,00%"), "share of plans done in the text: 80,00%, expected 50,00%"),
    ],
)
def test_a_page_that_prints_something_else_is_refused(change: Callable[[Blok], Blok], said: str) -> None:
    """The known errors once more, on paper: the share of 80 % above a list that is done by half, another period on
    the cover, produk 3,32 for 3,34."""
    with pytest.raises(TidakKonsisten) as refused:
        check_dokumen(*printed(change))
    assert said in str(refused.value)


def test_what_is_composed_prints_what_it_holds() -> None:
    dokumen = compose_laporan_unit(BENAR)
    check_dokumen(dokumen, BENAR)
    with pytest.raises(TidakKonsisten, match="subject"):
        check_dokumen(replace(dokumen, subjek="Kelurahan Lain, semester II 2024"), BENAR)


def test_the_trend_keeps_to_its_target() -> None:
    """A target below the index is said to be reached, one above it not."""
    said = [
        "".join(one.isi for one in compose_laporan_unit(pulutan(target=target)).blok
                if isinstance(one, Paragraf) and isinstance(one.isi, str))
        for target in ("86.03", "86.04")
    ]  # fmt: skip
    assert "Target tersebut tercapai." in said[0]
    assert f"masih kurang {Decimal('0.01')}".replace(".", ",") in said[1]
