"""The small rules of WhatsApp: lengths, marks, files, templates, error codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.errors import MEANINGS, ApiError, Unreachable, meaning_of, send_error
from bot.channels.whatsapp.lengths import cut, divide, units
from bot.channels.whatsapp.markup import JOINER, bold, one_line, plain
from bot.channels.whatsapp.media import BERKAS_PALING, GAMBAR_PALING, Upload, filename, upload_of
from bot.channels.whatsapp.templates import BAHASA, BUKA, TEMPLATES, template_message, value_of
from bot.engine.messages import Attachment, NamaPerihal, Perihal
from bot.ports import Sebab

FOLDER = Path(__file__).resolve().parents[3] / "deploy" / "whatsapp" / "templates"


# Lengths


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("a\n\nb", 10, ["a\n\nb"]),
        ("eins zwei\n\ndrei vier", 12, ["eins zwei", "drei vier"]),
        ("eins zwei\ndrei vier", 12, ["eins zwei", "drei vier"]),
        ("eins. zwei drei", 10, ["eins.", "zwei drei"]),
        ("eins zwei drei", 10, ["eins zwei", "drei"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("😀" * 6, 10, ["😀" * 5, "😀"]),
        ("", 10, [""]),
    ],
)
def test_a_text_is_divided_at_the_best_border(text: str, most: int, pieces: list[str]) -> None:
    """Between paragraphs before lines, lines before sentences, words before letters."""
    assert divide(text, most, most) == pieces


@given(st.text("ab .\n😀", max_size=400), st.integers(5, 60), st.integers(0, 60))
def test_nothing_but_white_space_is_lost_between_pieces(text: str, last: int, more: int) -> None:
    """However a text is divided: every piece within its length, none empty, and together the whole."""
    pieces = divide(text, last, last + more)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(units(piece) <= last + more for piece in pieces)
    assert units(pieces[-1]) <= last
    assert all(piece.strip() for piece in pieces) or not text.strip()


@given(st.text("ab 😀", max_size=60), st.integers(2, 40))
def test_a_cut_text_keeps_its_length_and_its_letters(text: str, most: int) -> None:
    """Ended by an ellipsis, and never within a letter."""
    short = cut(text, most)
    assert units(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


# Marks


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("biasa saja", "biasa saja"),
        ("harga 2*3 dan 4*5", "harga 2*3 dan 4*5"),
        ("*tebal*", f"{JOINER}*tebal*"),
        ("ini _miring_ itu", f"ini {JOINER}_miring_ itu"),
        ("~coret~ dan *tebal*", f"{JOINER}~coret~ dan {JOINER}*tebal*"),
        ("satu * saja", "satu * saja"),
        ("*baris\nlain*", "*baris\nlain*"),
        ("kode_unit_panjang", "kode_unit_panjang"),
        ("https://t.me/b?start=undangan_a_b", "https://t.me/b?start=undangan_a_b"),
        ("_Buka_ https://wa.me/62?text=undangan__-a_", f"{JOINER}_Buka_ https://wa.me/62?text=undangan__-a_"),
        ("https://a.b/__c__d*e*", "https://a.b/__c__d*e*"),
        ("`kode` lalu ```blok```", "'kode' lalu '''blok'''"),
        ("> kutipan\nlalu > biasa", f"{JOINER}> kutipan\nlalu > biasa"),
        ("a\x00b\ud83dc\x85d", "abcd"),
    ],
)
def test_what_people_write_is_no_mark(written: str, sent: str) -> None:
    """A mark that would format is made an ordinary character; all else goes as it is."""
    assert plain(written) == sent


def test_a_heading_is_bold() -> None:
    """In one line; as it is where it holds the mark itself."""
    assert bold("Pertanyaan 3/9") == "*Pertanyaan 3/9*"
    assert bold(" dua\nbaris ") == "*dua baris*"
    assert bold("a *b* c") == f"a {JOINER}*b* c"
    assert bold("") == ""
    assert one_line(" a\n b\t") == "a b"


# Files


@pytest.mark.parametrize(
    ("mime", "size", "upload"),
    [
        ("image/png", GAMBAR_PALING, Upload("image", "image/png", "ikm.x")),
        ("image/jpeg", 1, Upload("image", "image/jpeg", "ikm.x")),
        ("application/pdf", BERKAS_PALING, Upload("document", "application/pdf", "ikm.x")),
        ("text/csv", 1, Upload("document", "text/plain", "ikm.x")),
        ("application/json", 1, Upload("document", "text/plain", "ikm.x")),
        ("image/png", GAMBAR_PALING + 1, "Gambar “ikm.x” terlalu besar untuk WhatsApp, jadi tidak disertakan."),
        ("application/pdf", BERKAS_PALING + 1, "Berkas “ikm.x” terlalu besar untuk WhatsApp, jadi tidak disertakan."),
        ("application/zip", 1, "Berkas “ikm.x” tidak diterima WhatsApp, jadi tidak disertakan."),
        ("image/svg+xml", 1, "Berkas “ikm.x” tidak diterima WhatsApp, jadi tidak disertakan."),
    ],
)
def test_a_file_goes_as_what_the_platform_knows(mime: str, size: int, upload: Upload | str) -> None:
    """Text of any kind as plain text; what is too large or of another kind is told of."""
    assert upload_of(Attachment("a", "ikm.x", mime), size) == upload


@pytest.mark.parametrize(
    ("nama", "sent"),
    [
        ("IKM Triwulan IV – désa.xlsx", "IKM Triwulan IV – désa.xlsx"),
        ('a"b\r\nX: y.csv', "abX: y.csv"),
        ("../../etc/passwd", "....etcpasswd"),
        ("a" * 300 + ".pdf", "a" * 99 + "….pdf"),
        ("", "berkas"),
        ("\r\n", "berkas"),
        ("\ud83d.csv", ".csv"),
    ],
)
def test_a_file_keeps_its_name_as_far_as_it_can(nama: str, sent: str) -> None:
    """What would break the request is left out, and a long one is cut before its ending."""
    assert filename(nama) == sent


# Templates


def test_a_template_has_as_many_values_as_its_sentence() -> None:
    """Too few are filled up, too many left out, in one line each; its button opens the window."""
    message = template_message(Perihal("ringkasan", ("Kelurahan\n\tPakunden      Raya",)))
    values = [{"type": "text", "text": "Kelurahan Pakunden Raya"}, {"type": "text", "text": "–"}]
    payload = [{"type": "payload", "payload": "@buka"}]
    assert message == {
        "type": "template",
        "template": {
            "name": "ikm_ringkasan",
            "language": {"code": "id"},
            "components": [
                {"type": "body", "parameters": values},
                {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": payload},
            ],
        },
    }
    assert len(value_of("kata " * 200)) <= 200
    assert value_of(" \n ") == "–"


@pytest.mark.parametrize("perihal", get_args(NamaPerihal))
def test_the_table_says_what_is_submitted(perihal: NamaPerihal) -> None:
    """Name, language, values and button of each file in deploy/whatsapp/templates; and each matter has one."""
    template = TEMPLATES[perihal]
    submitted = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    assert {one["name"] for one in submitted} == {one.nama for one in TEMPLATES.values()}
    (one,) = [one for one in submitted if one["name"] == template.nama]
    parts = {part["type"].upper(): part for part in one["components"]}
    assert (one["language"], one["category"]) == (BAHASA, "UTILITY")
    assert [n for n in range(1, 9) if f"{{{{{n}}}}}" in parts["BODY"]["text"]] == list(range(1, template.nilai + 1))
    assert [button["type"].upper() for button in parts["BUTTONS"]["buttons"]] == ["QUICK_REPLY"]
    assert len(BUKA) <= 128


# Errors


@pytest.mark.parametrize(
    ("code", "sebab", "seconds", "alone"),
    [
        (131047, "tertutup", None, False),
        (131026, "diblokir", None, False),
        (131030, "diblokir", None, False),
        (131056, "terbatas", 4, True),
        (130429, "terbatas", 5, False),
        (131048, "terbatas", 3600, False),
        (131049, "terbatas", 86_400, True),
        (80007, "terbatas", 300, False),
        (4, "terbatas", 300, False),
        (190, "sementara", 60, False),
        (0, "sementara", 60, False),
        (368, "sementara", 3600, False),
        (131000, "sementara", None, False),
        (131016, "sementara", None, False),
        (2, "sementara", None, False),
        (100, "ditolak", None, False),
        (131008, "ditolak", None, False),
        (131009, "ditolak", None, False),
        (132000, "ditolak", None, False),
        (132001, "ditolak", None, False),
        (132015, "ditolak", None, False),
    ],
)
def test_each_code_has_its_meaning(code: int, sebab: Sebab, seconds: float | None, *, alone: bool) -> None:
    """What becomes of the message, how long to wait, and whether that is for one person alone."""
    failure = send_error(ApiError(code, 400))
    assert (failure.sebab, failure.retry_after, failure.wilayah == "orang") == (sebab, seconds, alone)


@pytest.mark.parametrize(
    ("code", "status", "sebab"),
    [
        (None, 500, "sementara"),
        (None, 503, "sementara"),
        (999_999, 500, "sementara"),
        (None, 429, "terbatas"),
        (None, 401, "sementara"),
        (None, 403, "sementara"),
        (294, 400, "sementara"),
        (999_999, 400, "ditolak"),
        (None, 404, "ditolak"),
    ],
)
def test_a_code_not_known_goes_by_the_http_status(code: int | None, status: int, sebab: Sebab) -> None:
    """A server that fails is asked again; a request that is wrong is not."""
    assert meaning_of(code, status).sebab == sebab


def test_who_is_sent_too_much_waits_four_times_as_long_each_time() -> None:
    """4 to the power of the tries, up to a little more than an hour."""
    waits = [send_error(ApiError(131056, 400), tries).retry_after for tries in range(8)]
    assert waits == [4, 16, 64, 256, 1024, 4096, 4096, 4096]


def test_no_answer_is_tried_again() -> None:
    """Whatever became of the request."""
    assert send_error(Unreachable("messages: TimeoutError")).sebab == "sementara"


def test_who_can_help_is_told() -> None:
    """What only the one who runs the service can end says what to do; all of it waits, and nothing is dropped."""
    for meaning in MEANINGS.values():
        if meaning.wilayah == "semua":
            assert meaning.seconds
            assert meaning.sebab in {"sementara", "terbatas"}
        assert meaning.sebab != "sementara" or meaning.wilayah == "pesan" or meaning.advice
