"""Two people editing one object: the second is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction


class Stale(Exception):  # noqa: N818 - a person's situation, not a fault
    """The object was changed by somebody else since it was shown."""

    def __str__(self) -> str:
        return (
            "Пока вы заполняли форму, запись изменил кто-то другой. "
            "Ничего не сохранено; посмотрите, что изменилось."
        )


def replace(instance: models.Model, version: int, **fields: Any) -> None:
    """Change fields if the version is still the one that was shown; Stale otherwise."""
    found = type(instance)._default_manager.filter(pk=instance.pk, version=version)
    if not found.update(**fields, version=version + 1):
        raise Stale
    instance.refresh_from_db()


def put(
    model: type[models.Model], known: Any, version: int,
    which: Mapping[str, Any], new: Mapping[str, Any],
) -> Any:  # fmt: skip
    """Create what was not there, change what was; Stale when somebody was faster."""
    if known is not None:
        replace(known, version, **new)
        return known
    if version:
        raise Stale
    try:
        with transaction.atomic():
            return model._default_manager.create(**which, **new)
    except IntegrityError:
        raise Stale from None
