"""Random indicators around random formulas: levels, lines, readings, breakdowns, exclusions."""

from __future__ import annotations

from hypothesis import strategies as st

from msoko.profile.conditions import Compare
from msoko.profile.formula import (
    ChangeFormula,
    ExistsFormula,
    Formula,
    LevelsFormula,
    RatioFormula,
    ReportedFormula,
    UnitsFormula,
    selections_of,
)
from msoko.profile.indicator import Exclusion, Indicator, Line, Unit, Variant
from tests.oracle.generated_formulas import dimensions

LEVELS = [("school",), ("organisation",), ("municipality",), ("school", "municipality")]
UNRELIABLE = Exclusion(Compare("status", "is", "unreliable"), "keep", "с учётом объективности")
UNITS_OF: dict[str, list[Unit]] = {
    "share": ["percent", "share"],
    "share_of_units": ["percent", "share"],
    "count": ["count", "boolean"],
    "count_of_units": ["count", "boolean"],
    "cumulative": ["count"],
    "ratio": ["percent", "ratio", "score", "share"],
    "mean": ["mean", "score"],
    "exists": ["boolean", "count"],
    "rating": ["percent", "share", "score"],
    "change": ["percent"],
}


def units_of(formula: Formula) -> list[Unit]:
    """Units a formula can have."""
    if isinstance(formula, ReportedFormula):
        return ["count", "score", "mean"] if formula.field else ["percent", "ratio"]
    if isinstance(formula, LevelsFormula):
        return ["count"] if formula.as_ == "count" else ["percent"]
    return UNITS_OF[formula.kind]


@st.composite
def indicators(draw: st.DrawFn, name: str, formulas: st.SearchStrategy[Formula]) -> Indicator:
    """One indicator, sometimes with a line, another reading, exclusions and a minimum."""
    formula = draw(formulas)
    fit = dimensions({selection.table for selection in selections_of(formula)})
    broken = not isinstance(formula, ExistsFormula | UnitsFormula) and fit
    lines = draw(st.lists(formulas, max_size=1))
    readings = draw(st.lists(formulas, max_size=1))
    works = {selection.table for selection in selections_of(formula)} == {"results"}
    excludes = works and not isinstance(formula, ExistsFormula | LevelsFormula | RatioFormula)
    return Indicator(
        name,
        "area",
        name,
        draw(st.sampled_from(units_of(formula))),
        "context",
        draw(st.sampled_from(LEVELS)),
        formula,
        lines=tuple(
            Line("line", "строка", f, draw(st.sampled_from(units_of(f))), "context") for f in lines
        ),
        breakdowns=tuple(draw(st.lists(st.sampled_from(fit), max_size=2, unique=True)))
        if broken
        else (),
        variants=tuple(Variant("other", "иначе", f) for f in readings if _alike(f, formula)),
        exclude=(UNRELIABLE,) if excludes and draw(st.booleans()) else (),
        minimum=draw(st.sampled_from([None, None, 2, 3])),
    )


def _alike(one: Formula, other: Formula) -> bool:
    return units_of(one) == units_of(other)


@st.composite
def batches(
    draw: st.DrawFn, formulas: st.SearchStrategy[Formula], size: int = 4
) -> list[Indicator]:
    """Several indicators of one kind, computed together."""
    return [draw(indicators(f"i{number}", formulas)) for number in range(size)]


@st.composite
def changes(draw: st.DrawFn, base: Indicator) -> Indicator:
    """The change of an indicator, of its line too."""
    back, as_ = draw(st.integers(1, 2)), draw(st.sampled_from(["difference", "decrease"]))
    formula = ChangeFormula(base.id, None, back, as_)
    of_lines = [
        Line(one.id, "строка", ChangeFormula(base.id, one.id, back, as_), one.unit, "context")
        for one in base.lines
    ]
    return Indicator(
        f"change_{base.id}",
        "area",
        "изменение",
        "percent",
        "context",
        base.level,
        formula,
        lines=tuple(of_lines),
        minimum=base.minimum,
    )
