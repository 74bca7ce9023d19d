"""A file that is no sound database of ours is refused in one clear line, and not made worse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage.connect import open_store
from storage.errors import StorageCorrupt, StorageError, StorageNotFound, StorageReadOnly
from tests.contract.storage.hardship import is_clear, public_folder, refusal, unprivileged
from tests.factories import UNITS, url_of

PAGE = 4096


@pytest.mark.parametrize("kept", [99, 100, 2_000, PAGE, 5 * PAGE, 14 * PAGE + 7, -PAGE])
async def test_a_truncated_file(database: Path, kept: int) -> None:
    """Cut off anywhere, it is called damaged, and what is left of it stays for whoever wants to rescue it."""
    whole = database.read_bytes()
    left = whole[:kept]
    database.write_bytes(left)
    error = await refusal(database)
    assert isinstance(error, StorageCorrupt)
    assert is_clear(error)
    assert database.read_bytes() == left


async def test_a_file_with_garbled_pages(database: Path) -> None:
    """Wrong bytes behind a right beginning are called damage too."""
    whole = database.read_bytes()
    database.write_bytes(whole[:PAGE] + b"\xff" * (len(whole) - PAGE))
    error = await refusal(database)
    assert isinstance(error, StorageCorrupt)
    assert is_clear(error)


async def test_damage_found_while_running(database: Path) -> None:
    """A table whose page is garbled is reported by the read that meets it and by the check of the file."""
    store = await open_store(url_of(database))
    async with store.engine.connect() as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'unit_layanan'"
        page = (await connection.exec_driver_sql(query)).scalar_one()
    await store.close()
    whole = bytearray(database.read_bytes())
    whole[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    database.write_bytes(whole)

    store = await open_store(url_of(database))
    with pytest.raises(StorageCorrupt) as raised:
        async with store.reading() as tx:
            await tx.directory.units()
    assert is_clear(raised.value)
    async with store.reading() as tx:
        assert await tx.health.pages() != "ok"
    await store.close()


@pytest.mark.parametrize("content", [b"Kepada Yth. Kepala Dinas\n" * 400, b"\0" * PAGE, b"PK\x03\x04" + b"x" * 9_000])
async def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    """A letter, zeros or an archive named by mistake is refused and not written into."""
    file = tmp_path / "surat.docx"
    file.write_bytes(content)
    error = await refusal(file)
    assert isinstance(error, StorageCorrupt)
    assert is_clear(error)
    assert file.read_bytes() == content


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """Naming a folder is an error of the place, not of the data."""
    error = await refusal(tmp_path)
    assert isinstance(error, StorageNotFound)
    assert is_clear(error)


async def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file where a folder should be, and a name longer than the disk takes, are errors of the place."""
    (tmp_path / "berkas").touch()
    for file in (tmp_path / "berkas" / "ikm.db", tmp_path / ("x" * 300), tmp_path / ("y" * 300) / "ikm.db"):
        error = await refusal(file)
        assert isinstance(error, StorageNotFound)
        assert "\n" not in str(error)


async def test_a_missing_folder_is_not_made_without_leave(tmp_path: Path) -> None:
    """A verb that only reads makes nothing."""
    error = await refusal(tmp_path / "tidak" / "ada.db", create=False)
    assert isinstance(error, StorageNotFound)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://ikm:rahasia@localhost/ikm", r"write postgresql\+asyncpg:// in its place"),
        ("postgres://ikm:rahasia@localhost/ikm", r"write postgresql\+asyncpg:// in its place"),
        ("postgresql+psycopg2://ikm:rahasia@localhost/ikm", r"write postgresql\+asyncpg:// in its place"),
        ("postgresql+asyncpg://ikm:rahasia@localhost", "names no database"),
        ("postgresql+asyncpg://ikm:rahasia@localhost/ikm?sslmode=require", "ssl=require"),
        ("postgresql+asyncpg://ikm:rahasia@localhost/ikm?timeout=5", "timeout, which is not known"),
        ("mysql+aiomysql://ikm:rahasia@localhost/ikm", "this version stores in"),
        ("sqlite:///var/ikm.db", "sqlite"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
        ("var/ikm.db", "cannot be read"),
        ("", "cannot be read"),
    ],
)
async def test_a_url_that_is_none_of_ours(url: str, says: str) -> None:
    """Each wrong URL is told apart, with an example or a reason."""
    with pytest.raises(StorageError, match=says) as raised:
        await open_store(url, create=True)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "expected"),
    [(0o444, 0o555, StorageReadOnly), (0o444, 0o777, StorageReadOnly), (0, 0o755, StorageNotFound)],
    ids=["all read-only", "file read-only", "file closed"],
)
async def test_a_file_that_may_not_be_written(
    database: Path, file_mode: int, folder_mode: int, expected: type[StorageError]
) -> None:
    """A user without the right to write, or to read, is told so, and the file stays as it is."""
    with public_folder() as folder:
        file = Path(shutil.copy(database, folder / "ikm.db"))
        file.chmod(file_mode)
        folder.chmod(folder_mode)
        with unprivileged():
            error = await refusal(file)
        assert isinstance(error, expected)
        assert is_clear(error)
        folder.chmod(0o755)
        file.chmod(0o644)
        assert file.read_bytes() == database.read_bytes()


async def test_a_folder_that_may_not_be_entered(database: Path) -> None:
    """A closed folder is an error of the place, and none of its contents are touched."""
    with public_folder() as folder:
        inner = folder / "tertutup"
        inner.mkdir()
        file = Path(shutil.copy(database, inner / "ikm.db"))
        inner.chmod(0)
        with unprivileged():
            error = await refusal(file)
        inner.chmod(0o755)
        assert isinstance(error, StorageNotFound)
        assert "Permission denied" in str(error)


async def test_a_read_only_database_can_still_be_read(database: Path) -> None:
    """Whoever may not write but may read gets the scores."""
    with public_folder() as folder:
        file = Path(shutil.copy(database, folder / "ikm.db"))
        file.chmod(0o444)
        folder.chmod(0o777)
        with unprivileged():
            store = await open_store(url_of(file))
            async with store.reading() as tx:
                assert len(await tx.directory.units()) == len(UNITS)
            await store.close()
