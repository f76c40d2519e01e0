"""Files of expected documents: kept once by their sha256, given back as they came."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404

from web.uploads.kept import Shelf
from web.uploads.staging import plain_name

_SHELF = Shelf("документы")


def keep(sent: UploadedFile) -> tuple[str, str]:
    """Write the file and wait until the disk has it; its name and sha256."""
    kept = _SHELF.keep(plain_name(sent.name or ""), sent.chunks())
    return kept.name, kept.sha256


def given(name: str, sha256: str) -> FileResponse:
    """The file to be saved, never shown in the browser; 404 when there is none."""
    path = _SHELF.find(sha256)
    if path is None:
        raise Http404
    plain = "application/octet-stream"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=plain)
