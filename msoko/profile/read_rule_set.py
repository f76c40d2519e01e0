"""Rule sets: from words to values."""

from __future__ import annotations

from msoko.profile.model_rule_set import CategoryWords, CriterionWords, RuleSetWords
from msoko.profile.read_threshold import read_persists
from msoko.profile.read_unit_condition import read_unit_condition
from msoko.profile.report import Report, choose
from msoko.profile.rule_set import RuleCategory, RuleCriterion, RuleSet
from msoko.vocabulary import UNIT_KINDS


def read_rule_set(words: RuleSetWords, report: Report) -> RuleSet:
    """The rule set; names of indicators and thresholds are noted as references."""
    for kind in words.kind:
        if kind not in UNIT_KINDS:
            what = f"нет вида организаций «{kind}»"
            report.add("rule_set", words.line_at("kind"), what, choose(kind, UNIT_KINDS))
    return RuleSet(
        id=words.id,
        label=words.label,
        kinds=words.kind,
        categories=tuple(_category(one, report) for one in words.categories),
        area=words.area,
        clause=words.clause,
        readings=words.readings,
        source=words.source,
        path=report.file,
        line=words.line_at("id"),
    )


def _category(words: CategoryWords, report: Report) -> RuleCategory:
    deciding = sum(one.role == "decides" for one in words.criteria)
    if words.needed > deciding:
        what = f"нужно {words.needed} критериев, а решающих {deciding}"
        report.add("rule_set", words.line_at("needed"), what, "уменьшите needed")
    criteria = tuple(_criterion(one, report) for one in words.criteria)
    return RuleCategory(words.id, words.label, words.needed, criteria, words.clause)


def _criterion(words: CriterionWords, report: Report) -> RuleCriterion:
    label = words.label or words.indicator or words.id
    if words.indicator is not None:
        report.refer("indicator", words.indicator, words.line_at("indicator"))
    if words.threshold is not None:
        line = words.line_at("threshold")
        report.refer("threshold", words.threshold, line, words.indicator)
    return RuleCriterion(
        id=words.id,
        label=label,
        indicator=words.indicator,
        threshold=words.threshold,
        meets=read_unit_condition(words.meets, report) if words.meets is not None else None,
        persists=read_persists(words.persists, report),
        role=words.role,
        clause=words.clause,
        catalogue=words.catalogue,
        readings=words.readings,
        line=words.at_line,
    )
