"""A look at an OLE file (old .xls, or a locked .xlsx in a wrapper): which document it holds."""

from __future__ import annotations

import re
import struct

from msoko.sources.sheets.refused import RefusedError

_HEADER = 512


def _name(text: str) -> bytes:
    return text.encode("utf-16-le")


# Names of streams stand in the directory as UTF-16; a document has one of these. A search for
# them all over the file needs no trust in any offset of the header.
_ENCRYPTED = (_name("EncryptedPackage"), _name("EncryptionInfo"))
_WORKBOOK = (_name("Workbook") + b"\x00\x00", _name("Book") + b"\x00\x00")
_WORD = _name("WordDocument")
_SLIDES = _name("PowerPoint Document")
_MACROS = _name("_VBA_PROJECT")
_MAIL = _name("__substg1.0_")
# The first record of an .xls ([MS-XLS] BOF of the globals) and the one that says "encrypted".
_BOF = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00", re.S)
_FILEPASS = 0x2F


def _is_locked(content: bytes) -> bool:
    """True when a FILEPASS record follows the first one; the reader overlooks its oldest kind."""
    for start in _BOF.finditer(content):
        place = start.start()
        for _ in range(8):
            record = content[place : place + 4]
            if len(record) < 4:
                break
            kind, length = struct.unpack("<HH", record)
            if kind == _FILEPASS:
                return True
            place += 4 + length
    return False


def look(content: bytes) -> tuple[str, ...]:
    """Codes of warnings for a readable .xls; raises RefusedError for everything else."""
    if len(content) <= 2 * _HEADER:
        raise RefusedError("broken_ole")
    if any(name in content for name in _ENCRYPTED):
        raise RefusedError("encrypted")
    if _is_locked(content):
        raise RefusedError("encrypted")
    if _WORD in content:
        raise RefusedError("doc")
    if _SLIDES in content:
        raise RefusedError("pptx")
    if not any(name in content for name in _WORKBOOK):
        raise RefusedError("other_ole" if _MAIL in content else "broken_ole")
    return ("macros",) if _MACROS in content else ()
