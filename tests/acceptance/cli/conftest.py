from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.acceptance.cli.program import DATA, Ikm


@pytest.fixture
def ikm(tmp_path: Path) -> Ikm:
    """The command in an empty folder."""
    return Ikm(tmp_path)


@pytest.fixture(scope="session")
def pulutan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kelurahan Pulutan with its 50 published questionnaires, beside a unit without any. Not to be written to."""
    ikm = Ikm(tmp_path_factory.mktemp("pulutan"))
    ikm.units("pulutan,Kelurahan Pulutan,Kecamatan Sidorejo", "lain,Unit Lain,OPD pelayanan")
    file = str(DATA / "pulutan_marginals.csv")
    done = ikm("responses", "import", file, "--unit", "pulutan", "--periode", "2024-S2", "--json")
    assert (done.json["rows"], done.json["added"], done.json["already"]) == (50, 50, 0)
    return ikm.folder


@pytest.fixture(scope="session")
def read_only(pulutan_folder: Path) -> Ikm:
    """Pulutan, for tests that only look."""
    return Ikm(pulutan_folder)


@pytest.fixture
def pulutan(pulutan_folder: Path, tmp_path: Path) -> Ikm:
    """Pulutan, for tests that change something."""
    shutil.copytree(pulutan_folder, tmp_path / "pulutan")
    return Ikm(tmp_path / "pulutan")
