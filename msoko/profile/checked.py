"""What the rules look at: a profile, its files, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msoko.profile.indicator import Indicator
from msoko.profile.model_base import Model
from msoko.profile.model_example import ExampleFile
from msoko.profile.profile import Profile
from msoko.profile.report import Reference


@dataclass(frozen=True)
class Written:
    """A model with the file it was read from."""

    file: str
    model: Model


@dataclass(frozen=True)
class Checked:
    """One municipality (profile filled) or the shared indicators alone (profile None).

    `indicators` are those defined in these files, also of equal id; `known` those that may be
    referred to. `unread` are names of files that could not be used: what they define
    is not called absent.
    """

    indicators: tuple[Indicator, ...]
    known: Mapping[str, Indicator]
    written: tuple[Written, ...] = ()
    references: tuple[Reference, ...] = ()
    examples: tuple[tuple[str, ExampleFile], ...] = ()
    profile: Profile | None = None
    unread: frozenset[str] = frozenset()


def models_in(model: Model) -> Iterator[Model]:
    """The model itself and every model inside it."""
    yield model
    for name in type(model).model_fields:
        yield from _inside(getattr(model, name))


def _inside(value: object) -> Iterator[Model]:
    if isinstance(value, Model):
        yield from models_in(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _inside(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _inside(part)
