"""The templates that announce a message outside the window, as `deploy/whatsapp/templates` submits them. Pure.

The platform lets no other words through then, and takes the values in them only without line breaks and wide gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.channels.whatsapp.lengths import cut
from bot.channels.whatsapp.markup import one_line
from bot.engine.messages import NamaPerihal, Perihal

BAHASA: Final = "id"
BUKA: Final = "@buka"
"""What the button of every template sends: any word of the person opens the window, so this says no more."""
NILAI_PALING: Final = 200
KOSONG: Final = "–"
"""In the place of a value there is none of: the platform takes no empty one."""


@dataclass(frozen=True, slots=True)
class Template:
    """Its name at the platform, and how many values its sentence has."""

    nama: str
    nilai: int


TEMPLATES: Final[Mapping[NamaPerihal, Template]] = {
    "ringkasan": Template("ikm_ringkasan", 2),
    "peringatan": Template("ikm_peringatan", 2),
    "pengingat": Template("ikm_pengingat", 1),
    "balasan": Template("ikm_balasan", 1),
    "dokumen": Template("ikm_dokumen", 2),
}


def template_message(perihal: Perihal) -> dict[str, Any]:
    """The message that announces it, with as many values as the template has."""
    template = TEMPLATES[perihal.nama]
    values = [*perihal.isi, *([KOSONG] * template.nilai)][: template.nilai]
    body = {"type": "body", "parameters": [{"type": "text", "text": value_of(one)} for one in values]}
    payload = {"type": "payload", "payload": BUKA}
    button = {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [payload]}
    return {
        "type": "template",
        "template": {"name": template.nama, "language": {"code": BAHASA}, "components": [body, button]},
    }


def value_of(text: str) -> str:
    """In one line, and not too long."""
    return cut(one_line(text), NILAI_PALING) or KOSONG
