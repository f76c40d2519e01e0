"""Calendar years whose twelve months facts speak of: the others are no whole years to compare."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.profile.formula import Formula, selections_of
from msoko.profile.indicator import Indicator


def counts_calendar_years(formula: Formula) -> bool:
    """Whether the values of a formula are by the calendar year of a date, not by academic year."""
    return any(one.calendar_year_of for one in selections_of(formula))


def whole_years(evidence: Evidence, formula: Formula) -> Collection[int]:
    """Calendar years that may be compared: rows of both academic years they lie in have come.

    January to August belong to one academic year, September to December to the next; with one of
    them missing a year is a part of a year. None after the last academic year looked at.
    """
    known = [_academic(evidence, one.table) for one in selections_of(formula)]
    both = set.intersection(*known) if known else set()
    return {year for year in both if year - 1 in both and year <= evidence.last_year}


def parts_of_years(evidence: Evidence, indicator: Indicator) -> str:
    """Calendar years of an indicator that are told of in part, as a remark; empty without any."""
    if not counts_calendar_years(indicator.formula):
        return ""
    whole = whole_years(evidence, indicator.formula)
    partly = sorted(_valued(evidence, indicator) - set(whole))
    if not partly:
        return ""
    listed = ", ".join(words.calendar_year(year) for year in partly)
    return f"{listed}: сведения не за все месяцы года, в сравнение не входит"


def _academic(evidence: Evidence, table: str) -> set[int]:
    """Academic years a table has rows of."""
    parts = evidence.uploads(table, ["year"])
    return {year for part in parts for year in pc.unique(part["year"]).to_pylist()}


def _valued(evidence: Evidence, indicator: Indicator) -> set[int]:
    """Calendar years with a value in total that is not nought, up to those looked at and one on."""
    table = evidence.computed.values.table
    own = table.filter(
        pc.and_(
            pc.equal(table["indicator"].cast(pa.string()), indicator.id),
            pc.equal(pc.utf8_length(table["period"].cast(pa.string())), 4),
        )
    )
    told = own.filter(pc.fill_null(pc.greater(own["numerator"], 0.0), fill_value=False))
    years = {int(one) for one in pc.unique(told["period"].cast(pa.string())).to_pylist()}
    return {year for year in years if year <= evidence.last_year + 1}
