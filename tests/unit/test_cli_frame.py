from __future__ import annotations

import pytest
import typer

from bot.cli.frame import run
from bot.imports.faults import ImportRejected, Problem, Said
from bot.ports import NotStored
from bot.settings import SettingsError
from scoring.errors import PeriodeError
from storage.errors import StorageFull


async def failing(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StorageFull("the disk is full"), "ikm: the disk is full\n"),
        (PeriodeError("no periode"), "ikm: no periode\n"),
        (SettingsError("IKM_PORT: no"), "ikm: IKM_PORT: no\n"),
        (NotStored("the disk is full"), "ikm: the last answer was not stored: the disk is full\n"),
        (FileNotFoundError(2, "No such file", "x.csv"), "ikm: x.csv: No such file\n"),
        (OSError("cannot listen"), "ikm: cannot listen\n"),
        (
            ImportRejected(Said("f.csv: 1 bad cell", ""), [Problem(2, "usia", "x", Said("is none", ""))]),
            "row 2, column usia: 'x' is none\nikm: f.csv: 1 bad cell\n",
        ),
    ],
)
def test_what_can_go_wrong_for_a_reason_ends_with_that_reason(
    error: Exception, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as info:
        run(failing(error))
    assert info.value.exit_code == 1
    assert capsys.readouterr() == ("", told)


def test_ctrl_c_is_no_failure_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as info:
        run(failing(KeyboardInterrupt()))
    assert info.value.exit_code == 130
    assert capsys.readouterr() == ("", "")


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(failing(ZeroDivisionError()))
