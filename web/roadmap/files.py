"""Files of expected documents: kept once by their sha256, given back as they came."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404

from msoko.facts.ledger import sync, sync_folder
from web.uploads.staging import plain_name


def keep(sent: UploadedFile) -> tuple[str, str]:
    """Write the file and wait until the disk has it; its name and sha256."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{secrets.token_hex(8)}"
    total = hashlib.sha256()
    with aside.open("wb") as file:
        for chunk in sent.chunks():
            total.update(chunk)
            file.write(chunk)
        sync(file)
    sha256 = total.hexdigest()
    aside.rename(folder / sha256)
    sync_folder(folder)
    return plain_name(sent.name or ""), sha256


def given(name: str, sha256: str) -> FileResponse:
    """The file to be saved, never shown in the browser; 404 when there is none."""
    path = _folder() / sha256
    if not sha256 or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _folder() -> Path:
    return Path(settings.DATA) / "документы"
