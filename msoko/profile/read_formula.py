"""Formulas: from words to values, one function a kind."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from msoko.facts.schema import TABLES
from msoko.profile.conditions import Bound, MeetsAttribute, MeetsRows
from msoko.profile.formula import (
    Band,
    ChangeFormula,
    CountFormula,
    CumulativeFormula,
    Distinct,
    ExistsFormula,
    Formula,
    LevelsFormula,
    MeanFormula,
    RatingFormula,
    RatioFormula,
    ReportedFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
    UnitsScope,
)
from msoko.profile.model_base import Model
from msoko.profile.model_condition import SelectionWords
from msoko.profile.model_formula import (
    BandWords,
    ChangeWords,
    CountWords,
    CumulativeWords,
    ExistsWords,
    LevelsWords,
    MeanWords,
    RatingWords,
    RatioWords,
    ReportedWords,
    ShareWords,
    UnitsWords,
)
from msoko.profile.read_condition import ConditionReader
from msoko.profile.read_selection import find_column, read_selection, spoken_for
from msoko.profile.read_unit_condition import bounds_of, read_unit_condition
from msoko.profile.report import Report, choose
from msoko.vocabulary import UNIT_KINDS


def read_formula(words: Model, report: Report) -> Formula | None:
    """The formula, or None when something in it makes it unusable (then the report says what)."""
    for kind, read in _READERS.items():
        if isinstance(words, kind):
            return read(words, report)
    raise TypeError(f"not a formula: {type(words).__name__}")


def _share(words: ShareWords, report: Report) -> Formula | None:
    selection = read_selection(words, report)
    if selection is None:
        return None
    table = TABLES[selection.table]
    numerator = ConditionReader(table, report).read(words.numerator)
    line = words.line_at("numerator")
    spoken_for(numerator, table, selection.unknown, line, report, doubt=True)
    if words.every and not isinstance(selection.count, Distinct):
        what = "every: true имеет смысл только с count: {distinct: …}"
        report.add("formula", words.line_at("every"), what, "добавьте count или уберите every")
    return ShareFormula(selection, numerator, every_row=bool(words.every))


def _count(words: CountWords, report: Report) -> Formula | None:
    selection = read_selection(words, report, doubt=True)
    return CountFormula(selection) if selection else None


def _ratio(words: RatioWords, report: Report) -> Formula | None:
    above = _selections(words.numerator, report, doubt=True)
    below = _selections(words.denominator, report, doubt=False)
    return RatioFormula(above, below) if above and below else None


def _selections(
    words: tuple[SelectionWords, ...], report: Report, *, doubt: bool
) -> tuple[Selection, ...]:
    found = (read_selection(part, report, doubt=doubt) for part in words)
    return tuple(selection for selection in found if selection is not None)


def _mean(words: MeanWords, report: Report) -> Formula | None:
    selection = read_selection(words, report)
    if selection is None:
        return None
    table = TABLES[selection.table]
    find_column(table, words.column, words.line_at("column"), report, ("int", "number"))
    return MeanFormula(selection, words.column)


def _units(words: UnitsWords, report: Report) -> Formula | None:
    scope = words.units
    for kind in scope.kind:
        if kind not in UNIT_KINDS:
            what = f"нет вида организаций «{kind}»"
            report.add("formula", scope.line_at("kind"), what, choose(kind, UNIT_KINDS))
    where = ConditionReader(TABLES["units"], report).read(scope.where)
    meets = read_unit_condition(words.meets, report)
    if meets is None:
        return None
    units = UnitsScope(scope.kind, where, dict(scope.unknown))
    return UnitsFormula(words.kind, units, meets, words.unknown)


def _exists(words: ExistsWords, report: Report) -> Formula | None:
    if words.attribute is not None:
        return ExistsFormula(_attribute_exists(words, words.attribute))
    if words.rows is None:
        return None
    rows = read_selection(words.rows, report)
    bounds = bounds_of(words) or (Bound("at_least", Fraction(1)),)
    return ExistsFormula(MeetsRows(rows, bounds)) if rows else None


def _attribute_exists(words: ExistsWords, code: str) -> MeetsAttribute:
    number, text = bounds_of(words.number), words.text or ()
    yes = words.yes if number or text else words.yes is not False
    return MeetsAttribute(code, yes, number, text, words.every_group)


def _change(words: ChangeWords, report: Report) -> Formula:
    report.refer("indicator", words.of, words.line_at("of"))
    if words.line is not None:
        report.refer("indicator_line", words.line, words.line_at("line"), words.of)
    return ChangeFormula(words.of, words.line, words.back, words.as_)


def _cumulative(words: CumulativeWords, report: Report) -> Formula | None:
    selection = read_selection(words, report)
    if selection is None:
        return None
    find_column(TABLES[selection.table], words.date, words.line_at("date"), report, ("date",))
    if not isinstance(selection.count, Distinct):
        what = (
            "нарастающий итог считает каждого один раз, по первой дате: нужен count: {distinct: …}"
        )
        mend = "допишите, кого считать: count: {distinct: person} или другой столбец"
        report.add("formula", words.line_at("count"), what, mend)
    return CumulativeFormula(selection, words.date, words.steps)


def _levels(words: LevelsWords, report: Report) -> Formula | None:
    selection = read_selection(words, report)
    if selection is None:
        return None
    table = TABLES[selection.table]
    find_column(table, words.column, words.line_at("column"), report, ("int", "number"))
    ids = [band.id for band in words.bands]
    for band in words.bands:
        _band_fits(band, ids, report)
    return LevelsFormula(selection, words.column, tuple(map(_band, words.bands)), words.as_)


def _band(words: BandWords) -> Band:
    return Band(words.id, words.label, words.from_, words.above, words.to, words.below)


def _band_fits(band: BandWords, ids: list[str], report: Report) -> None:
    if ids.count(band.id) > 1 or band.id == "uncovered":
        report.add("formula", band.at_line, f"ступень «{band.id}» занята", "дайте другое имя")
    if (band.from_ is not None and band.above is not None) or (
        band.to is not None and band.below is not None
    ):
        what = f"у ступени «{band.id}» две границы с одной стороны"
        report.add("formula", band.at_line, what, "оставьте одну")
    low = band.from_ if band.from_ is not None else band.above
    high = band.to if band.to is not None else band.below
    if low is None and high is None:
        report.add("formula", band.at_line, f"у ступени «{band.id}» нет границ", "from, to …")
    elif low is not None and high is not None and low > high:
        report.add("formula", band.at_line, f"у ступени «{band.id}» низ выше верха", "исправьте")


def _rating(words: RatingWords, _report: Report) -> Formula:
    return RatingFormula(words.criterion)


def _reported(words: ReportedWords, _report: Report) -> Formula:
    return ReportedFormula(
        words.field, words.numerator_field, words.denominator_field, words.by_breakdown
    )


_READERS: dict[type[Model], Callable[[Any, Report], Formula | None]] = {
    ShareWords: _share,
    CountWords: _count,
    RatioWords: _ratio,
    MeanWords: _mean,
    UnitsWords: _units,
    ExistsWords: _exists,
    ChangeWords: _change,
    CumulativeWords: _cumulative,
    LevelsWords: _levels,
    RatingWords: _rating,
    ReportedWords: _reported,
}
