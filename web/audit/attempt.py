"""A form that writes: what cannot be written comes back as it was typed, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.forms import Form

from msoko.cycle.policies import Refusal
from web.audit.impossible import Impossible
from web.audit.versions import Stale
from web.ui.versioned import VersionedForm


@contextmanager
def attempt(
    form: Form, record: Model | Callable[[], Any] | None = None,
    refusals: list[Refusal] | None = None,
) -> Iterator[None]:  # fmt: skip
    """Run what stands below; whoever was slower, or asks for what is impossible, is told.

    `record` is what the form changes, or tells it as it is now. Reasons become errors of the form;
    `refusals` takes them instead, for a page that leads to where each is mended.
    """
    try:
        yield
    except Stale as stale:
        if isinstance(form, VersionedForm) and record is not None:
            form.overtake(stale, _as_it_is(record))
        else:
            form.add_error(None, str(stale))
    except Impossible as why:
        if refusals is None:
            form.add_error(None, str(why))
        else:
            refusals.extend(why.refusals)


def _as_it_is(record: Model | Callable[[], Any]) -> Any:
    if not isinstance(record, Model):
        return record()
    record.refresh_from_db()
    return record
