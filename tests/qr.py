"""Reads QR codes back from the files we write: the modules of a picture, beside those a link must have."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import segno

from bot.reports.tautan import MODULE_PX
from tests.unit.reports.pixels import Picture, unpacked

BORDER = 4

Modules = list[list[bool]]
"""Row by row, True where it is dark."""


def matrix_of(url: str) -> Modules:
    """The code of a link, at the level that is still read with a quarter of a sticker worn off."""
    code = segno.make_qr(url, error="q")
    assert code.error in {"Q", "H"}
    return [[bool(module & 1) for module in row] for row in code.matrix]


def modules_of(name: str, data: bytes) -> Modules:
    """Of a file called `name`, by its ending."""
    return _png(data) if name.endswith(".png") else _svg(data)


def _png(data: bytes) -> Modules:
    """Of a picture in black and white, read from the middle of each module."""
    (width, height, depth, colour), raw = unpacked(data)
    assert (depth, colour) == (1, 0), "one bit a pixel, grey"
    lines = _unfiltered(raw, (width + 7) // 8, height)
    middle = [MODULE_PX * (BORDER + n) + MODULE_PX // 2 for n in range(width // MODULE_PX - 2 * BORDER)]
    return [[not lines[y][x // 8] >> (7 - x % 8) & 1 for x in middle] for y in middle]


def _unfiltered(raw: bytes, stride: int, height: int) -> list[bytes]:
    lines = [bytes(stride)]
    for n in range(height):
        kind, line = raw[n * (stride + 1)], raw[n * (stride + 1) + 1 : (n + 1) * (stride + 1)]
        assert kind in {0, 2}, "as it is, or as a difference to the line above"
        above = lines[-1] if kind == 2 else bytes(stride)
        lines.append(bytes((a + b) & 0xFF for a, b in zip(line, above, strict=True)))
    return lines[1:]


def _svg(data: bytes) -> Modules:
    """Of one path of horizontal strokes, as segno writes it."""
    root = ElementTree.fromstring(data)
    (path,) = (element for element in root.iter() if element.tag.endswith("path") and element.get("stroke"))
    size = int(root.attrib["width"]) // MODULE_PX - 2 * BORDER
    dark = [[False] * size for _ in range(size)]
    x = y = 0.0
    for verb, numbers in re.findall(r"([Mmh])([^Mmh]*)", path.attrib["d"]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if verb == "h":
            for n in range(int(values[0])):
                dark[int(y) - BORDER][int(x) - BORDER + n] = True
            x += values[0]
        else:
            x, y = values if verb == "M" else (x + values[0], y + values[1])
    return dark


def modules_in(picture: Picture) -> Modules:
    """Of the one code that a picture shows upright somewhere, among whatever else is drawn: found by the three
    squares at its corners, as a phone finds it."""
    dark = [[sum(row[x : x + 3]) < 384 for x in range(0, len(row), 4)] for row in picture.rows]
    squares: list[tuple[float, float, float]] = []
    for y, row in enumerate(dark):
        for x, module in _finders(row):
            column = _finders([line[round(x)] for line in dark])
            middle = next((at for at, size in column if abs(at - y) < module / 2 and abs(size - module) < 1), None)
            if middle is not None and all(abs(x - a) + abs(middle - b) > module for a, b, _ in squares):
                squares.append((x, middle, module))
    assert len(squares) == 3, squares
    left, top = min(x for x, _, _ in squares), min(y for _, y, _ in squares)
    span = max(x for x, _, _ in squares) - left
    about = span / (sum(module for _, _, module in squares) / 3) + 7
    size = 17 + 4 * round((about - 17) / 4)
    module = span / (size - 7)
    at = [(n - 3) * module for n in range(size)]
    return [[dark[round(top + y)][round(left + x)] for x in at] for y in at]


def _finders(line: list[bool]) -> list[tuple[float, float]]:
    """Where dark and light follow as 1 : 1 : 3 : 1 : 1, and the size of a module there."""
    edges = [0, *(n for n in range(1, len(line)) if line[n] != line[n - 1]), len(line)]
    found = []
    for n in range(len(edges) - 5):
        runs = [b - a for a, b in pairwise(edges[n : n + 6])]
        module = sum(runs) / 7
        fits = all(
            abs(run - want * module) <= max(0.5 * module, 1) for run, want in zip(runs, (1, 1, 3, 1, 1), strict=True)
        )
        if line[edges[n]] and module >= 2 and fits:
            found.append(((edges[n] + edges[n + 5] - 1) / 2, module))
    return found
