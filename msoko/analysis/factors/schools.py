"""School circumstances as columns of a model: size, settlement, staff, in an order set beforehand.

One column for every ten schools at most, taken in this order: choosing by what «works» would find
factors in noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from msoko.analysis.circumstances import YES_NO, circumstances
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.distributions import Array
from msoko.analysis.policy import FACTOR_SCHOOLS, for_schools

_SIDE = 3  # schools on either side of a yes-no circumstance
_RU = {
    YES_NO: "сельские школы против остальных",
    "обучающихся в школе": "число обучающихся в школе",
    "жителей в населённом пункте, тыс.": "число жителей в населённом пункте",
}
_KNOWN = 0.8  # share of schools a circumstance must be known of


@dataclass(frozen=True)
class SchoolFactor:
    """A circumstance; `values` by school (J,), NaN for unknown; `ru` in the nominative."""

    name: str
    ru: str
    values: Array
    binary: bool = False


def school_columns(evidence: Evidence) -> dict[str, dict[str, float]]:
    """Every circumstance the store knows: its name, and values by school."""
    known = circumstances(evidence)
    columns = {
        name: dict(zip(known.schools, known.values[:, column].tolist(), strict=True))
        for column, name in enumerate(known.names)
    }
    return columns | {n: told for n, told in _staff(evidence).items() if n not in columns}


def school_factors(
    columns: Mapping[str, Mapping[str, float]], schools: tuple[str, ...]
) -> list[SchoolFactor]:
    """Circumstances known of enough schools that differ between them, as many as policy allows."""
    if not for_schools(len(schools)).factors:
        return []
    told = (
        SchoolFactor(name, _RU.get(name, name), np.array([values.get(c, np.nan) for c in schools]),
                     name == YES_NO)
        for name, values in columns.items()
    )  # fmt: skip
    return [one for one in told if _usable(one)][: len(schools) // FACTOR_SCHOOLS]


def _usable(one: SchoolFactor) -> bool:
    known = one.values[np.isfinite(one.values)]
    if known.size < _KNOWN * one.values.size or np.ptp(known) == 0:
        return False
    return not one.binary or min((known == 1).sum(), (known == 0).sum()) >= _SIDE


def _staff(evidence: Evidence) -> dict[str, dict[str, float]]:
    """Shares of teachers from the list of staff of the last year it has."""
    rows = evidence.table("staff")
    if rows is None:
        return {}
    rows = rows.filter(
        pc.and_(pc.equal(rows["role"], "teacher"), pc.less_equal(rows["year"], evidence.last_year))
    )
    last = pc.max(rows["year"]).as_py()
    people: dict[tuple[str, str], dict[str, object]] = {}
    for row in rows.filter(pc.equal(rows["year"], last)).to_pylist() if last is not None else []:
        people[row["organisation"], row["person"]] = row
    found: dict[str, dict[str, list[float]]] = {}
    for (code, _), row in people.items():
        for name, column, yes in _SHARES:
            if row[column] is not None:
                found.setdefault(name, {}).setdefault(code, []).append(float(row[column] == yes))
    return {
        name: {code: float(np.mean(told)) for code, told in schools.items()}
        for name, schools in found.items()
    }


_SHARES = (
    ("доля учителей высшей категории", "category", "highest"),
    ("доля учителей с высшим образованием", "education", "higher"),
)
