"""Lines of reports that speak of groups: everyone, a region, a municipality, a school."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msoko.facts.login import organisation_of
from msoko.sources.reading.words import plain

_MUNICIPALITY = re.compile(r"\((reg\d+_m\d+)\)\s*$", re.I)


@dataclass(frozen=True)
class Group:
    """A group of participants: how its line is stored in `aggregates`."""

    organisation: str
    unit_kind: str


def group_of(text: str) -> Group:
    """«МБОУ «СОШ № 1»(edu203389)» → organisation 203389; a name without a code is a region."""
    if organisation := organisation_of(text):
        return Group(organisation, "organisation")
    if found := _MUNICIPALITY.search(text):
        return Group(found[1].lower(), "municipality")
    if plain(text).startswith("вся выборка"):
        return Group("Вся выборка", "country")
    return Group(text.strip(), "region")


def whole_number(percent: float, of: float) -> float | None:
    """The only whole number of `of` that rounds to this percent; None when several do or none.

    Reports round to two decimals: half a hundredth of a percent either way.
    """
    low = (percent - 0.005) * of / 100
    high = (percent + 0.005) * of / 100
    nearest = round(percent * of / 100)
    only = nearest - 1 < low and high < nearest + 1
    return float(nearest) if low - 1e-9 <= nearest <= high + 1e-9 and only else None
