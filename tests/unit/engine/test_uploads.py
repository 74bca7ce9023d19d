"""What a sender says of a file is used only as far as it is harmless."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.uploads import NAMA_PALING, claimed


@pytest.mark.parametrize(
    ("nama", "kept"),
    [
        ("jawaban.csv", "jawaban.csv"),
        ("Laporan Désember 2025.xlsx", "Laporan Désember 2025.xlsx"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("..", "berkas"),
        ("", "berkas"),
        ("a\x00b\r\nc.csv", "abc.csv"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("x" * 200 + ".csv", "x" * 96 + ".csv"),
        ("x" * 200, "x" * 100),
        ("." + "x" * 200, "x" * 100),
        ("x." + "y" * 200, "x." + "y" * 98),
    ],
)
def test_a_name_loses_its_folders_and_whatever_cannot_be_printed(nama: str, kept: str) -> None:
    """What is left is at most 100 characters, with its ending; where nothing is left it is called a file."""
    assert claimed(nama, "text/csv", 1).nama == kept


@pytest.mark.parametrize(
    ("mime", "kept"),
    [
        ("text/csv", "text/csv"),
        ("Text/CSV; charset=utf-8", "text/csv"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",) * 2,
        ("", "application/octet-stream"),
        ("csv", "application/octet-stream"),
        ("text/csv\r\nX: y", "application/octet-stream"),
        ("a/" + "b" * 200, "application/octet-stream"),
    ],
)
def test_a_type_is_one_or_the_general_one(mime: str, kept: str) -> None:
    """Parameters and capitals go; what is no type at all is taken for any bytes."""
    assert claimed("a", mime, 1).mime == kept


@given(st.text(), st.text(), st.integers())
def test_whatever_is_claimed_is_bounded(nama: str, mime: str, ukuran: int) -> None:
    """No name is empty, long, a path, or holds what ends a line; no type holds anything but a type."""
    upload = claimed(nama, mime, ukuran)
    assert 0 < len(upload.nama) <= NAMA_PALING
    assert upload.nama.isprintable()
    assert not re.search(r"[/\\]", upload.nama)
    assert re.fullmatch(r"[\x21-\x7e]+/[\x21-\x7e]+", upload.mime)
    assert upload.ukuran >= 0
