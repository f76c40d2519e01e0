"""A made file as an answer: to be saved under its name, never shown in the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}


def attachment(content: bytes, name: str) -> HttpResponse:
    """The file under a name; what the ending of the name does not tell is plain bytes."""
    kind = CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    said = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=kind, headers=said)
