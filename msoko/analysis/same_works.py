"""Whether two shares over several works are of the same works in about the same parts.

A share of those who «managed the works» moves by itself when other subjects or grades were written,
by others or in another year: such shares are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial

import numpy as np

from msoko.analysis.aspects import Aspect
from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.distributions import Array
from msoko.analysis.policy import SAME_WORKS
from msoko.profile.conditions import All, Compare, Condition
from msoko.profile.formula import ShareFormula

Mix = Mapping[str, Array]
Mixes = Callable[[Aspect, int], Mix]
_WORK = ("procedure", "subject", "grade")
_Rows = Mapping[int, Mapping[tuple[str, ...], Mapping[str, int]]]


def mixes(evidence: Evidence) -> Mixes:
    """By aspect and year: rows of an organisation in each of the works the share takes in; (W,).

    Empty where a work is no part of the share, and of calendar years, which join two years' works.
    """
    rows = evidence.once("rows by work", lambda: _rows(evidence))
    return partial(_mix, rows, {})


def alike(first: Array, second: Array) -> bool:
    """Whether rows of two sides (W,) lie in the works in about the same parts."""
    if not (first.sum() and second.sum()):
        return True
    apart = np.abs(first / first.sum() - second / second.sum()).sum() / 2
    return bool(apart <= 1 - SAME_WORKS + 1e-9)


def whole(mix: Mix, codes: Container[str] | None = None) -> Array:
    """Rows of all organisations together, or of some."""
    chosen = [rows for code, rows in mix.items() if codes is None or code in codes]
    return np.asarray(np.sum(chosen, axis=0)) if chosen else np.zeros(1)


def _mix(rows: _Rows, kept: dict[tuple[object, ...], Mix], aspect: Aspect, year: int) -> Mix:
    formula = aspect.indicator.formula_of(aspect.line)
    if aspect.calendar or not isinstance(formula, ShareFormula):
        return {}
    if formula.selection.table != "results":
        return {}
    key = (*aspect.key, year)
    if key not in kept:
        wanted = {**_wanted(formula.selection.population), **_fixed(aspect)}
        kept[key] = _of_year(rows, wanted, year)
    return kept[key]


def _rows(evidence: Evidence) -> _Rows:
    """Rows of pupils who wrote, by year, work and organisation."""
    found: dict[int, dict[tuple[str, ...], dict[str, int]]] = {}
    if evidence.table("results") is None:
        return found
    keys = ["organisation", "year", *_WORK]
    counted = evidence.results.select(keys).group_by(keys).aggregate([([], "count_all")])
    for row in counted.to_pylist():
        work = tuple(str(row[name]) for name in _WORK)
        of_work = found.setdefault(row["year"], {}).setdefault(work, {})
        of_work[row["organisation"]] = row["count_all"]
    return found


def _of_year(rows: _Rows, wanted: Mapping[str, frozenset[str]], year: int) -> Mix:
    """Works stand in one order for all years, so that years may be laid side by side."""
    works = sorted({work for told in rows.values() for work in told})
    chosen = [
        work
        for work in works
        if all(work[_WORK.index(name)] in told for name, told in wanted.items())
    ]
    found: dict[str, Array] = {}
    for place, work in enumerate(chosen):
        for code, count in rows.get(year, {}).get(work, {}).items():
            found.setdefault(code, np.zeros(len(chosen)))[place] = count
    return found


def _fixed(aspect: Aspect) -> dict[str, frozenset[str]]:
    return {name: frozenset({v}) for name, v in aspect.fixed.items() if name in _WORK}


def _wanted(condition: Condition) -> dict[str, frozenset[str]]:
    """Values a condition limits the works to, where it names them outright."""
    if isinstance(condition, Compare):
        if condition.column in _WORK and condition.op in ("is", "one_of"):
            value = condition.value
            told = value if isinstance(value, tuple) else (value,)
            return {condition.column: frozenset(str(one) for one in told)}
        return {}
    if isinstance(condition, All):
        return {name: told for part in condition.parts for name, told in _wanted(part).items()}
    return {}
