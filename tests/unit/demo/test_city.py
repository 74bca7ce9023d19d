"""A generated year: every unit's published index, and people one could have met."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache

import pytest

from bot.demo import RESPONSES, SEED, UNITS, YEAR
from bot.demo.city import generate, import_keys, published, rows_of
from bot.demo.sentences import LOW, sentences
from bot.demo.sizes import FEWEST, can_hit
from bot.imports.table import read_table, slug
from bot.imports.units import parse_units
from scoring.ikm import compute_ikm
from scoring.model import Rekap, Respons, UnitLayanan, rekap_of
from scoring.pembulatan import round_half_up
from tests.factories import INSTRUMEN
from tests.unit.scoring.data import rows

AS_PRINTED = {
    slug(row["name_read_as"]): row["ikm"].replace(",", ".")
    for row in rows("kediri_units.csv")
    if row["name_read_as"] != "Kota Kediri"
}


@cache
def kediri() -> tuple[UnitLayanan, ...]:
    return tuple(parse_units(read_table(UNITS), INSTRUMEN, {})[1])


@cache
def generated(seed: int = SEED, year: int = YEAR) -> tuple[tuple[UnitLayanan, Respons], ...]:
    return tuple(generate(kediri(), published(), INSTRUMEN, year=year, seed=seed, total=RESPONSES))


@cache
def by_unit(seed: int = SEED) -> dict[str, list[Respons]]:
    found = defaultdict(list)
    for unit, respons in generated(seed):
        found[unit.kode].append(respons)
    return dict(found)


def rekap(kode: str, seed: int = SEED) -> Rekap:
    return rekap_of(one.jawaban for one in by_unit(seed)[kode])


def test_the_projects_figures_are_the_published_ones_of_its_94_units() -> None:
    assert {kode: str(round_half_up(ikm)) for kode, ikm in published().items()} == AS_PRINTED
    assert {unit.kode for unit in kediri()} == set(AS_PRINTED)
    assert len(AS_PRINTED) == 94


@pytest.mark.parametrize("seed", [SEED, 1])
def test_every_unit_has_its_published_index_exactly(seed: int) -> None:
    reached = {kode: compute_ikm(rekap(kode, seed), INSTRUMEN).ikm for kode in AS_PRINTED}
    different = {
        kode: (str(round_half_up(ikm or 0)), AS_PRINTED[kode])
        for kode, ikm in reached.items()
        if str(round_half_up(ikm or 0)) != AS_PRINTED[kode]
    }
    assert different == {}


def test_as_many_answer_as_in_kediri_and_nowhere_too_few() -> None:
    counts = {kode: len(found) for kode, found in by_unit().items()}
    assert sum(counts.values()) == RESPONSES == 9956
    assert min(counts.values()) >= FEWEST
    assert len(set(counts.values())) > 40
    assert all(can_hit(published()[kode], n, 9) for kode, n in counts.items())
    kind = {unit.kode: unit.jenis for unit in kediri()}
    assert all(40 <= n <= 165 for kode, n in counts.items() if kind[kode] == "kelurahan")
    assert all(n > 350 for kode, n in counts.items() if kind[kode] == "rumah sakit")


def test_the_same_seed_makes_the_same_and_another_seed_another_year() -> None:
    assert generate(kediri()[::-1], published(), INSTRUMEN, year=YEAR, seed=SEED, total=RESPONSES) == list(
        generated()
    )
    assert generated(1) != generated()


def test_no_two_units_have_the_same_unsur_and_most_pay_nothing() -> None:
    shapes = {
        kode: {one.unsur.key: one.nrr or Fraction() for one in compute_ikm(rekap(kode), INSTRUMEN).unsur}
        for kode in AS_PRINTED
    }
    assert len({tuple(shape.values()) for shape in shapes.values()}) == 94
    weakest = Counter(min(shape, key=lambda key: shape[key]) for shape in shapes.values())
    assert len(weakest) >= 4
    assert weakest["biaya"] == 0
    total = sum((rekap(kode) for kode in AS_PRINTED), Rekap())
    assert total.sebaran["biaya"][3] > 0.8 * RESPONSES
    assert total.sebaran["sarana"][3] < 0.6 * RESPONSES


def test_who_is_content_is_content_with_all() -> None:
    """Totals of a respondent spread more than answers that know nothing of one another."""
    wider = 0
    for kode in AS_PRINTED:
        found = rekap(kode)
        spread = Fraction(found.jumlah_kuadrat, found.n) - Fraction(found.jumlah, found.n) ** 2
        apart = Fraction()
        for counts in found.sebaran.values():
            mean = Fraction(sum(s * c for s, c in enumerate(counts, start=1)), found.n)
            apart += Fraction(sum(s * s * c for s, c in enumerate(counts, start=1)), found.n) - mean**2
        wider += spread > Fraction(3, 2) * apart
    assert wider > 85


def test_the_letter_of_some_units_changes_within_the_year() -> None:
    changed = 0
    for found in by_unit().values():
        quarters = defaultdict(list)
        for one in found:
            quarters[(one.diisi_pada.month - 1) // 3].append(one.jawaban)
        letters = {
            result.huruf for part in quarters.values() if (result := compute_ikm(rekap_of(part), INSTRUMEN).mutu)
        }
        changed += len(letters) > 1
    assert 10 < changed < 80


def test_profiles_are_those_the_survey_offers_and_fit_together() -> None:
    offered = {one.key: {p.kode for p in one.pilihan} for one in INSTRUMEN.profil}
    for unit, one in generated():
        who = one.profil
        assert who.usia is not None
        assert 17 <= who.usia <= 80
        assert who.jenis_kelamin in offered["jenis_kelamin"]
        assert who.pendidikan in offered["pendidikan"]
        assert who.pekerjaan in offered["pekerjaan"]
        assert not (who.pekerjaan == "ibu_rumah_tangga" and who.jenis_kelamin == "L")
        assert not (who.pekerjaan == "pelajar" and who.usia > 25)
        assert one.layanan in {service.kode for service in unit.layanan}
    women = Counter(one.profil.jenis_kelamin for _, one in generated())["P"]
    assert 0.4 < women / RESPONSES < 0.65


def test_some_fifteen_percent_write_something_that_fits() -> None:
    written = [(one.saran, one.jawaban) for _, one in generated() if one.saran]
    assert 0.12 < len(written) / RESPONSES < 0.18
    assert len({text for text, _ in written}) > 60
    about = {one.text: one.unsur for one in sentences() if one.tone == "keluhan"}
    assert all(answers[about[text]] <= 3 for text, answers in written if text in about)
    praise = {one.text for one in sentences() if one.tone == "pujian"}
    assert all(min(answers.values()) > LOW for text, answers in written if text in praise)


def test_reasons_stand_only_with_low_scores() -> None:
    asked = [(key, one.jawaban[key]) for _, one in generated() for key in one.alasan]
    assert len(asked) > 500
    assert all(score <= LOW for _, score in asked)


def test_no_sentence_holds_a_number_an_address_or_a_name() -> None:
    assert len(sentences()) > 100
    for one in sentences():
        assert not re.search(r"\d|@|https?:|www\.", one.text), one.text
        assert not re.search(r"\b(Pak|Bu|Ibu|Bapak|Mas|Mbak|Sdr)\b", one.text), one.text
        # Only a sentence, and a month's or weekday's name, begins with a capital letter.
        inside = re.findall(r"(?<![.!?] )(?<!^)\b[A-Z]\w+", one.text)
        assert set(inside) <= {"Sabtu"}, one.text
        assert one.unsur in {"", *(unsur.key for unsur in INSTRUMEN.unsur)}
        assert set(one.kinds) <= {unit.jenis for unit in kediri()}


def test_rows_name_their_local_day_their_source_and_a_key_of_the_year() -> None:
    found = generated()[:50]
    made = list(rows_of(found, INSTRUMEN, import_keys(YEAR, 50)))
    assert [row.kunci_impor for row in made][:2] == ["demo-2024-00001", "demo-2024-00002"]
    assert {row.sumber for row in made} == {"demo"}
    assert all(row.hari_awal == row.hari_akhir for row in made)
    assert all(row.responden is None and row.tanda_terima is None for row in made)
