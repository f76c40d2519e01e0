"""The unit of an indicator must suit what its formula gives."""

from __future__ import annotations

from collections.abc import Iterator

from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.formula import ChangeFormula, Formula, LevelsFormula, ReportedFormula

_PARTS = ("percent", "share")
_QUOTIENTS = (*_PARTS, "ratio", "score", "mean")
_OF_KIND: dict[str, tuple[str, ...]] = {
    "share": _PARTS,
    "share_of_units": _PARTS,
    "count": ("count", "boolean"),
    "count_of_units": ("count", "boolean"),
    "cumulative": ("count",),
    "ratio": _QUOTIENTS,
    "mean": ("mean", "score"),
    "exists": ("boolean", "count", *_PARTS),
    "rating": (*_PARTS, "score"),
}


def check(checked: Checked) -> Iterator[Problem]:
    """Units that cannot be the formula's, for indicators and their lines."""
    for indicator in checked.indicators:
        items = [(indicator.id, indicator.formula, indicator.unit, indicator.line)]
        items += [(line.id, line.formula, line.unit, line.line) for line in indicator.lines]
        for name, formula, unit, line in items:
            fit = units_of(formula)
            if unit not in fit:
                what = f"единица «{unit}» у «{name}» не подходит формуле вида «{formula.kind}»"
                mend = "допустимо: " + ", ".join(fit)
                yield Problem("unit", what, mend, file=indicator.path, line=line or None)


def units_of(formula: Formula) -> tuple[str, ...]:
    """Units a formula can give."""
    if isinstance(formula, ReportedFormula):
        return ("count", "score", "mean", "ratio", "percent") if formula.field else _QUOTIENTS
    if isinstance(formula, LevelsFormula):
        return ("count",) if formula.as_ == "count" else _PARTS
    if isinstance(formula, ChangeFormula):
        return (*_QUOTIENTS, "count")
    return _OF_KIND[formula.kind]
