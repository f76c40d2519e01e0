"""What an indicator's number is: which claims it can carry follows from that alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from msoko.profile.conditions import All, Compare, Condition, columns_of
from msoko.profile.formula import (
    ChangeFormula,
    CountFormula,
    CumulativeFormula,
    Distinct,
    ExistsFormula,
    Formula,
    LevelsFormula,
    MeanFormula,
    RatioFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
    selections_of,
)

Nature = Literal[
    "people",  # a share of people, each counted once: chance is modelled pupil by pupil
    "works",  # a share of rows in which one pupil stands several times: only schools vary freely
    "mean",  # a mean over people, each counted once
    "count",  # how many of something happened: chance of a rare event
    "units",  # organisations counted one by one: all there are, no sample
    "ratio",  # one table over another, or a share of things: nothing random is modelled
    "fact",  # yes or no
    "typed",  # reported in a form or given by an expert
    "change",  # already a difference of two years
]
FINAL = ("oge", "ege", "gve")  # procedures of final attestation


def nature_of(formula: Formula, fixed: Mapping[str, str]) -> Nature:
    """The nature of a formula whose rows agree in the `fixed` columns."""
    if isinstance(formula, ShareFormula):
        return _share(formula.selection, fixed)
    if isinstance(formula, MeanFormula):
        return "mean" if _once(formula.selection, fixed) else "typed"
    if isinstance(formula, CountFormula | CumulativeFormula):
        return "typed" if formula.selection.sum else "count"
    if isinstance(formula, LevelsFormula):
        return "count" if formula.as_ == "count" else "ratio"
    plain: tuple[tuple[type, Nature], ...] = (
        (UnitsFormula, "units"),
        (RatioFormula, "ratio"),
        (ExistsFormula, "fact"),
        (ChangeFormula, "change"),
    )
    return next((name for kind, name in plain if isinstance(formula, kind)), "typed")


def _share(selection: Selection, fixed: Mapping[str, str]) -> Nature:
    if isinstance(selection.count, Distinct):
        return "people" if selection.count.column in ("pupil", "person") else "ratio"
    if _once(selection, fixed):
        return "people"
    return "works" if selection.table == "results" else "ratio"


def _once(selection: Selection, fixed: Mapping[str, str]) -> bool:
    """Whether a row is a person: a work of named grades in one subject, an exam without re-sits.

    Final attestation has no grade in its rows of need: procedure, subject and year make it one, as
    long as re-sits stay out. A mean names no attempt: then the main one is nearly all there is.
    """
    columns = columns_of(selection.population)
    if selection.table != "results":
        return selection.table in ("graduates", "enrolment", "staff")
    if not {"procedure", "subject"} <= set(fixed):
        return False
    return fixed["procedure"] in FINAL or "grade" in fixed or "grade" in columns


@dataclass(frozen=True)
class Scale:
    """What a mean is measured on: whether years share it while no break is known, and its ends."""

    linked: bool
    bounds: tuple[float, float] | None = None


_MARKS, _TEST_SCORE = Scale(True, (2.0, 5.0)), Scale(True, (0.0, 100.0))
_SCALES: Mapping[tuple[str, str], Scale] = {
    ("results", "mark"): _MARKS,
    ("results", "journal_mark"): _MARKS,
    ("results", "scaled_score"): _TEST_SCORE,
    ("results", "raw_score"): Scale(False),
}


def scale_of(formula: Formula) -> Scale:
    """The scale of a mean: marks and test scores keep theirs, years and hours are what they are,
    raw points belong to one work and are equated with no other."""
    if not isinstance(formula, MeanFormula):
        return Scale(False)
    return _SCALES.get((formula.selection.table, formula.column), Scale(True))


def fixed_of(condition: Condition, *, several: bool = False) -> Iterator[tuple[str, str]]:
    """Columns all rows agree in, and their values; `several` also those with a list of values."""
    wanted = ("is", "one_of") if several else ("is",)
    if isinstance(condition, Compare) and condition.op in wanted:
        yield condition.column, str(condition.value)
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from fixed_of(part, several=several)


def agreed(formula: Formula) -> dict[str, str]:
    """Columns the rows of a formula agree in; `procedures` all it speaks of where these are several
    («vpr,oge»): a break of any of them is a break of the number."""
    selections = selections_of(formula)
    if not selections:
        return {}
    fixed = dict(fixed_of(selections[0].population))
    named = [name for one in selections for name in _procedures(one.population)]
    if "procedure" not in fixed and named:
        fixed["procedures"] = ",".join(dict.fromkeys(named))
    return fixed


def _procedures(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Compare):
        if condition.column == "procedure" and condition.op in ("is", "one_of"):
            value = condition.value
            yield from (str(one) for one in (value if isinstance(value, tuple) else (value,)))
        return
    for part in condition.parts:
        yield from _procedures(part)
