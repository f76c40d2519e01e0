"""Reads a profile from its files and holds it to every rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from msoko.problem import has_errors
from msoko.profile.load import Loaded, common_beside, version_of
from msoko.profile.load_common import Common, in_order, load_common
from msoko.profile.read_folder import ProfileFiles
from msoko.profile.read_indicator import SharedIndicators
from msoko.profile.rules import check_all


def load_fresh(folder: Path, common: Common | None = None) -> Loaded:
    """The profile with all its problems and those of the shared indicators."""
    place = common_beside(folder)
    shared = common or load_common(place)
    files = ProfileFiles(
        folder, SharedIndicators(shared.indicators, shared.unread, shared.rule_sets)
    )
    draft = files.profile()
    problems = [*shared.problems, *files.folder.problems]
    checked = files.checked(draft)
    if checked is not None:
        problems += check_all(checked)
    if draft is not None:
        draft = replace(draft, version=version_of(folder, place)[:12])
    usable = None if has_errors(problems) else draft
    return Loaded(usable, in_order(problems), draft)
