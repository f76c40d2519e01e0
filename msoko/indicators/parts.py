"""The parts of an indicator that are computed: itself, its sub-lines, its other readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msoko.indicators.predicates import TRUE, And, Or, both, of_population
from msoko.indicators.recipes import Presence, Recipe, attribute_terms, compile_formula
from msoko.indicators.request import Request
from msoko.indicators.terms import REVIEWED, Term, count_term
from msoko.profile.conditions import (
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsRuleSet,
    UnitCondition,
)
from msoko.profile.formula import ChangeFormula, Formula, ReportedFormula, UnitsFormula
from msoko.profile.indicator import Indicator
from msoko.profile.rule_set import RuleSet

EMPTY: Mapping[str, RuleSet] = {}
ORGANISATION_KINDS = ("school", "preschool", "extra")


@dataclass(frozen=True)
class Part:
    """One computed thing; `label` is empty for the indicator itself, else "line=…", "reading=…"."""

    indicator: Indicator
    label: str
    unit: str
    recipe: Recipe
    breakdowns: tuple[tuple[str, ...], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of organisations whose rows count; empty for the municipality's own facts."""
        return kinds_of(self.indicator)

    @property
    def excluded(self) -> Or | None:
        """Results that reviews leave out, as one test on `reviews`."""
        tests = [both(of_population(e.when, {})) for e in self.indicator.exclude]
        return Or(tuple(tests)) if tests else None

    @property
    def terms(self) -> tuple[Term, ...]:
        """Terms the part itself adds up (not those of conditions on organisations)."""
        if isinstance(self.recipe, UnitsFormula):
            return tuple(unit_terms(self.recipe.meets))
        return () if isinstance(self.recipe, ChangeFormula) else self.recipe.terms


def kinds_of(indicator: Indicator) -> tuple[str, ...]:
    """Kinds of organisations an indicator is about, from its levels."""
    if "organisation" in indicator.level:
        return ORGANISATION_KINDS
    return tuple(level for level in indicator.level if level in ORGANISATION_KINDS)


def parts_of(indicator: Indicator) -> list[Part]:
    """The indicator, its lines with the same breakdowns, its other readings in total."""

    def broken_down(formula: Formula) -> tuple[tuple[str, ...], ...]:
        by_field = isinstance(formula, ReportedFormula) and formula.by_breakdown
        return (*indicator.breakdowns, ("breakdown",)) if by_field else indicator.breakdowns

    whole = compile_formula(indicator.formula)
    parts = [Part(indicator, "", indicator.unit, whole, broken_down(indicator.formula))]
    for line in indicator.lines:
        recipe, names = compile_formula(line.formula), broken_down(line.formula)
        parts.append(Part(indicator, f"line={line.id}", line.unit, recipe, names))
    for variant in indicator.variants:
        recipe = compile_formula(variant.formula)
        parts.append(Part(indicator, f"reading={variant.id}", indicator.unit, recipe, ()))
    return parts


def ask(parts: list[Part]) -> Request:
    """The request that answers all parts, with presence of every table.

    Who teaches a grade must be known wherever works are counted (see `states`), whatever else is
    asked: the state of a value does not depend on its company.
    """
    request = Request()
    for part in parts:
        for term in part.terms:
            if term.table in ("results", "items"):
                request.add_presence("enrolment")
            breakdowns = () if isinstance(part.recipe, UnitsFormula | Presence) else part.breakdowns
            by_work = part.excluded is not None and term.table in REVIEWED
            request.add(term, breakdowns, by_work=by_work)
    return request


def unit_terms(condition: UnitCondition) -> list[Term]:
    """Terms a condition on organisations looks at."""
    if isinstance(condition, MeetsAttribute):
        return list(attribute_terms(condition).terms)
    if isinstance(condition, MeetsRows):
        return [count_term(condition.rows)]
    if isinstance(condition, MeetsAll | MeetsAny):
        return [term for part in condition.parts for term in unit_terms(part)]
    return unit_terms(condition.part) if isinstance(condition, MeetsNot) else []


def needs(indicator: Indicator, rule_sets: Mapping[str, RuleSet] = EMPTY) -> list[str]:
    """Ids of other indicators it is computed from, those of rule sets included, part by part."""
    lines = [line.formula for line in indicator.lines]
    variants = [variant.formula for variant in indicator.variants]
    found: list[str] = []
    for formula in (indicator.formula, *lines, *variants):
        if isinstance(formula, ChangeFormula):
            found.append(formula.of)
        elif isinstance(formula, UnitsFormula):
            found.extend(sorted(_needed(formula.meets, rule_sets)))
    return found


def _needed(condition: UnitCondition, rule_sets: Mapping[str, RuleSet]) -> set[str]:
    if isinstance(condition, MeetsIndicator):
        return {condition.indicator}
    if isinstance(condition, MeetsAll | MeetsAny):
        return set().union(*(_needed(part, rule_sets) for part in condition.parts))
    if isinstance(condition, MeetsRuleSet):
        rules = rule_sets[condition.rule_set]
        criteria = (c for category in rules.categories for c in category.criteria)
        return {c.indicator for c in criteria if c.indicator}
    return _needed(condition.part, rule_sets) if isinstance(condition, MeetsNot) else set()


def reported_as_cells(table: str) -> bool:
    """Whether silence is told cell by cell: no row of this work means that nothing came."""
    return table in {"results", "items", "aggregates", "attributes", "reported", "ratings"}


def came_where(term: Term) -> And:
    """Cells any row of which shows that an organisation has reported."""
    return term.came if reported_as_cells(term.table) else TRUE
