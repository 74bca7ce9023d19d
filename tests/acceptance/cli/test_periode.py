"""`ikm periode`: agreed upon, closed, opened again, and what stays of it."""

from __future__ import annotations

import pytest

from tests.acceptance.cli.program import DATA, Ikm

PULUTAN = ("--unit", "pulutan", "--periode", "2024-S2")


def test_a_closed_periode_keeps_the_figure_its_report_printed(pulutan: Ikm) -> None:
    """86,03 under 0,111, as Pulutan printed it, whatever the installation's questionnaire is by then; and a file
    for it is refused, with nothing written."""
    shown = pulutan("periode", "set", "2024-S2", "--bobot", "0.111", "--order", "list", "--json").json
    assert (shown["ditutup"], shown["n"], shown["bobot"], shown["urutan"][-1]) == (False, 50, "0.111", "sarana")
    assert pulutan.score(*PULUTAN)["ikm"] == "86.03"
    closed = pulutan("periode", "close", "2024-S2", "--json").json
    assert (closed["ditutup"], closed["n"], closed["unit"], closed["semua_unit"]) == (True, 50, 1, 2)
    later = pulutan("score", *PULUTAN, "--json", INSTRUMEN="permenpan-16-2014").json
    assert (later["ikm"], later["mutu"], later["instrumen"]) == ("86.03", "B", "permenpan-14-2017")
    assert pulutan.score(*PULUTAN, "--bobot", "1/9")["ikm"] == "86.11"
    head = "diisi_pada,U1,U2,U3,U4,U5,U6,U7,U8,U9"
    late = pulutan.folder / "late.csv"
    late.write_text(f"{head}\n2024-12-30,1,1,1,1,1,1,1,1,1\n", encoding="utf-8")
    assert pulutan("responses", "import", str(late), "--unit", "lain").complaint(1).startswith("2024-S2 is closed")
    assert pulutan.score("--all", "--periode", "2024")["gabungan"]["n"] == 50
    again = pulutan("responses", "import", str(DATA / "pulutan_marginals.csv"), *PULUTAN, "--json").json
    assert (again["added"], again["already"]) == (0, 50)
    assert pulutan("db", "check", "--json").json["differences"] == []


def test_opened_again_with_a_reason_it_is_counted_anew(pulutan: Ikm) -> None:
    """Without one it stays closed. The conventions agreed for it stay."""
    pulutan("periode", "set", "2024-S2", "--bobot", "0.111")
    assert "closed 20" in pulutan("periode", "close", "2024-S2").out
    assert pulutan("periode", "reopen", "2024-S2", "--reason", "ya").complaint(1).startswith("a reason of at least")
    opened = pulutan("periode", "reopen", "2024-S2", "--reason", "one unit's forms came in late", "--json").json
    assert (opened["ditutup"], opened["alasan"], opened["bobot"]) == (False, "one unit's forms came in late", "0.111")
    assert pulutan("periode", "list").out.split() == ["2024-S2", "open", "bobot", "0.111", "n=50"]


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("close", "2024-X9"), 2, "'2024-X9' is not a periode"),
        (("close", "2024"), 1, "2024 is a tahun; official results here are per semester (IKM_PERIODE)"),
        (("close", "2999-S2"), 1, "2999-S2 is not over everywhere yet"),
        (("reopen", "2023-S1", "--reason", "forms came in late"), 1, "2023-S1 is not closed"),
        (("set", "2024-S2"), 2, "name what is to be changed"),
        (("set", "2024-S2", "--bobot", "0.2"), 1, "bobot '0.2' does not fit 9 unsur"),
        (("set", "2024-S2", "--usia", "20,dua"), 2, "--usia takes ages parted by commas"),
        (("set", "2024-S2", "--usia", "40,20"), 1, "usia_kelas must rise"),
        (("set", "2024-S2", "--usia", "0,20"), 1, "usia_kelas must rise from 1 to 150"),
        (("set", "2024-S2", "--mutu", "buatan"), 1, "no instrumen 'buatan' is shipped"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    read_only: Ikm, words: tuple[str, ...], code: int, reason: str
) -> None:
    assert read_only("periode", *words).complaint(code).startswith(reason)
