"""Rules on organisations judged for every school, by the engine that computes shares of schools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from msoko.analysis.evidence import Evidence
from msoko.indicators.closure import closure
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from msoko.indicators.grain import unpack
from msoko.profile.conditions import UnitCondition
from msoko.profile.formula import CountFormula, Selection, UnitsFormula, UnitsScope
from msoko.profile.indicator import Indicator

SchoolAnswers = Mapping[str, bool | None]
_SCOPE = UnitsScope(("school",))
_WRITTEN = "works_written"


def school_answers(
    evidence: Evidence, rules: Mapping[str, UnitCondition]
) -> Mapping[str, SchoolAnswers]:
    """By rule and school, for the last year: yes, no, or None where nothing is known.

    A rule is asked as a share of schools that meet it, and its answers are read before they are
    added up. One scan for all rules.
    """
    if not rules:
        return {}
    profile = evidence.profile
    asked = [
        Indicator(
            id=name, area="", label=name, unit="percent", polarity="context", level=("school",),
            formula=UnitsFormula("share_of_units", _SCOPE, rule, "drop"),
        )
        for name, rule in rules.items()
    ]  # fmt: skip
    # a rule on the register alone speaks of no year: the works somebody wrote do
    asked.append(
        Indicator(
            id=_WRITTEN, area="", label=_WRITTEN, unit="count", polarity="context",
            level=("school",), formula=CountFormula(Selection("results")),
        )
    )  # fmt: skip
    known = {**profile.common, **profile.indicators, **{one.id: one for one in asked}}
    sets = list(profile.rule_sets.values())
    facts = StoreFacts(evidence.store)
    computed = compute(closure(asked, known, sets), facts, rule_sets=sets)
    codes = computed.context.names["organisation"].list
    found: dict[str, SchoolAnswers] = {}
    for name in rules:
        judged = computed.evaluated[name, ""].judged
        if judged is None:
            continue
        units, years, _ = unpack(judged.keys)
        found[name] = {
            codes[unit]: None if np.isnan(answer) else bool(answer)
            for unit, year, answer in zip(units, years, judged.answers, strict=True)
            if year == evidence.last_year
        }
    return found
