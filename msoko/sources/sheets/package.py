"""A look at a zip workbook before it is parsed: no part is unpacked beyond its first bytes.

The central directory tells sizes; lies about them are found by `verify` inside the child, and
`autopsy.py` finds the lie when a child has died of one.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from msoko.sources.sheets.limits import Limits
from msoko.sources.sheets.refused import RefusedError

# Everything `zipfile` was seen to raise on damaged archives.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, KeyError,
    IndexError, NotImplementedError, RuntimeError, OverflowError, UnicodeError, MemoryError,
)  # fmt: skip
HEAD = 8_192
CHUNK = 1 << 18
_DTD = re.compile(r"<!(DOCTYPE|ENTITY)")
_OTHER_OFFICE = (("word/", "docx"), ("ppt/", "pptx"), ("visio/", "other_zip"))
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Look:
    """What was seen: the format and codes of warnings."""

    format: str
    warnings: tuple[str, ...] = ()


def look(content: bytes, limits: Limits) -> Look:
    """Format and warnings of a zip workbook; raises RefusedError when it must not be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look(archive, len(content), limits)
    except BROKEN as error:
        raise RefusedError("broken_package") from error


def verify(content: bytes) -> None:
    """Refuse a part whose size or checksum is not the declared one; runs in the child process.

    The reader does not check sums of large parts: a digit changed on the way would pass for true.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                if not _is_whole(archive, part):
                    raise RefusedError("damaged_part", part.filename[:80])
    except BROKEN as error:
        raise RefusedError("broken_package") from error


def _is_whole(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(part) as stream:
            while stream.read(CHUNK):
                pass
    except BROKEN:
        return False
    return True


def _look(archive: zipfile.ZipFile, size: int, limits: Limits) -> Look:
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise RefusedError("too_many_parts", str(len(parts)))
    _check_names([part.filename for part in parts])
    _check_sizes(parts, size, limits)
    names = {part.filename.lower() for part in parts}
    kind = _format(archive, names)
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check_head(archive, part)
    warnings = []
    if any(name.endswith("vbaproject.bin") or "xl/macrosheets/" in name for name in names):
        warnings.append("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        warnings.append("external_links")
    if kind == "xlsx" and "macros" in warnings:
        kind = "xlsm"
    return Look(kind, tuple(warnings))


def _check_names(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise RefusedError("twin_parts")
    for name in names:
        steps = name.replace("\\", "/").split("/")
        if ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0]:
            raise RefusedError("outside_path", name[:80])


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedError("encrypted_zip")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise RefusedError("odd_compression")
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if packed > size or len({part.header_offset for part in parts}) != len(parts):
        raise RefusedError("overlapping_parts")
    if unpacked > limits.unpacked:
        raise RefusedError("too_large_unpacked", f"{unpacked / 2**20:.0f}")
    for part in parts:
        times = part.file_size / max(part.compress_size, 1)
        if part.file_size > limits.ratio_from and times > limits.ratio:
            raise RefusedError("bomb", f"{times:.0f}")


def _format(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and "content.xml" in names:
        return _ods(archive)
    for folder, code in _OTHER_OFFICE:
        if any(name.startswith(folder) for name in names):
            raise RefusedError(code)
    if "[content_types].xml" in names:
        return "xlsx"  # the workbook part may have another name; the reader will say
    raise RefusedError("other_zip")


def _ods(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as stream:
        if not stream.read(100).strip().startswith(_ODS):
            raise RefusedError("other_zip")
    with archive.open("META-INF/manifest.xml") as stream:
        if b"encryption-data" in stream.read(1 << 16):
            raise RefusedError("encrypted")
    return "ods"


def _check_head(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type stands before the first element: entities are refused unparsed."""
    with archive.open(part) as stream:
        head = stream.read(HEAD)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if _DTD.search(head.decode("utf-16" if wide else "latin-1", "replace")):
        raise RefusedError("document_type", part.filename[:80])
