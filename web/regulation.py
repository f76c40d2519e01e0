"""The regulation in force here: the profile named in the settings, read again when it changes."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from django.conf import settings

from msoko.profile.load import common_beside, default_profiles_dir, load_profile, version_of
from msoko.profile.profile import Profile
from msoko.profile.words import names_of

# How long a profile is trusted before its files are looked at again, seconds: reading and hashing
# all of them takes a twentieth of one.
_TRUSTED = 15.0


class NoRegulation(RuntimeError):  # noqa: N818 - told at the start, with every problem
    """The profile cannot be used; the text lists its problems."""


class _Kept:
    """The last profile read, with the version of its files and when they were looked at."""

    def __init__(self) -> None:
        self.asked = ("", "")
        self.at = 0.0
        self.profile: Profile | None = None
        self.names: dict[str, str] = {}


_kept = _Kept()
_looking = threading.Lock()


def folder() -> Path:
    """The folder of the profile."""
    named = default_profiles_dir() / settings.PROFILE
    return named if named.is_dir() else Path(settings.PROFILE)


def profile() -> Profile:
    """The profile in force; NoRegulation when it does not load."""
    fresh = time.monotonic() - _kept.at < _TRUSTED and _kept.asked[0] == settings.PROFILE
    if _kept.profile is not None and fresh:
        return _kept.profile
    known = _kept.profile if _kept.asked[0] == settings.PROFILE else None
    # while one thread looks, the others go on with what is kept
    if not _looking.acquire(blocking=known is None):
        assert known is not None
        return known
    try:
        return _looked()
    finally:
        _looking.release()


def _looked() -> Profile:
    """The profile as its files are now."""
    place = folder()
    asked = (settings.PROFILE, version_of(place, common_beside(place)))
    if _kept.profile is None or asked != _kept.asked:
        loaded = load_profile(place)
        if loaded.profile is None:
            raise NoRegulation("\n".join(str(problem) for problem in loaded.problems))
        _kept.profile, _kept.asked = loaded.profile, asked
        _kept.names = names_of(loaded.profile)
    _kept.at = time.monotonic()
    return _kept.profile


def area_title(area: str) -> str:
    """The title of an area; the name itself where the profile has it no more."""
    known = profile().texts.areas.get(area)
    return known.title if known else area


def names() -> dict[str, str]:
    """What formulas of the profile refer to, in words."""
    profile()
    return _kept.names
