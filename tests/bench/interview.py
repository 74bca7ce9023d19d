"""The survey as the peers ask it: one list of steps, and the screens for them."""

from dataclasses import dataclass

SERVICES = ("KTP elektronik", "Kartu Keluarga", "Akta Kelahiran", "Surat Pindah")
SEXES = ("Laki-laki", "Perempuan")
EDUCATIONS = ("SD ke bawah", "SMP", "SMA", "Diploma", "S1", "S2", "S3")
OCCUPATIONS = (
    *("Pelajar/Mahasiswa", "PNS", "TNI", "POLRI", "Swasta", "Wirausaha", "Buruh", "Petani/Nelayan"),
    *("Ibu rumah tangga", "Lainnya"),
)
FITS = ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")
UNSUR = {
    "persyaratan": ("Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan?", FITS),
    "prosedur": (
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    "waktu": (
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    "biaya": (
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ),
    "produk": ("Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan?", FITS),
    "kompetensi": (
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    ),
    "perilaku": (
        "Bagaimana pendapat Saudara perilaku petugas dalam pelayanan?",
        ("Tidak sopan", "Kurang sopan", "Sopan", "Sangat sopan"),
    ),
    "pengaduan": (
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
    ),
    "sarana": (
        "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
    ),
}
THANKS = "Terima kasih. Jawaban Saudara sudah kami terima."


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its buttons' labels, or none where the answer is typed."""

    key: str
    text: str
    labels: tuple[str, ...]


STEPS = (
    Step("persetujuan", "Jawaban Saudara dirahasiakan. Bersediakah Saudara mengisi survei?", ("Ya, setuju", "Tidak")),
    Step("layanan", "Layanan apa yang Saudara terima?", SERVICES),
    Step("jenis_kelamin", "Apa jenis kelamin Saudara?", SEXES),
    Step("umur", "Berapa umur Saudara? Ketik angkanya.", ()),
    Step("pendidikan", "Apa pendidikan terakhir Saudara?", EDUCATIONS),
    Step("pekerjaan", "Apa pekerjaan Saudara?", OCCUPATIONS),
    *(
        Step(key, f"{number} dari {len(UNSUR)}. {text}", labels)
        for number, (key, (text, labels)) in enumerate(UNSUR.items(), 1)
    ),
    Step("saran", "Adakah saran Saudara? Ketik, atau lewati.", ("Lewati",)),
    Step("kirim", "Periksa jawaban Saudara:", ("Kirim", "Batal")),
)


def screen(number: int, answers: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """Text and (label, data) buttons of a step; the last one lists the answers."""
    step = STEPS[number]
    text = step.text
    if step.key == "kirim":
        text += "".join(f"\n{key}: {value}" for key, value in answers.items())
    return text, [(label, f"{step.key}:{place}") for place, label in enumerate(step.labels, 1)]


def answer_of(number: int, data: str) -> str | None:
    """The label behind a button's data, or None where the button belongs to another step."""
    key, _, place = data.partition(":")
    step = STEPS[number]
    if key != step.key or not place.isdigit() or not 1 <= int(place) <= len(step.labels):
        return None
    return step.labels[int(place) - 1]
