"""Indicators: from words to values; shared ones are joined with what the municipality adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from msoko.facts.schema import TABLES
from msoko.profile.extend_formula import extend_formula
from msoko.profile.formula import Formula
from msoko.profile.indicator import Exclusion, Indicator, Line, Variant
from msoko.profile.lined import Lined
from msoko.profile.model_indicator import (
    CommonWords,
    DefinitionWords,
    ExclusionWords,
    GroupWords,
    IndicatorWords,
    LineWords,
)
from msoko.profile.read_condition import ConditionReader
from msoko.profile.read_formula import read_formula
from msoko.profile.read_threshold import read_thresholds
from msoko.profile.report import Report, choose
from msoko.profile.rule_set import RuleSet


@dataclass(frozen=True)
class SharedIndicators:
    """Shared indicators and rule sets by id; `unread` are names of files that could not be used."""

    indicators: Mapping[str, Indicator]
    unread: frozenset[str] = frozenset()
    rule_sets: Mapping[str, RuleSet] = field(default_factory=dict)


def read_common(words: CommonWords, report: Report) -> Indicator | None:
    """A shared indicator, or None when its formula is unusable."""
    formula = read_formula(words.formula, report)
    if formula is None:
        return None
    bare = Indicator(
        id=words.id,
        area=words.area,
        label=words.label,
        unit=words.unit,
        polarity=words.polarity,
        level=words.level,
        formula=formula,
        minimum=words.minimum,
        note=words.note,
        auxiliary=words.auxiliary,
        path=report.file,
        line=words.line_at("id"),
    )
    return _defined(bare, words, report)


def _defined(bare: Indicator, words: DefinitionWords, report: Report) -> Indicator:
    """The indicator with what its own file says of lines, breakdowns, readings and exclusions."""
    variants = tuple(
        Variant(variant.id, variant.label, formula)
        for variant in words.variants
        if (formula := read_formula(variant.formula, report)) is not None
    )
    return replace(
        bare,
        lines=_merged_lines(bare, words.lines, report),
        breakdowns=words.breakdowns or bare.breakdowns,
        variants=variants or bare.variants,
        exclude=tuple(_exclusion(one, report) for one in words.exclude) or bare.exclude,
        revised={**bare.revised, **words.revised},
    )


def _exclusion(words: ExclusionWords, report: Report) -> Exclusion:
    """The regulation's word «integrity» is the column `status` of `reviews`."""
    when = words.when
    if "integrity" in when and "status" not in when:
        renamed = {("status" if key == "integrity" else key): when[key] for key in when}
        lines = {("status" if key == "integrity" else key): n for key, n in when.lines.items()}
        when = Lined(renamed, when.line, lines)
    condition = ConditionReader(TABLES["reviews"], report).read(when)
    return Exclusion(condition, words.unknown, words.because)


def _merged_lines(
    indicator: Indicator, words: tuple[LineWords, ...], report: Report
) -> tuple[Line, ...]:
    """Lines of the shared indicator in their order, completed by id; own lines after them."""
    lines = {line.id: line for line in indicator.lines}
    for one in words:
        base = lines.get(one.id)
        if one.computes:
            line = _own_line(indicator, one, report)
        elif base is None:
            what = f"строки «{one.id}» нет у общего показателя «{indicator.uses or indicator.id}»"
            mend = "допишите population, numerator или formula; " + choose(one.id, lines)
            report.add("line", one.line_at("id"), what, mend)
            continue
        else:
            line = _completed(base, one)
        if line is not None:
            lines[one.id] = line
    return tuple(lines.values())


def _completed(base: Line, words: LineWords) -> Line:
    return replace(
        base,
        label=words.label or base.label,
        unit=words.unit or base.unit,
        polarity=words.polarity or base.polarity,
        catalogue=words.catalogue or base.catalogue,
        clause=words.clause or base.clause,
        threshold=words.threshold or base.threshold,
        line=words.at_line,
    )


