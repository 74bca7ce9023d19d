"""What several channels need that takes a while to make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.cli.program import Ikm


@pytest.fixture(scope="session")
def kediri(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that `ikm demo` has filled: 94 units and their answers of 2024. Not to be written to."""
    ikm = Ikm(tmp_path_factory.mktemp("kediri"))
    done = ikm("demo", "--json")
    assert done.json["added"] == 9956
    return ikm.database
