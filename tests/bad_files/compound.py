"""The smallest OLE container and old .xls (BIFF8) workbook a reader accepts, and their ruins."""

from __future__ import annotations

import struct

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    """A directory entry of 128 bytes ([MS-CFB] 2.6.1)."""
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return (
        head
        + struct.pack("<III", _FREE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def compound(streams: dict[str, bytes], loop: bool = False) -> bytes:
    """An OLE container; streams are padded to 4096 bytes so that none is a "mini" one.

    With `loop` the chain of the first stream's sectors leads back to its start.
    """
    fat: list[int] = [_FAT, _END]
    data = b""
    entries = _entry("Root Entry", 5, 1, _FREE, _END, 0)
    for number, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(4_096, b"\0")
        count = -(-len(content) // SECTOR)
        start = len(fat)
        fat += [*range(start + 1, start + count), start if loop else _END]
        data += content.ljust(count * SECTOR, b"\0")
        right = number + 1 if number < len(streams) else _FREE
        entries += _entry(name, 2, _FREE, right, start, len(content))
    fat += [_FREE] * (SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4_096, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    table = struct.pack(f"<{SECTOR // 4}I", *fat)
    return header + table + entries.ljust(SECTOR, b"\0") + data


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(strings: int = 1, row: int = 3, column: int = 2, locked: bool = False) -> bytes:
    """A BIFF8 workbook «Лист» with a text, a whole number and an error from (row, column) down.

    `strings` is what the table of texts claims to hold; `locked` adds the record of a password.
    """
    name = "Лист".encode("utf-16-le")
    text = "Балл".encode("utf-16-le")
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)
    table = struct.pack("<II", strings, strings) + struct.pack("<HB", 4, 1) + text
    head = _record(0x809, bof)
    if locked:
        head += _record(0x2F, struct.pack("<HHH", 0, 1, 1))
    head += _record(0x42, struct.pack("<H", 1200))
    sheet_record = 4 + 6 + 2 + len(name)
    start = len(head) + sheet_record + len(_record(0xFC, table)) + 4
    head += _record(0x85, struct.pack("<IBBBB", start, 0, 0, 4, 1) + name)
    head += _record(0xFC, table) + _record(0x0A, b"")
    places = [(row, column), (min(row + 1, 65_535), column), (min(row + 2, 65_535), column)]
    bodies = [(0xFD, struct.pack("<I", 0)), (0x203, struct.pack("<d", 5.0)), (0x205, b"\x07\x01")]
    sheet = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    if row > 1_000:
        sheet += _record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.0))
    for place, (kind, body) in zip(places, bodies, strict=True):
        sheet += _record(kind, struct.pack("<HHH", *place, 0) + body)
    return compound({"Workbook": head + sheet + _record(0x0A, b"")})
