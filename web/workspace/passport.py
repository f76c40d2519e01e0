"""The passport of an indicator, and how fresh the numbers beside it are."""

from __future__ import annotations

from typing import Any

from msoko.facts.schema import TABLES
from msoko.profile.formula import selections_of
from msoko.profile.indicator import Indicator
from msoko.profile.method import COLLECTED_RU, FREQUENCY_RU
from msoko.profile.words import formula_words
from msoko.vocabulary import AcademicYear
from web import regulation
from web.figures.read import Figures
from web.figures.tasks import is_computing
from web.ui.said import (
    LEVEL_RU,
    POLARITY_RU,
    UNIT_RU,
    threshold_words,
)


def passport(shown: Indicator) -> dict[str, Any]:
    """Wording, clause, quotation, formula in words, thresholds, readings."""
    profile = regulation.profile()
    readings = profile.texts.readings
    return {
        "indicator": shown,
        "formula": formula_words(shown.formula, regulation.names()),
        "clause": profile.texts.cited(shown.clause) if shown.clause else "",
        "thresholds": [(one, threshold_words(one)) for one in shown.thresholds.values()],
        "readings": [readings[name] for name in shown.readings if name in readings],
        "unit_ru": UNIT_RU[shown.unit],
        "polarity_ru": POLARITY_RU[shown.polarity],
        "sources": _sources(shown),
        "revisions": sorted(shown.revised.items()),
        "profile_version": profile.version,
        "levels_ru": ", ".join(LEVEL_RU[level] for level in shown.level),
    }


def _sources(shown: Indicator) -> str:
    """Tables the formula reads, and how their rows are collected."""
    tables = [TABLES[one.table].ru for one in selections_of(shown.formula) if one.table in TABLES]
    told = "; ".join(dict.fromkeys(tables))
    if shown.method:
        how = f"{COLLECTED_RU[shown.method.collected_by]}, {FREQUENCY_RU[shown.method.frequency]}"
        told = f"{told} — {how}" if told else how
    return told


def freshness(found: Figures | None) -> dict[str, Any]:
    """What every page says of its numbers: how fresh they are."""
    return {
        "has_figures": found is not None,
        "is_current": found is not None and found.is_current,
        "is_computing": is_computing(),
        "computed_at": found.at if found else None,
        "years": [AcademicYear(year) for year in sorted(found.years, reverse=True)]
        if found
        else [],
    }
