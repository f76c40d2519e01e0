"""The state of every value: what came, from whom nothing came, where there is too little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msoko.indicators.context import Context
from msoko.indicators.evaluated import Evaluated
from msoko.indicators.frame import Ints
from msoko.indicators.grain import distinct, either, less, unpack, with_cell
from msoko.indicators.parts import Part, came_where
from msoko.indicators.predicates import TRUE, And, Leaf, both
from msoko.indicators.recipes import AttributeTerms, Presence
from msoko.indicators.terms import Term

NOTHING: Ints = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Reporting:
    """Organisation keys (no cells): who was expected to report, and who did."""

    expected: Ints
    came: Ints

    @property
    def missing(self) -> Ints:
        """Expected, and nothing came."""
        return less(self.expected, self.came)


def judged_or_compared(evaluated: Evaluated) -> Reporting:
    """Who is known of a part computed from other indicators or from a condition."""
    if evaluated.judged is not None:
        judged = evaluated.judged
        return Reporting(judged.keys, less(judged.keys, judged.unknown))
    keys = distinct(with_cell(evaluated.levels["organisation"].keys, 0))
    return Reporting(keys, keys)


def reporting(context: Context, part: Part, years: list[int]) -> Reporting:
    """Who reports what the part is computed from.

    Every table must have come. Lists that name only whom they concern (official lists of
    unreliable results) are complete for everybody once they came for the year.
    """
    if isinstance(part.recipe, Presence) and isinstance(part.recipe.met, AttributeTerms):
        told = [context.grain(term, kinds=part.kinds).keys for term in part.terms]
        came = distinct(with_cell(np.concatenate(told), 0))
        return Reporting(_expected(context, part, came, years), came)
    asked = {(t.table, t.calendar, came_where(t)): t for t in part.terms}
    everywhere: Ints | None = None
    for term in asked.values():
        here = context.with_authority(_came(context, part, term, years), years)
        everywhere = here if everywhere is None else np.intersect1d(everywhere, here)
    came = NOTHING if everywhere is None else everywhere
    return Reporting(_expected(context, part, came, years), came)


def _came(context: Context, part: Part, term: Term, years: list[int]) -> Ints:
    keys = context.presence(term.table, term.calendar, came_where(term), part.kinds)
    if term.table != "reviews":
        return keys
    listed = set(unpack(keys)[1].tolist())
    # A school that has closed since may still be named.
    everybody = context.universe(part.kinds, [year for year in years if year in listed])
    return either(keys, everybody)


def _expected(context: Context, part: Part, came: Ints, years: list[int]) -> Ints:
    """Organisations that should have reported: for works, those that took part in any work of the
    same procedure and grade, or teach that grade; otherwise all of the kinds in question."""
    if not part.kinds:
        return came
    works = next((t for t in part.terms if t.table in ("results", "items")), None)
    if works is None:
        return either(context.universe(part.kinds, years), came)
    grade = _only(works.came, {"grade"})
    same_work = _only(works.came, {"procedure", "grade"})
    wrote = context.presence(works.table, works.calendar, same_work, part.kinds)
    teach = context.presence("enrolment", None, grade, part.kinds) if grade.parts else NOTHING
    taught = np.isin(unpack(teach)[1], unpack(wrote)[1])
    return either(either(wrote, teach[taught]), came)


def _only(where: And, columns: set[str]) -> And:
    kept = [p for p in where.parts if isinstance(p, Leaf) and p.column in columns]
    return both(*kept) if kept else TRUE