def _own_line(indicator: Indicator, words: LineWords, report: Report) -> Line | None:
    formula = _line_formula(indicator.formula, words, report)
    if words.label is None:
        report.add("missing", words.at_line, f"у строки «{words.id}» нет label", "допишите label")
    if formula is None:
        return None
    return Line(
        id=words.id,
        label=words.label or words.id,
        formula=formula,
        unit=words.unit or indicator.unit,
        polarity=words.polarity or indicator.polarity,
        catalogue=words.catalogue,
        clause=words.clause,
        threshold=words.threshold,
        line=words.at_line,
    )


def _line_formula(formula: Formula, words: LineWords, report: Report) -> Formula | None:
    if words.formula is not None:
        return read_formula(words.formula, report)
    return extend_formula(formula, words, report)


def read_indicator(
    words: IndicatorWords, area: str, common: SharedIndicators, report: Report
) -> Indicator | None:
    """An indicator of the municipality: shared and completed, or wholly its own."""
    base = _base(words, area, common, report)
    if base is None:
        return None
    merged = replace(
        base,
        id=words.id,
        area=area,
        label=words.label,
        unit=words.unit or base.unit,
        polarity=words.polarity or base.polarity,
        level=words.level or base.level,
        minimum=words.minimum or base.minimum,
        clause=words.clause,
        catalogue=words.catalogue,
        goals=words.goals,
        uses=words.uses,
        readings=words.readings,
        method=words.method,
        note=words.note or base.note,
        path=report.file,
        line=words.line_at("id"),
    )
    whole = _defined(merged, words, report)
    return replace(whole, thresholds=read_thresholds(words.thresholds, whole, report))


def _base(
    words: IndicatorWords, area: str, common: SharedIndicators, report: Report
) -> Indicator | None:
    if words.uses is not None:
        return _shared(words.uses, words.line_at("uses"), common, report)
    absent = [key for key in ("unit", "polarity", "level") if not getattr(words, key)]
    for key in absent:
        what = f"у показателя со своей formula нет ключа «{key}»"
        report.add("missing", words.at_line, what, f"допишите {key}: …")
    formula = read_formula(words.formula, report) if words.formula else None
    if absent or formula is None or words.unit is None or words.polarity is None:
        return None
    return Indicator(words.id, area, words.label, words.unit, words.polarity, words.level, formula)


def _shared(name: str, line: int, common: SharedIndicators, report: Report) -> Indicator | None:
    """A shared indicator by id; silent when its own file has told what is wrong."""
    if name not in common.indicators and name in common.unread:
        report.hollow = True
    elif name not in common.indicators:
        what = f"нет общего показателя «{name}»"
        report.add("uses", line, what, choose(name, common.indicators, 12))
    return common.indicators.get(name)


def read_group(
    words: GroupWords, area: str, common: SharedIndicators, report: Report
) -> tuple[Indicator, ...]:
    """The members of a group, named `group.member`, in the order of `uses`."""
    for name in ("thresholds", "labels", "revised"):
        for key in getattr(words, name):
            if key not in words.uses:
                what = f"«{key}» не входит в группу"
                report.add("uses", words.line_at(name), what, choose(key, words.uses))
    members = (_member(words, name, area, common, report) for name in words.uses)
    return tuple(member for member in members if member is not None)


def _member(
    words: GroupWords, name: str, area: str, common: SharedIndicators, report: Report
) -> Indicator | None:
    base = _shared(name, words.line_at("uses"), common, report)
    if base is None:
        return None
    member = replace(
        base,
        id=f"{words.group}.{name}",
        area=area,
        label=words.labels.get(name, base.label),
        minimum=words.minimum or base.minimum,
        clause=words.clause,
        catalogue=words.catalogue,
        goals=words.goals,
        group=words.group,
        uses=name,
        readings=words.readings,
        method=words.method,
        revised={**base.revised, **words.revised.get(name, {})},
        path=report.file,
        line=words.line_at("group"),
    )
    return replace(
        member, thresholds=read_thresholds(words.thresholds.get(name, {}), member, report)
    )
