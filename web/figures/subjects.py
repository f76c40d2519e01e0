"""Which subjects an indicator speaks of, read from the conditions of its formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from msoko.profile.profile import Profile
from msoko.vocabulary import SUBJECTS

_kept: dict[str, dict[str, frozenset[str]]] = {}


def subjects_by_indicator(profile: Profile) -> Mapping[str, frozenset[str]]:
    """Codes of the subjects named in the formula of every indicator; kept per profile version."""
    if profile.version not in _kept:
        _kept.clear()
        _kept[profile.version] = {
            one.id: frozenset(word for word in _words(one.formula) if word in SUBJECTS)
            for one in profile.indicators.values()
        }
    return _kept[profile.version]


def _words(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, tuple | list | frozenset | set):
        return [word for one in part for word in _words(one)]
    if isinstance(part, Mapping):
        return [word for one in part.values() for word in _words(one)]
    if is_dataclass(part):
        return [word for f in fields(part) for word in _words(getattr(part, f.name))]
    return []
