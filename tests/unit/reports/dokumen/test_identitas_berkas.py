"""The file of letterheads: what it says reaches the right unit, and its faults are told with file and line."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from textwrap import dedent

import pytest

from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas, PenandaTangan
from bot.reports.dokumen.identitas_berkas import BerkasIdentitas, identitas_of, read_identitas, unknown_codes
from tests.architecture.repository import ROOT
from tests.factories import SATU, unit
from tests.unit.reports.dokumen import logos

PEMDA = "Pemerintah Kota Uji"
NIP = "197001011990031001"


def read(folder: Path, isi: str) -> BerkasIdentitas:
    berkas = folder / "dokumen.yaml"
    berkas.write_text(dedent(isi), encoding="utf-8")
    return read_identitas(berkas, PEMDA)


def problems(folder: Path, isi: str) -> list[str]:
    with pytest.raises(DokumenError) as info:
        read(folder, isi)
    return str(info.value).split("\n")


def test_without_a_file_the_pemda_is_known_and_nothing_else() -> None:
    assert identitas_of(read_identitas(None, PEMDA)) == Identitas(PEMDA)


def test_the_example_loads_and_names_nobody() -> None:
    berkas = read_identitas(ROOT / "deploy" / "dokumen.example.yaml", PEMDA)
    oleh = identitas_of(berkas).penanda_tangan
    assert all(one.startswith("[") for one in (oleh.jabatan, oleh.nama, oleh.pangkat))
    assert oleh.nip == ""
    assert identitas_of(berkas, unit("kode-unit")).kop == ("[NAMA KECAMATAN ATAU DINAS]", "[NAMA UNIT]")


def test_everything_the_file_says_is_there(tmp_path: Path) -> None:
    (tmp_path / "gambar").mkdir()
    (tmp_path / "gambar" / "logo.png").write_bytes(logos.PNG)
    berkas = read(
        tmp_path,
        f"""
        umum:
          pemda: PEMERINTAH KOTA CONTOH
          kop: [SEKRETARIAT DAERAH, "BAGIAN  ORGANISASI"]
          alamat: Jalan Contoh
          logo: gambar/logo.png
          tempat: Contoh
          penanda_tangan: {{jabatan: Kepala, nama: Nama, pangkat: Pangkat, nip: {NIP[:8]} {NIP[8:14]} {NIP[14:]}}}
        """,
    )
    assert identitas_of(berkas) == Identitas(
        "PEMERINTAH KOTA CONTOH",
        ("SEKRETARIAT DAERAH", "BAGIAN ORGANISASI"),
        "Jalan Contoh",
        logos.PNG,
        "image/png",
        "Contoh",
        PenandaTangan("Kepala", "Nama", "Pangkat", NIP),
    )


def test_a_units_entry_goes_before_its_kelompoks_and_that_before_the_common_one(tmp_path: Path) -> None:
    berkas = read(
        tmp_path,
        f"""
        umum: {{alamat: umum, tempat: umum, kop: [DINAS]}}
        kelompok:
          kec-satu: {{alamat: kelompok, tempat: kelompok}}
        unit:
          {SATU}: {{alamat: unit, tempat: ""}}
        """,
    )
    sendiri, tetangga = identitas_of(berkas, unit(SATU)), identitas_of(berkas, unit("kel-lain"))
    assert (sendiri.alamat, sendiri.tempat) == ("unit", "")
    assert (tetangga.alamat, tetangga.tempat) == ("kelompok", "kelompok")
    assert identitas_of(berkas, kelompok="kec-satu").alamat == "kelompok"
    assert identitas_of(berkas, unit("x", kelompok="opd")).alamat == "umum"
    assert identitas_of(berkas).kop == ("DINAS",)
    assert sendiri.kop == ("DINAS", "Kelurahan Mawar")


def test_the_nip_of_one_never_stands_under_the_name_of_another(tmp_path: Path) -> None:
    berkas = read(
        tmp_path,
        f"""
        umum: {{penanda_tangan: {{jabatan: Sekretaris, nama: Satu, nip: "{NIP}"}}}}
        unit: {{{SATU}: {{penanda_tangan: {{nama: Dua}}}}}}
        """,
    )
    assert identitas_of(berkas, unit(SATU)).penanda_tangan == PenandaTangan(nama="Dua")


@pytest.mark.parametrize("isi", ["umum:\nunit:\nkelompok:\n", f"unit:\n  {SATU}:\n", "umum:\n  kop:\n  nip_lain:\n"])
def test_a_key_with_nothing_after_it_holds_nothing(tmp_path: Path, isi: str) -> None:
    isi = isi.replace("  nip_lain:\n", "  penanda_tangan:\n")
    assert identitas_of(read(tmp_path, isi)) == Identitas(PEMDA)


def test_all_problems_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    assert problems(
        tmp_path,
        """\
        umum:
          alamt: x
          logo: tidak-ada.png
          kop: satu
          penanda_tangan:
            nipp: 3
            nip: 1234
        units: {}
        unit:
          kel-mawar: x
        """,
    ) == [
        "dokumen.yaml:2: unknown key 'umum.alamt'; did you mean 'alamat'?",
        f"dokumen.yaml:3: 'umum.logo': {tmp_path / 'tidak-ada.png'} cannot be read (No such file or directory)",
        "dokumen.yaml:4: 'umum.kop' must be a list, a line each beginning with '- '",
        "dokumen.yaml:6: unknown key 'umum.penanda_tangan.nipp'; did you mean 'nip'?",
        "dokumen.yaml:7: 'umum.penanda_tangan.nip': an NIP has 18 digits, this one is '1234'; correct it or leave it "
        "empty",
        "dokumen.yaml:8: unknown key 'units'; did you mean 'unit'?",
        "dokumen.yaml:10: 'unit.kel-mawar' must hold keys with values below it",
    ]


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ("", "is empty"),
        ("umum: [", "is not valid YAML"),
        ("- umum", "must hold keys"),
        ("umum: {tempat: a, tempat: b}", "'tempat' stands here a second time"),
        ("umum: {nip: ٣}", "unknown key 'umum.nip'"),
        ('umum: {penanda_tangan: {nip: "١٩٧٠٠١٠١١٩٩٠٠٣١٠٠١"}}', "an NIP has 18 digits"),
        (f"umum: {{alamat: {'x' * 161}}}", "160"),
        ('umum: {alamat: "a\\u202eb"}', "cannot be printed"),
        ("umum: {alamat: [a]}", "must be text"),
        ('umum: {logo: "a\\0b"}', "cannot be printed"),
        ("a: " + "[" * 5000, "nested too deeply"),
        ("a: " + "x" * 300_000, "larger than 256 kB"),
    ],
)
def test_what_is_no_list_of_letterheads_is_refused(tmp_path: Path, isi: str, pesan: str) -> None:
    (told,) = problems(tmp_path, isi)
    assert told.replace(f"{tmp_path}/", "").startswith("dokumen.yaml:")
    assert pesan in told


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DokumenError, match=r"lupa\.yaml: cannot be read \(No such file"):
        read_identitas(tmp_path / "lupa.yaml", PEMDA)


def bomb(side: int) -> bytes:
    """A PNG that says it is huge."""
    kind = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + kind + struct.pack(">I", zlib.crc32(kind))


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (b"", "neither PNG nor SVG"),
        (b"GIF89a", "neither PNG nor SVG"),
        (logos.PNG[:300], "not a picture"),
        (b"<svg", "not a picture"),
        (b"<html>&lt;svg</html><svg", "not a picture"),
        (bomb(30_000), "30000 x 30000 pixels"),
        (b"<svg>" + b" " * 1024 * 1024, "larger than 1024 kB"),
        (
            logos.SVG.replace(b"<circle", b'<image href="/etc/logo.png" width="9" height="9"/><circle'),
            "not a picture",
        ),
        (logos.SVG.replace(b"<circle", b'<image href="../logo.png" width="9" height="9"/><circle'), "not a picture"),
        (
            logos.SVG.replace(b"<circle", b'<image href="http://127.0.0.1:9/l.png" width="9" height="9"/><circle'),
            "not a picture",
        ),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused(tmp_path: Path, isi: bytes, pesan: str) -> None:
    (tmp_path / "logo.svg").write_bytes(isi)
    (told,) = problems(tmp_path, "umum:\n  logo: logo.svg\n")
    assert told.startswith(f"dokumen.yaml:2: 'umum.logo': {tmp_path / 'logo.svg'} is ")
    assert pesan in told


@pytest.mark.parametrize(("data", "mime"), [(logos.PNG, "image/png"), (logos.SVG, "image/svg+xml")])
def test_a_logo_is_known_by_what_it_is_not_by_its_name(tmp_path: Path, data: bytes, mime: str) -> None:
    (tmp_path / "lambang").write_bytes(data)
    identitas = identitas_of(read(tmp_path, "umum: {logo: lambang}"), unit(SATU))
    assert (identitas.logo, identitas.logo_mime) == (data, mime)


def test_an_empty_logo_takes_the_common_one_away(tmp_path: Path) -> None:
    (tmp_path / "l").write_bytes(logos.SVG)
    berkas = read(tmp_path, f'umum: {{logo: l}}\nunit: {{{SATU}: {{logo: ""}}}}')
    assert identitas_of(berkas, unit(SATU)).logo is None


def test_an_entry_for_a_code_nobody_has_is_told(tmp_path: Path) -> None:
    berkas = read(tmp_path, "unit: {kel-mawr: {tempat: x}, kel-mawar: {tempat: x}}\nkelompok: {opd: {tempat: x}}")
    assert list(unknown_codes(berkas, ["kel-mawar", "kel-melati"], ["kec-satu"])) == [
        "unit 'kel-mawr' is not known; did you mean 'kel-mawar'?",
        "kelompok 'opd' is not known; there is kec-satu",
    ]
