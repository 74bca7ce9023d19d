"""Files that the bot or people sent: what the platform accepts, and what it tells of them."""

from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.errors import bad_request

MB = 1 << 20
SIZE_LIMIT = {"photo": 10 * MB, "document": 50 * MB}
DOWNLOAD_LIMIT = 20 * MB
PHOTO_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""Of a PNG and a JPEG. The platform reads a few formats more; this double does not."""
SIDES_IN_ALL = 10_000
LONGEST_TO_SHORTEST = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the bot or a person sent."""

    filename: str
    content_type: str
    content: bytes


def about(file_id: str, upload: Upload) -> dict[str, Any]:
    """What the API tells of every file."""
    return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": len(upload.content)}


def path_of(file_id: str) -> str:
    """Where it is downloaded from, below `/file/bot<token>/`."""
    return f"files/{file_id}"


def check_photo(content: bytes) -> None:
    """Refuses what is no picture, or one whose sides the platform does not take."""
    if not content.startswith(PHOTO_STARTS):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = image_size(content)
    if width + height > SIDES_IN_ALL or max(width, height) > LONGEST_TO_SHORTEST * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; anything else counts as 1 by 1."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    return 1, 1
