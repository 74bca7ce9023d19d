"""The load side of the bench drives whole interviews, whoever wrote the bot."""

import pytest

from tests.bench.contenders import TRIVIAL
from tests.bench.interview import STEPS, answer_of, screen
from tests.bench.policy import AGE, Tap, Write, choose
from tests.bench.rounds import Load, measure

AROUND = ("◀ Kembali", "? Artinya")


@pytest.mark.parametrize(
    ("text", "labels", "taste", "act"),
    [
        ("Apakah Anda bersedia ikut?", ("Ya, saya bersedia", "Tidak"), 0, Tap(0)),
        ("Umur 17 ke atas. Setuju?", ("Tidak", "✅ Setuju"), 0, Tap(1)),
        ("Berapa usia Anda? Ketik angkanya.", (), 0, Write(AGE)),
        ("Berapa usia Anda?", ("Lewati", *AROUND), 0, Write(AGE)),
        ("Berapa usia Anda?", ("<20", "20-34", "◀ Kembali"), 0, Tap(1)),
        ("1/9 Persyaratan", ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai", *AROUND), 0, Tap(3)),
        ("1/9 Persyaratan", ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai", *AROUND), 1, Tap(2)),
        ("Jenis layanan?", ("Perubahan data KK", "Berikutnya ▶"), 0, Tap(0)),
        ("Ada saran?", ("Lewati", "◀ Kembali"), 0, Tap(0)),
        ("Periksa jawaban. Usia: 34 tahun", ("Ubah jawaban", "Kirim jawaban"), 0, Tap(1)),
        ("Sebentar ...", (), 0, None),
    ],
)
def test_a_citizen_finds_the_way_forward(
    text: str, labels: tuple[str, ...], taste: int, act: Tap | Write | None
) -> None:
    """From a screen alone a citizen picks the act that brings the interview forward, never one that leads aside."""
    assert choose(text, labels, taste) == act


def test_the_peers_interview_is_answerable_to_its_end() -> None:
    """Every screen of the peers' survey offers a citizen an act whose answer the peers understand."""
    answers: dict[str, str] = {}
    for number, step in enumerate(STEPS):
        text, buttons = screen(number, answers)
        act = choose(text, tuple(label for label, _ in buttons), number)
        given = answer_of(number, buttons[act.place][1]) if isinstance(act, Tap) else AGE
        assert act is not None
        assert given is not None
        answers[step.key] = given
    assert (answers["persetujuan"], answers["umur"], answers["saran"]) == ("Ya, setuju", AGE, "Lewati")


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_load_side_measures_a_bot_in_another_process(mode: str) -> None:
    """Over real HTTP, polled or by webhook with the calls in its answers, people get through whole interviews."""
    outcome = await measure(TRIVIAL, Load(mode, citizens=5, seconds=2.0))
    assert "error" not in outcome
    assert outcome["mode"] == mode
    assert outcome["answers_per_interview"] == len(STEPS) + 1
    assert outcome["interviews_finished"] > 0
    assert outcome["memory_mb"] > 0
