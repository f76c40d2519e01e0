"""A breakdown must be a dimension of the table the formula counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msoko.facts.schema import TABLES
from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.formula import ChangeFormula, Formula, selections_of
from msoko.profile.indicator import Indicator
from msoko.profile.report import choose


def check(checked: Checked) -> Iterator[Problem]:
    """Breakdowns by unknown columns, by columns that are no dimension, of formulas without rows.

    A quotient of two tables may be broken down by a column of one of them: the other stays whole.
    """
    seen: set[tuple[str, tuple[tuple[str, ...], ...]]] = set()
    for indicator in checked.indicators:
        if (indicator.path, indicator.breakdowns) not in seen:
            seen.add((indicator.path, indicator.breakdowns))
            yield from _check(indicator, checked.known)


def _check(indicator: Indicator, known: Mapping[str, Indicator]) -> Iterator[Problem]:
    tables = sorted(tables_of(indicator.formula, known))
    fit = [[column.name for column in TABLES[name].columns if column.dimension] for name in tables]
    for names in indicator.breakdowns:
        if any(set(names) <= set(columns) for columns in fit):
            continue
        shown = " × ".join(names)
        if tables:
            what = f"по «{shown}» разрез не строится: нет такого разреза в {', '.join(tables)}"
            mend = choose(names[0], [name for columns in fit for name in columns], 40)
        else:
            what = f"формула вида «{indicator.formula.kind}» не делится на разрезы"
            mend = "уберите breakdowns"
        yield Problem("breakdown", what, mend, file=indicator.path, line=indicator.line or None)


def tables_of(formula: Formula, known: Mapping[str, Indicator]) -> set[str]:
    """Tables whose rows a formula counts; a change counts those of what it compares."""
    if isinstance(formula, ChangeFormula):
        of = known.get(formula.of)
        # a change of a change rests on a third indicator: two steps are enough to find rows
        if of is None or isinstance(of.formula, ChangeFormula):
            return set()
        formula = of.formula
    return {selection.table for selection in selections_of(formula)}
