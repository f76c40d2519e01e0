"""After a child has died or given up: which part of the zip workbook did it, told to the clerk.

Only failed files come here, so reading whole parts is affordable; it stays bounded all the same.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import IO

from msoko.sources.sheets.book import address
from msoko.sources.sheets.package import BROKEN
from msoko.sources.sheets.refused import RefusedError

CHUNK = 1 << 20
BUDGET = 256 << 20
# A used area this many times the number of its cells, and this large, is an accident or an attack.
SPARSE, LARGE = 20, 2_000_000

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,7})(\d{1,12})"')
_COUNT = re.compile(rb'\buniqueCount="(\d{1,20})"')
_SHORTEST_STRING = len("<si><t/></si>")
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"')
_LINK = re.compile(r'<Relationship\b(?=[^>]*\bId="([^"]*)")[^>]*\bTarget="/?(?:xl/)?([^"]*)"')


def explain(content: bytes, refused: RefusedError) -> RefusedError:
    """A more exact refused when the workbook shows one, else the given one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _explain(archive) or refused
    except BROKEN:
        return refused


def _explain(archive: zipfile.ZipFile) -> RefusedError | None:
    left = BUDGET
    names = _sheet_names(archive)
    for part in sorted(archive.infolist(), key=lambda part: part.file_size):
        if left <= 0:
            return None
        left -= part.file_size
        found = _look_into(archive, part, names.get(part.filename))
        if found is not None:
            return found
    return None


def _look_into(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, sheet: str | None
) -> RefusedError | None:
    try:
        with archive.open(part) as stream:
            if part.filename.startswith("xl/worksheets/"):
                return _far_cell(stream, sheet)
            head = stream.read(CHUNK)
            while stream.read(CHUNK):
                pass
    except BROKEN:
        return RefusedError("damaged_part", part.filename[:80])
    count = _COUNT.search(head[:4096]) if part.filename.endswith("sharedStrings.xml") else None
    if count and int(count[1]) * _SHORTEST_STRING > part.file_size + CHUNK:
        return RefusedError("lying_strings", count[1].decode())
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _far_cell(stream: IO[bytes], sheet: str | None) -> RefusedError | None:
    """The cell farthest from the first one, when the area between them is nearly empty."""
    cells, rest = 0, b""
    top = left = 1 << 60
    bottom = right = -1
    while chunk := stream.read(CHUNK):
        text = rest + chunk
        for letters, digits in _CELL.findall(text):
            row, column = int(digits) - 1, _column(letters)
            top, left = min(top, row), min(left, column)
            bottom, right = max(bottom, row), max(right, column)
            cells += 1
        cut = text.rfind(b"<c")
        rest = text[cut:] if cut >= 0 and len(text) - cut < 512 else b""
        cells -= len(_CELL.findall(rest))
    area = (bottom + 1) * (right - left + 1)
    if not cells or area < LARGE or area < SPARSE * cells:
        return None
    corner = address(bottom, right)
    place: dict[str, str | int] = {"cell": corner}
    if sheet is not None:
        place["sheet"] = sheet
    return RefusedError("far_cell", f"{address(top, left)} и {corner}", place)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → name of the sheet; empty when the workbook does not say."""
    texts = []
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        try:
            with archive.open(part) as stream:
                texts.append(stream.read(CHUNK).decode("utf-8", "replace"))
        except BROKEN:
            return {}
    targets = {link: f"xl/{target}" for link, target in _LINK.findall(texts[1])}
    found = _SHEET.findall(texts[0])
    return {targets[link]: html.unescape(name) for name, link in found if link in targets}
