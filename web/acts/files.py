"""Files of acts: kept once by their sha256, looked at by content, given back as they came."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from web.uploads.kept import Kept, Shelf
from web.uploads.staging import plain_name

MIB = 1024 * 1024
LARGEST = 20 * MIB
# What a signed original may be: ending → how the content begins and what its end holds.
_KINDS = {
    ".pdf": (b"%PDF-", b"%%EOF"),
    ".png": (b"\x89PNG\r\n\x1a\n", b"IEND"),
    ".jpg": (b"\xff\xd8\xff", b"\xff\xd9"),
    ".jpeg": (b"\xff\xd8\xff", b"\xff\xd9"),
}
ENDINGS = tuple(_KINDS)
_TAIL = 2048
_SHELF = Shelf("акты", deep=True)


def wrong_with(sent: UploadedFile) -> str:
    """Why a file is not taken as a signed original; empty when it is."""
    name, size = sent.name or "", sent.size or 0
    ending = Path(name.lower()).suffix
    if ending not in _KINDS:
        return f"«{name}»: подписанный оригинал принимается в виде {', '.join(ENDINGS)}."
    if not size:
        return f"«{name}»: файл пуст. Отсканируйте документ заново."
    if size > LARGEST:
        return f"«{name}» больше {LARGEST // MIB} МБ: отсканируйте с меньшим разрешением."
    begins, ends = _KINDS[ending]
    sent.seek(0)
    head = sent.read(len(begins))
    sent.seek(max(0, size - _TAIL))
    tail = sent.read(_TAIL)
    sent.seek(0)
    if head != begins or ends not in tail:
        return f"«{name}»: содержание не похоже на {ending[1:].upper()} или файл оборван."
    return ""


def keep_sent(sent: UploadedFile) -> Kept:
    """Write a sent file and wait until the disk has it."""
    return _SHELF.keep(plain_name(sent.name or ""), sent.chunks())


def keep(name: str, content: bytes) -> Kept:
    """Write bytes under their sha256; the same bytes are kept once."""
    return _SHELF.keep(name, [content])


def content_of(sha256: str) -> bytes | None:
    """The bytes of a kept file; None when it is not there."""
    path = _SHELF.find(sha256)
    return path.read_bytes() if path else None
