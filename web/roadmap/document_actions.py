"""What becomes of an expected document: delivered, not needed, owed after all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from msoko.roadmap.expected import DELIVERED, NOT_NEEDED
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import put
from web.policy.scope import Actor
from web.roadmap.marking import who
from web.roadmap.models import DOCUMENT_STATES, DocumentMark

_MODEL = "roadmap.DocumentMark"
_KEPT = ("state", "link", "file", "sha256", "delivered_on", "note")


@action("documents.mark", "отмечен ожидаемый документ", needs="roadmap.mark", touches=who)
def mark_document(
    *, by: Actor, place: str, document: str, year: int, part: int, organisation: str, state: str,
    link: str = "", file: str = "", sha256: str = "", delivered_on: date | None = None,
    note: str = "", version: int = 0,
) -> Told:  # fmt: skip
    """Delivered with a link or a file and its date, or not needed with the reason."""
    new = {
        "state": state, "link": link, "file": file, "sha256": sha256,
        "delivered_on": delivered_on, "note": note.strip(),
    }  # fmt: skip
    _is_sound(new)
    which = {
        "place": place, "document": document, "year": year, "part": part,
        "organisation": organisation,
    }  # fmt: skip
    known = DocumentMark.objects.filter(**which).first()
    old = {name: getattr(known, name) for name in _KEPT} if known else {}
    kept = {**new, "marked_by": by.id, "marked_at": timezone.now()}
    known = put(DocumentMark, known, version, which, kept)
    name = f"{document} {year}" + (f"-{part}" if part else "")
    return Told(known, _MODEL, name, old, new, organisation or place, note.strip())


def _is_sound(said: Mapping[str, Any]) -> None:
    if said["state"] not in DOCUMENT_STATES:
        raise Impossible("Выберите состояние из списка.")
    if said["state"] == NOT_NEEDED and not said["note"]:
        raise Impossible("Напишите, почему документ не требуется.")
    if said["state"] != DELIVERED:
        return
    if not (said["link"] or said["file"]):
        raise Impossible("Дайте ссылку на документ или приложите файл.")
    if said["delivered_on"] is None:
        raise Impossible("Назовите дату документа.")
    if said["delivered_on"] > timezone.localdate():
        raise Impossible("Дата документа ещё не наступила.")
