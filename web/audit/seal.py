"""The chain of seals: a changed, removed or moved event shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from web.audit.models import Event

_SAID = ("by", "action", "kind", "object_id", "organisation", "old", "new", "reason")


def sealed(event: Event, previous: str) -> str:
    """The seal of an event after the seal before it."""
    said: dict[str, Any] = {name: getattr(event, name) for name in _SAID}
    said |= {"at": event.at.isoformat(), "previous": previous}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def broken(events: Iterable[Event]) -> int | None:
    """The number of the first event whose seal does not fit, None when the chain is whole."""
    previous = ""
    for event in events:
        if event.previous != previous or event.seal != sealed(event, previous):
            return event.number
        previous = event.seal
    return None
